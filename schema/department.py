"""Departments: who owes, lists, judges or is judged."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.context import Info
from schema.node import Node, page_size
from schema.terms import DepartmentKind

if TYPE_CHECKING:
    from schema.advance import AdvanceConnection
    from schema.jurisdiction import Jurisdiction
    from schema.ledger import ResponsibilityScope


@strawberry.type(description="A department (部门) of a unit.")
class Department(Node):
    name: str = strawberry.field(description="As notices and documents call it.")
    kind: DepartmentKind = strawberry.field(description="What it is for.")
    jurisdiction: Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")] = (
        strawberry.field(description="The unit that it serves.")
    )

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

    @property
    def key(self) -> str:
        """Unit and kind, as in the graph."""
        return self.id.partition(":")[2]
