"""The embedded engine: a real Neo4j Community as a child process, one a data directory.

running(settings) ── nobody holds data/ ──> start it, stop it at the end
                  └─ somebody does ───────> use theirs, or wait until it has let go
"""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, LiteralString

from neo4j.exceptions import DriverError, Neo4jError

from graph import credential, warden
from graph.errors import EngineDamaged, EngineError, EngineFailed
from graph.gateway import connect
from graph.home import Home
from graph.jars import fetch
from graph.java import call
from graph.settings import Settings

PATIENCE_SECONDS = 40.0  # an engine whose owner was killed lets go within
START_SECONDS = 300.0  # a large graph recovers after a crash; a small one is up in 3 to 15
LOOK_SECONDS = 0.05
DAMAGED = ("corrupt", "StoreFailure", "StoreVersion", "RecoveryException", "UnderlyingStorage")
USEFUL = ("ERROR", "Caused by", "Exception", "Error:", "error", "insufficient memory")


@dataclass(frozen=True, slots=True)
class Engine:
    """Where it answers."""

    uri: str
    password: str = field(repr=False)
    user: str = credential.USER


@asynccontextmanager
async def running(settings: Settings, patience: float = PATIENCE_SECONDS) -> AsyncIterator[Engine]:
    """An engine on settings.data; raises EngineError."""
    jars = await asyncio.to_thread(fetch, settings)
    home = Home(settings.data)
    held = await _hold(home, patience)
    if isinstance(held, Engine):
        yield held
        return
    with held:
        port = _free_port()
        child = _start(home, jars, port, held)
    try:
        yield await _ready(home, child, port)
    finally:
        await asyncio.to_thread(_stop, child)


async def _hold(home: Home, patience: float) -> IO[bytes] | Engine:
    """The lock on the directory, or the engine of who has it."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        lock = home.hold()
        if lock is not None:
            return lock
        holder = home.holder()
        if holder and holder.state == "running" and home.password.is_file():
            uri, secret = _uri(holder.port), credential.kept(home.password)
            if _listens(holder.port) and await _accepts(uri, secret):
                return Engine(uri, secret)
        await asyncio.sleep(0.2)
    raise home.busy("start")


async def _accepts(uri: str, secret: str) -> bool:
    with suppress(DriverError, Neo4jError):
        return await credential.accepted(uri, secret)
    return False


def _uri(port: int) -> str:
    return f"bolt://127.0.0.1:{port}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _start(home: Home, jars: Path, port: int, lock: IO[bytes]) -> subprocess.Popen[bytes]:
    """The warden, which starts java. A session of its own: Ctrl-C is for the service alone."""
    home.prepare(port)
    credential.kept(home.password)
    java = call(jars, home.path)
    orders = warden.Orders(
        java.command,
        port=port,
        owner=os.getpid(),
        lock=lock.fileno(),
        log=str(home.log),
        state=str(home.state),
        recorded=java.recorded,
        cache=java.cache,
        check=java.check,
    )
    with home.log.open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", warden.__file__, warden.written(orders)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=[lock.fileno()],
            start_new_session=True,
            bufsize=0,
        )


async def _ready(home: Home, child: subprocess.Popen[bytes], port: int) -> Engine:
    """Once it answers and takes our password."""
    begun = home.log.stat().st_size
    deadline = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        if _listens(port):
            with suppress(DriverError, Neo4jError):  # it listens a little before it answers
                engine = Engine(_uri(port), await credential.settle(_uri(port), home.password))
                if await _online(engine, home):
                    assert child.stdin is not None
                    child.stdin.write(b"k")
                    return engine
        await asyncio.sleep(LOOK_SECONDS)
    raise _failure(home, begun)


STATUS: LiteralString = """
SHOW DATABASES YIELD name, currentStatus, statusMessage WHERE name = 'neo4j'
"""


async def _online(engine: Engine, home: Home) -> bool:
    """The engine may be up and its graph not: still starting, or refused. Then EngineDamaged."""
    async with (
        connect(engine.uri, engine.user, engine.password) as driver,
        driver.session(database="system") as session,
    ):
        row = await (await session.run(STATUS)).single(strict=True)
    if row["statusMessage"]:
        raise _damaged(home, row["statusMessage"])
    return bool(row["currentStatus"] == "online")


def _damaged(home: Home, said: str) -> EngineDamaged:
    return EngineDamaged(
        f"the graph in {home.path} cannot be opened; restore a copy, or delete it by "
        f"`make reset`\n  {said}"
    )


def _failure(home: Home, begun: int) -> EngineError:
    """What neo4j said in this start."""
    with home.log.open("rb") as file:
        file.seek(begun)
        lines = [line.strip() for line in file.read().decode(errors="replace").splitlines()]
    useful = [line for line in lines if any(word in line for word in USEFUL)] or lines
    said = "\n  ".join(useful[-5:])
    if any(word in said for word in DAMAGED):
        return _damaged(home, said)
    return EngineFailed(f"the engine did not start (all of it in {home.log}):\n  {said}")


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Let go; the warden stops java and ends."""
    assert child.stdin is not None
    child.stdin.close()
    child.wait()
