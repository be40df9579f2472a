"""Backup and restore, each with an engine of its own."""

import gzip
import os
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import pytest

from graph.__main__ import main, restored
from graph.archive import Manifest, unpack
from graph.backup import Done, backup, restore
from graph.errors import ArchiveError, EngineBusy
from graph.gateway import Gateway, Row
from graph.home import Home
from graph.opening import open_graph
from graph.settings import Settings, SettingsError

FILL: LiteralString = """
UNWIND range(1, 500) AS n
CREATE (y:Payment {key: toString(n), amount_fen: n * 320})-[:ON]->(:Account {key: toString(n)})
"""
MARK: LiteralString = "MERGE (s:Sequence {key: '2022'}) SET s.n = $n, s.epoch = 'before'"
SUMS: LiteralString = """
MATCH (y:Payment)-[o:ON]->(:Account)
RETURN count(y) AS payments, sum(y.amount_fen) AS fen, count(o) AS edges,
  COLLECT { MATCH (s:Sequence) RETURN s.n } AS numbers
"""
EPOCH: LiteralString = "MATCH (s:Sequence) RETURN s.epoch AS epoch"
KEY, OTHER_KEY = "a" * 43 + "=", "b" * 43 + "="


async def filled(settings: Settings, n: int) -> Row:
    """A graph with 500 payments and a sequence at n, and its identity key; what it adds up to."""
    async with open_graph(settings) as graph:
        await graph.directory.write(FILL)
        await graph.directory.write(MARK, n=n)
        (settings.data / "identity.key").write_text(KEY)
        (settings.data / "token.key").write_text(OTHER_KEY)
        return await sums(graph)


async def sums(graph: Gateway) -> Row:
    [row] = await graph.directory.read(SUMS)
    return row


@pytest.fixture(scope="module")
async def packed(
    embedded_once: Settings, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Row]:
    """An archive, and what the graph in it adds up to."""
    folder = tmp_path_factory.mktemp("packed")
    settings = replace(embedded_once, data=folder / "data")
    before = await filled(settings, 7)
    done = await backup(settings, folder / "one.tar.gz")
    assert done.has_key
    return folder / "one.tar.gz", before


@pytest.fixture(scope="module")
def embedded_once(engine: Settings) -> Settings:
    if engine.neo4j_uri is not None:
        pytest.skip("NEO4J_URI names a server; backups are of the embedded engine")
    return engine


@pytest.fixture
def lone(embedded: Settings, tmp_path: Path) -> Settings:
    return replace(embedded, data=tmp_path / "data")


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


async def test_a_restored_graph_adds_up_to_the_same_in_another_epoch(
    packed: tuple[Path, Row], lone: Settings
) -> None:
    archive, before = packed
    await restore(lone, archive)
    async with open_graph(lone) as graph:
        assert await sums(graph) == before
        [row] = await graph.directory.read(EPOCH)
    assert row["epoch"] != "before"
    assert (lone.data / "identity.key").read_text() == KEY
    assert not (lone.data / "restoring").exists()
    assert not (lone.data / "token.key").exists()


async def test_a_graph_that_is_there_is_replaced_only_when_that_is_said(
    packed: tuple[Path, Row], lone: Settings
) -> None:
    archive, before = packed
    there = await filled(lone, 9)
    (lone.data / "identity.key").write_text(OTHER_KEY)
    with pytest.raises(ArchiveError, match=r"holds a graph; add --replace"):
        await restore(lone, archive)
    done = await restore(lone, archive, over=True)
    async with open_graph(lone) as graph:
        assert await sums(graph) == before != there
    assert done.kept_key is not None
    assert done.kept_key.read_text() == OTHER_KEY


@pytest.mark.parametrize("at", [0.0, 0.1, 0.5, 0.99])
async def test_a_damaged_archive_is_refused_and_nothing_changed(
    packed: tuple[Path, Row], lone: Settings, tmp_path: Path, at: float
) -> None:
    whole = packed[0].read_bytes()
    spoiled = bytearray(whole)
    place = int(at * len(whole))
    spoiled[place] ^= 0xFF
    (tmp_path / "bad.tar.gz").write_bytes(spoiled)
    (lone.data / "graph").mkdir(parents=True)
    (lone.data / "graph" / "store").write_text("ours")
    Home(lone.data)
    before = names(lone.data)
    with pytest.raises(ArchiveError, match=r"bad\.tar\.gz is damaged or no backup"):
        await restore(lone, tmp_path / "bad.tar.gz", over=True)
    assert names(lone.data) == before
    assert (lone.data / "graph" / "store").read_text() == "ours"


