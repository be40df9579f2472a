"""Accountability chains: read in one statement, put together by policy/chain.py.

subject ── its household and village on that day ── every unit above ── departments, posts
        └─ posts that answer for the household alone, groups of its people
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, LiteralString

from strawberry.dataloader import DataLoader

from facts.bookshelf import ALONG
from facts.lawbook import LawBook
from graph.gateway import Row
from policy.chain import Chain, Holder, Home, Link, Office, Seat, Station, trace
from policy.places import NATION_CODE
from policy.scheme import Scheme
from policy.tasks import Group
from policy.terms import DepartmentKind
from resolvers import households, persons
from resolvers.area import Area
from resolvers.begun import from_below, scheme_on
from resolvers.law import LawShown
from resolvers.posts import ORDER, PostsShown, holding, shown_department, shown_post
from resolvers.tree import day_of
from schema.accountability import AccountabilityChain, AccountabilityLink
from schema.department import Department
from schema.household import Household
from schema.jurisdiction import Jurisdiction
from schema.person import Person
from schema.post import Holding
from schema.subsidy import Subsidy

Subject = Person | Household | Jurisdiction | Subsidy


class About(Enum):
    """What a chain is asked for."""

    PERSON = "PERSON"
    HOUSEHOLD = "HOUSEHOLD"
    PLACE = "PLACE"
    SUBSIDY = "SUBSIDY"


# (:Listing)-[:OF]->(:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(village), on a day
OF_PERSON: LiteralString = """
UNWIND $keys AS key
MATCH (p:Person {key: key})
WITH key, [p] AS people, null AS only, head(COLLECT {
  MATCH (p)-[m:MEMBER_OF]->(h:Household) WHERE m.from <= $on AND (m.to IS NULL OR $on < m.to)
  RETURN h ORDER BY m.from DESC LIMIT 1
}) AS h
"""
OF_HOUSEHOLD: LiteralString = """
UNWIND $keys AS key
MATCH (h:Household {key: key})
WITH key, h, null AS only, COLLECT {
  MATCH (h)<-[m:MEMBER_OF]-(p:Person) WHERE m.from <= $on AND (m.to IS NULL OR $on < m.to)
  RETURN p ORDER BY p.key
} AS people
"""
# (:Subsidy {key: person|year|group})-[:FOR]->(:Participation)-[:OF]->(:Person)
OF_SUBSIDY: LiteralString = """
UNWIND $keys AS key
MATCH (s:Subsidy {key: key})-[:FOR]->(:Participation)-[:OF]->(p:Person)
WITH key, [p] AS people, s.category AS only, head(COLLECT {
  MATCH (p)-[m:MEMBER_OF]->(h:Household) WHERE m.from <= $on AND (m.to IS NULL OR $on < m.to)
  RETURN h ORDER BY m.from DESC LIMIT 1
}) AS h
"""

# (:Post)-[:ANSWERS_FOR]->(:Household)-[:LIVES_IN]->(village)
AT_HOME: LiteralString = """
WITH key, people, only, h, head(COLLECT {
  MATCH (h)-[l:LIVES_IN]->(v:Jurisdiction) WHERE l.from <= $on AND (l.to IS NULL OR $on < l.to)
  RETURN v ORDER BY l.from DESC LIMIT 1
}) AS v
WITH collect(DISTINCT v) AS places, collect(DISTINCT h.grid) AS grids, collect({
  key: key, place: v.code, grid: h.grid, only: only, groups: COLLECT {
    UNWIND people AS p
    RETURN COLLECT {
      MATCH (p)<-[:OF]-(l:Listing) WHERE l.from <= $on AND (l.to IS NULL OR $on < l.to)
      RETURN [l.category, l.from] ORDER BY l.from, l.category
    }
  }, seats: COLLECT {
    MATCH (h)<-[a:ANSWERS_FOR]-(p:Post) WHERE a.from <= $on AND (a.to IS NULL OR $on < a.to)
    RETURN [p.key, p.title, p.slug, p.unit, p.department, a.duty, a.clause, a.grid, head(COLLECT {
      MATCH (p)<-[:OF]-(x:Holding) WHERE x.from <= $on AND (x.to IS NULL OR $on < x.to)
      RETURN [x.name, x.from, x.to] ORDER BY x.from DESC, x.key DESC LIMIT 1
    })] ORDER BY p.place, p.key
  }
}) AS subjects
"""
OF_PLACE: LiteralString = """
UNWIND $keys AS key
MATCH (v:Jurisdiction {code: key})
WITH collect(DISTINCT v) AS places, [] AS grids,
  collect({key: key, place: key, grid: null, only: null, groups: null, seats: []}) AS subjects
