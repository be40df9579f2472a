"""Households: who enrols together."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import strawberry

from schema.context import AsOf, HouseholdMoney, Info, Soon
from schema.node import Node, PageInfo
from schema.person import Person
from schema.scalars import Yuan

if TYPE_CHECKING:
    from schema.accountability import AccountabilityChain
    from schema.jurisdiction import Jurisdiction
    from schema.payment import Payment

T = TypeVar("T")


@strawberry.type(description="A household (户) of a village.")
class Household(Node):
    number: str = strawberry.field(description="As the roll has it; unique within its village.")
    grid: str | None = strawberry.field(
        description="The group (组) or grid (网格) one cadre answers for; null where none is named."
    )
    village: Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")] = strawberry.field(
        description="Where it lives now."
    )
    key: strawberry.Private[str]

    @strawberry.field(
        graphql_type=Person | None,
        description="The head of the household (户主); null where none is named.",
    )
    def head(self, info: Info) -> Any:
        return info.context.people.head(self.key)

    @strawberry.field(
        graphql_type=list[Person], description="Who belonged to it on a day (today where left out)."
    )
    def members(self, info: Info, on: date | None = None) -> Any:
        return info.context.people.members(self.key, on)

    @strawberry.field(
        graphql_type=Yuan, description="What is to be taken at the counter from it in all, in yuan."
    )
    def contribution_due(self, info: Info, year: int, as_of: date | None = None) -> Any:
        return _of(
            info.context.people.money(self.key, AsOf(year, as_of)),
            lambda found: Yuan(found.due_fen),
        )

    @strawberry.field(graphql_type=Yuan, description="Payments less reversals, in yuan.")
    def contribution_paid(self, info: Info, year: int, as_of: date | None = None) -> Any:
        return _of(
            info.context.people.money(self.key, AsOf(year, as_of)),
            lambda found: Yuan(found.paid_fen),
        )

    @strawberry.field(graphql_type=bool, description="Nobody counted in it is UNPAID.")
    def settled(self, info: Info, year: int, as_of: date | None = None) -> Any:
        return _of(
            info.context.people.money(self.key, AsOf(year, as_of)), lambda found: found.settled
        )

    @strawberry.field(description="Payments and reversals on its account, newest first.")
    async def payments(
        self, info: Info, year: int
    ) -> list[Annotated["Payment", strawberry.lazy("schema.payment")]]:
        return await info.context.records.payments_of_household(self.key, year)

    @strawberry.field(
        graphql_type=bool,
        description="Whether its entries are locked, because a payment is registered (锁定).",
    )
    def locked(self, info: Info, year: int) -> Any:
        money = info.context.people.money(self.key, AsOf(year))
        return _of(money, lambda found: found.locked)

    @strawberry.field(
        description="Everyone who answers for it (责任链) on a day (today where left out)."
    )
    async def accountability(
        self, info: Info, on: date | None = None
    ) -> Annotated["AccountabilityChain", strawberry.lazy("schema.accountability")]:
        return await info.context.chains.household(self, on)


def _of(found: Soon[HouseholdMoney], shown: Callable[[HouseholdMoney], T]) -> Soon[T]:
    """At once where the money was read along with a list."""

    return shown(found) if isinstance(found, HouseholdMoney) else _later(found, shown)


async def _later(found: Awaitable[HouseholdMoney], shown: Callable[[HouseholdMoney], T]) -> T:
    return shown(await found)


@strawberry.type(description="A household in a list.")
class HouseholdEdge:
    node: Household = strawberry.field(description="The household.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


def _edges(root: "HouseholdConnection") -> list[HouseholdEdge]:
    pairs = zip(root.nodes, root.cursors(), strict=True)
    return [HouseholdEdge(node=node, cursor=cursor) for node, cursor in pairs]


@strawberry.type(description="A page of households.")
class HouseholdConnection:
    edges: list[HouseholdEdge] = strawberry.field(
        resolver=_edges, description="The page, with cursors."
    )
    nodes: list[Household] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="Of all pages.")
    cursors: strawberry.Private[Callable[[], list[str]]]  # of the nodes, where they are asked for
