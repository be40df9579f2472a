from argparse import Namespace

import pytest

from graph.gateway import Gateway
from graph_seed.__main__ import COMMANDS, parse
from graph_seed.divisions import load as divisions
from graph_seed.quotas import load as quotas


@pytest.mark.parametrize("command", [command.word for command in COMMANDS])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse([command, "--help"])
    assert ended.value.code == 0
    assert f"python -m graph_seed {command}" in capsys.readouterr().out


def test_provinces_and_the_whole_country_exclude_each_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parse(["divisions", "--all", "--province", "43"])
    assert "not allowed with argument --all" in capsys.readouterr().err


def test_a_province_may_be_named_more_than_once() -> None:
    assert parse(["divisions", "--province", "43", "--province", "11"]).province == ["43", "11"]


async def test_divisions_says_what_it_did(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Namespace(all=False, province=["54"])
    assert await divisions.run(graph, options) == 0
    await graph.directory.write("MATCH (place {code: '54'}) SET place.name = '西藏'")
    assert await divisions.run(graph, options) == 0
    assert capsys.readouterr().out.splitlines() == [
        "divisions: 6372 created, 0 changed, 0 unchanged, 0 with another name than the list's",
        "divisions: 0 created, 0 changed, 6372 unchanged, 1 with another name than the list's",
        "kept the graph's names of: 54",
    ]


async def test_quotas_without_places_ends_with_an_error(
    graph: Gateway, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await quotas.run(graph, parse(["quotas"])) == 1
    said = capsys.readouterr()
    assert said.out == "quotas: 0 created, 0 unchanged; 0 findings; 8 refused\n"
    assert "431122: the graph holds no places below it; load its province" in said.err
