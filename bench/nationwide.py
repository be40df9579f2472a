"""What the places of a graph cost: memory, questions by memory and by statements, a commit."""

import asyncio
import time
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
TOWN = "431181100"
VILLAGE = f"{TOWN}201"
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
TRENDS = {"county": COUNTY, "city": CITY, "province": PROVINCE, "nation": NATION_CODE}


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
            found |= await _written(asker)
        found["highest of the process, MB"] = highest_mb()
        for name, query in QUESTIONS.items():
            found[f"{name}, statements, ms"] = await plain.p50(query)
        for name, code in TRENDS.items():
            found[f"trend of a {name}, ms"] = await plain.p50(trend_query(code))
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
    """What a look takes, a commit, the same question after it, and after a village was founded."""
    assert asker.rollup is not None
    view = await asker.rollup.look()
    assert view is not None  # it is loaded
    numbers = count(900 + sum(code.startswith(f"{TOWN}9") for code in view.land.places))
    found: dict[str, Value] = {"look, nothing new, ms": await p50(asker.rollup.look)}
    found["commit, ms"] = await p50(lambda: _commit(asker))

    async def after_commit() -> float:
        await _commit(asker)
        return await _ms(asker)

    async def after_founding() -> float:
        number = next(numbers)
        place = Division(f"{TOWN}{number}", f"新村{number}", Level.VILLAGE, TOWN)
        await load_batch(asker.gateway.directory, [place])
        return await _ms(asker)

    commits = [await after_commit() for _ in range(ROUNDS)]
    founded = [await after_founding() for _ in range(FEWEST)]
    found["the nation alone after a commit, ms"] = median(commits)
    found["the nation alone after a new village, ms"] = median(founded)
    return found


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