"""

# (place)-[:PART_OF]->…->(unit)<-[:SERVES]-(:Department); (unit)<-[:ANSWERS_FOR]-(:Post)
UPWARDS: LiteralString = """
CALL (places, grids) {
  UNWIND places AS place
  MATCH (place) (()-[e:PART_OF
    WHERE (e.from IS NULL OR e.from <= $on) AND (e.to IS NULL OR $on < e.to)]->()){0,6} (u)
  WITH DISTINCT u, grids
  RETURN collect({
    place: [u.code, u.name, u.level, u.placeholder, u.acting, u.aliases, u.valid_from, u.valid_to,
      COLLECT { MATCH (u)-[e:PART_OF]->(p) RETURN [p.code, e.from, e.to] ORDER BY e.from }],
    offices: COLLECT {
      MATCH (u)<-[:SERVES]-(d:Department) RETURN [d.key, d.name, d.kind, d.slug] ORDER BY d.key
    },
    seats: COLLECT {
      MATCH (u)<-[a:ANSWERS_FOR]-(p:Post)
      WHERE a.from <= $on AND (a.to IS NULL OR $on < a.to)
        AND (a.grid IS NULL OR a.grid IN grids)
      RETURN [p.key, p.title, p.slug, p.unit, p.department, a.duty, a.clause, a.grid, head(COLLECT {
        MATCH (p)<-[:OF]-(x:Holding) WHERE x.from <= $on AND (x.to IS NULL OR $on < x.to)
        RETURN [x.name, x.from, x.to] ORDER BY x.from DESC, x.key DESC LIMIT 1
      })] ORDER BY p.place, p.key
    }
  }) AS units
}
RETURN subjects, units,"""
STATEMENTS: dict[About, LiteralString] = {
    About.PERSON: OF_PERSON + AT_HOME + UPWARDS + ALONG,
    About.HOUSEHOLD: OF_HOUSEHOLD + AT_HOME + UPWARDS + ALONG,
    About.SUBSIDY: OF_SUBSIDY + AT_HOME + UPWARDS + ALONG,
    About.PLACE: OF_PLACE + UPWARDS + ALONG,
}
AHEAD: dict[tuple[About, bool], LiteralString] = {  # with the subject itself; True: sees all
    (about, sees_all): STATEMENTS[about] + ", " + along
    for about, sees_all, along in (
        (About.PERSON, True, persons.ALONG),
        (About.PERSON, False, persons.ALONG_SEEN),
        (About.HOUSEHOLD, True, households.ALONG),
        (About.HOUSEHOLD, False, households.ALONG_SEEN),
    )
}
Asked = tuple[About, str, date]


@dataclass(frozen=True, slots=True)
class Found:
    """A chain and the departments of its units, by key."""

    chain: Chain
    departments: dict[str, Department]


@dataclass(slots=True)
class Chains:
    """Chains of one request; those of a list are read together."""

    law: LawShown
    posts: PostsShown
    area: Area
    today: date
    loader: DataLoader[Asked, Found] = field(init=False)
    ahead: DataLoader[Asked, None] = field(init=False)

    def __post_init__(self) -> None:
        self.loader = DataLoader(self._read)
        self.ahead = DataLoader(self._read_ahead)

    async def person(self, subject: Person, on: date | None) -> AccountabilityChain:
        """Their household's chain, and the departments of their groups."""
        return await self._shown(subject, About.PERSON, subject.key, on)

    async def household(self, subject: Household, on: date | None) -> AccountabilityChain:
        """Its posts, grid and village, and the departments of its people's groups."""
        return await self._shown(subject, About.HOUSEHOLD, subject.key, on)

    async def place(self, subject: Jurisdiction, on: date | None) -> AccountabilityChain:
        """The unit's own posts, those above, and the departments of the nearest that has any."""
        return await self._shown(subject, About.PLACE, subject.code, on)

    async def subsidy(self, subject: Subsidy, on: date | None) -> AccountabilityChain:
        """The person's chain, and the departments of the subsidy's group alone."""
        return await self._shown(subject, About.SUBSIDY, subject.key, on)

    async def read_ahead(self, label: str, key: str, on: date | None) -> None:
        """A person or household that is going to be asked for, and for its chain, at once."""
        await self.ahead.load((About[label.upper()], key, on or self.today))

    async def _shown(
        self, subject: Subject, about: About, key: str, on: date | None
    ) -> AccountabilityChain:
        day = on or self.today
        found = await self.loader.load((about, key, day))
        links = [await self._link(link, found.departments) for link in found.chain.links]
        return AccountabilityChain(
            subject=subject, on=day, links=links, gaps=list(found.chain.gaps)
        )

    async def _link(self, link: Link, known: dict[str, Department]) -> AccountabilityLink:
        department = None
        if link.department is not None:
            department = known.get(link.department) or await self.posts.department(link.department)
        seat = link.seat
        held = seat.holder if seat else None
        return AccountabilityLink(
            direction=link.direction,
            distance=link.distance,
            department=department,
            post=shown_post(_post(seat)) if seat else None,
            holder=Holding(name=held.name, since=held.since, to=held.to) if held else None,
            duty=link.duty,
            unit=link.unit,
            clause_key=link.clause,
        )

    async def _read(self, asked: list[Asked]) -> list[Found]:
        found: dict[Asked, Found] = {}
        for about, on in dict.fromkeys((about, on) for about, _, on in asked):
            keys = [key for kind, key, day in asked if (kind, day) == (about, on)]
            [row] = await self.law.sums.store.read(STATEMENTS[about], keys=keys, on=on)
            found |= await self._chains(about, on, row)
        return [found[one] for one in asked]

    async def _chains(self, about: About, on: date, row: Row) -> dict[Asked, Found]:
        book, seen = await self.law.book_of(row["versions"]), await self.area.groups()
        units = Units(self.law, book, on, row["units"], seen)
        return {(about, one["key"], on): units.chain(one) for one in row["subjects"]}

    async def _read_ahead(self, asked: list[Asked]) -> list[None]:
        people, area = self.posts.people, await self.area.parameters()
        for about, on in dict.fromkeys((about, on) for about, _, on in asked):
            keys = [key for kind, key, day in asked if (kind, day) == (about, on)]
            statement = AHEAD[about, self.area.viewer.sees_all]
            given = {"keys": keys, "on": on, "today": self.today, **area}
            [row] = await self.law.sums.store.read(statement, **given)
            own = {one["key"]: one for one in row["own"]}
            loader = people.persons.by_key if about is About.PERSON else people.homes.by_key
            loader.prime_many({key: own.get(key) for key in keys})
            row["subjects"] = [one for one in row["subjects"] if one["key"] in own]
            self.loader.prime_many(await self._chains(about, on, row))
        return [None for _ in asked]


