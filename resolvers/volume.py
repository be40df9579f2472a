"""Which way through the graph is the shorter one for a page of dated facts.

    small unit, or few of all facts   its rolls, account by account
    large unit                        all facts by day, newest first, until the page is full

The second way goes past what belongs to others: for a page of n out of `ever` facts, of which
`here` are the unit's, it reads about n × ever / here; the first way reads all of its households.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from graph.gateway import Store

FEW_HOMES = 2_000  # their rolls are read in a few milliseconds
MOST_COUNTED = 100_000  # households whose facts are counted one by one: a quarter of a second


@dataclass(frozen=True, slots=True)
class Volume:
    """Households, and facts of one kind, of a unit and of the whole graph."""

    homes: int
    here: int
    ever: int

    def by_day(self, limit: int) -> bool:
        """Whether a page is read by day, over all units."""
        is_shorter = limit * self.ever < self.here * self.homes
        return self.homes > FEW_HOMES and is_shorter

    @property
    def is_small(self) -> bool:
        return self.homes <= MOST_COUNTED


# (:Total {key: village|year|group}); the last two are answered by the engine's own counts
VOLUME: LiteralString = """
CALL () {
  UNWIND $every AS village
  MATCH (t:Total {key: village + '|' + toString($year) + '|all'})
  RETURN sum(t.households) AS homes, sum(t.payments) AS payments, sum(t.changes) AS changes
}
CALL () { MATCH (y:Payment) RETURN count(y) AS ever_payments }
CALL () { MATCH (c:Change) RETURN count(c) AS ever_changes }
RETURN homes, payments, changes, ever_payments, ever_changes
"""


async def read_volume(store: Store, villages: Sequence[str], year: int, kind: str) -> Volume:
    """Of payments or of changes."""
    [row] = await store.read(VOLUME, every=list(villages), year=year)
    return Volume(row["homes"], row[kind], row[f"ever_{kind}"])
