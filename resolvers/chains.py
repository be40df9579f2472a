"""Accountability chains: read in one statement, put together by resolvers/tracing.py.

subject ── its household and village on that day ── every unit above, by its mark
        └─ posts that answer for the household alone, groups of its people

What a unit holds under its mark the process knows, or reads (resolvers/stations.py).
"""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import LiteralString

from strawberry.dataloader import DataLoader

from facts.bookshelf import ALONG
from graph.gateway import Row
from resolvers import households, persons
from resolvers.area import Area
from resolvers.law import LawShown
from resolvers.posts import PostsShown
from resolvers.stations import EPOCH, MARK, units_of
from resolvers.tracing import Found, Tracing
from schema.accountability import AccountabilityChain, AccountabilityLink
from schema.household import Household
from schema.jurisdiction import Jurisdiction
from schema.person import Person
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
WITH collect(DISTINCT v) AS places, collect({
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
WITH collect(DISTINCT v) AS places,
  collect({key: key, place: key, grid: null, only: null, groups: null, seats: []}) AS subjects
"""

# (place)-[:PART_OF]->…->(unit)
UPWARDS: LiteralString = (
    """
CALL (places) {
  UNWIND places AS place
  MATCH (place) (()-[e:PART_OF
    WHERE (e.from IS NULL OR e.from <= $on) AND (e.to IS NULL OR $on < e.to)]->()){0,6} (u)
  WITH DISTINCT u
  RETURN collect("""
    + MARK
    + """) AS units
}
RETURN subjects, units, """
    + EPOCH
    + " AS epoch,"
)
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
        return AccountabilityChain(
            subject=subject, on=day, links=await self._links(found), gaps=list(found.chain.gaps)
        )

    async def _links(self, found: Found) -> list[AccountabilityLink]:
        """Those of the process, unless a department is to be read for them."""
        if found.links is None:
            if unknown := found.unknown:
                more = [await self.posts.department(key) for key in unknown]
                return found.shown(one for one in more if one is not None)
            found.links = found.shown()
        return found.links

    async def _read(self, asked: list[Asked]) -> list[Found]:
        found: dict[Asked, Found] = {}
        for about, on in dict.fromkeys((about, on) for about, _, on in asked):
            keys = [key for kind, key, day in asked if (kind, day) == (about, on)]
            [row] = await self.law.sums.store.read(STATEMENTS[about], keys=keys, on=on)
            found |= await self._chains(about, on, row)
        return [found[one] for one in asked]

    async def _chains(self, about: About, on: date, row: Row) -> dict[Asked, Found]:
        book, seen = await self.law.book_of(row["versions"]), await self.area.groups()
        units = await units_of(self.law.sums.store, row["epoch"], row["units"])
        geography = self.law.sums.geography
        geography.forest.hold(unit.place for unit in units)
        by_code = {unit.place.code: unit for unit in units}
        grids = frozenset(one["grid"] for one in row["subjects"])
        tracing = Tracing(book, on, geography.tree(on), by_code, grids, seen)
        return {(about, one["key"], on): tracing.found(one) for one in row["subjects"]}

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
