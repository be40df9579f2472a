"""These kill engines: the one of the run comes back by itself, others have their own folder."""

import fcntl
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graph.engine import running
from graph.errors import EngineBusy, EngineDamaged, EngineFailed
from graph.gateway import Gateway
from graph.home import Home
from graph.opening import open_graph
from graph.settings import Settings

ADD = "MERGE (s:Sequence {key: $key}) SET s.n = coalesce(s.n, 0) + 1 RETURN s.n AS n"
WRITER = """
import asyncio, sys
from graph.opening import open_graph
from graph.settings import Settings

async def main():
    async with open_graph(Settings.read()) as gateway:
        await gateway.directory.write("MERGE (:Sequence {key: $key})", key=sys.argv[1])
        print("written", flush=True)
        if sys.argv[2] == "stay":
            await asyncio.sleep(600)

asyncio.run(main())
"""
KEYS = "MATCH (s:Sequence) RETURN collect(s.key) AS keys"


@pytest.fixture
def lone(embedded: Settings, tmp_path: Path) -> Settings:
    """A data directory of its own, with the jars of the run."""
    return replace(embedded, data=tmp_path / "data")


def test_a_second_process_uses_the_running_engine(
    graph: Gateway, child_environment: dict[str, str], embedded: Settings
) -> None:
    before = Home(embedded.data).holder()
    command = [sys.executable, "-c", WRITER, "second", "go"]
    done = subprocess.run(command, env=child_environment, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("written\n", "")
    assert Home(embedded.data).holder() == before


async def test_a_write_outlives_a_killed_engine(graph: Gateway, embedded: Settings) -> None:
    before = Home(embedded.data).holder()
    await graph.directory.write(ADD, key="1")
    assert before is not None
    os.kill(before.java, signal.SIGKILL)
    assert await graph.directory.write(ADD, key="1") == [{"n": 2}]
    after = Home(embedded.data).holder()
    assert after is not None
    assert after.java != before.java
    assert after.port == before.port


@pytest.fixture
def killed(lone: Settings, child_environment: dict[str, str]) -> int:
    """A process that wrote and was killed with -9; its engine's id."""
    environment = {**child_environment, "ZEREN_DATA": str(lone.data)}
    command = [sys.executable, "-c", WRITER, "first", "stay"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "written\n"
        holder = Home(lone.data).holder()
        owner.kill()
    assert holder is not None
    return holder.java


async def test_a_killed_owner_takes_its_engine_along(lone: Settings, killed: int) -> None:
    async with open_graph(lone) as gateway:
        assert await gateway.directory.one(KEYS) == {"keys": ["first"]}
        with pytest.raises(ProcessLookupError):
            os.kill(killed, 0)
        with pytest.raises(EngineBusy, match=f"held by process {os.getpid()}.*cannot reset"):
            Home(lone.data).reset()
    Home(lone.data).reset()
    assert not (lone.data / "graph").exists()


async def test_a_holder_that_does_not_answer_is_named(lone: Settings) -> None:
    home = Home(lone.data)
    told = {"state": "running", "owner": 7, "warden": os.getpid(), "java": 8, "port": 1}
    home.state.write_text(json.dumps(told))
    with (lone.data / "lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(EngineBusy, match=r"held by process 7 \(engine 8\), cannot start; stop"):
            async with running(lone, patience=0.5):
                pass


async def test_a_file_in_place_of_the_folder_is_named(lone: Settings) -> None:
    lone.data.write_text("not a folder")
    with pytest.raises(EngineDamaged, match=f"{lone.data} cannot hold the graph"):
        async with running(lone):
            pass


async def test_a_store_that_cannot_be_opened_is_named(lone: Settings) -> None:
    stores = lone.data / "graph" / "databases" / "system"
    stores.mkdir(parents=True)
    (stores / "neostore").write_bytes(b"not a store")
    with pytest.raises(EngineDamaged, match=f"{lone.data} cannot be opened.*make reset"):
        async with running(lone):
            pass
    lock = Home(lone.data).hold()
    assert lock is not None
    lock.close()


async def test_a_full_disk_is_told_before_the_start(
    lone: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.home.ROOM_BYTES", 10**18)
    with pytest.raises(EngineFailed, match="the graph needs 1000000000000 MB; make room"):
        async with running(lone):
            pass


async def test_what_java_said_is_told(lone: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.java.FLAGS", ("-Xms512m", "-Xmx100m"))
    with pytest.raises(EngineFailed, match="Initial heap size set to a larger value"):
        async with running(lone):
            pass
