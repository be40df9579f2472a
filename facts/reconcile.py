"""Compares what is kept with what the facts come to, and puts right what differs.

    every village, no locks     rows kept <-> rows counted anew, `now_…` <-> entry and Changes
    what differs, once more     under the year's sequence: facts, then rows and a Finding
                                under the locks of its people: `now_…` and a Finding

A difference of the first look may be a write in between; only what still differs under the lock
counts. What the policy would say today is only reported: readings may have changed since.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from typing import LiteralString

from facts.kept import Line, Unlike, keep, kept, lines, unlike
from facts.present import put_right
from facts.recount import Count, Rows, recount
from facts.retrace import retrace
from facts.season import TermsOf
from graph.gateway import Store, Transaction

VILLAGES_AT_ONCE = 4  # one record each time; memory holds two


@dataclass(frozen=True, slots=True)
class Difference:
    """A row, a participation or a household that says something else than its facts."""

    village: str
    key: str
    found: str
    expected: str


@dataclass
class Reconciled:
    """What one year's run found. `retraced`: what the policy would work out otherwise today."""

    year: int
    villages: int = 0
    rows: int = 0
    differences: list[Difference] = field(default_factory=list)
    repaired: int = 0
    retraced: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Nothing differed, or all of it was put right."""
        return self.repaired == len(self.differences)


@dataclass
class _Suspects:
    """What the first look leaves to look at again, by village."""

    rows: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    rolls: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


# villages of a year with a roll, and those that only have rows
LIST_VILLAGES: LiteralString = """
CALL () {
  MATCH (r:Roster {year: $year}) RETURN r.village AS village
  UNION MATCH (t:Total {year: $year}) RETURN t.village AS village
  UNION MATCH (d:Tally {year: $year}) RETURN d.village AS village
}
WITH village ORDER BY village
RETURN collect(village) AS villages
"""

# (:Roster)<-[:ON]-(:Account)<-[:WAS_IN]-(:Participation)-[:IN]->(:Account)-[:ON]->(:Roster)
LIST_ROLLS: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:WAS_IN]-(n)
MATCH (n)-[:IN]->(:Account)-[:ON]->(r:Roster)
RETURN collect(DISTINCT r.village) AS villages
"""


async def rolls_of(store: Store, year: int, villages: Collection[str]) -> list[str]:
    """These villages, and those with people on their roll who were counted here before."""
    [row] = await store.read(LIST_ROLLS, year=year, villages=sorted(villages))
    return sorted({*villages, *row["villages"]})


async def reconcile(
    store: Store,
    year: int,
    *,
    within: Collection[str] | None = None,
    repair: bool = True,
    terms_of: TermsOf | None = None,
) -> Reconciled:
    """Go through a year, village by village; with `repair`, write what should stand there.

    within: these villages alone.
    """
    found = Reconciled(year)
    suspects = _Suspects()
    if within is None:
        [row] = await store.read(LIST_VILLAGES, year=year)
        within = rolls = row["villages"]
    else:
        rolls = await rolls_of(store, year, within)
    found.villages = len(within)
    async for counts, stored in _looks(store, year, rolls):
        found.rows += len(stored)
        _compare(counts, stored, year, suspects)
        if terms_of:
            found.retraced += await retrace(store, counts, terms_of)
    for village in sorted(suspects.rows.intersection(within)):
        await _settle(store, found, village, {village} | suspects.rolls[village], repair)
    for village in sorted(suspects.subjects.intersection(within)):
        wrong, repaired = await put_right(store, year, village, repair)
        found.differences += [Difference(village, *line) for line in wrong]
        found.repaired += repaired
    return found


Look = tuple[dict[str, Count], dict[str, Line]]


async def _looks(store: Store, year: int, villages: list[str]) -> AsyncIterator[Look]:
    """A few villages at a time; the next are read while these are compared."""

    async def look(some: list[str]) -> Look:
        stored = await kept(store, year, some)
        return await recount(store, year, some), stored

    ends = range(0, len(villages), VILLAGES_AT_ONCE)
    parts = [villages[at : at + VILLAGES_AT_ONCE] for at in ends]
    coming = asyncio.create_task(look(parts[0])) if parts else None
    for following in [*parts[1:], None]:
        if coming:
            now = await coming
            coming = asyncio.create_task(look(following)) if following else None
            yield now


def _compare(
    counts: dict[str, Count], stored: dict[str, Line], year: int, suspects: _Suspects
) -> None:
    """Mark what differs; a roll that counts elsewhere makes that village one to look at."""
    own: Rows = defaultdict(Counter)
    for roll, count in counts.items():
        own.update(_of(roll, count.rows))
        for elsewhere in {village for village, *_ in count.rows} - {roll}:
            suspects.rows.add(elsewhere)
            suspects.rolls[elsewhere].add(roll)
        if not all(subject.agrees for subject in count.subjects):
            suspects.subjects.add(roll)
    wrong = unlike(stored, lines(own, year))
    suspects.rows.update(one.expected.key.partition("|")[0] for one in wrong)


def _of(village: str, rows: Rows) -> Rows:
    """Those rows that are of a village."""
    return defaultdict(Counter, {place: row for place, row in rows.items() if place[0] == village})


LOCK_SEQUENCE: LiteralString = """
MERGE (s:Sequence {key: toString($year)})
  ON CREATE SET s.n = 0, s.epoch = randomUUID()
SET s.look = 1
"""


async def _settle(
    store: Store, found: Reconciled, village: str, rolls: set[str], repair: bool
) -> None:
    """Look again at a village while nobody else writes sums; put its rows right."""
    year = found.year

    async def body(transaction: Transaction) -> list[Unlike]:
        await transaction.run(LOCK_SEQUENCE, year=year)
        expected: Rows = defaultdict(Counter)
        for count in (await recount(transaction, year, sorted(rolls))).values():
            for place, row in _of(village, count.rows).items():
                expected[place].update(row)
        wrong = unlike(await kept(transaction, year, [village]), lines(expected, year))
        if wrong and repair:
            await keep(transaction, year, village, wrong)
        return wrong

    wrong = await store.transact(body)
    found.differences += [Difference(village, one.expected.key, *one.texts) for one in wrong]
    found.repaired += len(wrong) if repair else 0
