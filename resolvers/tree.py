"""The division tree as one request needs it: read once, walked without waiting.

    Forest ── ensure(codes) ──> places below and above them, with all their dated edges
           └─ tree(day, season) ──> who is whose parent on that day

Where this process keeps the tree in memory (`memory`), a request sees all of it, as one look found
it; else it reads what it asks for.

Geography (`season` false) is the tree of a day. The tree of a season is `PART_OF` as of the day it
opened: units founded later join at their first parent, closed ones stay to its end.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, LiteralString

from strawberry.dataloader import DataLoader

from graph.gateway import Store
from policy.places import Level, depth, level_of
from rollup.memory import Rollup, View
from rollup.tree import Place, Tree, day_of, place_of

__all__ = ["Forest", "Place", "Tree", "day_of"]


# (root)<-[:PART_OF*0..5]-(below), and (root)-[:PART_OF*]->(above); every edge with its days
PLACES: LiteralString = """
UNWIND $codes AS code
MATCH (root:Jurisdiction {code: code})
CALL (root) {
  MATCH (root) (()<-[:PART_OF]-(b WHERE b.level IN $levels)){0,6} (j) RETURN j
  UNION
  MATCH (root)-[:PART_OF*1..6]->(j) RETURN j
}
WITH DISTINCT j
RETURN collect([j.code, j.name, j.level, j.placeholder, j.acting, j.aliases,
  j.valid_from, j.valid_to, COLLECT {
    MATCH (j)-[e:PART_OF]->(p) RETURN [p.code, e.from, e.to] ORDER BY e.from
  }]) AS places, COLLECT {
    MATCH (s:Season) OPTIONAL MATCH (q:Sequence {key: toString(s.key)})
    RETURN [s.key, s.opens, q.latest]
  } AS seasons
"""


@dataclass(slots=True)
class Forest:
    """All places that one request has read; `depth`: how far below a root it may look, None: all.

    Roots that are asked for at the same time are read in one statement.
    """

    store: Store
    memory: Rollup | None = None
    view: View | None = None
    depth: int | None = None
    places: dict[str, Place] = field(default_factory=dict)
    roots: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)  # places whose whole sub-tree is here
    trees: dict[tuple[date, bool], "Tree"] = field(default_factory=dict)
    opens: dict[int, date] = field(default_factory=dict)  # the day each season opened
    latest: dict[int, date] = field(default_factory=dict)  # the last day any sum of it is about
    loader: DataLoader[str, None] = field(init=False)
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        self.loader = DataLoader(self._read)

    def has(self, code: str) -> bool:
        """Whether what is below a place is here; also for a code that no place has."""
        return self.view is not None or code in self.inside or code in self.roots

    async def ensure(self, *codes: str) -> None:
        """Have these roots (where they exist), what is below them, and all above them."""
        if self.memory is not None and self.view is None:
            await self._remember(self.memory)
        if self.view is not None:
            self.roots.update(codes)
            return
        await self.loader.load_many([code for code in codes if not self.has(code)])

    async def _remember(self, memory: Rollup) -> None:
        """See what is in memory, or do without it for the rest of the request."""
        async with self._looking:
            if self.view is not None or self.memory is None:
                return
            self.view = await memory.look()
            if self.view is None:
                self._do_without()
            else:
                self._see(self.view)

    def _do_without(self) -> None:
        self.memory = None
        self.places = dict(self.places)  # it may have been everybody's
        self.roots.clear()

    def _see(self, view: View) -> None:
        held = view.land.places
        more = {code: place for code, place in self.places.items() if code not in held}
        self.places = {**held, **more} if more else held
        self.opens, self.latest = view.heads.opens, view.heads.latest
        self.trees.clear()

    def renew(self) -> None:
        """What was seen before something was written is not to be gone on from."""
        self.view = None

    async def whole(self, *codes: str) -> None:
        """Have these roots with all that is below them, however far this request looks."""
        depth, self.depth = self.depth, None
        if depth is not None and self.view is None:
            self.roots.clear()  # what was read for them may have ended too early
            self.inside.clear()
        await self.ensure(*codes)

    async def _read(self, codes: list[str]) -> list[None]:
        row = await self.store.one(PLACES, codes=sorted(codes), levels=self._levels(codes))
        if row:
            self.places.update((one[0], place_of(one)) for one in row["places"])
            for year, opens, latest in row["seasons"]:
                self.opens[year] = opens.to_native()
                self.latest[year] = day_of(latest) or date.min
            await self._read_former([one[0] for one in row["places"]])
        self.roots.update(codes)
        self.trees.clear()
        self._mark(codes)
        return [None for _ in codes]

    async def _read_former(self, codes: list[str]) -> None:
        """Parents of other days, with all above them: a season may be counted by these."""
        parents = {edge.parent for code in codes for edge in self.places[code].edges}
        if former := sorted(parents - self.places.keys()):
            row = await self.store.one(PLACES, codes=former, levels=[])
            self.places.update((one[0], place_of(one)) for one in (row or {"places": []})["places"])

    def keep(self, rows: Iterable[Any]) -> None:
        """Places that were read with something else, each with every edge of its own."""
        self.hold([place_of(row) for row in rows if row[0] not in self.places])

    def hold(self, places: Iterable[Place]) -> None:
        """The same of places, where they are not here yet."""
        fresh = {place.code: place for place in places if place.code not in self.places}
        if fresh:
            self.places = {**self.places, **fresh}
            self.trees.clear()

    def _levels(self, codes: list[str]) -> list[str]:
        levels = list(Level)
        if self.depth is None:
            return [level.value for level in levels]
        tops = {depth(level_of(code)) for code in codes}
        # one level more than asked for: a placeholder is replaced by what is below it
        wanted = {top + down for top in tops for down in range(1, self.depth + 2)}
        return [level.value for at, level in enumerate(levels) if at in wanted]

    def _mark(self, codes: list[str]) -> None:
        below: dict[str, list[str]] = {}
        for place in self.places.values():
            for edge in place.edges:
                below.setdefault(edge.parent, []).append(place.code)
        waiting = list(codes)
        while waiting:
            code = waiting.pop()
            if code not in self.inside:
                self.inside.add(code)
                waiting += below.get(code, ())

    def tree(self, day: date, season: bool) -> "Tree":
        """Who is whose parent; the same object for the same day until more is read."""
        known = self.trees.get((day, season))
        if known is None:
            is_shared = self.view is not None and self.places is self.view.land.places
            land = self.view.land if self.view and is_shared else None
            known = land.tree(day, season) if land else Tree(self.places, day, season)
            self.trees[day, season] = known
        return known
