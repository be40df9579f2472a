"""The division tree as one request needs it: read once, walked without waiting.

    Forest ── ensure(codes) ──> places below and above them, with all their dated edges
           └─ tree(day, season) ──> who is whose parent on that day

Geography (`season` false) is the tree of a day. The tree of a season is `PART_OF` as of the day it
opened: units founded later join at their first parent, closed ones stay to its end.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, LiteralString

from strawberry.dataloader import DataLoader

from graph.gateway import Store
from policy.places import NATION_CODE, Edge, Level, depth, level_of, parent_on


@dataclass(frozen=True, slots=True)
class Place:
    """A unit with every parent that it ever had, oldest first."""

    code: str
    name: str
    level: Level
    placeholder: bool
    acting: bool
    aliases: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    edges: tuple[Edge, ...]

    def parent(self, day: date, season: bool) -> str | None:
        return parent_on(self.edges, day, season)


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
    depth: int | None = None
    places: dict[str, Place] = field(default_factory=dict)
    roots: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)  # places whose whole sub-tree is here
    trees: dict[tuple[date, bool], "Tree"] = field(default_factory=dict)
    opens: dict[int, date] = field(default_factory=dict)  # the day each season opened
    latest: dict[int, date] = field(default_factory=dict)  # the last day any sum of it is about
    loader: DataLoader[str, None] = field(init=False)

    def __post_init__(self) -> None:
        self.loader = DataLoader(self._read)

    def has(self, code: str) -> bool:
        """Whether what is below a place is here; also for a code that no place has."""
        return code in self.inside or code in self.roots

    async def ensure(self, *codes: str) -> None:
        """Have these roots (where they exist), what is below them, and all above them."""
        await self.loader.load_many([code for code in codes if not self.has(code)])

    async def whole(self, *codes: str) -> None:
        """Have these roots with all that is below them, however far this request looks."""
        depth, self.depth = self.depth, None
        if depth is not None:
            self.roots.clear()  # what was read for them may have ended too early
            self.inside.clear()
        await self.ensure(*codes)

    async def _read(self, codes: list[str]) -> list[None]:
        row = await self.store.one(PLACES, codes=sorted(codes), levels=self._levels(codes))
        if row:
            self.places.update((one[0], _place(one)) for one in row["places"])
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
            self.places.update((one[0], _place(one)) for one in (row or {"places": []})["places"])

    def keep(self, rows: Iterable[Any]) -> None:
        """Places that were read with something else, each with every edge of its own."""
        fresh = [row for row in rows if row[0] not in self.places]
        self.places.update((row[0], _place(row)) for row in fresh)
        if fresh:
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
            known = self.trees[day, season] = Tree(self.places, day, season)
        return known


@dataclass
class Tree:
    """Parents and children on one day; children in code order."""

    places: dict[str, Place]
    day: date
    season: bool

    @cached_property
    def parents(self) -> dict[str, str | None]:
        return {code: place.parent(self.day, self.season) for code, place in self.places.items()}

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        below: dict[str, list[str]] = {code: [] for code in self.places}
        for code in sorted(self.places):
            parent = self.parents[code]
            if parent in below:  # another day's parent may not have been read
                below[parent].append(code)
        return below

    def children(self, code: str) -> list[str]:
        """Direct children, placeholders among them."""
        return self._children.get(code, [])

    def shown(self, code: str) -> list[str]:
        """Direct children; a placeholder is replaced by its own."""
        found: list[str] = []
        for child in self.children(code):
            found += self.shown(child) if self.places[child].placeholder else [child]
        return sorted(found) if len(found) != len(self.children(code)) else found

    def shown_parent(self, code: str) -> str | None:
        """The nearest unit above that is no placeholder; it may not have been read."""
        parent = self.parents.get(code)
        while parent in self.places and self.places[parent].placeholder:
            parent = self.parents[parent]
        return parent

    def ancestors(self, code: str) -> list[str]:
        """From the parent up to the province, placeholders left out; up to where it was read."""
        found = []
        parent = self.shown_parent(code)
        while parent is not None and parent != NATION_CODE:
            found.append(parent)
            parent = self.shown_parent(parent)
        return found

    def below(self, code: str) -> list[str]:
        """The unit and all below it, each before its children."""
        found, waiting = [], [code]
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting += reversed(self.children(one))
        return found


def _place(row: Any) -> Place:
    code, name, level, placeholder, acting, aliases, valid_from, valid_to, edges = row
    return Place(
        code,
        name,
        Level(level),
        placeholder,
        acting,
        tuple(aliases),
        day_of(valid_from),
        day_of(valid_to),
        tuple(Edge(parent, day_of(since), day_of(until)) for parent, since, until in edges),
    )


def day_of(value: Any) -> date | None:
    """A day of the graph as a plain date."""
    day: date | None = None if value is None else value.to_native()
    return day
