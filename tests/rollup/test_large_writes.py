"""Writes that take the engine a while to apply, and readers who look all the time."""

import asyncio
from datetime import date

from facts.season import Season, open_season
from facts.sums import no_sums, write_sums
from graph.gateway import Gateway
from graph_seed.divisions.listing import Division
from graph_seed.divisions.load import load_batch
from policy.places import Level
from rollup.memory import Rollup

OPENS, YEAR, WRITES = date(2021, 9, 1), 2022, 12
VILLAGES = [f"990101100{number:03}" for number in range(400)]


async def write(graph: Gateway) -> None:
    """One person more in every village."""
    sums = no_sums()
    for village in VILLAGES:
        sums[village, "all", OPENS].update({"unpaid": 1, "changes": 1})
    await graph.directory.transact(lambda transaction: write_sums(transaction, YEAR, sums))


async def test_no_look_sees_half_of_a_large_write_or_less_than_was_acknowledged(
    graph: Gateway,
) -> None:
    township = Division("990101100", "镇", Level.TOWNSHIP, None)
    villages = [Division(code, code, Level.VILLAGE, "990101100") for code in VILLAGES]
    await load_batch(graph.directory, [township, *villages])
    await open_season(graph.directory, Season(YEAR, OPENS))
    rollup, acknowledged, seen = Rollup(graph.directory), [0], set[int]()

    async def read() -> None:
        while acknowledged[0] < WRITES:
            before = acknowledged[0]
            view = await rollup.look()
            assert view is not None
            await view.bring(YEAR)
            year = view.year(YEAR)
            assert year is not None
            counts = {year.total(village)[at] for village in VILLAGES for at in (5, 13)}
            assert len(counts) == 1
            assert counts.pop() >= before
            seen.add(before)

    async def add() -> None:
        for _ in range(WRITES):
            await write(graph)
            acknowledged[0] += 1

    await rollup.load()
    await asyncio.gather(add(), read(), read())
    assert len(seen) > 1
