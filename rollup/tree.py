"""Places, and who is whose parent on a day."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from policy.places import NATION_CODE, Edge, Level, parent_on

KEPT = ("parents", "_children")  # of a tree, once they have been worked out


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

    def stands_as(self, other: "Place | None") -> bool:
        """Whether it stands where the other stood on every day, whatever it is called."""
        if other is None:
            return False
        return self.edges == other.edges and self.placeholder == other.placeholder


@dataclass
class Tree:
    """Parents and children on one day; children in code order."""

    places: dict[str, Place]
    day: date
    season: bool
    _shown: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def parents(self) -> dict[str, str | None]:
        return {code: place.parent(self.day, self.season) for code, place in self.places.items()}

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        below: dict[str, list[str]] = {}
        parents = self.parents
        for code in sorted(self.places):
            parent = parents[code]
            if parent is not None and parent in parents:  # another day's may not have been read
                below.setdefault(parent, []).append(code)
        return below

    def over(self, places: dict[str, Place]) -> "Tree":
        """The same for places of which some have other names."""
        found = Tree(places, self.day, self.season, self._shown)
        found.__dict__.update({name: self.__dict__[name] for name in KEPT if name in self.__dict__})
        return found

    def children(self, code: str) -> list[str]:
        """Direct children, placeholders among them."""
        return self._children.get(code, [])

    def shown(self, code: str) -> list[str]:
        """Direct children; a placeholder is replaced by its own."""
        known = self._shown.get(code)
        if known is None:
            known = self._shown[code] = self._without_placeholders(code)
        return known

    def _without_placeholders(self, code: str) -> list[str]:
        children = self.children(code)
        if not any(self.places[child].placeholder for child in children):
            return children
        found: list[str] = []
        for child in children:
            found += self.shown(child) if self.places[child].placeholder else [child]
        return sorted(found)

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


def place_of(row: Any, edges: "dict[tuple[Any, ...], Edge] | None" = None) -> Place:
    """A place as statements give it; `edges`: those made so far, to be shared."""
    code, name, level, placeholder, acting, aliases, valid_from, valid_to, parents = row
    known = {} if edges is None else edges
    return Place(
        code,
        name,
        Level(level),
        placeholder,
        acting,
        tuple(aliases),
        day_of(valid_from),
        day_of(valid_to),
        tuple(_edge(tuple(parent), known) for parent in parents),
    )


def _edge(row: tuple[Any, ...], known: dict[tuple[Any, ...], Edge]) -> Edge:
    """Siblings share one: half of all that a country's places would take."""
    found = known.get(row)
    if found is None:
        parent, since, until = row
        found = known[row] = Edge(parent, day_of(since), day_of(until))
    return found


def day_of(value: Any) -> date | None:
    """A day of the graph as a plain date."""
    day: date | None = None if value is None else value.to_native()
    return day
