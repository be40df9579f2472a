"""Subscriptions over HTTP: server-sent events, one connection each (graphql-sse).

event: next      data: an answer
event: complete  nothing follows
:                nothing happened, the connection is alive
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from strawberry.types import ExecutionResult

from api.errors import refusal
from api.live import LiveContext, Streams
from api.operation import Operation, Refused, read_operation
from api.view import CHALLENGES, STATUS, MakeContext, encode
from resolvers.pulse import Pulse
from schema.errors import ApiError

MEDIA = "text/event-stream"
ALIVE_SECONDS = 12.0


class Events:
    """Answers one subscription after another; holds nothing between them."""

    def __init__(self, streams: Streams, make_context: MakeContext, pulse: Pulse) -> None:
        self._streams = streams
        self._make_context = make_context
        self._pulse = pulse

    async def answer(self, request: Request) -> Response:
        """A stream, or the reason why there is none."""

        async def make() -> Any:
            return await self._make_context(request)

        try:
            operation = await read_operation(request)
            await make()  # whoever may not ask is told by the status
        except ApiError as error:
            status = error.status if isinstance(error, Refused) else STATUS.get(error.code, 400)
            headers = error.headers if isinstance(error, Refused) else CHALLENGES.get(error.code)
            body = encode({"errors": [refusal(error)]})
            return Response(body, status, headers, "application/json; charset=utf-8")
        live = LiveContext(make, self._pulse)
        headers = {"X-Accel-Buffering": "no"}
        return StreamingResponse(self._events(operation, live), 200, headers, MEDIA)

    async def _events(self, operation: Operation, live: LiveContext) -> AsyncGenerator[bytes, None]:
        source = await self._streams.stream(
            operation.query,
            variable_values=operation.variables,
            context_value=live,
            operation_name=operation.name,
            operation_extensions=operation.extensions,
        )
        async with aclosing(source), aclosing(_kept_alive(source)) as results:
            async for result in results:
                yield b":\n\n" if result is None else _event(result)
        yield b"event: complete\ndata:\n\n"


def is_asked(request: Request) -> bool:
    """Whether a client wants events and nothing else."""
    return request.headers.get("accept", "").split(";")[0].strip().lower() == MEDIA


def _event(result: ExecutionResult) -> bytes:
    content: dict[str, object] = {"data": result.data}
    if result.errors:
        content["errors"] = [error.formatted for error in result.errors]
    return b"event: next\ndata: " + encode(content) + b"\n\n"


async def _kept_alive(
    source: AsyncGenerator[ExecutionResult, None],
) -> AsyncGenerator[ExecutionResult | None, None]:
    """None whenever nothing has come for a while."""
    results = aiter(source)
    coming = asyncio.ensure_future(anext(results, None))
    try:
        while True:
            done, _ = await asyncio.wait([coming], timeout=ALIVE_SECONDS)
            if not done:
                yield None
                continue
            result = coming.result()
            if result is None:
                return
            yield result
            coming = asyncio.ensure_future(anext(results, None))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
