"""Changes: what happened to somebody's place in a year, and when the system learnt of it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from enum import Enum

import strawberry

from schema.law import Category
from schema.node import PageInfo
from schema.person import Person
from schema.scalars import Yuan
from schema.terms import EnrolmentState


@strawberry.enum(
    description="What kind of fact made a change. REGISTERED: the entry into the roll of the year. "
    "ADVANCE: a batch of subsidies settled the whole contribution, or gave it back."
)
class ChangeCause(Enum):
    REGISTERED = "REGISTERED"
    PAYMENT = "PAYMENT"
    REVERSAL = "REVERSAL"
    REFUND = "REFUND"
    DISPOSITION = "DISPOSITION"
    CATEGORY_MARKED = "CATEGORY_MARKED"
    CATEGORY_ENDED = "CATEGORY_ENDED"
    MOVED = "MOVED"
    CORRECTED = "CORRECTED"
    E_VOUCHER = "E_VOUCHER"
    ADVANCE = "ADVANCE"


@strawberry.type(
    description="One thing that happened to somebody's place in a year (变更): on, the day it took "
    "effect; recordedAt, when the system learnt of it; by, who told it."
)
class Change:
    on: date = strawberry.field(description="The day from which it holds.")
    recorded_at: datetime = strawberry.field(description="When the system learnt of it.")
    person: Person = strawberry.field(description="Whose place it is.")
    cause: ChangeCause = strawberry.field(description="What kind of fact made it.")
    from_: EnrolmentState | None = strawberry.field(
        name="from", description="The state before; null: not on the roll."
    )
    to: EnrolmentState | None = strawberry.field(
        description="The state after; null: struck off the roll."
    )
    category: Category | None = strawberry.field(
        description="The group (困难群体) that came or went with it; of several the one asked "
        "for, else the first that came."
    )
    amount: Yuan | None = strawberry.field(description="The money that made it, in yuan.")
    evidence: str | None = strawberry.field(description="What shows it.")
    by: str | None = strawberry.field(description="Who told it.")
    takes_back: bool = strawberry.field(
        description="It cancels what had been recorded about that day: from and to are those of "
        "the change that never was, the other way round. The two add up to nothing."
    )


@strawberry.type(description="A change in a list.")
class ChangeEdge:
    node: Change = strawberry.field(description="The change.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of changes, newest first by the day of effect.")
class ChangeConnection:
    edges: list[ChangeEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Change] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="Of all pages.")
    async def total_count(self) -> int:
        return await self.count()
