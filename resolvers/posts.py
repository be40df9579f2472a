"""Departments and posts of a request: each kind of question about many of them in one statement."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import LiteralString

from strawberry.dataloader import DataLoader

from facts.holdings import PostRefused, Target
from facts.posts import assign_responsibility, hand_over_post
from facts.receipt import IdempotencyConflict
from graph.gateway import Row, Store
from policy.terms import DepartmentKind
from resolvers.area import HOUSEHOLD_SEEN
from resolvers.law import LawShown
from resolvers.people import PeopleShown
from resolvers.refusal import check_key, conflict, refusal
from resolvers.tree import day_of
from schema.context import AsOf
from schema.department import Department
from schema.errors import Code
from schema.household import HouseholdConnection
from schema.node import PageInfo, key_of, node_id
from schema.payload import UserError
from schema.post import (
    AssignResponsibilityInput,
    AssignResponsibilityPayload,
    HandOverPostInput,
    HandOverPostPayload,
    Holding,
    Post,
    Responsibility,
)

ORDER = {kind.value: place for place, kind in enumerate(DepartmentKind)}

# (:Post)-[:IN]->(:Department)-[:SERVES]->(unit)-[:PART_OF]->(above)<-[:SERVES]-(its parent)
DEPARTMENTS: LiteralString = """
UNWIND $keys AS key
MATCH (d:Department {key: key})-[:SERVES]->(u:Jurisdiction)
RETURN collect(d {.key, .name, .kind, unit: u.code,
  office: head(COLLECT { MATCH (d)-[:OFFICE_AT]->(o) RETURN o.key }),
  parent: head(COLLECT {
    MATCH (u) (()-[e:PART_OF WHERE e.to IS NULL]->()){1,5} (a)<-[:SERVES]-(p:Department)
    WHERE p.kind = d.kind
    RETURN p.key ORDER BY size(e), p.slug IS NOT NULL LIMIT 1
  }),
  posts: COLLECT { MATCH (p:Post)-[:IN]->(d) RETURN p.key ORDER BY p.place, p.key }
}) AS departments
"""

# (:Department)-[:SERVES]->(:Jurisdiction)
SERVING: LiteralString = """
MATCH (d:Department)-[:SERVES]->(:Jurisdiction {code: $code})
RETURN collect([d.key, d.kind]) AS departments
"""

# (:Holding)-[:OF]->(:Post)
POSTS: LiteralString = """
UNWIND $keys AS key
MATCH (p:Post {key: key})
RETURN collect(p {.key, .title, .unit, .department, holdings: COLLECT {
  MATCH (p)<-[:OF]-(h:Holding) RETURN [h.name, h.from, h.to] ORDER BY h.from, h.key
}}) AS posts
"""

# (:Post)-[:ANSWERS_FOR {from, to}]->(:Jurisdiction or :Household)
BEGIN_ANSWERED: LiteralString = """
UNWIND $asked AS one
RETURN collect(COLLECT {
  MATCH (:Post {key: one[0]})-[a:ANSWERS_FOR]->(t)
  WHERE a.from <= one[1] AND (a.to IS NULL OR one[1] < a.to)"""
END_ANSWERED: LiteralString = """
  RETURN [a.duty, a.grid, a.from, a.to, a.clause, t.code, CASE WHEN t:Household THEN t.key END]
  ORDER BY a.from, t.code, a.grid, a.key
}) AS answered
"""
ANSWERED: LiteralString = BEGIN_ANSWERED + END_ANSWERED
ANSWERED_SEEN: LiteralString = (
    BEGIN_ANSWERED
    + """
    AND (t:Jurisdiction OR EXISTS { WITH t AS h WHERE """
    + HOUSEHOLD_SEEN
    + " RETURN h })"
    + END_ANSWERED
)

# (:Account {key: household|year})
COUNTED: LiteralString = """
MATCH (a:Account {key: $household + '|' + toString($year)})
WHERE a.now_village IS NOT NULL AND NOT ($unpaid_only AND a.now_settled)
RETURN count(a) AS counted
"""


@dataclass(slots=True)
class PostsShown:
    """What one request asks about departments and posts; equal questions are asked once."""

    law: LawShown
    people: PeopleShown
    store: Store = field(init=False)
    departments_by_key: DataLoader[str, Row | None] = field(init=False)
    posts_by_key: DataLoader[str, Row | None] = field(init=False)
    answered: DataLoader[tuple[str, date], list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        self.store = self.law.sums.store
        self.departments_by_key = DataLoader(self._departments)
        self.posts_by_key = DataLoader(self._posts)
        self.answered = DataLoader(self._answered)

    async def departments(self, code: str, kind: DepartmentKind | None) -> list[Department]:
        await self.law.sums.geography.ensure(code)
        self.law.place_of(code)
        row = await self.store.one(SERVING, code=code)
        found = sorted(row["departments"] if row else (), key=lambda one: (ORDER[one[1]], one[0]))
        keys = [key for key, own in found if kind is None or own == kind.value]
        rows = await self.departments_by_key.load_many(keys)
        return [shown_department(one) for one in rows if one is not None]

    async def department(self, key: str) -> Department | None:
        row = await self.departments_by_key.load(key)
        return shown_department(row) if row else None

    async def parent(self, department: str) -> Department | None:
        return await self._beside(department, "parent")

    async def office(self, department: str) -> Department | None:
        return await self._beside(department, "office")

    async def _beside(self, department: str, name: str) -> Department | None:
        row = await self.departments_by_key.load(department)
        return await self.department(row[name]) if row and row[name] else None

    async def of_department(self, department: str) -> list[Post]:
        row = await self.departments_by_key.load(department)
        posts = await self.posts_by_key.load_many(row["posts"]) if row else []
        return [shown_post(one) for one in posts if one is not None]

    async def post(self, key: str) -> Post | None:
        row = await self.posts_by_key.load(key)
        return shown_post(row) if row else None

    async def holdings(self, post: str) -> list[Holding]:
        row = await self.posts_by_key.load(post)
        return [holding(*one) for one in row["holdings"]] if row else []

    async def answers_for(self, post: Post, on: date) -> list[Responsibility]:
        rows = await self.answered.load((post.key, on))
        return [_responsibility(post, *row) for row in rows]

    async def households(
        self,
        answered: Responsibility,
        year: int,
        unpaid_only: bool,
        first: int,
        after: str | None,
    ) -> HouseholdConnection:
        if answered.place is not None:
            return await self.people.households(
                answered.place, AsOf(year), unpaid_only, answered.grid, first, after
            )
        return await self._one_household(answered.home or "", year, unpaid_only, first, after)

    async def _one_household(
        self, key: str, year: int, unpaid_only: bool, first: int, after: str | None
    ) -> HouseholdConnection:
        """A page of the one household, where it is counted in the year; its key is the cursor."""
        self.people.area.need_households("households")
        home = await self.people.household(key)
        row = await self.store.one(COUNTED, household=key, year=year, unpaid_only=unpaid_only)
        counted = bool(home and row and row["counted"])
        found = home if counted and first and after is None else None
        cursor = key if found else None
        more = counted and not found and after is None
        return HouseholdConnection(
            nodes=[found] if found else [],
            page_info=PageInfo(
                has_next_page=more,
                has_previous_page=after is not None,
                start_cursor=cursor,
                end_cursor=cursor,
            ),
            total_count=int(counted),
            cursors=lambda: [key] if found else [],
        )

    async def hand_over(self, given: HandOverPostInput) -> HandOverPostPayload:
        """Put it on record; the same key and input give the first answer again."""
        check_key(given.idempotency_key)
        post = key_of(given.post, "Post") or ""
        try:
            await hand_over_post(
                self.store, f"post|{given.idempotency_key}", post, given.name, given.since
            )
        except (PostRefused, IdempotencyConflict) as error:
            return HandOverPostPayload(post=None, user_errors=[_refusal(error)])
        return HandOverPostPayload(post=await self._fresh(post), user_errors=[])

    async def assign(self, given: AssignResponsibilityInput) -> AssignResponsibilityPayload:
        """Put it on record; the same key and input give the first answer again."""
        check_key(given.idempotency_key)
        post = key_of(given.post, "Post") or ""
        home = None if given.household is None else key_of(given.household, "Household") or ""
        try:
            await assign_responsibility(
                self.store,
                f"assignment|{given.idempotency_key}",
                post,
                given.duty,
                Target(given.jurisdiction, given.grid, home),
                given.since,
                given.to,
            )
        except (PostRefused, IdempotencyConflict) as error:
            return AssignResponsibilityPayload(post=None, user_errors=[_refusal(error)])
        return AssignResponsibilityPayload(post=await self._fresh(post), user_errors=[])

    async def _fresh(self, key: str) -> Post | None:
        """A post as it now is."""
        self.posts_by_key.clear_all()
        self.answered.clear_all()
        return await self.post(key)

    async def _departments(self, keys: list[str]) -> list[Row | None]:
        row = await self.store.one(DEPARTMENTS, keys=keys)
        found = {one["key"]: one for one in (row or {"departments": []})["departments"]}
        return [found.get(key) for key in keys]

    async def _posts(self, keys: list[str]) -> list[Row | None]:
        row = await self.store.one(POSTS, keys=keys)
        found = {one["key"]: one for one in (row or {"posts": []})["posts"]}
        return [found.get(key) for key in keys]

    async def _answered(self, asked: list[tuple[str, date]]) -> list[list[Row]]:
        area = self.people.area
        statement = ANSWERED if area.viewer.sees_all else ANSWERED_SEEN
        limits = await area.parameters()
        [row] = await self.store.read(statement, asked=[list(one) for one in asked], **limits)
        answered: list[list[Row]] = row["answered"]
        return answered


def shown_department(row: Row) -> Department:
    """A department as the API shows it."""
    key = row["key"]
    kind = DepartmentKind(row["kind"])
    return Department(
        id=node_id("Department", key), name=row["name"], kind=kind, key=key, unit=row["unit"]
    )


def shown_post(row: Row) -> Post:
    """A post as the API shows it."""
    return Post(
        id=node_id("Post", row["key"]),
        title=row["title"],
        key=row["key"],
        unit=row["unit"],
        belongs_to=row["department"],
    )


def holding(name: str, since: object, to: object) -> Holding:
    """Who holds a post, from days of the graph."""
    first = day_of(since)
    assert first is not None  # a holding has its first day
    return Holding(name=name, since=first, to=day_of(to))


def _responsibility(
    post: Post,
    duty: str,
    grid: str | None,
    since: object,
    to: object,
    clause: str | None,
    place: str | None,
    home: str | None,
) -> Responsibility:
    first, until = day_of(since), day_of(to)
    assert first is not None  # so has an assignment
    return Responsibility(
        post=post,
        duty=duty,
        grid=grid,
        since=first,
        to=until - timedelta(days=1) if until else None,
        place=place,
        home=home,
        clause_key=clause,
    )


def _refusal(error: PostRefused | IdempotencyConflict) -> UserError:
    if isinstance(error, IdempotencyConflict):
        return conflict()
    return refusal(Code(error.code), error.message, error.field, candidates=error.candidates)
