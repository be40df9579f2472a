"""Who waits for a data directory that somebody else holds."""

import asyncio
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.engine import Engine, _hold
from graph.errors import EngineBusy
from graph.home import Home


@pytest.fixture
def warden() -> Iterator[int]:
    """A process that lives as long as the test."""
    with subprocess.Popen(["sleep", "60"]) as child:
        yield child.pid
        child.kill()


def held(path: Path, state: str, warden: int) -> Home:
    home = Home(path)
    told = {"state": state, "owner": 1, "warden": warden, "java": 1, "port": 1}
    home.state.write_text(json.dumps(told))
    return home


async def test_an_engine_that_stops_is_waited_for_as_long_as_it_takes(
    tmp_path: Path, warden: int
) -> None:
    home = held(tmp_path, "stopping", warden)
    lock = home.hold()
    assert lock is not None
    asyncio.get_running_loop().call_later(0.5, lock.close)
    got = await _hold(home, patience=0.0)
    assert home.hold() is None  # it is ours now
    assert not isinstance(got, Engine)
    got.close()


async def test_an_engine_that_only_runs_is_not_waited_for(tmp_path: Path, warden: int) -> None:
    home = held(tmp_path, "running", warden)
    lock = home.hold()
    with pytest.raises(EngineBusy, match="process 1"):
        await _hold(home, patience=0.0)
    assert lock is not None
    lock.close()
