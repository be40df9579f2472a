"""`python -m graph_seed verify` says what is wrong by its lines and its exit code."""

import pytest

from graph.gateway import Gateway
from graph_seed.__main__ import parse
from graph_seed.verify import run
from tests.facts.small import on_the_roll


async def test_a_year_without_contradictions_is_one_line(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await on_the_roll(graph.directory)
    assert await run(graph, parse(["verify"])) == 0
    said = capsys.readouterr()
    assert said.out == (
        "verify: 2022: 2 villages, 24 proofs, 0 wrong\n"
        "verify: neo4j, all years: 7 proofs, 0 wrong\n"
    )
    assert said.err == ""


async def test_a_contradiction_is_named_and_ends_with_one(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await on_the_roll(graph.directory)
    await graph.directory.write("MATCH (r:Receipt {key: 'entry'}) REMOVE r.answer")
    assert await run(graph, parse(["verify"])) == 1
    assert (
        capsys.readouterr().err
        == "  RECEIPT_UNANSWERED entry：回执没有答复；实为 无答复，应为 有答复\n"
    )


async def test_a_year_that_no_database_has_is_told(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    await on_the_roll(graph.directory)
    assert await run(graph, parse(["verify", "--year", "1999"])) == 1
    assert "verify: no season 1999 is on record" in capsys.readouterr().err
