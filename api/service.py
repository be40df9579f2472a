"""The service with its graph: what `python -m api run` and the benchmarks start."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta, timezone

from starlette.applications import Starlette
from starlette.requests import Request

from api.app import LOCAL, create_app
from api.imports import ImportDesk
from api.rehearsal import rehearsing
from api.tokens import door_of
from facts.vault import open_vault
from facts.writer import Writers
from graph.gateway import Gateway
from graph.opening import open_graph
from graph.settings import Settings
from graph_seed.demo.load import seed_if_empty
from resolvers.pulse import Pulse
from rollup.kept import kept
from rollup.memory import Rollup
from schema.context import Context
from schema.root import context_of, schema

CHINA = timezone(timedelta(hours=8))


@asynccontextmanager
async def opened(
    settings: Settings, seen: Callable[[str], None] = lambda statement: None
) -> AsyncIterator[Starlette]:
    """The engine runs, the graph holds at least the demo, and the app answers from it."""
    async with open_graph(settings, seen) as gateway:
        if settings.demo:
            await seed_if_empty(gateway, settings)
        async with (
            kept(gateway.directory, settings.rollup) as rollup,
            rehearsing(gateway, rollup, today()),
        ):
            yield app_of(gateway, settings, rollup)


def today() -> date:
    """The civil day in China."""
    return datetime.now(UTC).astimezone(CHINA).date()


def app_of(gateway: Gateway, settings: Settings, rollup: Rollup | None = None) -> Starlette:
    """The app that answers from this graph, or from memory, each viewer in their own area."""
    door = door_of(settings)
    vault = open_vault(settings.identity_key, settings.data)
    writers = Writers(gateway, rollup.hear if rollup else None)

    async def context(request: Request) -> Context:
        viewer = await door.viewer(request.headers.get("authorization"))
        return context_of(viewer, gateway, today(), vault, writers, rollup)

    async def look() -> object:
        return await gateway.directory.one("RETURN 1 AS one")

    hosts = (*LOCAL, settings.host, *settings.hosts)
    desk, pulse = ImportDesk(gateway, door, vault), Pulse(gateway.directory)
    return create_app(
        schema,
        context,
        look,
        hosts=hosts,
        more=desk.routes(),
        pulse=pulse,
        by_plans=settings.compiled,
        keeps=settings.kept,
    )
