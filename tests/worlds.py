"""Made-up people whose every word says who they are, over the drawn tree of tests/drawn.py.

Names, numbers of households, grids, evidences end in ☆ and hold the key: wherever such a word turns
up in an answer, it tells whose it is. A village may move in 2022, after the season opened.

    y<person>, r<person>   a payment, a refund of it    school         a payment for several homes
    v<village>             a batch of subsidies         e<household>   an error of the roster

All of it stands under the notices of 蕲县镇 and 双牌县, and is written as the service writes it.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from facts.deeds import Advance, CloseRefund, Dispose, OpenRefund, Part, Pay
from facts.duties import DutyHead as Head
from facts.duties import RosterError, complete_duty, report_error
from facts.entry import enter
from facts.fundreceipts import FundReceiptRow, record_fund_receipts
from facts.lawbook import LawBook
from facts.people import add_people
from facts.post_rows import PostRow, record_posts
from facts.records import HouseholdRow, ListingRow, MemberRow
from facts.request import Deed, Outcome, Request
from facts.vault import Vault
from facts.writing import record
from graph.gateway import Gateway, Store
from graph_seed.law import read_categories
from graph_seed.posts import load_posts
from policy.duties import Part as Done
from policy.identity import check_digit
from policy.ledger import Station, next_station
from policy.stations import NO_TERMS, group_of, rule_of
from policy.terms import RefundReason
from policy.vocabulary import Channel, Sex, State
from tests.campaigns import SEASON
from tests.ledgers import NOTICES, scheme

VAULT = Vault.of(bytes(32))
DAY, ASKED, MOVED = date(2021, 10, 15), date(2021, 10, 20), date(2022, 6, 1)
MOVING, FROM, TO = "341302113204", "341302113", "431123100"
OWN, OTHERS = "subsistence_allowance", "veteran_in_hardship"
BOOK = LawBook({one.key: one for one in NOTICES}, read_categories())
VILLAGES = ["341302113201", "341302113202", "341302113204", "431123100001", "431123101001"]
SCHOOL = "school"
WORD = re.compile(r"[名号组据](\w+?)☆")
KINDS = "Person|Household|Participation|Enrolment|Payment|Refund|Subsidy"
ID = re.compile(rf"\b(?:(?:{KINDS}):(\w+)|Advance:(v\w+)|Duty:(e\w+))")
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
        mask = f"{self.number[:6]}********{self.number[14:]}"
        money = {f"y{self.key}", f"y{self.key}back", f"r{self.key}", f"v{self.village}"}
        school = {SCHOOL} if self.by_school else set()
        return {self.key, self.number, mask, self.household, f"e{self.household}", *money, *school}

    @property
    def by_school(self) -> bool:
        """Whether one payment for several households paid for this person."""
        return self.pays and self.at % 3 == 0

    @property
    def subsidy(self) -> str:
        """The key of the person's subsidy."""
        return f"{self.key}|{SEASON.year}|{group_of(scheme(self.village), self.group or OWN)}"


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


# (:Sequence): the world before was cleared by hand
AFRESH: LiteralString = "MATCH (s:Sequence) SET s.epoch = randomUUID()"


async def settle(graph: Gateway, world: World) -> None:
    """Put them on the roll, and all that happened to them."""
    store = graph.directory
    await store.write(STAY, village=MOVING, above=FROM)
    if world.moves:
        await store.write(MOVE, village=MOVING, to=TO, on=MOVED)
    await store.write(AFRESH)
    await load_posts(graph, NOTICES, BOOK.categories)
    await record_posts(store, "posts", [_post(village, "干部") for village in VILLAGES])
    if not world.people:
        return
    homes = _homes(world)
    listings = [
        ListingRow(one.key, one.group, SEASON.opens, None, f"据{one.key}☆", "CIVIL_AFFAIRS")
        for one in world.people
        if one.group
    ]
    await add_people(store, "people", homes, listings, [], since=SEASON.opens, vault=VAULT)
    await enter(store, "entry", SEASON, [home.key for home in homes], BOOK)
    for deed in [*_money(world), *_refunds(world)]:
        await _do(store, deed)
    for village in sorted({one.village for one in world.people}):
        await _advance(store, village, [one for one in world.people if one.village == village])
    await record_fund_receipts(store, "fund", list(_received(homes)))
    for home in homes:
        await _report(store, home)
    await record_posts(store, "assigned", [_post(one.village, None, one.key) for one in homes])


