"""Things with an id, and pages of them."""

from typing import TypeVar

import strawberry

from schema.errors import ApiError, Code

NodeT = TypeVar("NodeT")

FIRST = 50
FIRST_MOST = 200


@strawberry.interface(description="Anything that can be fetched again by its id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque; the same for ever.")


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="More follows after endCursor.")
    has_previous_page: bool = strawberry.field(description="Something stands before startCursor.")
    start_cursor: str | None = strawberry.field(description="Of the first edge; null when empty.")
    end_cursor: str | None = strawberry.field(description="Give it as after to read on.")


def page_size(first: int | None) -> int:
    """The number asked for; raises LIMIT beyond what a page may hold."""
    size = FIRST if first is None else first
    if not 0 <= size <= FIRST_MOST:
        raise ApiError(Code.LIMIT, f"first: {size}，应为 0 到 {FIRST_MOST}")
    return size


def node_id(kind: str, key: str) -> strawberry.ID:
    """The id of a node: its type and its key in the graph."""
    return strawberry.ID(f"{kind}:{key}")


def key_of(identifier: str, kind: str) -> str | None:
    """The key within an id of this type; None for another type's."""
    head, _, key = identifier.partition(":")
    return key if head == kind and key else None
