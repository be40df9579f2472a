"""python -m bench.scale: what everything costs as places and people become more.

Places: one graph grows from two counties to the whole nation, with a made-up season. People: a
county of a data folder of its own for each size, with two years, from files. Each size is measured
by a process and an engine that have done nothing else.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from bench.client import BenchError
from bench.countywide import measure as measure_people
from bench.growth import Column, Value, table
from bench.memory import engine_mb, highest_mb
from bench.nation import fill, load_places
from bench.nationwide import measure as measure_places
from bench.residents import settle
from bench.subsets import STEPS, Step, fresh
from graph.errors import GraphError
from graph.opening import open_graph
from graph.settings import Settings

PEOPLE = (10_000, 100_000, 600_000)


def main(arguments: list[str]) -> int:
    """0 when all was measured; 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--only", choices=("places", "people"), help="one of the two tables")
    parser.add_argument("--steps", type=int, default=4, help="how many of the four sizes (4)")
    given = parser.parse_args(arguments)
    try:
        if given.only != "people":
            print(asyncio.run(places(STEPS[: given.steps])), flush=True)
        if given.only != "places":
            print(asyncio.run(people(PEOPLE[: given.steps])), flush=True)
    except (BenchError, GraphError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


async def places(steps: Sequence[Step]) -> str:
    """A column a step, on one graph that grows."""
    sizes: list[int] = []
    columns: list[Column] = []
    before, spent = None, 0.0
    with folder() as settings:
        for step in steps:
            more = list(fresh(step, before))
            async with open_graph(settings) as gateway:
                begun = time.perf_counter()
                await load_places(gateway, more)
                spent += time.perf_counter() - begun
                await fill(gateway, more)
            column: dict[str, Value] = {"places loaded, s": spent, "store, MB": store_mb(settings)}
            columns.append({**column, **await apart(measure_places, settings)})
            sizes.append(len(more) + (sizes[-1] if sizes else 0))
            told(step.name, sizes, columns)
            before = step
    return table("places", sizes, columns)


async def people(sizes: Sequence[int]) -> str:
    """A column a size, each a graph of its own."""
    columns: list[Column] = []
    for at, size in enumerate(sizes):
        with folder() as settings:
            async with open_graph(settings) as gateway:
                column: dict[str, Value] = {**await settle(gateway, settings, size)}
                column["importing process, highest MB"] = highest_mb()
                column["importing engine, highest MB"] = engine_mb(settings)
            column["store, MB"] = store_mb(settings)
            columns.append({**column, **await apart(measure_people, settings)})
        told(f"{size:,} people", list(sizes[: at + 1]), columns)
    return table("people", sizes, columns)


def told(what: str, sizes: list[int], columns: list[Column]) -> None:
    """How far it has come."""
    print(f"{what}\n{table('so far', sizes, columns)}", file=sys.stderr, flush=True)


@contextmanager
def folder() -> Iterator[Settings]:
    """The engine's jars are those that are there; all else is new and goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="zeren-scale-") as path:
        own = replace(Settings.read(), neo4j_uri=None, databases={}, demo=False)
        yield replace(own, data=Path(path))


async def apart(measure: Callable[[Settings], Column], settings: Settings) -> Column:
    """In a process of its own, which this one's memory does not blur."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, measure, settings)


def store_mb(settings: Settings) -> float:
    """On disk, without what the engine only keeps to recover."""
    files = (settings.data / "graph" / "databases").rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 2**20


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