async def _do(store: Store, deed: Deed, may_be_refused: bool = False) -> None:
    [found] = await record(store, [Request(repr(deed), (deed,))], BOOK)
    assert isinstance(found, Outcome)
    assert may_be_refused or not found.refusals


def _money(world: World) -> Iterator[Deed]:
    """Who pays has paid, one by one or with the school; of the others some refused."""
    for one in world.people:
        evidence = f"据{one.key}☆"
        if not one.pays and one.at % 2:
            yield Dispose(one.key, SEASON.year, State.REFUSED, DAY, evidence)
        if one.pays and not one.by_school:
            yield Pay(
                f"y{one.key}",
                SEASON.year,
                (one.key,),
                DAY,
                Channel.APP,
                household=one.household,
                evidence=evidence,
                amount_fen=40_000,
                collected=True,
            )
    if together := tuple(one.key for one in world.people if one.by_school):
        by = Channel.SCHOOL_BATCH
        yield Pay(SCHOOL, SEASON.year, together, DAY, by, payer="学校", collected=True)


def _refunds(world: World) -> Iterator[Deed]:
    """What was paid twice goes back: asked for by some, paid back to some of them."""
    for one in world.people:
        if one.pays and one.at % 4 in (1, 3):
            paid = SCHOOL if one.by_school else f"y{one.key}"
            key, evidence = f"r{one.key}", f"据{one.key}☆"
            yield OpenRefund(key, paid, (one.key,), RefundReason.PAID_TWICE, ASKED, evidence)
            if one.at % 4 == 3:
                yield CloseRefund(f"y{one.key}back", key, ASKED, True, evidence)


async def _advance(store: Store, village: str, people: list[Somebody]) -> None:
    """What can be moved of a village's subsidies goes one step on."""
    group = group_of(law := scheme(village), OWN)
    rule = rule_of(law, OWN)
    to = next_station(Station.PAYABLE, rule.terms if rule else NO_TERMS)
    assert to is not None
    department = f"{village[:6]}|{group.split('|')[0]}"
    movable = [one for one in people if one.group == OWN and one.pays and one.at % 4 != 3]
    if parts := tuple(Part(one.key, group) for one in movable):
        batch = f"v{village}", SEASON.year, department, village, to, ASKED, "文", parts
        await _do(store, Advance(*batch))


def _received(homes: list[HouseholdRow]) -> Iterator[FundReceiptRow]:
    """The fund has money of every household, and of a payer whom nobody knows."""
    for home in homes:
        for number, payer in ((home.number, None), (None, f"据{home.key}☆")):
            key = f"f{home.key}{number is None}"
            yield FundReceiptRow(
                key, SEASON.year, home.village, number, payer, 32_000, ASKED, f"据{home.key}☆"
            )


async def _report(store: Store, home: HouseholdRow) -> None:
    """An error of the roster, mended for every other household."""
    key, said = f"e{home.key}", f"据{home.key}☆"
    error = RosterError(
        key,
        home.village,
        SEASON.year,
        "roster_error",
        home.key,
        said,
        f"{home.village[:6]}|HEALTHCARE_SECURITY",
        DAY,
        ASKED,
        "qixian-2022",
        "八",
        None,
    )
    await report_error(store, f"error {key}", [key], error)
    if int(home.key[1:]) % 2:
        head = Head(key, home.village, SEASON.year, "roster_error")
        await complete_duty(store, f"done {key}", [key], head, Done(ASKED, said, None, None))


def _post(village: str, holder: str | None, home: str | None = None) -> PostRow:
    """A post of a village, or a household that it answers for by itself."""
    duty = f"据{home}☆" if home else None
    return PostRow("包户干部", village, None, holder, DAY, duty, household=home)


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
    ids = {key for found in ID.findall(text) for key in found if key}
    return {*WORD.findall(text), *ids, *NUMBER.findall(text)}
