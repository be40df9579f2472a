"""Posts: who answers for what, since when, and who did before."""

from datetime import date
from typing import Any

import strawberry

from schema.context import Info
from schema.department import Department
from schema.household import Household, HouseholdConnection
from schema.law import Clause, LazyJurisdiction
from schema.node import Node, page_size
from schema.payload import UserError
from schema.scalars import JurisdictionCode


@strawberry.type(description="Somebody holds a post (任职) for some days.")
class Holding:
    name: str = strawberry.field(description="Who.")
    since: date = strawberry.field(name="from", description="First day.")
    to: date | None = strawberry.field(
        description="The day from which it holds no more; null: they hold it."
    )


@strawberry.type(description="A post (岗位) of a department or unit.")
class Post(Node):
    title: str = strawberry.field(description="As notices and documents call it.")
    key: strawberry.Private[str]
    unit: strawberry.Private[str]
    belongs_to: strawberry.Private[str | None]

    @strawberry.field(description="Where it belongs; null for a post of the unit itself.")
    async def department(self, info: Info) -> Department | None:
        if self.belongs_to is None:
            return None
        return await info.context.posts.department(self.belongs_to)

    @strawberry.field(graphql_type=LazyJurisdiction, description="The unit at which it sits.")
    def jurisdiction(self, info: Info) -> Any:
        return info.context.places.one(self.unit)

    @strawberry.field(
        description="Who holds it on a day (today where left out); null while nobody does."
    )
    async def holder(self, info: Info, on: date | None = None) -> Holding | None:
        day = on or info.context.today
        for one in await info.context.posts.holdings(self.key):
            if one.since <= day and (one.to is None or day < one.to):
                return one
        return None

    @strawberry.field(description="Everybody who held it, oldest first.")
    async def holdings(self, info: Info) -> list[Holding]:
        return await info.context.posts.holdings(self.key)

    @strawberry.field(
        description="What it answers for (包保) on a day (today where left out), oldest first."
    )
    async def answers_for(self, info: Info, on: date | None = None) -> list["Responsibility"]:
        return await info.context.posts.answers_for(self, on or info.context.today)


@strawberry.type(description="What a post answers for (责任).")
class Responsibility:
    post: Post = strawberry.field(description="Who answers.")
    duty: str = strawberry.field(description="For what, in our words or those of the unit.")
    grid: str | None = strawberry.field(description="The group (组) of the village; null: all.")
    since: date = strawberry.field(name="from", description="First day.")
    to: date | None = strawberry.field(description="Last day; null: no end is on record.")
    place: strawberry.Private[str | None]
    home: strawberry.Private[str | None]
    clause_key: strawberry.Private[str | None]

    @strawberry.field(
        graphql_type=LazyJurisdiction | None, description="The unit; null for a household."
    )
    def jurisdiction(self, info: Info) -> Any:
        return None if self.place is None else info.context.places.one(self.place)

    @strawberry.field(description="The household; null for a unit.")
    async def household(self, info: Info) -> Household | None:
        return None if self.home is None else await info.context.people.household(self.home)

    @strawberry.field(description="The clause that makes it answer; null where people gave it.")
    async def clause(self, info: Info) -> Clause | None:
        return await info.context.law.clause_by_key(self.clause_key) if self.clause_key else None

    @strawberry.field(
        description="Those of the village, grid or household answered for that are counted in a "
        "year. unpaidOnly: those not settled."
    )
    async def households(
        self,
        info: Info,
        year: int,
        unpaid_only: bool | None = False,
        first: int | None = None,
        after: str | None = None,
    ) -> HouseholdConnection | None:
        return await info.context.posts.households(
            self, year, bool(unpaid_only), page_size(first), after
        )


@strawberry.input(description="Hand a post over. name: null leaves it vacant from that day.")
class HandOverPostInput:
    idempotency_key: str = strawberry.field(
        description="1 to 64 characters, made by the client; the same key and body give the first "
        "answer again."
    )
    post: strawberry.ID = strawberry.field(description="The post.")
    name: str | None = strawberry.field(
        default=None, description="Who takes it over; null: nobody."
    )
    since: date = strawberry.field(
        name="from",
        description="First day; not after today, nor before the present holder's first.",
    )


@strawberry.type(description="What handOverPost did.")
class HandOverPostPayload:
    post: Post | None = strawberry.field(description="Null when refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


@strawberry.input(
    description="Give a post a village, grid or household to answer for; or end that by a last "
    "day: the same duty, target and from as given, with to."
)
class AssignResponsibilityInput:
    idempotency_key: str = strawberry.field(
        description="1 to 64 characters, made by the client; the same key and body give the first "
        "answer again."
    )
    post: strawberry.ID = strawberry.field(description="The post.")
    duty: str = strawberry.field(description="What it answers for; at most 500 characters.")
    jurisdiction: JurisdictionCode | None = strawberry.field(
        default=None, description="The unit; either it or household."
    )
    grid: str | None = strawberry.field(default=None, description="A group (组) of the village.")
    household: strawberry.ID | None = strawberry.field(
        default=None, description="The household; either it or jurisdiction."
    )
    since: date = strawberry.field(name="from", description="First day; not after today.")
    to: date | None = strawberry.field(default=None, description="Last day; null: no end.")


@strawberry.type(description="What assignResponsibility did.")
class AssignResponsibilityPayload:
    post: Post | None = strawberry.field(description="Null when refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")
