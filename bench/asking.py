"""Questions asked in this process, of a graph that may belong to another one."""

import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from statistics import median
from typing import Any

from api.service import CHINA
from bench.client import BenchError
from bench.growth import Value
from graph.errors import GraphError
from graph.gateway import Gateway
from graph.opening import open_graph
from graph.settings import Settings
from rollup.memory import Rollup
from schema.root import make_context, schema

WARM_UP = 2  # a plan is made when a text comes for the second time
ROUNDS, FEWEST = 11, 3
SECONDS = 20.0  # of all rounds of one question; then those that were are enough


@dataclass(frozen=True, slots=True)
class Asker:
    """One graph, with what this process holds of it in memory or without."""

    gateway: Gateway
    rollup: Rollup | None
    today: date

    def without(self) -> "Asker":
        """The same, answered by statements alone."""
        return replace(self, rollup=None)

    async def ask(self, query: str, **variables: object) -> Any:
        """The data. Raises BenchError with the code of what went wrong."""
        context = make_context(self.gateway, self.today, rollup=self.rollup)
        found = await schema.execute(query, variable_values=variables, context_value=context)
        if found.errors:
            raise BenchError(_reason(found.errors[0]))
        return found.data

    async def p50(self, query: str, **variables: object) -> Value:
        """Milliseconds of a question, or why it has no answer."""
        return await p50(lambda: self.ask(query, **variables))


def _reason(error: Any) -> str:
    code = (error.extensions or {}).get("code")
    return str(code or type(error.original_error or error).__name__)


async def p50(work: Callable[[], Awaitable[object]]) -> Value:
    """Milliseconds of something done again and again, or why it cannot be done."""
    times: list[float] = []
    begun = time.perf_counter()
    try:
        for round_ in range(WARM_UP + ROUNDS):
            started = time.perf_counter()
            await work()
            times.append((time.perf_counter() - started) * 1000)
            if round_ + 1 >= FEWEST and time.perf_counter() - begun > SECONDS:
                break
    except (BenchError, GraphError) as error:
        return str(error)
    return median(times[WARM_UP:])


@asynccontextmanager
async def asked_in(settings: Settings) -> AsyncIterator[Asker]:
    """Of a graph that stands; nothing in memory yet. What fails is told in the table alone."""
    logging.getLogger("strawberry.execution").setLevel(logging.CRITICAL + 1)
    async with open_graph(settings) as gateway:
        yield Asker(gateway, None, datetime.now(UTC).astimezone(CHINA).date())
