"""Long lists as files: GET /exports/progress.xlsx?jurisdiction=431123&year=2022&asOf=2021-12-31

What stands in them is what the viewer may see. CSV is sent as it is read; a workbook when it is
whole, since Excel's format ends with its table of contents.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from api.errors import fault, refusal
from api.sheets import as_csv, as_workbook, streamed
from api.view import CHALLENGES, STATUS, MakeContext, encode
from resolvers.exports import EXPORTS, Export, Row, Rows
from schema.context import AsOf, Context
from schema.errors import ApiError, Code
from schema.scalars import parse_code, parse_date

MOST = 4  # at a time: each reads as much as hundreds of pages
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
REFUSED = {**STATUS, Code.UNKNOWN: 404, Code.LIMIT: 429}


def export_route(make_context: MakeContext) -> Route:
    """Where files are asked for."""
    return Route("/exports/{name}.{form}", Exports(make_context).answer, methods=["GET"])


class Exports:
    """All files of a process that are being written."""

    def __init__(self, make_context: MakeContext) -> None:
        self._make_context = make_context
        self._writing = 0

    async def answer(self, request: Request) -> Response:
        """A file, or the reason why there is none."""
        try:
            context: Any = await self._make_context(request)
            return await self._file(request, context)
        except ApiError as error:
            status = REFUSED.get(error.code, 400)
            return _refused(status, refusal(error), CHALLENGES.get(error.code))
        except Exception as error:  # the edge: whatever it was, the client gets an answer
            entry = fault(error)
            return _refused(STATUS.get(entry["extensions"]["code"], 500), entry)

    async def _file(self, request: Request, context: Context) -> Response:
        export, form = _kind(request)
        code, asked = _asked(request)
        if self._writing >= MOST:
            raise ApiError(
                Code.LIMIT, f"正在导出 {MOST} 份，请稍后再试", what="exports", limit=MOST
            )
        rows = self._counted(export.rows(context, code, asked))
        first = await anext(rows)  # what is wrong shows here, before the answer begins
        body = as_csv(export, _again(first, rows))
        if form == "xlsx":
            body = streamed(await as_workbook(export, _again(first, rows)))
        day = f"-{asked.as_of}" if asked.as_of else ""
        name = f"{request.path_params['name']}-{code}-{asked.year}{day}.{form}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingResponse(body, 200, headers, MEDIA[form])

    async def _counted(self, rows: Rows) -> AsyncGenerator[Sequence[Row], None]:
        self._writing += 1
        try:
            async for batch in rows:
                yield batch
        finally:
            self._writing -= 1


def _kind(request: Request) -> tuple[Export, str]:
    name, form = request.path_params["name"], request.path_params["form"]
    if name not in EXPORTS or form not in MEDIA:
        there = "、".join(f"{one}.{kind}" for one in EXPORTS for kind in MEDIA)
        raise ApiError(Code.UNKNOWN, f"没有 {name}.{form}；可以导出：{there}")
    return EXPORTS[name], form


def _asked(request: Request) -> tuple[str, AsOf]:
    given = request.query_params
    for needed in ("jurisdiction", "year"):
        if not given.get(needed):
            raise ApiError(Code.BAD_INPUT, f"缺少参数 {needed}：?jurisdiction=431123&year=2022")
    year = given["year"]
    if not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise ApiError(Code.BAD_INPUT, f"year: {year!r} 不是年份：请写成 2022")
    as_of = parse_date(given["asOf"]) if given.get("asOf") else None
    return parse_code(given["jurisdiction"]), AsOf(int(year), as_of)


async def _again(first: Sequence[Row], rest: Rows) -> AsyncGenerator[Sequence[Row], None]:
    async with aclosing(rest):
        yield first
        async for batch in rest:
            yield batch


def _refused(status: int, entry: object, headers: dict[str, str] | None = None) -> Response:
    media = "application/json; charset=utf-8"
    return Response(encode({"errors": [entry]}), status, headers, media)
