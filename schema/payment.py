"""Payments: money that came in for people of the roll, and what was taken back of it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.household import Household
from schema.node import Node, PageInfo
from schema.person import Person
from schema.scalars import Yuan
from schema.terms import Channel

LazyPayment = Annotated["Payment", strawberry.lazy("schema.payment")]


@strawberry.type(
    description="Money that came in (缴费), or went back: a reversal is a payment of its own with "
    "a negative amount."
)
class Payment(Node):
    year: int = strawberry.field(description="The scheme's year.")
    amount: Yuan = strawberry.field(
        description="In yuan, negative for a reversal; of a payment for several households, the "
        "part for those whom the viewer sees."
    )
    paid_on: date = strawberry.field(description="The day on which it was paid, or taken back.")
    recorded_at: datetime = strawberry.field(description="When the system learnt of it.")
    channel: Channel = strawberry.field(description="The way by which it came in.")
    payer: str | None = strawberry.field(
        description="Who paid when it was not the household: a school, a collective, a firm."
    )
    evidence: str | None = strawberry.field(description="Order, slip or receipt (凭证).")
    reason: str | None = strawberry.field(description="Why it was taken back.")
    surplus: Yuan = strawberry.field(
        description="Of amount, what settles nothing: it was not due. Refundable."
    )
    key: strawberry.Private[str]
    household_key: strawberry.Private[str | None]
    reverses_key: strawberry.Private[str | None]

    @strawberry.field(
        description="The household that it settles; null for a batch of several (a school, a "
        "collective) whom the viewer sees."
    )
    async def household(self, info: Info) -> Household | None:
        if self.household_key is None:
            return None
        return await info.context.people.household(self.household_key)

    @strawberry.field(description="Whose part it settles or takes back, by their keys.")
    async def people(self, info: Info) -> list[Person]:
        return await info.context.records.people_of(self.key)

    @strawberry.field(
        description="The reversal that took it back; the newest where shares went back one by one."
    )
    async def reversed_by(self, info: Info) -> LazyPayment | None:
        return await info.context.records.reversal_of(self.key)

    @strawberry.field(description="The payment that this reversal takes back.")
    async def reverses(self, info: Info) -> LazyPayment | None:
        if self.reverses_key is None:
            return None
        return await info.context.records.payment(self.reverses_key)


@strawberry.type(description="A payment in a list.")
class PaymentEdge:
    node: Payment = strawberry.field(description="The payment.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of payments and reversals, by the day of payment.")
class PaymentConnection:
    edges: list[PaymentEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Payment] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    count: strawberry.Private[Callable[[], Awaitable[tuple[int, int]]]]

    @strawberry.field(description="Of all pages.")
    async def total_count(self) -> int:
        return (await self.count())[0]

    @strawberry.field(
        description="Of all pages, in yuan: payments less reversals. Of a payment for several "
        "households, the part for those counted here."
    )
    async def total_amount(self) -> Yuan:
        return Yuan((await self.count())[1])
