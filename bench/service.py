"""The service with two more addresses.

/statements   how many it has sent to the graph so far
/chain_ms     the engine's own time for the chain of a household, e.g. ?household=h1&on=2021-11-20
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api.address import bind
from api.server import run
from api.service import app_of
from graph.opening import open_graph
from graph.settings import Settings
from graph_seed.demo.load import seed_if_empty
from resolvers.subjects import STATEMENTS, About
from rollup.kept import kept


@asynccontextmanager
async def counting(settings: Settings) -> AsyncIterator[Starlette]:
    """As `make run` opens it."""
    sent = [0]

    def seen(statement: str) -> None:
        sent[0] += 1

    async def statements(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(sent[0]))

    async with open_graph(settings, seen) as gateway:

        async def chain_ms(request: Request) -> PlainTextResponse:
            given = request.query_params
            keys, on = [given["household"]], date.fromisoformat(given["on"])
            spent = await gateway.directory.engine_ms(STATEMENTS[About.HOUSEHOLD], keys=keys, on=on)
            return PlainTextResponse(str(spent))

        if settings.demo:
            await seed_if_empty(gateway, settings)
        async with kept(gateway.directory, settings.rollup) as rollup:
            app = app_of(gateway, settings, rollup)
            app.router.routes.append(Route("/statements", statements))
            app.router.routes.append(Route("/chain_ms", chain_ms))
            yield app


def main() -> int:
    """Until it is terminated."""
    settings = Settings.read()
    run(counting(settings), bind(settings), lambda: None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
