"""`python -m graph_seed season` opens a year once, and never moves its day."""

import pytest

from facts.season import Season, open_season
from graph.gateway import Gateway
from graph_seed.__main__ import parse
from graph_seed.season import run

ASKED = ["season", "--year", "2024", "--opens", "2023-09-01"]


async def test_a_year_is_opened_and_opened_again_without_harm(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    assert [await run(graph, parse(ASKED)) for _ in range(2)] == [0, 0]
    assert capsys.readouterr().out == "season: 2024 is open since 2023-09-01\n" * 2


async def test_another_day_for_an_open_year_is_refused(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    first = parse(ASKED)
    await run(graph, first)
    assert await run(graph, parse([*ASKED[:-1], "2023-10-01"])) == 1
    assert "2024 is open since 2023-09-01" in capsys.readouterr().err
    held = await open_season(graph.directory, Season(2024, first.opens))
    assert held.opens == first.opens


async def test_a_day_of_quite_another_year_is_refused(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(graph, parse([*ASKED[:-1], "2013-09-01"])) == 1
    assert "2013-09-01 is no first day of 2024" in capsys.readouterr().err
