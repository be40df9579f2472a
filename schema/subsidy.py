"""Subsidies: what is paid for one person, and how far the money has come."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from policy.ledger import SubsidyValue
from schema.context import Info
from schema.decision import SubsidyDecision
from schema.department import Department
from schema.law import Category
from schema.node import Node, PageInfo
from schema.person import Person
from schema.scalars import Yuan
from schema.terms import Fund, SubsidyStepKind

if TYPE_CHECKING:
    from schema.accountability import AccountabilityChain
    from schema.advance import Advance
    from schema.jurisdiction import Jurisdiction

LazyJurisdiction = Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")]
LazyAdvance = Annotated["Advance", strawberry.lazy("schema.advance")]


@strawberry.type(description="Money of a subsidy came to a station, or left it (negative).")
class SubsidyStep:
    kind: SubsidyStepKind = strawberry.field(description="The station.")
    on: date = strawberry.field(description="The day on which it took effect.")
    amount: Yuan | None = strawberry.field(
        description="In yuan; null where the notice leaves the amount open."
    )
    department: Department | None = strawberry.field(
        description="Who took it; null where it follows from what the person did."
    )
    document: str | None = strawberry.field(description="Of the batch.")
    advance: LazyAdvance | None = strawberry.field(
        description="The batch; null where it follows from the facts about the person."
    )


@strawberry.type(
    description="What is paid for one person of a deciding group in a year (资助). A list of a "
    "past day shows it as of that day."
)
class Subsidy(Node):
    person: Person = strawberry.field(description="For whom.")
    year: int = strawberry.field(description="The scheme's.")
    jurisdiction: LazyJurisdiction = strawberry.field(
        description="The village whose figures hold it."
    )
    category: Category = strawberry.field(description="The deciding group.")
    amount: Yuan | None = strawberry.field(
        description="In yuan; null where the notice leaves it open."
    )
    fund: Fund = strawberry.field(description="Whose money it is.")
    department: Department = strawberry.field(
        description="The one that requests the money; where the notice names none, the one whose "
        "fund pays."
    )
    step: SubsidyStepKind = strawberry.field(
        description="The earliest station that holds money of it."
    )
    next_step: SubsidyStepKind | None = strawberry.field(
        description="The next station that the notice knows; null once all has arrived."
    )
    waiting_for: Department | None = strawberry.field(
        description="Who must take nextStep; null where it waits for the person."
    )
    deadline: date | None = strawberry.field(
        description="By when the money must be in place; null where the notice sets no day."
    )
    key: strawberry.Private[str]
    value: strawberry.Private[SubsidyValue]

    @strawberry.field(description="Those taken, oldest first.")
    async def steps(self, info: Info) -> list[SubsidyStep]:
        return await info.context.ledgers.steps(self)

    @strawberry.field(
        description="Payable and not received after the deadline, on a day (today where left "
        "out); never without a deadline."
    )
    async def overdue(self, info: Info, on: date | None = None) -> bool:
        return await info.context.ledgers.is_overdue(self, on or info.context.today)

    @strawberry.field(description="What the law says of the person on the day it was marked.")
    async def decision(self, info: Info) -> SubsidyDecision:
        return await info.context.ledgers.decision(self)

    @strawberry.field(
        description="Everyone who answers for it (责任链) on a day (today where left out): those "
        "of the household, and the departments of its group."
    )
    async def accountability(
        self, info: Info, on: date | None = None
    ) -> Annotated["AccountabilityChain", strawberry.lazy("schema.accountability")]:
        return await info.context.chains.subsidy(self, on)


@strawberry.type(description="A subsidy in a list.")
class SubsidyEdge:
    node: Subsidy = strawberry.field(description="The subsidy.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of subsidies, by place, household number and person.")
class SubsidyConnection:
    edges: list[SubsidyEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Subsidy] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="Of all pages.")
    total_amount: Yuan = strawberry.field(
        description="Of all pages, in yuan: of a list by steps, what stands at these; of what is "
        "overdue, what is overdue; of a batch, what it moved."
    )