def test_an_archive_that_was_cut_off_is_refused(packed: tuple[Path, Row], tmp_path: Path) -> None:
    whole = packed[0].read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArchiveError, match=r"cut\.tar\.gz is damaged"):
        unpack(tmp_path / "cut.tar.gz")


def test_a_checksum_that_does_not_fit_is_named(packed: tuple[Path, Row], tmp_path: Path) -> None:
    manifest = unpack(packed[0])
    plain = gzip.decompress(packed[0].read_bytes())
    right = manifest.files["password"].sha256.encode()
    (tmp_path / "odd.tar.gz").write_bytes(gzip.compress(plain.replace(right, b"0" * 64)))
    with pytest.raises(ArchiveError, match="password does not have the checksum of the manifest"):
        unpack(tmp_path / "odd.tar.gz")


async def test_a_graph_that_is_used_is_not_touched(
    graph: Gateway, embedded: Settings, packed: tuple[Path, Row], tmp_path: Path
) -> None:
    with pytest.raises(EngineBusy, match=f"held by process {os.getpid()}.*cannot back up; stop"):
        await backup(embedded, tmp_path / "used.tar.gz")
    with pytest.raises(EngineBusy, match="cannot restore; stop it"):
        await restore(embedded, packed[0], over=True)
    assert names(tmp_path) == []


async def test_without_its_key_a_backup_is_restored_only_where_the_key_is_at_hand(
    lone: Settings, tmp_path: Path
) -> None:
    await filled(lone, 3)
    done = await backup(lone, tmp_path / "bare.tar.gz", with_key=False)
    assert "identity.key" not in done.manifest.files
    elsewhere = replace(lone, data=tmp_path / "elsewhere")
    with pytest.raises(ArchiveError, match="sealed with is not at hand; put that of this graph"):
        await restore(elsewhere, tmp_path / "bare.tar.gz")
    assert not (elsewhere.data / "graph").exists()
    done = await restore(replace(elsewhere, identity_key=KEY), tmp_path / "bare.tar.gz")
    assert (done.manifest.nodes > 1000, done.has_key) == (True, False)


def test_changing_over_is_taken_up_where_it_broke_off(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for folder, text in (("restored", "new"), ("replaced", "old")):
        (tmp_path / folder / "graph").mkdir(parents=True)
        (tmp_path / folder / "graph" / "store").write_text(text)
    home.password.write_text("old")
    (tmp_path / "restored" / "password").write_text("new")
    home.prepare(1)
    assert (tmp_path / "graph" / "store").read_text() == "new"
    assert home.password.read_text() == "new"
    assert not (tmp_path / "restored").exists()
    assert not (tmp_path / "replaced").exists()


def test_who_restores_is_told_that_tokens_of_another_folder_are_void(tmp_path: Path) -> None:
    done = Done(Manifest(1, 2, 3, "2022-01-01", None), has_key=False)
    [_, said] = restored(Settings(data=tmp_path), done)
    assert "原有令牌全部失效；请用 python -m api token 重新签发" in said
    assert len(restored(Settings(data=tmp_path, token_key=bytes(32)), done)) == 1


def test_an_archive_is_not_written_over_another_file(
    packed: tuple[Path, Row], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEREN_DATA", str(packed[0].parent / "data"))
    before = packed[0].read_bytes()
    assert main(["backup", str(packed[0])]) == 1
    assert "one.tar.gz is there already; name another file" in capsys.readouterr().err
    assert packed[0].read_bytes() == before


async def test_a_server_of_ones_own_is_backed_up_by_its_own_means(lone: Settings) -> None:
    served = replace(lone, neo4j_uri="neo4j://db.example")
    with pytest.raises(SettingsError, match=r"the embedded graph only.*docs/operations\.md"):
        await backup(served, lone.data / "x.tar.gz")
