"""Refunds: money that goes back, decided by the notice."""

from datetime import date

import strawberry

from schema.context import Info
from schema.decision import RefundDecision
from schema.node import Node, PageInfo
from schema.payment import Payment
from schema.person import Person
from schema.scalars import Yuan
from schema.terms import RefundReason


@strawberry.type(description="A case of money to be given back (退费), open until it is closed.")
class Refund(Node):
    reason: RefundReason = strawberry.field(description="Why.")
    opened_on: date = strawberry.field(description="The day of the request.")
    closed_on: date | None = strawberry.field(description="The day it was settled; null: open.")
    amount: Yuan = strawberry.field(description="What is asked for, in yuan.")
    paid_back: bool | None = strawberry.field(description="Whether money went back; null: open.")
    deadline: date | None = strawberry.field(description="The last day on which it is possible.")
    evidence: str | None = strawberry.field(description="What shows the reason.")
    document: str | None = strawberry.field(description="By which it was closed.")
    decision: RefundDecision = strawberry.field(
        description="What the notice said when it was opened, and why."
    )
    key: strawberry.Private[str]
    payment_key: strawberry.Private[str]
    people_keys: strawberry.Private[tuple[str, ...]]

    @strawberry.field(description="The money that it is about.")
    async def payment(self, info: Info) -> Payment:
        found = await info.context.records.payment(self.payment_key)
        assert found is not None  # a case is opened for a payment that is there
        return found

    @strawberry.field(description="For whom of the payment; of a surplus: nobody.")
    async def people(self, info: Info) -> list[Person]:
        return await info.context.records.persons(self.people_keys)


@strawberry.type(description="A refund in a list.")
class RefundEdge:
    node: Refund = strawberry.field(description="The refund.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of refunds, newest first by the day of the request.")
class RefundConnection:
    edges: list[RefundEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Refund] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="Of all pages.")