@dataclass(slots=True)
class Units:
    """The units of a day, as one statement read them."""

    law: LawShown
    book: LawBook
    on: date
    rows: Sequence[Row]
    seen: frozenset[str] | None  # the groups that the viewer may see; None: all
    stations: dict[str, Station] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.law.sums.geography.forest.keep(row["place"] for row in self.rows)
        for row in self.rows:
            code = row["place"][0]
            for key, name, kind, _ in row["offices"]:
                one = {"key": key, "name": name, "kind": kind, "unit": code}
                self.departments[key] = shown_department(one)
        for row in self.rows:
            code = row["place"][0]
            self.stations[code] = self._station(row, self._path(code))

    def _path(self, code: str) -> list[str]:
        """The place and all above it up to the province, without placeholders."""
        tree = self.law.sums.geography.tree(self.on)
        return [code, *tree.ancestors(code)] if code != NATION_CODE else [code]

    def _station(self, row: Row, path: Sequence[str]) -> Station:
        place = self.law.sums.geography.forest.places[row["place"][0]]
        offices = tuple(
            Office(key, name, DepartmentKind(kind), slug)
            for key, name, kind, slug in sorted(row["offices"], key=_rank)
        )
        seats = tuple(_seat(*one) for one in row["seats"])
        law = scheme_on(self.book, path, self.on)
        return Station(place.code, place.name, place.level, offices, seats, law)

    def chain(self, subject: Row) -> Found:
        """The chain of one subject."""
        path = self._path(subject["place"]) if subject["place"] else []
        stations = self._under_one_law([self.stations[code] for code in path])
        home = None
        if subject["groups"] is not None:
            home = Home(subject["grid"], tuple(_seat(*one) for one in subject["seats"]))
        listed_by = {key: one.listed_by for key, one in self.book.categories.items()}
        chain = trace(stations, home, self._groups(subject), listed_by, self.on)
        return Found(chain, self.departments)

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


def _rank(office: Sequence[Any]) -> tuple[int, str]:
    """Departments in the order of their kinds."""
    return ORDER[office[2]], office[0]


def _under(station: Station, nearest: Scheme | None) -> Station:
    if station.law is not None or nearest is None:
        return station
    return Station(
        station.code, station.name, station.level, station.offices, station.seats, nearest
    )


def _seat(
    post: str,
    title: str,
    slug: str,
    unit: str,
    department: str | None,
    duty: str,
    clause: str | None,
    grid: str | None,
    held: Any,
) -> Seat:
    holder = None
    if held is not None:
        one = holding(*held)
        holder = Holder(one.name, one.since, one.to)
    return Seat(post, title, slug, unit, department, duty, clause, grid, holder)


def _post(seat: Seat) -> Row:
    return {
        "key": seat.post,
        "title": seat.title,
        "unit": seat.unit,
        "department": seat.department,
    }
