import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from graph.errors import NewerGraph
from graph.gateway import Gateway
from graph.migrate import migrate, migrations

NUMBERS = "MATCH (m:Migration) RETURN m.number AS number, m.name AS name ORDER BY number"
MARKS = "MATCH (d:Duty) RETURN d.key AS key ORDER BY key"


@pytest.fixture
async def folder(graph: Gateway, tmp_path: Path) -> AsyncIterator[Path]:
    """The program's migrations are known by number; these come after them."""
    for migration in migrations():
        (tmp_path / f"{migration.number:04}_{migration.name}.cypher").touch()
    yield tmp_path
    await graph.directory.write("MATCH (m:Migration) WHERE m.number >= 9000 DELETE m")


def write(folder: Path, number: int, text: str) -> None:
    (folder / f"{number}_try.cypher").write_text(text)


async def test_files_run_in_order_of_their_numbers(graph: Gateway, folder: Path) -> None:
    write(folder, 9002, "MATCH (d:Duty {key: 'a'}) MERGE (:Duty {key: d.key + 'b'});")
    write(folder, 9001, "// a; comment\nMERGE (:Duty {key: 'a'});\nMERGE (:Duty {key: 'c;'})")
    await migrate(graph, folder)
    assert await graph.directory.read(MARKS) == [{"key": "a"}, {"key": "ab"}, {"key": "c;"}]
    rows = await graph.directory.read(NUMBERS)
    assert rows[-2:] == [{"number": 9001, "name": "try"}, {"number": 9002, "name": "try"}]


async def test_a_file_runs_once(graph: Gateway, folder: Path) -> None:
    write(folder, 9001, "CREATE (:Duty {key: randomUUID()})")
    await migrate(graph, folder)
    await migrate(graph, folder)
    assert len(await graph.directory.read(MARKS)) == 1


async def test_two_processes_may_migrate_at_once(graph: Gateway, folder: Path) -> None:
    write(
        folder,
        9001,
        "CREATE CONSTRAINT try_key IF NOT EXISTS FOR (n:Try) REQUIRE n.key IS UNIQUE;"
        "\nMERGE (:Duty {key: 'a'})",
    )
    try:
        await asyncio.gather(*(migrate(graph, folder) for _ in range(4)))
    finally:
        await graph.directory.schema("DROP CONSTRAINT try_key IF EXISTS")
    assert await graph.directory.read(MARKS) == [{"key": "a"}]


async def test_a_newer_graph_is_refused(graph: Gateway, folder: Path) -> None:
    newest = migrations()[-1].number
    await graph.directory.write("MERGE (:Migration {number: 9009})")
    write(folder, 9001, "MERGE (:Duty {key: 'a'})")
    with pytest.raises(NewerGraph, match="is at migration 9009, this program knows 9001"):
        await migrate(graph, folder)
    with pytest.raises(NewerGraph, match=f"knows {newest}"):
        await migrate(graph)
    assert await graph.directory.read(MARKS) == []


async def test_every_key_of_the_graph_is_unique(graph: Gateway) -> None:
    row = await graph.directory.one(
        "SHOW CONSTRAINTS YIELD type, labelsOrTypes WHERE type CONTAINS 'UNIQUENESS' "
        "RETURN collect(labelsOrTypes[0]) AS labels"
    )
    assert row is not None
    assert {"Jurisdiction", "Participation", "Tally", "Migration"} <= set(row["labels"])


def test_numbers_are_given_once() -> None:
    numbers = [migration.number for migration in migrations()]
    assert numbers == sorted(set(numbers))
