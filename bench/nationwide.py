"""What the places of a graph cost: memory, questions by memory and by statements, a commit."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from itertools import count
from statistics import median

from bench.asking import FEWEST, ROUNDS, Asker, asked_in, p50
from bench.growth import Column, Value
from bench.memory import engine_mb, held_mb, highest_mb
from bench.nation import SEASON
from bench.tree import tree_query
from facts.sums import no_sums, write_sums
from graph.gateway import Transaction
from graph.settings import Settings
from graph_seed.divisions.listing import Division
from graph_seed.divisions.load import load_batch
from policy.places import NATION_CODE, Level
from rollup.kept import kept
from rollup.memory import Rollup

COUNTY, CITY, PROVINCE = "431181", "4311", "43"
TOWN = "431181001"
VILLAGE = f"{TOWN}006"
LOOK_SECONDS = 0.05
PAID_ON = date(2021, 11, 20)
QUESTIONS = {
    "tree of a county": tree_query(COUNTY, 3),
    "tree of a city": tree_query(CITY, 4),
    "cities of a province": tree_query(PROVINCE, 2),
    "provinces of the nation": tree_query(NATION_CODE, 2),
    "the nation alone": tree_query(NATION_CODE, 1),
}
ALONE = QUESTIONS["the nation alone"]
TRENDS = {"county": COUNTY, "city": CITY, "province": PROVINCE, "country": NATION_CODE}


def measure(settings: Settings) -> Column:
    """In a process that has done nothing else."""
    return asyncio.run(_measured(settings))


async def _measured(settings: Settings) -> Column:
    async with asked_in(settings) as plain:
        found: dict[str, Value] = {}
        before, begun = held_mb() or 0.0, time.perf_counter()
        async with kept(plain.gateway.directory) as rollup:
            assert rollup is not None  # it is wanted
            await _loaded(rollup)
            found["memory opened, s"] = time.perf_counter() - begun
            found["memory holds, MB"] = (held_mb() or 0.0) - before
            asker = replace(plain, rollup=rollup)
            for name, query in QUESTIONS.items():
                found[f"{name}, memory, ms"] = await asker.p50(query)
            for name, code in TRENDS.items():
                found[f"trend of a {name}, ms"] = await asker.p50(trend_query(code))
            found |= await _written(asker)
        found["highest of the process, MB"] = highest_mb()
        for name, query in QUESTIONS.items():
            found[f"{name}, statements, ms"] = await plain.p50(query)
        found["highest of the engine, MB"] = engine_mb(settings)
    return found


def trend_query(code: str) -> str:
    """Every day of the season at a place."""
    return f'{{ jurisdiction(code: "{code}") {{ trend(year: 2022) {{ on enrolled paid }} }} }}'


async def _loaded(rollup: Rollup) -> None:
    while True:
        view = await rollup.look()
        if view is not None and view.year(SEASON.year) is not None:
            return
        await asyncio.sleep(LOOK_SECONDS)


async def _written(asker: Asker) -> dict[str, Value]:
    """What a look takes, a commit, and the same question after it or after a place changed."""
    assert asker.rollup is not None
    view = await asker.rollup.look()
    assert view is not None  # it is loaded
    numbers = count(900 + sum(code.startswith(f"{TOWN}9") for code in view.land.places))
    name = view.land.places[VILLAGE].name
    found: dict[str, Value] = {"look, nothing new, ms": await p50(asker.rollup.look)}
    found["commit, ms"] = await p50(lambda: _commit(asker))

    async def changed(code: str, name: str, *aliases: str) -> None:
        place = Division(code, name, Level.VILLAGE, TOWN, aliases=aliases)
        await load_batch(asker.gateway.directory, [place])

    async def renamed() -> None:
        await changed(VILLAGE, name, f"{name}{next(numbers)}")

    async def founded() -> None:
        number = next(numbers)
        await changed(f"{TOWN}{number}", f"新村{number}")

    after = "the nation alone after"
    found[f"{after} a commit, ms"] = await _after(asker, lambda: _commit(asker), ROUNDS)
    found[f"{after} another name of a village, ms"] = await _after(asker, renamed, FEWEST)
    found[f"{after} a new village, ms"] = await _after(asker, founded, FEWEST)
    return found


async def _after(asker: Asker, write: Callable[[], Awaitable[None]], rounds: int) -> float:
    """Milliseconds of the first question behind a write, without the write."""
    times = []
    for _ in range(rounds):
        await write()
        times.append(await _ms(asker))
    return median(times)


async def _ms(asker: Asker) -> float:
    started = time.perf_counter()
    await asker.ask(ALONE)
    return (time.perf_counter() - started) * 1000


async def _commit(asker: Asker) -> None:
    """A payment's sums, through the write path."""
    sums = no_sums()
    sums[VILLAGE, "all", PAID_ON].update({"paid_fen": 32_000, "payments": 1})

    async def body(transaction: Transaction) -> None:
        await write_sums(transaction, SEASON.year, sums)

    await asker.gateway.directory.transact(body)
