"""From what a statement read of subjects to who answers for them (policy/chain.py).

Households of one group and one kind have the same chain: it is worked out once, and kept by this
process for the units as they are (resolvers/stations.py) and the law as it is.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from facts.lawbook import LawBook
from graph.gateway import Row
from policy.chain import Chain, Home, Link, Seat, Station, trace
from policy.places import NATION_CODE
from policy.scheme import Scheme
from policy.tasks import Group
from resolvers.begun import from_below, scheme_on
from resolvers.posts import shown_post
from resolvers.stations import Unit, holder_of
from resolvers.tree import Tree, day_of
from schema.accountability import AccountabilityLink
from schema.department import Department
from schema.post import Holding

MOST_CHAINS = 2_000  # kept; one of fifteen links takes some 10 KB


@dataclass(slots=True)
class Found:
    """A chain, and the departments of the units that it leads through, by key."""

    chain: Chain
    departments: dict[str, Department]
    links: list[AccountabilityLink] | None = None  # as the API shows them, once they were

    @property
    def unknown(self) -> list[str]:
        """Departments of its links that are none of its units'."""
        named = {one.department for one in self.chain.links if one.department is not None}
        return sorted(named - self.departments.keys())

    def shown(self, more: Iterable[Department] = ()) -> list[AccountabilityLink]:
        """With these departments besides its own."""
        known = self.departments | {one.key: one for one in more}
        return [_link(link, known) for link in self.chain.links]


_chains: dict[Hashable, tuple[Found, LawBook]] = {}


@dataclass(slots=True)
class Tracing:
    """Subjects of one day, which one statement read with their units."""

    book: LawBook
    on: date
    tree: Tree
    units: dict[str, Unit]
    grids: frozenset[str | None]
    seen: frozenset[str] | None  # the groups that the viewer may see; None: all
    stations: dict[str, Station] = field(default_factory=dict)

    def found(self, subject: Row) -> Found:
        """The chain of one subject, if need be worked out."""
        path = self._path(subject["place"]) if subject["place"] else []
        if subject["seats"]:  # of this household alone
            return self._traced(subject, path)
        key = (
            tuple(self.units[code] for code in path),
            id(self.book),
            (self.on, self.grids, self.seen, subject["grid"], subject["only"]),
            _frozen(subject["groups"]),
        )
        if (known := _chains.get(key)) is not None:
            return known[0]
        while len(_chains) >= MOST_CHAINS:
            del _chains[next(iter(_chains))]
        _chains[key] = self._traced(subject, path), self.book
        return _chains[key][0]

    def _path(self, code: str) -> list[str]:
        """The place and all above it up to the province, without placeholders."""
        return [code, *self.tree.ancestors(code)] if code != NATION_CODE else [code]

    def _traced(self, subject: Row, path: Sequence[str]) -> Found:
        stations = self._under_one_law([self._station(code) for code in path])
        home = None
        if subject["groups"] is not None:
            home = Home(subject["grid"], tuple(_seat(*one) for one in subject["seats"]))
        listed_by = {key: one.listed_by for key, one in self.book.categories.items()}
        chain = trace(stations, home, self._groups(subject), listed_by, self.on)
        departments: dict[str, Department] = {}
        for code in path:
            departments |= self.units[code].departments
        return Found(chain, departments)

    def _station(self, code: str) -> Station:
        if code not in self.stations:
            unit = self.units[code]
            place, law = unit.place, scheme_on(self.book, self._path(code), self.on)
            named = place.code, place.name, place.level
            seats = unit.seats(self.on, self.grids)
            self.stations[code] = Station(*named, unit.offices, seats, law)
        return self.stations[code]

    def _under_one_law(self, stations: list[Station]) -> list[Station]:
        """Units above without a notice of their own day stand under that of the subject."""
        if not stations:
            return []
        nearest = stations[0].law or from_below(self.book, stations[0].code, self.on)
        return [_under(one, nearest) for one in stations]

    def _groups(self, subject: Row) -> list[list[Group]] | None:
        """The groups of each person; for a subsidy, its own alone."""
        if subject["groups"] is None:
            return None
        only = subject["only"]
        found = [
            [
                self._group(category, day_of(since))
                for category, since in listed
                if self.seen is None or category in self.seen
            ]
            for listed in subject["groups"]
        ]
        if only is None:
            return found
        kept = [group for listed in found for group in listed if group.category == only]
        return [kept or [self._group(only, None)]]

    def _group(self, category: str, since: date | None) -> Group:
        known = self.book.categories.get(category)
        return Group(category, known.name if known else category, since or self.on)


def _frozen(groups: Iterable[Iterable[Iterable[Any]]] | None) -> Hashable:
    if groups is None:
        return None
    return tuple(tuple(tuple(one) for one in listed) for listed in groups)


def _under(station: Station, nearest: Scheme | None) -> Station:
    return station if station.law is not None else replace(station, law=nearest)


def _seat(*values: Any) -> Seat:
    *said, held = values
    seat = Seat(*said)
    return seat if held is None else replace(seat, holder=holder_of(*held))


def _link(link: Link, known: dict[str, Department]) -> AccountabilityLink:
    seat = link.seat
    held = seat.holder if seat else None
    return AccountabilityLink(
        direction=link.direction,
        distance=link.distance,
        department=known.get(link.department) if link.department is not None else None,
        post=shown_post(_post(seat)) if seat else None,
        holder=Holding(name=held.name, since=held.since, to=held.to) if held else None,
        duty=link.duty,
        unit=link.unit,
        clause_key=link.clause,
    )


def _post(seat: Seat) -> Row:
    return {
        "key": seat.post,
        "title": seat.title,
        "unit": seat.unit,
        "department": seat.department,
    }
