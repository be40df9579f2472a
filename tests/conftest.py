"""One real engine for the whole run, an emptied graph for each test that asks for one."""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import LiteralString

import hypothesis
import pytest

from execution.executor import CompiledExecutor
from execution.plans import MOST, Plans
from graph.engine import running
from graph.gateway import Gateway
from graph.opening import open_graph
from graph.settings import Settings

# no test depends on how fast the machine is; the same examples on every machine, other ones by
# HYPOTHESIS_PROFILE=roaming
hypothesis.settings.register_profile(
    "roaming", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.register_profile(
    "calm", hypothesis.settings.get_profile("roaming"), derandomize=True
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "calm"))

LISTS: list[list[str]] = []  # one for each test that counts statements


def _seen(statement: str) -> None:
    for one in LISTS:
        one.append(statement)


@pytest.fixture(scope="session", autouse=True)
def plans_of_the_run() -> None:
    """Each operation has a plan when it first comes; with ZEREN_COMPILED=off none ever has."""
    compiled = Settings.read().compiled
    CompiledExecutor.plans = Plans(most=MOST if compiled else 0, at_once=compiled)


@pytest.fixture(scope="session")
async def engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Settings]:
    """Settings of a graph that runs: an engine in a temporary folder, or that of NEO4J_URI."""
    settings = Settings.read()
    async with AsyncExitStack() as stack:
        if settings.neo4j_uri is None:
            settings = replace(settings, data=tmp_path_factory.mktemp("data"))
            await stack.enter_async_context(running(settings))
        yield settings


@pytest.fixture(scope="session")
async def gateway(engine: Settings) -> AsyncIterator[Gateway]:
    """The migrated graph of the run, with whatever the tests before left in it."""
    async with open_graph(engine, _seen) as gateway:
        yield gateway


# (n) of every label but (:Migration)
EMPTY: LiteralString = """
MATCH (n) WHERE NOT n:Migration
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS
"""


@pytest.fixture(scope="module")
async def emptied(gateway: Gateway) -> Gateway:
    """The same, emptied once for all tests of a module; constraints and indexes stay."""
    await gateway.directory.schema(EMPTY)
    return gateway


@pytest.fixture
async def graph(gateway: Gateway) -> Gateway:
    """The same, emptied for one test; constraints and indexes stay."""
    await gateway.directory.schema(EMPTY)
    return gateway


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """The texts of the statements sent from here on."""
    own: list[str] = []
    LISTS.append(own)
    yield own
    LISTS[:] = [one for one in LISTS if one is not own]


@pytest.fixture
def embedded(engine: Settings) -> Settings:
    """For tests that kill or watch the engine: it must be ours."""
    if engine.neo4j_uri is not None:
        pytest.skip("NEO4J_URI names a server that is not ours to kill")
    return engine


@pytest.fixture
def child_environment(embedded: Settings) -> dict[str, str]:
    """Of a second process that opens the graph of the run."""
    places = {"ZEREN_DATA": str(embedded.data), "ZEREN_ENGINE": str(embedded.engine)}
    return {**os.environ, **places, "PYTHONPATH": str(Path(__file__).parent.parent)}
