"""Opens the graph of the settings: a server by its address, or the embedded engine."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from neo4j.exceptions import DriverError, Neo4jError

from graph.engine import running
from graph.errors import Unavailable
from graph.gateway import Gateway, connect, unseen
from graph.migrate import migrate
from graph.settings import Settings, SettingsError
from graph.stillness import NAME, Stillness

SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


@asynccontextmanager
async def open_graph(
    settings: Settings, seen: Callable[[str], None] = unseen
) -> AsyncIterator[Gateway]:
    """A migrated graph for as long as the block runs; raises GraphError, SettingsError."""
    if settings.neo4j_uri:
        async with _connected(settings, settings.neo4j_uri, seen) as gateway:
            yield gateway
        return
    if settings.databases:
        raise SettingsError(
            "ZEREN_DATABASES needs a server in NEO4J_URI: the embedded engine has one database"
        )
    async with running(settings) as engine:
        driver = connect(engine.uri, engine.user, engine.password)
        with closing(Stillness(settings.data / NAME)) as stillness:
            async with driver:
                gateway = Gateway(driver, seen=seen, stillness=stillness)
                await migrate(gateway)
                yield gateway


@asynccontextmanager
async def _connected(
    settings: Settings, uri: str, seen: Callable[[str], None]
) -> AsyncIterator[Gateway]:
    """The server at `uri`, which must answer now: later failures are retried, this one is told."""
    if urlsplit(uri).scheme not in SCHEMES:
        raise SettingsError(
            f"NEO4J_URI: {_shown(uri)} is no address of a graph; write neo4j://host:7687"
        )
    driver = connect(uri, settings.neo4j_user, settings.neo4j_password)
    async with driver:
        try:
            async with driver.session(database=settings.database) as session:
                await (await session.run("RETURN 1")).consume()
        except (DriverError, Neo4jError, OSError, ValueError) as error:
            raise Unavailable(
                f"{_shown(uri)}, database {settings.database}, user {settings.neo4j_user}: "
                f"{_reason(error)}; see to NEO4J_URI, NEO4J_USER, NEO4J_PASSWORD"
            ) from error
        gateway = Gateway(driver, settings.database, settings.databases, seen)
        await migrate(gateway)
        yield gateway


def _shown(uri: str) -> str:
    """Without a password that somebody put into the address."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _reason(error: Exception) -> str:
    return getattr(error, "code", None) or type(error).__name__


async def rehearse(settings: Settings) -> None:
    """A short life in a folder of its own: its end writes the cache for fast starts."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_graph(replace(settings, neo4j_uri=None, data=Path(folder))):
            pass
