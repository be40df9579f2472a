"""The service with one more address, `/statements`: how many it has sent to the graph so far."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from api.address import bind
from api.server import run
from api.service import opened
from graph.settings import Settings


@asynccontextmanager
async def counting(settings: Settings) -> AsyncIterator[Starlette]:
    """As `make run` opens it."""
    sent = [0]

    def seen(statement: str) -> None:
        sent[0] += 1

    async def statements(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(sent[0]))

    async with opened(settings, seen) as app:
        app.router.routes.append(Route("/statements", statements))
        yield app


def main() -> int:
    """Until it is terminated."""
    settings = Settings.read()
    run(counting(settings), bind(settings), lambda: None)
    return 0


if __name__ == "__main__":
    sys.exit(main())
