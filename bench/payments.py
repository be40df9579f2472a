"""Payments a second: clients side by side, one payment a request, exact sums.

writers   requests to facts.writer.Writers in this process
http      recordPayment, to a service of its own on the same graph
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import timedelta

import httpx

from api.tokens import issue, own_key
from bench.client import HEADERS, BenchError
from bench.deeds import PAID_ON, Deed
from bench.load import read
from bench.roll import NOTICE, SEASON
from facts.deeds import Pay
from facts.request import Request
from facts.writer import Writers
from graph.gateway import Gateway
from graph.settings import Settings
from policy.viewer import Role, Viewer
from policy.vocabulary import Channel

CLIENTS = (16, 64)
PAYMENTS = 2_000  # of each measurement
FIELD = "recordPayment"


async def by_writers(gateway: Gateway, deeds: Sequence[Deed], clients: int) -> float:
    """Payments a second."""
    writer = Writers(gateway).at(NOTICE.unit)

    async def pay(deed: Deed) -> None:
        outcome = await writer.submit(Request(deed.key, (_pay(deed),)))
        if outcome.refusals:
            raise BenchError(f"{deed.key}: {outcome.refusals[0]}")

    return await _rate(deeds, clients, pay)


def _pay(deed: Deed) -> Pay:
    household = deed.subject.partition("|")[0]
    return Pay(
        deed.key,
        SEASON.year,
        (),
        PAID_ON,
        Channel.APP,
        household=household,
        amount_fen=deed.amount_fen,
    )


async def by_http(settings: Settings, address: str, deeds: Sequence[Deed], clients: int) -> float:
    """Payments a second, each a request of its own over a kept connection."""
    token = issue(own_key(settings), Viewer("bench", Role.ADMINISTRATOR), timedelta(days=1))
    headers = {**HEADERS, "Authorization": f"Bearer {token}"}
    async with AsyncExitStack() as stack:
        free = [  # one connection each: a pool of many takes longer than the service
            await stack.enter_async_context(
                httpx.AsyncClient(base_url=address, headers=headers, timeout=60, trust_env=False)
            )
            for _ in range(clients)
        ]

        async def pay(deed: Deed) -> None:
            client = free.pop()
            answer = await client.post("/graphql", content=deed.body)
            free.append(client)
            verdict = read(answer.content, FIELD)
            if verdict != "":
                raise BenchError(f"{deed.key}: {verdict or 'not acknowledged'}")

        return await _rate(deeds, clients, pay)


async def _rate(
    deeds: Sequence[Deed], clients: int, pay: Callable[[Deed], Awaitable[None]]
) -> float:
    waiting = list(reversed(deeds))

    async def client() -> None:
        while waiting:
            await pay(waiting.pop())

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return len(deeds) / (time.perf_counter() - begun)
