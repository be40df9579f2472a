"""The endpoint `/graphql`: GraphQL over HTTP, with the page for people who open it in a browser.

Accept: application/graphql-response+json   400 and no `data` if the request itself is wrong
Accept: application/json, */*, nothing      200 for every request that could be read
Accept: text/html (GET)                     GraphiQL
GET, If-None-Match                          304 where nothing has changed (api/etag.py)
"""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import orjson
import strawberry
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api.errors import Formatted, fault, formatted, is_request_error, refusal
from api.etag import READING, conditional, is_kept_back
from api.kept import Answer, Kept, standing_of
from api.media import Media, negotiate
from api.operation import Operation, Refused, read_operation
from schema.errors import ApiError, Code

MakeContext = Callable[[Request], Awaitable[object]]

STATUS = {Code.UNAUTHENTICATED: 401, Code.FORBIDDEN: 403, Code.UNAVAILABLE: 503, Code.INTERNAL: 500}
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="zeren", error="invalid_token"'}
CHALLENGES = {Code.UNAUTHENTICATED: CHALLENGE}
BY_GET = {OperationType.QUERY}
BY_POST = {OperationType.QUERY, OperationType.MUTATION}


class View:
    """Answers one request after another; between them it keeps what still holds (api/kept.py)."""

    def __init__(
        self, schema: strawberry.Schema, make_context: MakeContext, page: str, keeps: bool = True
    ) -> None:
        self._schema = schema
        self._make_context = make_context
        self._page = page
        self._kept = Kept() if keeps else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self.answer(Request(scope, receive))
        await response(scope, receive, send)

    async def answer(self, request: Request) -> Response:
        """Of any request: a page, an answer, or the reason why there is none."""
        media = negotiate(request.headers.get("accept", ""), page=request.method in READING)
        if media is Media.PAGE:
            return HTMLResponse(self._page)
        try:
            if media is None:
                raise _not_acceptable(request)
            operation = await read_operation(request)
            context = await self._make_context(request)
            return await self._answered(request, operation, media, context)
        except ApiError as error:
            status = error.status if isinstance(error, Refused) else STATUS.get(error.code, 400)
            headers = error.headers if isinstance(error, Refused) else CHALLENGES.get(error.code)
            return _respond({"errors": [refusal(error)]}, status, media or Media.LEGACY, headers)
        except Exception as error:  # the edge: whatever it was, the client gets an answer
            entry = fault(error)
            status = STATUS.get(entry["extensions"]["code"], 500)
            return _respond({"errors": [entry]}, status, media or Media.LEGACY)

    async def _answered(
        self, request: Request, operation: Operation, media: Media, context: object
    ) -> Response:
        """What was answered before while it holds; nothing but 304 for a client that has it."""
        kept = self._kept
        standing = await standing_of(operation, media, context) if kept else None
        found = kept.known(standing) if kept and standing else None
        if found is None:
            result = await self._execute(operation, request.method, context)
            response = _answer(result, media)
            if result.errors:
                return response
            seen = standing.seen if standing else None
            found = Answer(seen, bytes(response.body), response.headers["content-type"])
            if kept and standing:
                kept.keep(standing.question, found)
        if request.method not in READING or is_kept_back(operation):
            return found.response()
        is_storable = standing is not None and standing.is_stamped
        return conditional(request, found, is_storable=is_storable)

    async def _execute(self, operation: Operation, method: str, context: object) -> ExecutionResult:
        try:
            return await self._schema.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=context,
                operation_name=operation.name,
                allowed_operation_types=BY_GET if method in READING else BY_POST,
                operation_extensions=operation.extensions,
            )
        except CannotGetOperationTypeError:
            message = f"没有名为“{operation.name}”的操作：请检查 operationName"
            raise Refused(400, Code.BAD_INPUT, message) from None
        except InvalidOperationTypeError:
            raise _not_allowed(method) from None


def _not_allowed(method: str) -> Refused:
    if method in READING:
        message = "GET 只能查询：变更（mutation）请用 POST"
        return Refused(405, Code.BAD_INPUT, message, allow="POST")
    return Refused(
        400, Code.BAD_INPUT, "订阅（subscription）请用 WebSocket 或 Accept: text/event-stream"
    )


def encode(value: object) -> bytes:
    """JSON. Exact numbers leave as text, never as floats."""
    return orjson.dumps(value, default=_exact)


def _exact(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form; give it a scalar")


def _answer(result: ExecutionResult, media: Media) -> Response:
    if not result.errors:
        return _respond({"data": result.data}, 200, media)
    errors = formatted(result.errors)
    if result.data is None and is_request_error(result.errors):
        return _respond({"errors": errors}, _status(errors, media), media)
    return _respond({"errors": errors, "data": result.data}, 200, media)


def _status(errors: list[Formatted], media: Media) -> int:
    """Of an answer without data: our own faults are 5xx in either form."""
    status = STATUS.get(errors[0]["extensions"]["code"], 400)
    return status if media is Media.GRAPHQL or status >= 500 else 200


def _not_acceptable(request: Request) -> Refused:
    accept = request.headers.get("accept", "")
    message = f"不能以“{accept}”应答：请在 Accept 里写 {Media.GRAPHQL} 或 {Media.LEGACY}"
    return Refused(406, Code.BAD_INPUT, message)


def _respond(
    content: dict[str, Any], status: int, media: Media, headers: dict[str, str] | None = None
) -> Response:
    content_type = f"{media}; charset=utf-8"
    return Response(encode(content), status, {**(headers or {}), "Content-Type": content_type})
