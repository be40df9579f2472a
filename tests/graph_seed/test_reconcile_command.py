"""`python -m graph_seed reconcile` says what differs by its lines and its exit code."""

import pytest

from graph.gateway import Gateway
from graph_seed.__main__ import parse
from graph_seed.reconcile import run
from tests.facts.small import V2, on_the_roll


async def test_a_year_in_which_all_is_right_is_one_line(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await on_the_roll(graph.directory)
    assert await run(graph, parse(["reconcile"])) == 0
    assert (
        capsys.readouterr().out
        == "reconcile: 2022: 2 villages, 13 rows, 0 differences, 0 repaired\n"
    )


async def test_a_check_of_what_differs_ends_with_one_and_a_repair_with_nothing(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await on_the_roll(graph.directory)
    await graph.directory.write("MATCH (t:Total {key: $key}) SET t.paid = 9", key=f"{V2}|2022|all")
    assert await run(graph, parse(["reconcile", "--check"])) == 1
    assert await run(graph, parse(["reconcile", "--repair"])) == 0
    said = capsys.readouterr()
    assert said.out == (
        "reconcile: 2022: 2 villages, 13 rows, 1 differences, 0 repaired\n"
        "reconcile: 2022: 2 villages, 13 rows, 1 differences, 1 repaired\n"
    )
    assert said.err == f"  {V2}|2022|all: paid 9 -> paid 0\n" * 2
