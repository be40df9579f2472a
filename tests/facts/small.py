"""A campaign small enough to add up by hand.

V1   甲 a + b (a has an e-voucher)      乙 c fully subsidised, d half from 1 October
V2   丙 e
"""

from datetime import date
from typing import LiteralString

from facts.entry import enter
from facts.people import add_people
from facts.posting import Posting
from facts.records import (
    DispositionRow,
    HouseholdRow,
    ListingRow,
    MemberRow,
    PaymentRow,
    VoucherRow,
)
from facts.season import Season, open_season
from facts.vault import Vault
from graph.gateway import Row, Store
from policy.timeline import Due, Listed, Terms
from policy.vocabulary import Channel, Sex, State

V1, V2 = "990000000001", "990000000002"
OPENS = date(2021, 9, 1)
SEASON = Season(2022, OPENS)
VAULT = Vault.of(b"k" * 32)


def dues(listed: tuple[Listed, ...], day: date) -> Due:
    groups = {listing.category for listing in listed}
    if "full" in groups:
        return Due(0, 32000, "full")
    return Due(16000, 16000, "half") if "half" in groups else Due(32000, 0)


def terms_of(village: str) -> Terms:
    return Terms(dues, date(2021, 12, 21), date(2022, 1, 1))


def member(key: str, relation: str = "户主") -> MemberRow:
    return MemberRow(key, "某人", Sex.FEMALE, date(1980, 1, 1), None, relation)


def household(key: str, village: str, *people: str) -> HouseholdRow:
    return HouseholdRow(key, key, village, None, tuple(member(person) for person in people))


HOUSEHOLDS = (
    household("h1", V1, "a", "b"),
    household("h2", V1, "c", "d"),
    household("h3", V2, "e"),
)
LISTINGS = (
    ListingRow("c", "full", date(2021, 8, 1), None, "名单", "CIVIL_AFFAIRS"),
    ListingRow("d", "half", date(2021, 10, 1), None, "名单", "CIVIL_AFFAIRS"),
)
VOUCHERS = (VoucherRow("a", date(2021, 5, 1)),)


def payment(key: str, home: str, people: str, on: date, by: Channel = Channel.APP) -> PaymentRow:
    return PaymentRow(key, home, tuple(people), on, by, "凭证")


POSTING = Posting(
    payments=(
        payment("p1", "h1", "ab", date(2021, 10, 8)),
        payment("p2", "h2", "d", date(2021, 10, 9), Channel.POS),
    ),
    dispositions=(DispositionRow("e", State.DEPARTED, date(2021, 10, 5), "证明"),),
)

PLACES: LiteralString = """
UNWIND $codes AS code CREATE (:Jurisdiction {code: code, level: 'VILLAGE', name: code})
"""


async def settle_in(store: Store) -> None:
    """The places, and everybody above, not yet on a roll."""
    await store.write(PLACES, codes=[V1, V2])
    await open_season(store, SEASON)
    await add_people(store, "people", HOUSEHOLDS, LISTINGS, VOUCHERS, since=OPENS, vault=VAULT)


async def on_the_roll(store: Store) -> None:
    """Everybody above, entered."""
    await settle_in(store)
    keys = [home.key for home in HOUSEHOLDS]
    assert await enter(store, "entry", SEASON, keys, terms_of) == 5


READ_SUMS: LiteralString = """
MATCH (t:Total {year: 2022}) WHERE NOT t.group STARTS WITH 'l|' WITH t ORDER BY t.key
RETURN collect([t.village + '|' + t.group, t {.*, key: null, village: null, year: null,
  group: null, seq: null}]) AS rows
"""
READ_TALLIES: LiteralString = """
MATCH (t:Tally {year: 2022}) WHERE NOT t.group STARTS WITH 'l|' WITH t ORDER BY t.key
RETURN collect([t.village + '|' + t.group + '|' + toString(t.on), t {.*, key: null, village: null,
  year: null, group: null, seq: null, on: null, seen: null}]) AS rows
"""


async def totals(store: Store) -> dict[str, Row]:
    """By village|group: the columns that are not zero."""
    [row] = await store.read(READ_SUMS)
    return {key: _not_zero(sums) for key, sums in row["rows"]}


async def tallies(store: Store) -> dict[str, Row]:
    """By village|group|day: the columns that are not zero."""
    [row] = await store.read(READ_TALLIES)
    return {key: _not_zero(sums) for key, sums in row["rows"]}


def _not_zero(sums: Row) -> Row:
    return {column: number for column, number in sums.items() if number}


EVERYTHING: LiteralString = """
MATCH (n) OPTIONAL MATCH (n)-[r]->(m)
WITH n, type(r) + toString(m.key) AS edge ORDER BY edge
WITH n, collect(edge) AS edges
RETURN collect([labels(n), properties(n), edges]) AS graph
"""


async def everything(store: Store) -> list[str]:
    """The whole graph as text, to compare."""
    [row] = await store.read(EVERYTHING)
    return sorted(repr((kinds, sorted(node.items()), to)) for kinds, node, to in row["graph"])
