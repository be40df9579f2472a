"""All places of a graph, with the tree of any day; never changed, made anew when one changes."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, LiteralString

from graph.gateway import Store
from rollup.order import Order
from rollup.tree import Place, Tree, place_of

PLACES_SHOWN = 50_000
PLACE_BYTES = 600  # a place with its name, its row in one tree, and its share of dictionaries


@dataclass
class Land:
    """`n`, `epoch`: of the sequence `tree`; `shown`: what readers make of places, kept with it."""

    n: int
    epoch: str | None
    places: dict[str, Place]
    shown: dict[str, Any] = field(default_factory=dict)
    _trees: dict[tuple[int, bool], Tree] = field(default_factory=dict)
    _orders: dict[tuple[int, bool], Order] = field(default_factory=dict)

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which some place changed its parent."""
        edges = (edge for place in self.places.values() for edge in place.edges)
        days = {day for edge in edges for day in (edge.since, edge.until)}
        return sorted(day for day in days if day is not None)

    def _key(self, day: date, season: bool) -> tuple[int, bool]:
        """Days between two turns have the same tree; behind the last one seasons have it too."""
        number = bisect_right(self._turns, day)
        return number, season and number < len(self._turns)

    def tree(self, day: date, season: bool) -> Tree:
        """The same object for all days on which it is the same."""
        key = self._key(day, season)
        if key not in self._trees:
            self._trees[key] = Tree(self.places, day, season)
        return self._trees[key]

    def order(self, opens: date) -> Order:
        """Of the tree of a season that opened on this day; seconds for a whole country."""
        key = self._key(opens, season=True)
        if key not in self._orders:
            self._orders[key] = Order.of(self.tree(opens, season=True))
        return self._orders[key]

    def laid(self, opens: date) -> Order | None:
        """The same, if it has been worked out."""
        return self._orders.get(self._key(opens, season=True))

    def keep(self, code: str, made: object) -> None:
        """What a reader made of a place, for others; not of a whole country at once."""
        if len(self.shown) >= PLACES_SHOWN:
            self.shown.clear()
        self.shown[code] = made

    def amended(self, n: int, rows: Iterable[Any]) -> "Land":
        """With these places as they are now; the same places where none came.

        Trees and their orders are worked out anew only where a place stands elsewhere.
        """
        fresh = {row[0]: place_of(row) for row in rows}
        if not fresh:
            return Land(n, self.epoch, self.places, self.shown, self._trees, self._orders)
        places = {**self.places, **fresh}
        if not all(one.stands_as(self.places.get(code)) for code, one in fresh.items()):
            return Land(n, self.epoch, places)
        trees = {key: tree.over(places) for key, tree in self._trees.items()}
        orders = {key: order.over(trees[key]) for key, order in self._orders.items()}
        return Land(n, self.epoch, places, _trees=trees, _orders=orders)


# (:Jurisdiction) by the first digits of their codes: a city or a province each
PARTS: LiteralString = """
MATCH (j:Jurisdiction)
WITH left(j.code, 4) AS part, count(*) AS places
RETURN collect([part, places]) AS parts
"""

# (:Jurisdiction)-[:PART_OF]->(:Jurisdiction), every edge with its days
PLACES: LiteralString = """
MATCH (j:Jurisdiction)
WHERE j.code STARTS WITH $part AND (size($part) = 4 OR j.code = $part)
RETURN collect([j.code, j.name, j.level, j.placeholder, j.acting, j.aliases,
  j.valid_from, j.valid_to, COLLECT {
    MATCH (j)-[e:PART_OF]->(p) RETURN [p.code, e.from, e.to] ORDER BY e.from
  }]) AS places
"""


async def read_land(store: Store, n: int, epoch: str | None, most: int) -> Land | None:
    """All that is there, read part by part without locks; None if there are more than `most`.

    What was written meanwhile has numbers above `n` and is to be read again.
    """
    row = await store.one(PARTS)
    parts: list[tuple[str, int]] = row["parts"] if row else []
    if sum(places for _, places in parts) > most:
        return None
    places: dict[str, Place] = {}
    edges: dict[tuple[Any, ...], Any] = {}
    for part, _ in sorted(parts):
        found = await store.one(PLACES, part=part)
        places.update((one[0], place_of(one, edges)) for one in (found or {"places": []})["places"])
    return Land(n, epoch, places)


# (:Sequence {key: 'tree'}) first: nobody is half-way through while it is locked
AMENDED: LiteralString = """
MATCH (s:Sequence {key: 'tree'})
SET s.look = 1
WITH s
CALL (s) {
  MATCH (j:Jurisdiction) WHERE j.seq > $n
  RETURN collect([j.code, j.name, j.level, j.placeholder, j.acting, j.aliases,
    j.valid_from, j.valid_to, COLLECT {
      MATCH (j)-[e:PART_OF]->(p) RETURN [p.code, e.from, e.to] ORDER BY e.from
    }]) AS places
}
RETURN s.n AS n, s.epoch AS epoch, places
"""


async def bring(store: Store, land: Land) -> Land | None:
    """The places as they are now; None when they are to be loaded afresh."""
    row = await store.held(AMENDED, n=land.n)
    if row is None or row["epoch"] != land.epoch or row["n"] < land.n:
        return None
    return land.amended(row["n"], row["places"])
