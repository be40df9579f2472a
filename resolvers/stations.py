"""Units with their departments and posts, kept by this process as long as they stay as they are.

    (:Jurisdiction {seq, posts}) ── both as they were? ──> the unit as it was read then
                                 └─ else ────────────────> read while nobody can change it

seq: the number of the tree under which a unit changed last; posts: how often its departments and
posts have (facts/posts.py). The epoch of the tree is another one in each graph and after each
restoring.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, LiteralString

from graph.gateway import Row, Store
from policy.chain import Holder, Office, Seat
from policy.terms import DepartmentKind
from resolvers.posts import ORDER, holding, shown_department
from resolvers.tree import Place, day_of
from rollup.tree import place_of
from schema.department import Department

MOST_UNITS = 4_000  # kept; a village with its groups takes some 10 KB
Mark = tuple[str, str, int | None, int | None]  # epoch, code, seq, posts

# what of (u:Jurisdiction) says whether it has changed
MARK: LiteralString = "[u.code, u.seq, u.posts]"
# (:Sequence {key: 'tree'})
EPOCH: LiteralString = "head(COLLECT { MATCH (s:Sequence {key: 'tree'}) RETURN s.epoch })"

# (unit)<-[:SERVES]-(:Department); (unit)<-[:ANSWERS_FOR]-(:Post)<-[:OF]-(:Holding); locked first:
# whoever changes any of it writes the unit too
UNITS: LiteralString = (
    """
UNWIND $codes AS code
MATCH (u:Jurisdiction {code: code})
SET u.look = 1
WITH collect(u) AS units
UNWIND units AS u
RETURN collect({mark: """
    + MARK
    + """,
  place: [u.code, u.name, u.level, u.placeholder, u.acting, u.aliases, u.valid_from, u.valid_to,
    COLLECT { MATCH (u)-[e:PART_OF]->(p) RETURN [p.code, e.from, e.to] ORDER BY e.from }],
  offices: COLLECT {
    MATCH (u)<-[:SERVES]-(d:Department) RETURN [d.key, d.name, d.kind, d.slug] ORDER BY d.key
  },
  terms: COLLECT {
    MATCH (u)<-[a:ANSWERS_FOR]-(p:Post) WHERE a.from IS NOT NULL
    RETURN [a.from, a.to, COLLECT {
      MATCH (p)<-[:OF]-(x:Holding) WHERE x.from IS NOT NULL
      RETURN [x.name, x.from, x.to] ORDER BY x.from DESC, x.key DESC
    }, [p.key, p.title, p.slug, p.unit, p.department, a.duty, a.clause, a.grid]]
    ORDER BY p.place, p.key
  }
}) AS units, """
    + EPOCH
    + " AS epoch"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A post with one thing that it answers for from a day until before a day.

    holders: of the post, the latest first.
    """

    seat: Seat
    since: date
    to: date | None
    holders: tuple[Holder, ...]

    def on(self, day: date) -> Seat:
        """With who held it on a day."""
        held = (one for one in self.holders if _holds(one.since, one.to, day))
        return replace(self.seat, holder=next(held, None))


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A unit as it is under one mark, with all days of what it holds."""

    place: Place
    offices: tuple[Office, ...]
    departments: dict[str, Department]
    terms: tuple[Term, ...]

    def seats(self, day: date, grids: Collection[str | None]) -> tuple[Seat, ...]:
        """Who answered on a day for the unit, or for one of these groups of it."""
        return tuple(
            term.on(day)
            for term in self.terms
            if _holds(term.since, term.to, day)
            and (term.seat.grid is None or term.seat.grid in grids)
        )


_units: dict[Mark, Unit] = {}


async def units_of(store: Store, epoch: str | None, marks: Iterable[Any]) -> list[Unit]:
    """The units of which a statement saw these marks, as they were then or later."""
    keys = {code: (epoch or "", code, seq, posts) for code, seq, posts in marks}
    here = {code: _units[key] for code, key in keys.items() if key in _units}
    if unread := sorted(keys.keys() - here.keys()):
        row = await store.held(UNITS, codes=unread) or {"units": [], "epoch": None}
        here |= {one["mark"][0]: _kept(row["epoch"], one) for one in row["units"]}
    return [here[code] for code in keys]


def _kept(epoch: str | None, row: Row) -> Unit:
    unit = _unit(row)
    if epoch is not None:  # else nothing tells this graph from another one
        while len(_units) >= MOST_UNITS:
            del _units[next(iter(_units))]
        code, seq, posts = row["mark"]
        _units[epoch, code, seq, posts] = unit
    return unit


def _unit(row: Row) -> Unit:
    place = place_of(row["place"])
    offices = [
        Office(key, name, DepartmentKind(kind), slug) for key, name, kind, slug in row["offices"]
    ]
    return Unit(
        place,
        tuple(sorted(offices, key=lambda one: (ORDER[one.kind.value], one.key))),
        {one.key: shown_department(_row(one, place.code)) for one in offices},
        tuple(_term(*one) for one in row["terms"]),
    )


def _row(office: Office, unit: str) -> Row:
    return {"key": office.key, "name": office.name, "kind": office.kind, "unit": unit}


def _term(since: Any, to: Any, holders: Iterable[Any], seat: Iterable[Any]) -> Term:
    first = day_of(since)
    assert first is not None  # an assignment has its first day
    return Term(Seat(*seat), first, day_of(to), tuple(holder_of(*one) for one in holders))


def holder_of(name: str, since: Any, to: Any) -> Holder:
    """Who held a post, from days of the graph."""
    one = holding(name, since, to)
    return Holder(one.name, one.since, one.to)


def _holds(since: date, to: date | None, day: date) -> bool:
    return since <= day and (to is None or day < to)
