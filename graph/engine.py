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
from graph.diagnosis import Record
from graph.gateway import connect
from graph.home import Home
from graph.jars import fetch
from graph.java import call
from graph.settings import Settings

PATIENCE_SECONDS = 40.0  # for an engine to say that it runs or stops; who stops is waited for
START_SECONDS = 300.0  # a large graph recovers after a crash; a small one is up in 3 to 15
LOOK_SECONDS = 0.05


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
        record = Record.begin(home)
        child = _start(home, jars, port, held)
    try:
        yield await _ready(home, child, port, record)
    finally:
        await asyncio.to_thread(_stop, child)


async def _hold(home: Home, patience: float) -> IO[bytes] | Engine:
    """The lock on the directory, or the engine of who has it."""
    deadline = time.monotonic() + patience
    holder = home.holder()
    while time.monotonic() < deadline or (holder and holder.state == "stopping"):
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


async def _ready(home: Home, child: subprocess.Popen[bytes], port: int, record: Record) -> Engine:
    """Once it answers, takes our password and has opened the graph."""
    deadline = time.monotonic() + START_SECONDS
    while child.poll() is None and time.monotonic() < deadline:
        if _listens(port):
            with suppress(DriverError, Neo4jError):  # it listens a little before it answers
                engine = Engine(_uri(port), await credential.settle(_uri(port), home.password))
                if await _online(engine):
                    assert child.stdin is not None
                    child.stdin.write(b"k")
                    return engine
        if refusal := record.refusal():
            raise refusal
        await asyncio.sleep(LOOK_SECONDS)
    raise record.failure()


ONLINE: LiteralString = """
SHOW DATABASES YIELD name, currentStatus WHERE name = 'neo4j' AND currentStatus = 'online'
RETURN count(*) AS online
"""


async def _online(engine: Engine) -> bool:
    """The engine is up before its graph is."""
    async with (
        connect(engine.uri, engine.user, engine.password) as driver,
        driver.session(database="system") as session,
    ):
        row = await (await session.run(ONLINE)).single(strict=True)
    return bool(row["online"])


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Let go; the warden stops java and ends."""
    assert child.stdin is not None
    child.stdin.close()
    child.wait()
