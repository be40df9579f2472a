"""Advances: batches that move subsidies on, or back."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.context import Info
from schema.department import Department
from schema.node import Node, PageInfo, page_size
from schema.scalars import Yuan
from schema.subsidy import SubsidyConnection
from schema.terms import SubsidyStepKind

if TYPE_CHECKING:
    from schema.jurisdiction import Jurisdiction

LazyJurisdiction = Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")]


@strawberry.type(
    description="A batch of subsidies moved one step on by one document (资助批次); one that "
    "undoes another has a negative amount."
)
class Advance(Node):
    department: Department = strawberry.field(description="Who moved the money.")
    jurisdiction: LazyJurisdiction = strawberry.field(description="For the people of this unit.")
    year: int = strawberry.field(description="The scheme's.")
    to: SubsidyStepKind = strawberry.field(description="The station that it moves money to.")
    on: date = strawberry.field(description="The day on which it took effect.")
    recorded_at: datetime = strawberry.field(description="When the system learnt of it.")
    document: str = strawberry.field(description="Its document.")
    people: int = strawberry.field(description="How many subsidies it moved.")
    amount: Yuan = strawberry.field(description="In yuan; negative: taken back.")
    key: strawberry.Private[str]
    undone: strawberry.Private[str | None]

    @strawberry.field(description="Those that it moved; totalAmount: how much of them.")
    async def subsidies(
        self, info: Info, first: int | None = None, after: str | None = None
    ) -> SubsidyConnection:
        return await info.context.ledgers.moved(self.key, self.year, page_size(first), after)

    @strawberry.field(description="The batch that undid it; of several the newest.")
    async def reversed_by(self, info: Info) -> "Advance | None":
        return await info.context.ledgers.reversal(self.key)

    @strawberry.field(description="The batch that it undoes.")
    async def reverses(self, info: Info) -> "Advance | None":
        return await info.context.ledgers.advance(self.undone) if self.undone else None


@strawberry.type(description="A batch in a list.")
class AdvanceEdge:
    node: Advance = strawberry.field(description="The batch.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of batches, newest first.")
class AdvanceConnection:
    edges: list[AdvanceEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Advance] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="Of all pages.")
    total_amount: Yuan = strawberry.field(
        description="Of all pages, in yuan; what was taken back is taken off."
    )
