"""Rejections of an import as they are on record, and the rows that go back."""

import json
from collections.abc import Iterator, Sequence
from typing import LiteralString

from graph.gateway import Row, Store
from graph_seed.imports.journal import Report
from graph_seed.imports.rejection import Fault, Rejection

AT_ONCE = 5_000

# (:Rejection {key: import|n})
READ: LiteralString = """
UNWIND $keys AS key
MATCH (r:Rejection {key: key})
WITH r ORDER BY r.n
RETURN collect(r {.row, .code, .message, .column, .candidates, .cells}) AS rejected
"""


async def returned_rows(store: Store, report: Report) -> list[Row]:
    """All of them, in their order."""
    found: list[Row] = []
    for start in range(1, report.rejections + 1, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, report.rejections + 1))
        row = await store.one(READ, keys=[f"{report.key}|{n}" for n in numbers])
        found += row["rejected"] if row else []
    return found


def as_returned(rows: Sequence[Row]) -> Iterator[tuple[int, Sequence[str], Sequence[Rejection]]]:
    """Rows of the file with all their reasons; what is about the whole file stays out."""
    cells: Sequence[str] = ()
    reasons: list[Rejection] = []
    for row in rows:
        said = json.loads(row["cells"])
        if reasons and reasons[0].row != row["row"]:
            yield reasons[0].row, cells, reasons
            reasons = []
        if row["row"]:
            cells = cells if reasons else said
            reasons.append(_rejection(row))
    if reasons:
        yield reasons[0].row, cells, reasons


def _rejection(row: Row) -> Rejection:
    column, candidates = row["column"], tuple(row["candidates"] or ())
    code = Fault(row["code"])
    return Rejection(row["row"], code, row["message"], column=column, candidates=candidates)
