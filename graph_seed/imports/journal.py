"""Imports on record: how far each is, and why rows were not taken.

    (:Import {key, kind, status, …})     (:Rejection {key: import|n, n, row, code, message, …})

n counts from 1 without a gap, so that a page of rejections is a page of known keys. Who works on an
import says so every few seconds (`alive`): one of which nobody does is shown as broken off.
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any, LiteralString

from graph.errors import GraphError
from graph.gateway import Row, Store
from graph_seed.imports.order import Order
from graph_seed.imports.rejection import Rejection, shown
from policy.imports import ImportStatus

AT_ONCE = 1_000
MOST_KEPT = 100_000  # rejections of one import that are kept; more are only counted
OVER = frozenset({ImportStatus.APPLIED, ImportStatus.CHECKED})
BEAT_SECONDS = 10.0  # resolvers/imports.py waits for six of them


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of an import; `rejections`: how many there are, at least one a row."""

    key: str
    status: ImportStatus
    rows: int = 0
    processed: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    rejections: int = 0
    sheet: str | None = None
    warnings: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()

    def plain(self) -> Row:
        """As it stands in the graph."""
        values: Row = {name: getattr(self, name) for name in self.__slots__}
        lists = {"warnings": list(self.warnings), "headers": list(self.headers)}
        return {**values, **lists, "status": self.status.value}

    @classmethod
    def of(cls, row: Row) -> "Report":
        """The way back."""
        values: dict[str, Any] = {name: row.get(name) for name in cls.__slots__}
        lists = {name: tuple(row.get(name) or ()) for name in ("warnings", "headers")}
        return cls(**{**values, **lists, "status": ImportStatus(row["status"])})


# (:Import {key}); what is through stays so
BEGIN: LiteralString = """
MERGE (i:Import {key: $key})
  ON CREATE SET i += $head, i.started_at = datetime.transaction().epochMillis
SET i += CASE WHEN i.status IN $over THEN {} ELSE {status: $head.status, finished_at: null,
  alive: datetime.transaction().epochMillis} END
RETURN i {.*} AS found
"""

ALIVE: LiteralString = """
MATCH (i:Import {key: $key})
SET i.alive = datetime.transaction().epochMillis
"""

NOTE: LiteralString = """
MATCH (i:Import {key: $key}) WHERE i.status <> 'APPLIED'
SET i += $values, i.alive = datetime.transaction().epochMillis,
  i.finished_at = CASE WHEN $over THEN datetime.transaction().epochMillis ELSE null END
"""

# (:Rejection {key: import|n})
REJECT: LiteralString = """
UNWIND $rows AS row
MERGE (r:Rejection {key: row.key})
SET r = row
"""

# those of an earlier attempt that got further
FORGET: LiteralString = """
UNWIND $keys AS key
MATCH (r:Rejection {key: key})
DELETE r
"""


async def begin(store: Store, key: str, order: Order, file_name: str) -> Report:
    """The import as it stands; a dry run is always another one."""
    fresh = Report(f"{key}-{secrets.token_hex(4)}" if order.dry_run else key, ImportStatus.CHECKING)
    head = {
        **fresh.plain(),
        "kind": order.kind.value,
        "file_name": file_name,
        "within": order.within,
        "year": order.year,
        "dry_run": order.dry_run,
        "by": order.by,
    }
    over = [status.value for status in OVER]
    [row] = await store.write(BEGIN, key=fresh.key, head=head, over=over)
    return Report.of(row["found"])


@asynccontextmanager
async def at_work(store: Store, key: str) -> AsyncIterator[None]:
    """Says that somebody works on an import as long as the block runs."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            with suppress(GraphError):  # the next one may get through
                await store.write(ALIVE, key=key)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def note(store: Store, report: Report) -> None:
    """How far it is."""
    over = report.status not in (ImportStatus.CHECKING, ImportStatus.APPLYING)
    values = report.plain()
    del values["key"]
    await store.write(NOTE, key=report.key, values=values, over=over)


async def keep_rejections(
    store: Store, report: Report, returned: Iterable[tuple[Rejection, Sequence[str]]]
) -> Report:
    """Each with the cells of its row, masked; how many there are in the report."""
    count = 0
    rows: list[Row] = []
    for count, (rejection, cells) in enumerate(returned, 1):
        if count > MOST_KEPT:
            break
        rows.append(_row(report.key, count, rejection, cells))
        if len(rows) == AT_ONCE:
            await store.write(REJECT, rows=rows)
            rows = []
    if rows:
        await store.write(REJECT, rows=rows)
    count = min(count, MOST_KEPT)
    for start in range(count + 1, report.rejections + 1, AT_ONCE):
        past = range(start, min(start + AT_ONCE, report.rejections + 1))
        await store.write(FORGET, keys=[f"{report.key}|{n}" for n in past])
    return replace(report, rejections=count)


def _row(key: str, n: int, rejection: Rejection, cells: Sequence[str]) -> Row:
    return {
        "key": f"{key}|{n}",
        "n": n,
        "row": rejection.row,
        "code": rejection.code.value,
        "message": rejection.message,
        "sheet": rejection.sheet,
        "column": rejection.column,
        "value": rejection.value,
        "clause": rejection.clause,
        "candidates": list(rejection.candidates),
        "cells": json.dumps([shown(cell) for cell in cells], ensure_ascii=False),
    }
