"""Made-up people whose every word says who they are, over the drawn tree of tests/drawn.py.

Names, numbers of households, grids, evidences end in ☆ and hold the key: wherever such a word turns
up in an answer, it tells whose it is. A village may move in 2022, after the season opened.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from facts.entry import enter
from facts.people import add_people
from facts.posting import Posting, post
from facts.records import (
    DispositionRow,
    HouseholdRow,
    ListingRow,
    MemberRow,
    PaymentRow,
)
from facts.vault import Vault
from graph.gateway import Gateway
from policy.identity import check_digit
from policy.vocabulary import Channel, Sex, State
from tests.campaigns import SEASON, law

VAULT = Vault.of(bytes(32))
DAY, MOVED = date(2021, 10, 15), date(2022, 6, 1)
MOVING, FROM, TO = "341302113204", "341302113", "431123100"
OWN, OTHERS = "subsistence_allowance", "veteran_in_hardship"
WORD = re.compile(r"[名号组据](\w+?)☆")
ID = re.compile(r"\b(?:Person|Household|Participation|Enrolment|Payment|Subsidy):(\w+)")
NUMBER = re.compile(r"9900\d{2}(?:\d|\*){8}\d{3}[0-9X]")


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person. household: of the village; group: on its list since the season opened."""

    key: str
    household: str
    village: str
    group: str | None
    pays: bool
    at: int

    @property
    def number(self) -> str:
        stem = f"990{self.at:03}19800101{self.at:03}"
        return stem + check_digit(stem)

    @property
    def marks(self) -> set[str]:
        """What tells of the person in an answer."""
        return {self.key, self.number, f"{self.number[:6]}********{self.number[14:]}"}


@dataclass(frozen=True, slots=True)
class World:
    people: tuple[Somebody, ...]
    moves: bool = False

    def without(self, outside: Collection[str]) -> "World":
        """The same, as if these people had never been."""
        return World(tuple(one for one in self.people if one.key not in outside), self.moves)

    def seen(self, roots: Collection[str], groups: Collection[str] | None) -> set[str]:
        """Who lives below one of these units now, or was counted there: by hand."""
        return {
            one.key
            for one in self.people
            if (groups is None or one.group in groups)
            and any(set(chain).intersection(roots) for chain in self._chains(one.village))
        }

    def _chains(self, village: str) -> Iterator[list[str]]:
        yield [village[:size] for size in (2, 4, 6, 9, 12)] + ["0"]
        if self.moves and village == MOVING:
            yield [village, *(TO[:size] for size in (2, 4, 6, 9))]


# (village)-[:PART_OF {from, to}]->(township)
STAY: LiteralString = """
MATCH (v:Jurisdiction {code: $village})-[e:PART_OF]->() DELETE e
WITH DISTINCT v MATCH (t:Jurisdiction {code: $above}) CREATE (v)-[:PART_OF]->(t)
"""
MOVE: LiteralString = """
MATCH (v:Jurisdiction {code: $village})-[e:PART_OF]->() SET e.to = $on
WITH v MATCH (t:Jurisdiction {code: $to}) CREATE (v)-[:PART_OF {from: $on}]->(t)
"""


async def settle(graph: Gateway, world: World) -> None:
    """Put them on the roll; who pays has paid, the others of their household refused."""
    store = graph.directory
    await store.write(STAY, village=MOVING, above=FROM)
    if world.moves:
        await store.write(MOVE, village=MOVING, to=TO, on=MOVED)
    if not world.people:
        return
    homes = _homes(world)
    listings = [
        ListingRow(one.key, one.group, SEASON.opens, None, f"据{one.key}☆", "CIVIL_AFFAIRS")
        for one in world.people
        if one.group
    ]
    await add_people(store, "people", homes, listings, [], since=SEASON.opens, vault=VAULT)
    await enter(store, "entry", SEASON, [home.key for home in homes], law)
    paid = [
        PaymentRow(f"y{one.key}", one.household, (one.key,), DAY, Channel.APP, f"据{one.key}☆")
        for one in world.people
        if one.pays
    ]
    refused = [
        DispositionRow(one.key, State.REFUSED, DAY, f"据{one.key}☆")
        for one in world.people
        if not one.pays and one.at % 2
    ]
    assert not await post(store, "post", SEASON, Posting(paid, refused), law)


def _homes(world: World) -> list[HouseholdRow]:
    by_home: Mapping[str, list[Somebody]] = {one.household: [] for one in world.people}
    for one in world.people:
        by_home[one.household].append(one)
    return [
        HouseholdRow(key, f"号{key}☆", them[0].village, f"组{key}☆", tuple(map(_member, them)))
        for key, them in by_home.items()
    ]


def _member(one: Somebody) -> MemberRow:
    born = date(1980, 1, 1)
    sex = Sex.MALE if int(one.number[16]) % 2 else Sex.FEMALE
    relation = "户主" if one.key.endswith("a") else "子"
    return MemberRow(one.key, f"名{one.key}☆", sex, born, one.number, relation)


def told(text: str) -> set[str]:
    """Whom an answer speaks of: keys of people and households, and identity numbers."""
    return {*WORD.findall(text), *ID.findall(text), *NUMBER.findall(text)}
