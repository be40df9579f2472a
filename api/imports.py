"""Files over HTTP.

    POST /imports/{kind}?within=431123&year=2022&dryRun=true   multipart, a part `file`: the report
    POST …&wait=false                                          the report as it begins, status 202
    GET  /imports/{kind}/template.xlsx                         the workbook to fill in
    GET  /imports/{id}/rejected.xlsx                           the rows that were not taken

The body goes to disk while it comes; what is larger than the limit is refused before it is all
there. The answer is sent when the import is through, or at once where the client does not wait: it
looks on by GraphQL `import` or `importProgress`. A client that lost the connection sends the same
file again; so does one whose import was cut off by the end of the service.
"""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, LiteralString

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message

from api.errors import fault, refusal
from api.operation import Refused
from api.tokens import Door
from api.view import STATUS, encode
from facts.bookshelf import read_book
from facts.vault import Vault
from graph.gateway import Gateway, Row
from graph_seed.imports.forms import FORMS
from graph_seed.imports.journal import Report
from graph_seed.imports.limits import LIMITS
from graph_seed.imports.order import Order
from graph_seed.imports.returned import write_returned
from graph_seed.imports.running import Run, run_import
from graph_seed.imports.template import template
from graph_seed.imports.written import as_returned, returned_rows
from policy.imports import ImportKind
from policy.viewer import Role, Viewer
from schema.errors import ApiError, Code

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENVELOPE = 100_000  # bytes of a multipart body besides the file
SHOWN = 100  # rejections in an answer; all of them by GraphQL and as a workbook
OF_DEPARTMENTS = frozenset({ImportKind.CATEGORY_LIST})

# (unit)-[:PART_OF]->…->(root)
UPWARDS: LiteralString = """
MATCH (:Jurisdiction {code: $code})(()-[part:PART_OF WHERE part.to IS NULL]->()){0,6}(above)
RETURN collect(DISTINCT above.code) AS codes
"""

# (:Import {key})
READ_IMPORT: LiteralString = "MATCH (i:Import {key: $key}) RETURN i {.*} AS found"

logger = logging.getLogger("zeren.imports")

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class ImportDesk:
    """Who may send what, and what they get back."""

    gateway: Gateway
    door: Door
    vault: Vault
    unwatched: set[asyncio.Task[Report]] = field(default_factory=set)  # nobody waits for these

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/imports/{kind}/template.xlsx", _answered(self.give_template)),
            Route("/imports/{id}/rejected.xlsx", _answered(self.give_back)),
            Route("/imports/{kind}", _answered(self.take), methods=["POST"]),
        ]

    async def take(self, request: Request) -> Response:
        """The report of a file, written or only tried."""
        viewer = await self._viewer(request)
        order = _order(request, viewer)
        await self._check(viewer, order.kind, order.within)
        waits = request.query_params.get("wait") is None or _switch(
            request.query_params.get("wait"), "wait"
        )
        with ExitStack() as folders:
            folder = folders.enter_context(tempfile.TemporaryDirectory(prefix="zeren-upload-"))
            path = Path(folder) / "file"
            name = await _receive(request, path)
            run = Run(self.gateway, order, self.vault)
            if not waits:
                begun = await self._begin(run, path, name, folders.pop_all())
                return _json(_shown(begun, order, name, []), 202)
            report = await run_import(run, path, name)
        rejected = await returned_rows(self.gateway.directory, report)
        return _json(_shown(report, order, name, rejected), 200)

    async def _begin(self, run: Run, path: Path, name: str, folders: ExitStack) -> Report:
        """The report as it begins; the rest goes on by itself, and the folder goes at its end."""
        begun: asyncio.Future[Report] = asyncio.get_running_loop().create_future()
        run.begun = begun.set_result
        task = asyncio.create_task(run_import(run, path, name))
        self.unwatched.add(task)

        def over(done: asyncio.Task[Report]) -> None:
            self.unwatched.discard(done)
            folders.close()
            error = None if done.cancelled() else done.exception()
            if error is not None and begun.done():
                logger.error("an import broke off", exc_info=error)

        task.add_done_callback(over)
        await asyncio.wait({task, begun}, return_when=asyncio.FIRST_COMPLETED)
        return begun.result() if begun.done() else task.result()

    async def give_template(self, request: Request) -> Response:
        """Anybody may have it: it holds nothing but headers and words."""
        form = FORMS[_kind(request)]
        book = await read_book(self.gateway.directory)
        names = [category.name for category in book.categories.values()]
        content = await asyncio.to_thread(template, form, names)
        return _workbook(content, f"{form.kind.value.lower()}-template.xlsx")

    async def give_back(self, request: Request) -> Response:
        """Identity numbers are masked."""
        viewer = await self._viewer(request)
        key = request.path_params["id"].removeprefix("Import:")
        row = await self.gateway.directory.one(READ_IMPORT, key=key)
        if row is None or not await self._sees(viewer, row["found"]):
            raise Refused(404, Code.UNKNOWN, f"没有编号为 {key} 的导入")
        report = Report.of(row["found"])
        rejected = await returned_rows(self.gateway.directory, report)
        with tempfile.TemporaryDirectory(prefix="zeren-returned-") as folder:
            path = Path(folder) / "rejected.xlsx"
            lines = as_returned(rejected)
            await asyncio.to_thread(write_returned, path, report.headers, lines)
            return _workbook(path.read_bytes(), f"rejected-{key}.xlsx")

    async def _viewer(self, request: Request) -> Viewer:
        viewer = await self.door.viewer(request.headers.get("authorization"))
        if not viewer.may_write:
            raise ApiError(Code.FORBIDDEN, "imports：您的角色无权导入")
        return viewer

    async def _check(self, viewer: Viewer, kind: ImportKind, within: str) -> None:
        """A department sends lists; whoever sends has the unit in their area."""
        if viewer.role is Role.DEPARTMENT and kind not in OF_DEPARTMENTS:
            raise ApiError(Code.FORBIDDEN, f"{kind.value}：部门只能导入困难群众名单")
        if not await self._holds(viewer, within):
            raise ApiError(Code.UNKNOWN, f"within：您的范围内没有代码为 {within} 的单位")

    async def _holds(self, viewer: Viewer, code: str) -> bool:
        row = await self.gateway.at(code).one(UPWARDS, code=code)
        codes = row["codes"] if row else []
        return bool(codes) and viewer.holds(codes)

    async def _sees(self, viewer: Viewer, found: Row) -> bool:
        is_own = viewer.sees_households or found.get("by") == viewer.subject
        return is_own and await self._holds(viewer, found["within"])


