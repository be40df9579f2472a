"""Matches: the roll, the payments and the fund's receipts held against each other."""

from collections.abc import Awaitable, Callable

import strawberry

from policy.matching import MatchResult as MatchResult
from schema.context import Info
from schema.household import Household
from schema.node import PageInfo
from schema.refund import Refund
from schema.scalars import Yuan

strawberry.enum(
    MatchResult,
    description="AGREED: due, paid and confirmed are the same. SHORT: less is paid than due. OVER: "
    "more. PAID_TWICE: the whole due came twice or more often. UNCONFIRMED: paid as due, and the "
    "fund has confirmed another amount or none. UNKNOWN_PAYER: the fund has money for which no "
    "household is found.",
)


@strawberry.type(
    description="Three-way match (三方核对) of a household, or of a payer whom nobody knows: roll, "
    "payments, the fund's receipts."
)
class Match:
    household: Household | None = strawberry.field(description="Null for an unknown payer.")
    payer: str | None = strawberry.field(description="As the fund names an unknown payer.")
    due: Yuan = strawberry.field(description="What the roll says is to be taken now, in yuan.")
    paid: Yuan = strawberry.field(description="Payments less reversals, in yuan.")
    confirmed: Yuan = strawberry.field(description="What the fund says it received, in yuan.")
    result: MatchResult = strawberry.field(description="What that comes to.")
    refund_key: strawberry.Private[str | None]

    @strawberry.field(description="The open case (退费) for what was paid too much.")
    async def refund(self, info: Info) -> Refund | None:
        if self.refund_key is None:
            return None
        return await info.context.records.refund(self.refund_key)


@strawberry.type(description="A match in a list.")
class MatchEdge:
    node: Match = strawberry.field(description="The match.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(
    description="A page of matches by place and household number; after each village's households "
    "the unknown payers whose money names that village."
)
class MatchConnection:
    edges: list[MatchEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Match] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="Of all pages.")
    async def total_count(self) -> int:
        return await self.count()
