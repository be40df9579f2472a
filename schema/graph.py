"""The graph as it is, for people who explore it."""

from datetime import date
from enum import Enum

import strawberry

from schema.context import Info
from schema.errors import ApiError, Code
from schema.lookup import fetch
from schema.node import Node

MOST_DEPTH = 3


@strawberry.enum(description="What a node of the graph is.")
class NodeKind(Enum):
    JURISDICTION = "JURISDICTION"
    DEPARTMENT = "DEPARTMENT"
    POST = "POST"
    HOUSEHOLD = "HOUSEHOLD"
    PERSON = "PERSON"
    ENROLMENT = "ENROLMENT"
    PAYMENT = "PAYMENT"
    SUBSIDY = "SUBSIDY"
    ADVANCE = "ADVANCE"
    REFUND = "REFUND"
    CATEGORY = "CATEGORY"
    NOTICE = "NOTICE"
    CLAUSE = "CLAUSE"
    RULE = "RULE"
    SCHEME = "SCHEME"
    DUTY = "DUTY"


@strawberry.type(description="A node of the graph.")
class GraphNode:
    id: strawberry.ID = strawberry.field(description="That of the node itself.")
    kind: NodeKind = strawberry.field(description="What it is.")
    label: str = strawberry.field(description="What people call it.")

    @strawberry.field(
        description="All there is to know of it; of a place on the roll without an enrolment, the "
        "person."
    )
    async def node(self, info: Info) -> Node:
        found = await fetch(info, self.id)
        if found is None and self.kind is NodeKind.ENROLMENT:
            key = self.id.partition(":")[2]
            found = await info.context.people.person(key.partition("|")[0])
        if found is None:
            raise ApiError(Code.UNKNOWN, f"没有 {self.id}", id=self.id)
        return found


@strawberry.type(description="An edge of the graph.")
class GraphEdge:
    start: strawberry.ID = strawberry.field(name="from", description="Where it begins.")
    end: strawberry.ID = strawberry.field(name="to", description="Where it ends.")
    type: str = strawberry.field(description="What it says, e.g. MEMBER_OF.")
    since: date | None = strawberry.field(description="First day; null: ever, or undated.")
    until: date | None = strawberry.field(
        description="The day from which it holds no more; null: it holds."
    )


@strawberry.type(description="Nodes, and the edges between them that were met on the way.")
class Neighbourhood:
    nodes: list[GraphNode] = strawberry.field(description="The one asked for first; at most 500.")
    edges: list[GraphEdge] = strawberry.field(description="Each once.")
    truncated: bool = strawberry.field(description="There is more than could be given.")


def check_depth(depth: int) -> None:
    """Raises LIMIT beyond what is looked at."""
    if not 1 <= depth <= MOST_DEPTH:
        raise ApiError(Code.LIMIT, f"depth: {depth}，应为 1 到 {MOST_DEPTH}")
