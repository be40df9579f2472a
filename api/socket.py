"""Subscriptions over a WebSocket, by the protocol graphql-transport-ws.

The token comes in the header of the handshake or, as browsers cannot set that, in the payload of
`connection_init`: {"Authorization": "Bearer …"}.
"""

from datetime import timedelta
from typing import Any

import orjson
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import ConnectionRejectionError
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.unset import UNSET, UnsetType

from api.live import LiveContext, Streams
from api.view import MakeContext
from resolvers.pulse import Pulse
from schema.context import Context
from schema.errors import ApiError

MOST_OF_ONE = 20  # subscriptions of a connection
INIT_SECONDS = 10


class Connection:
    """One client: made from the handshake, its token replaced by that of `connection_init`."""

    def __init__(self, socket: HTTPConnection, make_context: MakeContext, pulse: Pulse) -> None:
        self.connection_params: dict[str, object] = {}
        self._scope = socket.scope
        self._make_context = make_context
        self._live = LiveContext(self.make, pulse)

    async def make(self) -> Context:
        """A context as of now; raises UNAUTHENTICATED when the token has ended."""
        scope = {**self._scope, "type": "http", "method": "GET"}
        given = {key.lower(): value for key, value in self.connection_params.items()}
        token = given.get("authorization")
        if isinstance(token, str):
            kept = [pair for pair in scope["headers"] if pair[0] != b"authorization"]
            scope["headers"] = [*kept, (b"authorization", token.encode())]
        context: Any = await self._make_context(Request(scope))
        found: Context = context
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._live, name)


class Socket(GraphQL[Connection, None]):
    """Nothing but subscriptions; pages of other origins are refused at the handshake."""

    def __init__(self, streams: Streams, make_context: MakeContext, pulse: Pulse) -> None:
        super().__init__(
            streams,  # type: ignore[arg-type]  # the handlers ask it for streams alone
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=timedelta(seconds=INIT_SECONDS),
            max_subscriptions_per_connection=MOST_OF_ONE,
        )
        self._make_context = make_context
        self._pulse = pulse

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Connection:
        return Connection(request, self._make_context, self._pulse)

    async def on_ws_connect(self, context: Connection) -> UnsetType | dict[str, object] | None:
        try:
            await context.make()
        except ApiError as error:
            raise ConnectionRejectionError({"code": error.code}) from None
        nothing: UnsetType = UNSET
        return nothing

    def encode_json(self, data: object) -> str:
        """As text: the protocol knows no binary messages."""
        return orjson.dumps(data).decode()
