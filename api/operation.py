"""From an HTTP request to one GraphQL operation, or a refusal that says what to send instead."""

from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request

from schema.errors import ApiError, Code

MAX_BODY = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Operation:
    query: str
    variables: dict[str, Any] | None = None
    name: str | None = None
    extensions: dict[str, Any] | None = None


class Refused(ApiError):
    """Refused by HTTP, before GraphQL: with its status and headers."""

    def __init__(
        self, status: int, code: Code, message: str, allow: str = "", **facts: object
    ) -> None:
        super().__init__(code, message, **facts)
        self.status = status
        self.headers = {"Allow": allow} if allow else {}


async def read_operation(request: Request) -> Operation:
    """Raises Refused: 405 other methods, 413 too large, 415 not JSON, 400 otherwise."""
    if request.method in ("GET", "HEAD"):
        return _operation(_from_address(request))
    if request.method != "POST":
        message = f"不支持 {request.method}：查询用 GET 或 POST，变更用 POST"
        raise Refused(405, Code.BAD_INPUT, message, allow="GET, HEAD, POST")
    _check_content_type(request.headers.get("content-type", ""))
    return _operation(_decode(await _body(request), "请求正文"))


def _from_address(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    for key in ("variables", "extensions"):
        if given.get(key):
            given[key] = _decode(given[key].encode(), f"地址参数 {key}")
    return given


def _check_content_type(content_type: str) -> None:
    name, *parameters = (part.strip().lower() for part in content_type.split(";"))
    charsets = [part[8:].strip('"') for part in parameters if part.startswith("charset=")]
    if name != "application/json" or charsets not in ([], ["utf-8"], ["utf8"]):
        message = f"Content-Type 是“{content_type}”：请用 application/json（UTF-8）发送"
        raise Refused(415, Code.BAD_INPUT, message, contentType=content_type)


async def _body(request: Request) -> bytes:
    """Never holds more than the limit and one chunk, whatever Content-Length says."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > MAX_BODY:
        raise _too_large(int(announced))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise _too_large(len(body))
    return bytes(body)


def _too_large(figure: int) -> Refused:
    message = f"请求正文至少 {figure} 字节，上限 {MAX_BODY} 字节：请拆成几次"
    return Refused(413, Code.LIMIT, message, what="body", limit=MAX_BODY, figure=figure)


def _decode(text: bytes, where: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        place = f"第 {error.lineno} 行第 {error.colno} 列"
        raise Refused(400, Code.BAD_INPUT, f"{where}不是 JSON（{place}：{error.msg}）") from None


def _operation(given: Any) -> Operation:
    if isinstance(given, list):
        message = f"不支持批量请求（收到 {len(given)} 个）：请一次发送一个，或在一个查询里用别名"
        raise Refused(400, Code.BAD_INPUT, message)
    if not isinstance(given, dict):
        raise Refused(400, Code.BAD_INPUT, '请求正文须是 JSON 对象：{"query": "…"}')
    query = _member(given, "query", str, "字符串")
    if not query:
        raise Refused(400, Code.BAD_INPUT, "缺少 query：请给出 GraphQL 查询")
    return Operation(
        query,
        variables=_member(given, "variables", dict, "对象"),
        name=_member(given, "operationName", str, "字符串") or None,
        extensions=_member(given, "extensions", dict, "对象"),
    )


def _member(given: dict[str, Any], key: str, kind: type, called: str) -> Any:
    """A member of the request; absent, null and an empty address parameter are None."""
    value = given.get(key)
    if value is None or (value == "" and kind is dict):
        return None
    if not isinstance(value, kind):
        raise Refused(400, Code.BAD_INPUT, f"{key} 须是{called}或 null，不能是 {value!r:.40}")
    return value
