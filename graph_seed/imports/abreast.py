"""Several pieces of work at a time, begun in their order."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def abreast(pieces: Iterable[T], work: Callable[[T], Awaitable[None]], most: int) -> None:
    """At most `most` at once; a failure is raised when what was begun is over."""
    running: deque[asyncio.Task[None]] = deque()

    async def one(piece: T) -> None:
        await work(piece)

    try:
        for piece in pieces:
            if len(running) == most:
                await running.popleft()
            running.append(asyncio.create_task(one(piece)))
        while running:
            await running.popleft()
    finally:
        await asyncio.gather(*running, return_exceptions=True)
