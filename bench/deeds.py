"""What clients send while processes are killed, and what must stand in the graph afterwards.

recordPayment, one for each household of a roll made up for the run; as long as the service has no
such mutation, grantExtension.
"""

from base64 import b32encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import LiteralString, Protocol

import orjson

from facts.entry import enter
from facts.people import add_people
from facts.records import HouseholdRow, MemberRow
from facts.season import Season, open_season
from facts.vault import open_vault
from graph.gateway import Gateway, Store
from graph.settings import Settings
from graph_seed.demo.schemes import law_of
from graph_seed.divisions.load import load as load_divisions
from graph_seed.law import read_notices, scheme_of
from graph_seed.law_load import load_law
from policy.scheme import collection
from policy.vocabulary import Sex
from schema.node import node_id
from schema.root import schema

COUNTY, NOTICE = "431123", "shuangpai-2022"
SEASON = Season(2022, date(2021, 9, 1))
PAID_ON = date(2021, 10, 15)
PEOPLE = 2  # of each household
HOMES_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Deed:
    """One request with its key; `subject`: what must stand in the graph just once."""

    key: str
    body: bytes
    subject: str
    amount_fen: int = 0


class Work(Protocol):
    """One kind of deed."""

    field: str  # of the mutation, as in the answer

    async def prepare(self, gateway: Gateway, settings: Settings, most: int) -> Sequence[Deed]: ...
    async def standing(
        self, store: Store, deeds: Sequence[Deed]
    ) -> Mapping[str, tuple[int, int]]: ...


def work() -> Work:
    """What the service can be asked for."""
    return Payments() if "recordPayment(" in schema.as_str() else Extensions()


PAY = """mutation ($input: RecordPaymentInput!) {
  recordPayment(input: $input) { payment { id } userErrors { message code } }
}"""

# (village)-[:PART_OF*]->(county)
VILLAGES: LiteralString = """
MATCH (:Jurisdiction {code: $unit})<-[:PART_OF*2]-(v:Jurisdiction {level: 'VILLAGE'})
WITH v.code AS code ORDER BY code RETURN collect(code) AS codes
"""

# (:Payment)-[:ON]->(:Account {key: household|year})
PAID: LiteralString = """
UNWIND $keys AS key
MATCH (a:Account {key: key})<-[:ON]-(y:Payment)
WITH key, count(y) AS payments, sum(y.amount_fen) AS fen
RETURN collect([key, payments, fen]) AS paid
"""


class Payments:
    """Each household of a made-up roll pays once, as a whole."""

    field = "recordPayment"

    async def prepare(self, gateway: Gateway, settings: Settings, most: int) -> Sequence[Deed]:
        """Places, law and a roll of `most` households; a payment for each."""
        await load_divisions(gateway, [COUNTY[:2]], quiet=True)
        await load_law(gateway)
        store, law = gateway.at(COUNTY), law_of({COUNTY: NOTICE})
        await open_season(store, SEASON)
        [row] = await store.read(VILLAGES, unit=COUNTY)
        homes = _homes(row["codes"], most)
        vault = open_vault(settings.identity_key, settings.data)
        for at in range(0, len(homes), HOMES_AT_ONCE):
            part = homes[at : at + HOMES_AT_ONCE]
            await add_people(
                store, f"crash|people|{at}", part, [], [], since=SEASON.opens, vault=vault
            )
            await enter(store, f"crash|entry|{at}", SEASON, [home.key for home in part], law)
        return [_payment(home, law(home.village).dues((), PAID_ON).counter_fen) for home in homes]

    async def standing(self, store: Store, deeds: Sequence[Deed]) -> Mapping[str, tuple[int, int]]:
        """By account: how many payments stand on it, and their sum in fen."""
        [row] = await store.read(PAID, keys=[deed.subject for deed in deeds])
        return {key: (payments, fen) for key, payments, fen in row["paid"]}


def _homes(villages: Sequence[str], most: int) -> list[HouseholdRow]:
    drawn = Random(20211015)
    homes = []
    for at in range(most):
        village = villages[at % len(villages)]
        members = tuple(_member(drawn, relation) for relation in ("户主", "配偶")[:PEOPLE])
        number = f"{village}-{at:06}"
        homes.append(HouseholdRow(_key(drawn), number, village, None, members))
    return sorted(homes, key=lambda home: home.village)


def _member(drawn: Random, relation: str) -> MemberRow:
    sex = Sex.MALE if relation == "户主" else Sex.FEMALE
    return MemberRow(_key(drawn), "某人", sex, date(1980, 1, 1), None, relation)


def _key(drawn: Random) -> str:
    return b32encode(drawn.randbytes(16)).decode().lower()[:26]


def _payment(home: HouseholdRow, each_fen: int) -> Deed:
    amount = each_fen * len(home.members)
    key = f"crash-{home.key}"
    given = {
        "idempotencyKey": key,
        "household": node_id("Household", home.key),
        "year": SEASON.year,
        "amount": f"{amount // 100}.{amount % 100:02}",
        "paidOn": str(PAID_ON),
        "channel": "APP",
    }
    return Deed(key, _body(PAY, given), f"{home.key}|{SEASON.year}", amount)


GRANT = """mutation ($input: GrantExtensionInput!) {
  grantExtension(input: $input) { extension { until } userErrors { message code } }
}"""

# (:Extension {key})
GRANTED: LiteralString = """
UNWIND $keys AS key
MATCH (e:Extension {key: key})-[:FOR]->(:Jurisdiction)
WITH key, count(e) AS times
RETURN collect([key, times]) AS granted
"""


class Extensions:
    """The same extension is granted again and again, each time by another document."""

    field = "grantExtension"

    async def prepare(self, gateway: Gateway, settings: Settings, most: int) -> Sequence[Deed]:
        """Places and law; `most` grants."""
        await load_divisions(gateway, [COUNTY[:2]], quiet=True)
        await load_law(gateway)
        await open_season(gateway.at(COUNTY), SEASON)
        terms = collection(scheme_of(read_notices(), NOTICE)).terms
        return [_grant(at, str(terms.extended_to)) for at in range(most)]

    async def standing(self, store: Store, deeds: Sequence[Deed]) -> Mapping[str, tuple[int, int]]:
        """By key: how often it stands there; there is no money."""
        [row] = await store.read(GRANTED, keys=[deed.subject for deed in deeds])
        return {key: (times, 0) for key, times in row["granted"]}


def _grant(at: int, until: str) -> Deed:
    given = {
        "idempotencyKey": f"crash-{at}",
        "jurisdiction": COUNTY,
        "year": SEASON.year,
        "until": until,
        "on": str(PAID_ON),
        "document": f"第{at}号",
    }
    return Deed(f"crash-{at}", _body(GRANT, given), f"extension|crash-{at}")


def _body(query: str, given: Mapping[str, object]) -> bytes:
    return orjson.dumps({"query": query, "variables": {"input": given}})
