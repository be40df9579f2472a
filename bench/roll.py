"""The roll of a county made up for a crash run: places, law, households that have not paid."""

from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import LiteralString, NamedTuple

from facts.entry import enter
from facts.people import add_people
from facts.records import HouseholdRow, MemberRow
from facts.season import Season, open_season
from facts.vault import open_vault
from graph.gateway import Gateway
from graph.settings import Settings
from graph_seed.demo.schemes import law_of
from graph_seed.divisions.load import load as load_divisions
from graph_seed.law_load import load_law
from policy.timeline import Terms
from policy.vocabulary import Sex


class Issued(NamedTuple):
    """A county and its notice."""

    unit: str
    key: str


NOTICE = Issued("431123", "shuangpai-2022")
SEASON = Season(2022, date(2021, 9, 1))
RELATIONS = {"户主": Sex.MALE, "配偶": Sex.FEMALE}
AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Home:
    """A household of the roll."""

    key: str
    people: tuple[str, ...]


# (village)-[:PART_OF*]->(county)
VILLAGES: LiteralString = """
MATCH (:Jurisdiction {code: $unit})<-[:PART_OF*2]-(v:Jurisdiction {level: 'VILLAGE'})
WITH v.code AS code ORDER BY code RETURN collect(code) AS codes
"""


async def make_roll(gateway: Gateway, settings: Settings, most: int) -> list[Home]:
    """`most` households on the roll, in the order of their villages; nobody has paid."""
    await load_divisions(gateway, [NOTICE.unit[:2]], quiet=True)
    await load_law(gateway)
    store, law = gateway.at(NOTICE.unit), law_of({NOTICE.unit: NOTICE.key})
    await open_season(store, SEASON)
    [row] = await store.read(VILLAGES, unit=NOTICE.unit)
    homes = _homes(row["codes"], most)
    vault = open_vault(settings.identity_key, settings.data)
    for at in range(0, most, AT_ONCE):
        part = homes[at : at + AT_ONCE]
        await add_people(store, f"roll|{at}", part, [], [], since=SEASON.opens, vault=vault)
        await enter(store, f"entry|{at}", SEASON, [home.key for home in part], law)
    return [Home(home.key, tuple(one.key for one in home.members)) for home in homes]


def terms() -> Terms:
    """What the notice says, of every village alike."""
    return law_of({NOTICE.unit: NOTICE.key})(NOTICE.unit)


def _homes(villages: Sequence[str], most: int) -> list[HouseholdRow]:
    drawn = Random(20211015)
    homes = []
    for at in range(most):
        village = villages[at % len(villages)]
        members = tuple(
            MemberRow(_key(drawn), "某人", sex, date(1980, 1, 1), None, relation)
            for relation, sex in RELATIONS.items()
        )
        homes.append(HouseholdRow(_key(drawn), f"{village}-{at:06}", village, None, members))
    return sorted(homes, key=lambda home: home.village)


def _key(drawn: Random) -> str:
    return b32encode(drawn.randbytes(16)).decode().lower()[:26]
