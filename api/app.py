"""The HTTP service: which address answers what.

    /graphql   the API; GraphiQL for a browser
    /healthz   200 while the graph answers, 503 while it does not
    /imports   files that come in, templates, rows that go back (api/imports.py)
    /exports   long lists as files
    /static    what GraphiQL needs, so that it works without the internet
    /          leads to /graphql

There are no CORS headers: pages of other origins cannot read answers, and since a POST must be
JSON, they cannot send mutations either. Other names than `hosts` are refused, so that no page can
pass this machine off as its own origin.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import strawberry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from api.examples import EXAMPLES, Example
from api.exports import export_route
from api.headers import SafeHeaders
from api.limits import limited
from api.mount import live_routes
from api.page import graphiql
from api.view import MakeContext, View, encode
from execution.executor import plain
from graph.errors import GraphError
from resolvers.pulse import Pulse

STATIC = Path(__file__).parent / "static"
HEALTH_SECONDS = 5.0
LOCAL = ("localhost", "127.0.0.1", "::1", "[::1]")

Look = Callable[[], Awaitable[object]]  # asks the graph anything; raises when it does not answer

logger = logging.getLogger("zeren.api")
_quiet = logging.getLogger("strawberry.execution")  # logs queries, with what stands in them


def create_app(
    schema: strawberry.Schema,
    make_context: MakeContext,
    look: Look,
    examples: Sequence[Example] = EXAMPLES,
    hosts: Sequence[str] = LOCAL,
    lifespan: Lifespan[Starlette] | None = None,
    more: Sequence[BaseRoute] = (),
    pulse: Pulse | None = None,
    by_plans: bool = True,
    keeps: bool = True,
) -> Starlette:
    """`schema` is executed by plans, or else by graphql-core alone. `make_context` may raise
    ApiError, UNAUTHENTICATED above all. `pulse`: of subscriptions. `keeps`: answers that still hold
    are given again.
    """
    _quiet.setLevel(logging.CRITICAL + 1)
    guarded = limited(schema if by_plans else plain(schema))
    view = View(guarded, make_context, graphiql(examples), keeps)
    routes: list[BaseRoute] = [
        Route("/", _home),
        Route("/graphql", view),
        Route("/healthz", _health(look)),
        *more,
        export_route(make_context),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    if pulse is not None:
        routes[:0] = live_routes(guarded, make_context, pulse, view)
    middleware = [
        Middleware(SafeHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
    ]
    app = Starlette(routes=routes, middleware=middleware, lifespan=lifespan)
    app.state.pulse = pulse
    return app


async def _home(request: Request) -> Response:
    return RedirectResponse("/graphql")


def _health(look: Look) -> Callable[[Request], Awaitable[Response]]:
    async def health(request: Request) -> Response:
        try:
            async with asyncio.timeout(HEALTH_SECONDS):
                await look()
        except (GraphError, TimeoutError) as error:
            reason = str(error) or f"the graph did not answer within {HEALTH_SECONDS:g} s"
            logger.warning("not healthy: %s", reason)
            return _json({"status": "unavailable", "reason": reason}, 503)
        return _json({"status": "ok"}, 200)

    return health


def _json(content: dict[str, str], status: int) -> Response:
    return Response(encode(content), status, media_type="application/json")
