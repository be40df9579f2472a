"""Imports, newest first, and the rows of each that were not taken.

(:Import {key, started_at, …})     (:Rejection {key: import|n, n, …}), n from 1 without a gap
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import LiteralString

from graph.gateway import Row, Store
from resolvers.area import Area
from schema.errors import ApiError, Code
from schema.imports import (
    Import,
    ImportConnection,
    ImportEdge,
    ImportKind,
    ImportStatus,
    Rejection,
    RejectionConnection,
    RejectionEdge,
)
from schema.node import PageInfo, node_id

CHINA = timezone(timedelta(hours=8))
LATEST = (2**53, "")  # before the newest
BROKE_OFF = "导入中断：已处理的行完整保留，其余尚未写入；请再次上传同一文件，从中断处继续，不会重复"
BROKE_OFF_DRY = "检查中断，没有写入任何内容；请再次上传同一文件"

# of (i:Import): for a unit of the area, and by a department only what it sent itself
SEEN: LiteralString = """($sees_all OR ($sees_households OR i.by = $subject) AND EXISTS {
  (:Jurisdiction {code: i.within})(()-[part:PART_OF WHERE part.to IS NULL]->()){0,6}
  (root:Jurisdiction) WHERE root.code IN $roots
})"""

# of (i:Import): who worked on it has not been heard of for a minute; they say so every ten seconds
IS_GONE: LiteralString = """(i.status IN ['CHECKING', 'APPLYING'] AND
  coalesce(i.alive, i.started_at) < datetime.transaction().epochMillis - 60000)"""
SHOWN: LiteralString = "i {.*, is_gone: " + IS_GONE + "}"

# (:Import {key})
ONE: LiteralString = "MATCH (i:Import {key: $key}) WHERE " + SEEN + " RETURN " + SHOWN + " AS found"

# (:Import)
PAGE: LiteralString = (
    """
CALL () {
  MATCH (i:Import)
  WHERE i.started_at <= $started AND ($kind IS NULL OR i.kind = $kind)
    AND (i.started_at < $started OR i.key < $key) AND """
    + SEEN
    + """
  WITH i ORDER BY i.started_at DESC, i.key DESC LIMIT $limit
  RETURN collect("""
    + SHOWN
    + """) AS rows
}
CALL () {
  MATCH (i:Import) WHERE ($kind IS NULL OR i.kind = $kind) AND """
    + SEEN
    + """
  RETURN count(i) AS total
}
RETURN rows, total
"""
)

# (:Import {key}), (:Rejection {key: import|n})
REJECTIONS: LiteralString = """
UNWIND $keys AS key
OPTIONAL MATCH (r:Rejection {key: key})
WITH r ORDER BY r.n
WITH collect(r {.*}) AS rows
OPTIONAL MATCH (i:Import {key: $import})
RETURN rows, coalesce(i.rejections, 0) AS total
"""


@dataclass(slots=True)
class ImportsShown:
    """What is on record of files that came in."""

    store: Store
    area: Area

    def _viewer(self) -> Row:
        self.area.need_persons("imports")
        viewer = self.area.viewer
        return {
            "sees_all": viewer.sees_all,
            "sees_households": viewer.sees_households,
            "subject": viewer.subject,
            "roots": list(viewer.jurisdictions),
        }

    async def one(self, key: str) -> Import | None:
        """By its key; None where there is none in the area."""
        row = await self.store.one(ONE, key=key, **self._viewer())
        return shown(row["found"]) if row else None

    async def page(
        self, kind: ImportKind | None, first: int, after: str | None
    ) -> ImportConnection:
        """Newest first."""
        started, key = _started(after) if after is not None else LATEST
        row = await self.store.one(
            PAGE,
            kind=kind and kind.value,
            started=started,
            key=key,
            limit=first + 1,
            **self._viewer(),
        )
        rows: list[Row] = row["rows"] if row else []
        nodes = [shown(one) for one in rows[:first]]
        cursors = [_encoded(f"{one['started_at']}|{one['key']}") for one in rows[:first]]
        edges = [ImportEdge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)]
        info = _info(cursors, len(rows) > first, after)
        total: int = row["total"] if row else 0
        return ImportConnection(edges=edges, nodes=nodes, page_info=info, total_count=total)

    async def rejections(self, key: str, first: int, after: str | None) -> RejectionConnection:
        """In the order of the rows: their keys are known, none has to be looked for."""
        past = _number(after) if after is not None else 0
        keys = [f"{key}|{n}" for n in range(past + 1, past + first + 1)]
        row = await self.store.one(REJECTIONS, keys=keys, **{"import": key})
        rows: list[Row] = row["rows"] if row else []
        total: int = row["total"] if row else 0
        nodes = [_rejection(one) for one in rows]
        cursors = [_encoded(str(one["n"])) for one in rows]
        edges = [RejectionEdge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)]
        info = _info(cursors, past + len(rows) < total, after)
        return RejectionConnection(edges=edges, nodes=nodes, page_info=info, total_count=total)


def shown(row: Row) -> Import:
    """An import as it stands in the graph; one that nobody works on any more has broken off."""
    status = ImportStatus.FAILED if row["is_gone"] else ImportStatus(row["status"])
    ended = row.get("alive", row["started_at"]) if row["is_gone"] else row.get("finished_at")
    warnings: list[str] = row.get("warnings") or []
    if status is ImportStatus.FAILED:
        warnings = [BROKE_OFF_DRY if row["dry_run"] else BROKE_OFF, *warnings]
    return Import(
        id=node_id("Import", row["key"]),
        key=row["key"],
        kind=ImportKind(row["kind"]),
        file_name=row["file_name"],
        status=status,
        dry_run=row["dry_run"],
        rows=row["rows"],
        processed=row["processed"],
        created=row["created"],
        changed=row["changed"],
        unchanged=row["unchanged"],
        rejected=row["rejected"],
        started_at=_instant(row["started_at"]),
        finished_at=_instant(ended) if ended is not None else None,
        sheet=row.get("sheet"),
        warnings=warnings,
    )


def _rejection(row: Row) -> Rejection:
    return Rejection(
        sheet=row.get("sheet"),
        row=row["row"],
        column=row.get("column"),
        value=row.get("value"),
        message=row["message"],
        code=row["code"],
        candidates=row.get("candidates") or [],
        clause_key=row.get("clause"),
    )


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, CHINA)


def _info(cursors: Sequence[str], more: bool, after: str | None) -> PageInfo:
    return PageInfo(
        has_next_page=more,
        has_previous_page=after is not None,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )


def _encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


def _decoded(cursor: str) -> str:
    return urlsafe_b64decode(cursor.encode()).decode()


def _started(cursor: str) -> tuple[int, str]:
    try:
        started, key = _decoded(cursor).split("|", 1)
        return int(started), key
    except ValueError:
        raise _no_cursor(cursor) from None


def _number(cursor: str) -> int:
    try:
        return int(_decoded(cursor))
    except ValueError:
        raise _no_cursor(cursor) from None


def _no_cursor(cursor: str) -> ApiError:
    message = f"after: {cursor!r} 不是游标，请原样填写上一页的 endCursor"
    return ApiError(Code.BAD_INPUT, message)