def _kind(request: Request) -> ImportKind:
    word = request.path_params["kind"].upper()
    if word not in ImportKind.__members__:
        known = "、".join(kind.value.lower() for kind in ImportKind)
        raise Refused(404, Code.UNKNOWN, f"没有“{word.lower()}”这种导入；现有：{known}")
    return ImportKind(word)


def _order(request: Request, viewer: Viewer) -> Order:
    given = request.query_params
    within, year = given.get("within", ""), given.get("year", "")
    if not within or not year.isdecimal():
        raise ApiError(Code.BAD_INPUT, "请给出 within（单位代码）和 year（年度）")
    complete = given.get("complete") or None
    on = _day(given.get("on"))
    if (complete is None) != (on is None):
        raise ApiError(Code.BAD_INPUT, "complete（类别）和 on（日期）须同时给出")
    dry, confirm = (_switch(given.get(name), name) for name in ("dryRun", "confirm"))
    return Order(_kind(request), within, int(year), dry, complete, on, confirm, viewer.subject)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ApiError(Code.BAD_INPUT, f"on：{text} 不是日期，请写成 2021-12-31") from None


def _switch(text: str | None, name: str) -> bool:
    if text not in (None, "true", "false"):
        raise ApiError(Code.BAD_INPUT, f"{name}：{text}，应为 true 或 false")
    return text == "true"


async def _receive(request: Request, path: Path) -> str:
    """The part `file` onto the disk; its name."""
    limit, size = LIMITS.file_bytes + ENVELOPE, 0

    async def counted() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise _too_large(size)
        return message

    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise _too_large(int(announced))
    try:
        async with Request(request.scope, counted).form(max_files=1, max_fields=10) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise ApiError(Code.BAD_INPUT, "请用 multipart/form-data 发送，文件放在 file 部分")
            with path.open("wb") as out:
                await asyncio.to_thread(shutil.copyfileobj, file.file, out)
            return file.filename or "file"
    except HTTPException as error:  # the body is no multipart
        raise ApiError(Code.BAD_INPUT, f"multipart 不完整：{error.detail}") from None


def _too_large(size: int) -> Refused:
    limit = LIMITS.file_bytes
    message = f"文件至少 {size:,} 字节，上限 {limit:,} 字节；请拆成几个文件"
    return Refused(413, Code.LIMIT, message, what="file", limit=limit, figure=size)


def _shown(report: Report, order: Order, name: str, rejected: list[Row]) -> dict[str, Any]:
    """The report, with the names that GraphQL gives its parts."""
    counts = ("rows", "processed", "created", "changed", "unchanged", "rejected")
    keys = ("row", "column", "message", "code", "candidates")
    return {
        "id": f"Import:{report.key}",
        "kind": order.kind.value,
        "fileName": name,
        "status": report.status.value,
        "dryRun": order.dry_run,
        **{count: getattr(report, count) for count in counts},
        "sheet": report.sheet,
        "warnings": list(report.warnings),
        "rejections": {
            "totalCount": report.rejections,
            "nodes": [{key: one[key] for key in keys} for one in rejected[:SHOWN]],
        },
    }


def _workbook(content: bytes, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(content, media_type=WORKBOOK, headers={"Content-Disposition": disposition})


def _json(content: dict[str, Any], status: int) -> Response:
    return Response(encode(content), status, media_type="application/json")


def _answered(handler: Handler) -> Handler:
    """The same, with refusals and faults in the form that GraphQL answers have."""

    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except ApiError as error:
            status = error.status if isinstance(error, Refused) else STATUS.get(error.code, 400)
            return _json({"errors": [refusal(error)]}, status)
        except Exception as error:  # the edge: whatever it was, the client gets an answer
            entry = fault(error)
            return _json({"errors": [entry]}, STATUS.get(entry["extensions"]["code"], 500))

    return answered
