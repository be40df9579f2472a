"""Where subscriptions are answered: at the same address as everything else.

ws:// /graphql                                graphql-transport-ws
/graphql with Accept: text/event-stream       graphql-sse
"""

import strawberry
from starlette.requests import Request
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from api.events import Events, is_asked
from api.live import Streams
from api.socket import Socket
from api.view import MakeContext, View
from resolvers.pulse import Pulse


def live_routes(
    schema: strawberry.Schema, make_context: MakeContext, pulse: Pulse, view: View
) -> list[BaseRoute]:
    """Both transports, sharing the subscriptions of the process; all else goes to the view."""
    streams = Streams(schema)
    either = Either(Events(streams, make_context, pulse), view)
    socket = Socket(streams, make_context, pulse)
    return [WebSocketRoute("/graphql", socket), Route("/graphql", either)]


class Either:
    """Events for who wants nothing but events."""

    def __init__(self, events: Events, view: View) -> None:
        self._events = events
        self._view = view

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if not is_asked(request):
            await self._view(scope, receive, send)
            return
        response = await self._events.answer(request)
        await response(scope, receive, send)
