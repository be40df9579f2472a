"""What is read when the first field asks for it, and then once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


def once(read: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """Equal questions that come at the same time wait for one answer."""
    asked: list[asyncio.Future[T]] = []

    async def answer() -> T:
        if not asked:
            asked.append(asyncio.ensure_future(read()))
        return await asked[0]

    return answer
