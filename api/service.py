"""The service with its graph: what `python -m api run` and the benchmarks start."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Any

from starlette.applications import Starlette

from api.app import LOCAL, create_app
from graph.settings import Settings


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Starlette]:
    """The engine runs, the graph holds at least the demo, and the app answers from it."""
    async with _part("graph.opening", "open_graph")(settings) as gateway:
        await _part("graph_seed.demo_loader", "seed_if_empty")(gateway)
        context = _part("schema.context", "Context")

        async def make_context(request: object) -> object:
            return context(gateway=gateway)

        async def look() -> object:
            return await gateway.directory.one("RETURN 1 AS one")

        schema = _part("schema.root", "schema")
        yield create_app(schema, make_context, look, hosts=(*LOCAL, settings.host))


def _part(module: str, name: str) -> Any:
    """Imported when needed: a wrong setting or a taken port is told before anything is loaded."""
    return getattr(import_module(module), name)
