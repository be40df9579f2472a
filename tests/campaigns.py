"""Small made-up campaigns, recorded through the code that imports use.

    county 990101 ── township 990101100 ── villages …201, …202, …203

Households are h1, h2, …, in villages as HOMES says; their people h1a (the head), h1b, ….
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from string import ascii_lowercase
from typing import LiteralString

import pytest

from facts.entry import enter
from facts.people import add_people
from facts.posting import Posting, Refusal, post
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
from graph.gateway import Gateway
from policy.timeline import Due, Listed, Terms
from policy.vocabulary import Channel, Sex, State

COUNTY, TOWNSHIP = "990101", "990101100"
VILLAGES = ("990101100201", "990101100202", "990101100203")
SEASON = Season(2022, date(2021, 9, 1))
CLOSES, BENEFITS = date(2021, 12, 31), date(2022, 1, 1)
DUE_FEN = 32_000
FULL, HALF = "五保", "低保"
HOMES: Mapping[str, Sequence[int]] = {VILLAGES[0]: (3, 2), VILLAGES[1]: (1, 2)}


def today() -> date:
    """The civil day in China, as the engine's clock has it."""
    return datetime.now(timezone(timedelta(hours=8))).date()


def dues(listed: tuple[Listed, ...], day: date) -> Due:
    """A made-up law: 五保 nothing to pay, 低保 half, all others 320 yuan."""
    groups = {listing.category for listing in listed}
    if FULL in groups:
        return Due(0, DUE_FEN, FULL)
    return Due(DUE_FEN // 2, DUE_FEN // 2, HALF) if HALF in groups else Due(DUE_FEN, 0)


TERMS = Terms(dues, settled_from=CLOSES + timedelta(days=1), benefits_from=BENEFITS)


def law(village: str) -> Terms:
    """The same in every village."""
    return TERMS


# (village)-[:PART_OF]->(township)-[:PART_OF]->(county)-[:PART_OF]->(city)-[:PART_OF]->(province)
CREATE_PLACES: LiteralString = """
UNWIND $rows AS row
CREATE (:Jurisdiction {code: row[0], name: row[0], level: row[1], aliases: [], placeholder: false,
  acting: false})
WITH row WHERE row[2] IS NOT NULL
MATCH (below:Jurisdiction {code: row[0]}), (above:Jurisdiction {code: row[2]})
CREATE (below)-[:PART_OF]->(above)
"""

# of tests that count statements: from memory there are others
PLAIN = pytest.mark.skipif(
    os.environ.get("ZEREN_ROLLUP") == "on", reason="counts what is read without memory"
)

# (:Sequence {key: 'tree'}): what tests change by hand in the tree is to be read afresh
REDRAWN: LiteralString = """
MERGE (s:Sequence {key: 'tree'}) SET s.n = coalesce(s.n, 0) + 1, s.epoch = randomUUID()
"""


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the graph holds after `small_campaign`; `post` records more."""

    graph: Gateway
    households: tuple[HouseholdRow, ...]

    @property
    def people(self) -> list[str]:
        return [member.key for home in self.households for member in home.members]

    def home_of(self, person: str) -> HouseholdRow:
        return next(
            home for home in self.households if any(member.key == person for member in home.members)
        )

    def payment(self, on: date, *people: str) -> PaymentRow:
        """What these people of one household paid on a day."""
        home = self.home_of(people[0]).key
        key = f"{'+'.join(people)}|{on}"
        return PaymentRow(key, home, people, on, Channel.APP, "收据")

    async def post(
        self,
        receipt: str,
        payments: Sequence[PaymentRow] = (),
        dispositions: Sequence[DispositionRow] = (),
    ) -> list[Refusal]:
        posting = Posting(payments, dispositions)
        return await post(self.graph.directory, receipt, SEASON, posting, law)


def disposition(person: str, state: State, on: date) -> DispositionRow:
    return DispositionRow(person, state, on, "村委会证明")


def listing(person: str, category: str, since: date, until: date | None = None) -> ListingRow:
    return ListingRow(person, category, since, until, "名单", "CIVIL_AFFAIRS")


async def small_campaign(
    graph: Gateway,
    homes: Mapping[str, Sequence[int]] = HOMES,
    listings: Sequence[ListingRow] = (),
    vouchers: Sequence[VoucherRow] = (),
) -> Campaign:
    """Households of these sizes by village, on the roll from the day the season opens."""
    store = graph.directory
    rows = [
        ["0", "NATION", None],
        ["99", "PROVINCE", "0"],
        ["9901", "CITY", "99"],
        [COUNTY, "COUNTY", "9901"],
        [TOWNSHIP, "TOWNSHIP", COUNTY],
        *([village, "VILLAGE", TOWNSHIP] for village in VILLAGES),
    ]
    for row in rows:
        await store.write(CREATE_PLACES, rows=[row])
    await store.write(REDRAWN)
    await open_season(store, SEASON)
    vault = Vault.of(bytes(32))
    households = tuple(_households(homes))
    await add_people(
        store, "people", households, listings, vouchers, since=SEASON.opens, vault=vault
    )
    await enter(store, "entry", SEASON, [home.key for home in households], law)
    return Campaign(graph, households)


def _households(homes: Mapping[str, Sequence[int]]) -> list[HouseholdRow]:
    sizes = [(village, size) for village in sorted(homes) for size in homes[village]]
    return [
        HouseholdRow(f"h{at}", f"{at:03}", village, f"第{at}组", tuple(_members(f"h{at}", size)))
        for at, (village, size) in enumerate(sizes, 1)
    ]


def _members(home: str, size: int) -> list[MemberRow]:
    return [
        MemberRow(
            f"{home}{letter}",
            f"张{home}{letter}",
            Sex.FEMALE if at % 2 else Sex.MALE,
            date(1960 + 10 * at, 1, 1),
            None,
            "子" if at else "户主",
        )
        for at, letter in enumerate(ascii_lowercase[:size])
    ]


BACKDATE: LiteralString = """
MATCH (n) WHERE n.recorded IS NOT NULL
SET n.recorded = n.recorded - $days * 86400000
"""

BACKDATE_TALLIES: LiteralString = """
MATCH (t:Tally)
WITH t, t.seen - duration({days: $days}) AS seen ORDER BY seen
SET t.seen = seen,
  t.key = t.village + '|' + t.year + '|' + t.group + '|' + toString(t.on) + '|' + toString(seen)
"""


async def backdate(graph: Gateway, days: int) -> None:
    """Let everything on record have been recorded some days earlier."""
    await graph.directory.write(BACKDATE, days=days)
    await graph.directory.write(BACKDATE_TALLIES, days=days)
