"""python -m bench.pace: how fast facts come in, and the most memory that took.

In a data folder of its own: a roster from the file to the graph, then payments one a request.
"""

import asyncio
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.client import BenchError
from bench.deeds import Deed, payment_of
from bench.memory import highest
from bench.payments import CLIENTS, PAYMENTS, by_http, by_writers
from bench.roll import make_roll, terms
from bench.roster import PEOPLE, rows_a_second
from bench.target import free_port
from bench.victim import Victim
from graph.errors import GraphError
from graph.gateway import Gateway
from graph.opening import open_graph
from graph.settings import Settings

WARM = 1_000  # payments before any is measured
Figure = tuple[str, str]


def measure() -> str:
    """A line a figure."""
    with _settings() as settings:
        figures = asyncio.run(_measured(settings))
    return "\n".join(f"{name:34} {figure}" for name, figure in figures)


@contextmanager
def _settings() -> Iterator[Settings]:
    """The engine's jars are those that are there; all else is new and goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="zeren-bench-") as folder:
        own = replace(Settings.read(), neo4j_uri=None, databases={}, demo=False)
        yield replace(own, data=Path(folder), port=free_port())


async def _measured(settings: Settings) -> list[Figure]:
    async with open_graph(settings) as gateway:
        homes = await make_roll(gateway, settings, WARM + 2 * len(CLIENTS) * PAYMENTS)
        law = terms()
        deeds = [payment_of(home, law) for home in homes]
        rate = await rows_a_second(gateway, settings)
        figures = [(f"roster of {PEOPLE:,} people, CSV", f"{rate:,.0f} rows/s")]
        figures += await _paid(gateway, settings, deeds)
        return [*figures, ("highest memory", highest(settings))]


async def _paid(gateway: Gateway, settings: Settings, deeds: Sequence[Deed]) -> list[Figure]:
    """The service shares the engine of this process, which has seen such writes before."""
    await by_writers(gateway, deeds[:WARM], max(CLIENTS))
    parts = iter(deeds[at : at + PAYMENTS] for at in range(WARM, len(deeds), PAYMENTS))
    rates = [
        (f"payments, {clients} at once", await by_writers(gateway, next(parts), clients))
        for clients in CLIENTS
    ]
    victim = Victim(settings, settings.data / "service.log")
    victim.start()
    try:
        await asyncio.to_thread(victim.await_back)
        address = f"http://127.0.0.1:{settings.port}"
        rates += [
            (
                f"recordPayment over HTTP, {clients} at once",
                await by_http(settings, address, next(parts), clients),
            )
            for clients in CLIENTS
        ]
    finally:
        await asyncio.to_thread(victim.stop)
    return [(name, f"{rate:,.0f} payments/s") for name, rate in rates]


if __name__ == "__main__":
    try:
        print(measure())
    except (BenchError, GraphError, OSError) as error:
        sys.exit(f"bench: {error}")
