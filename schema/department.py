"""Departments: who owes, lists, judges or is judged."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.context import Info
from schema.law import LazyJurisdiction
from schema.node import Node, page_size
from schema.terms import DepartmentKind

if TYPE_CHECKING:
    from schema.advance import AdvanceConnection
    from schema.ledger import ResponsibilityScope
    from schema.post import Post


@strawberry.type(description="A department (部门) of a unit.")
class Department(Node):
    name: str = strawberry.field(description="As notices and documents call it.")
    kind: DepartmentKind = strawberry.field(description="What it is for.")
    key: strawberry.Private[str]
    unit: strawberry.Private[str]

    @strawberry.field(graphql_type=LazyJurisdiction, description="The unit that it serves.")
    def jurisdiction(self, info: Info) -> Any:
        return info.context.places.one(self.unit)

    @strawberry.field(
        description="The department of its kind that serves the nearest unit above which has one."
    )
    async def parent(self, info: Info) -> "Department | None":
        return await info.context.posts.parent(self.key)

    @strawberry.field(description="Where a leading group has its office (办公室).")
    async def office(self, info: Info) -> "Department | None":
        return await info.context.posts.office(self.key)

    @strawberry.field(description="Its posts, those that notices name first, in their order.")
    async def posts(self, info: Info) -> list[Annotated["Post", strawberry.lazy("schema.post")]]:
        return await info.context.posts.of_department(self.key)

    @strawberry.field(description="All that this department answers for in its jurisdiction.")
    async def responsibility(
        self, info: Info, year: int, as_of: date | None = None
    ) -> Annotated["ResponsibilityScope", strawberry.lazy("schema.ledger")] | None:
        return await info.context.ledgers.responsibility(self, year, as_of)

    @strawberry.field(description="Its batches of subsidies, newest first.")
    async def advances(
        self, info: Info, year: int, first: int | None = None, after: str | None = None
    ) -> Annotated["AdvanceConnection", strawberry.lazy("schema.advance")] | None:
        return await info.context.ledgers.advances(self.key, year, page_size(first), after)
