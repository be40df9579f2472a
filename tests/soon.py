"""What resolvers give at once where it is there already, and else when it was read."""

from inspect import isawaitable
from typing import TypeVar, cast

from schema.context import Soon

T = TypeVar("T")


async def soon(found: Soon[T]) -> T:
    """Either way the value."""
    return cast(T, await found if isawaitable(found) else found)
