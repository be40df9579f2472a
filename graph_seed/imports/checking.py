"""A file to typed lines and rejections: first cell by cell, then what must hold between rows.

read      each row by itself, into the spool
settle    doubles and heads of households, once places are known
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from graph_seed.imports.cells import RawRow, letter, text_of
from graph_seed.imports.column import Against, Column, Form
from graph_seed.imports.forms.common import EXAMPLE_MARK
from graph_seed.imports.header import Table, find_table
from graph_seed.imports.limits import LIMITS, Limits
from graph_seed.imports.opening import open_file
from graph_seed.imports.rejection import BadCell, Fault, FileRefused, Rejection, shown
from graph_seed.imports.spool import Spool, State

EXAMPLE = EXAMPLE_MARK.encode()


@dataclass(frozen=True, slots=True)
class Read:
    """How a file was read: its sheet, its columns as (header in the file, ours), what is named."""

    sheet: str | None
    header_row: int
    headers: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def read(
    path: Path, form: Form[Any], against: Against, spool: Spool, limits: Limits = LIMITS
) -> Read:
    """Every row into the spool; raises FileRefused where the file is none of this form."""
    with open_file(path, limits) as opened:
        table = find_table(opened, form, limits)
        nameless = _read_rows(table, form, against, spool, limits)
        spool.finish()
        others = [name for name in opened.names if name != table.sheet]
    return Read(
        sheet=table.sheet,
        header_row=table.header_row,
        headers=tuple(table.headers.get(at, "") for at in range(max(table.headers) + 1)),
        columns=tuple((table.headers[at], one.header) for at, one in table.columns.items()),
        warnings=tuple(_warnings(table, nameless, others)),
    )


def _warnings(table: Table, nameless: set[int], others: list[str]) -> Iterator[str]:
    if table.unexpected:
        yield f"没有用到的列：{'、'.join(table.unexpected)}"
    if nameless:
        said = "、".join(f"{letter(at)}列" for at in sorted(nameless))
        yield f"没有表头的列未读取：{said}"
    if others:
        yield f"读取的是工作表“{table.sheet}”；未读取：{'、'.join(others)}"


def _read_rows(
    table: Table, form: Form[Any], against: Against, spool: Spool, limits: Limits
) -> set[int]:
    """How many came is looked at while they come; returns columns with values but no name."""
    count = 0
    nameless: set[int] = set()
    for row in table.rows:
        cells = orjson.dumps([text_of(cell) for cell in row.cells])
        if EXAMPLE in cells:
            continue
        count += 1
        if count > limits.rows:
            message = f"数据超过 {limits.rows:,} 行的上限；请拆成几个文件再上传"
            raise FileRefused(Fault.FILE_LIMIT, message, table.sheet, row.number)
        more = {at for at, cell in enumerate(row.cells) if cell is not None} - set(table.headers)
        nameless |= more if table.sheet is not None else set()
        _read_row(table, form, against, spool, row, more, cells)
    if count == 0:
        message = "只有表头，没有数据行；请填写后重新上传"
        raise FileRefused(Fault.FILE_EMPTY, message, table.sheet, table.header_row)
    return nameless


def _read_row(
    table: Table,
    form: Form[Any],
    against: Against,
    spool: Spool,
    row: RawRow,
    more: set[int],
    cells: bytes,
) -> None:
    values, faults = _values(table, row, against)
    bad = {fault.column for fault in faults}
    faults += [_absent(one) for one in table.required if one.key not in {*values, *bad}]
    if table.sheet is None:
        faults += _shape(row, more, max(table.headers) + 1)
    place = form.place(values)
    line = None
    if not faults:
        line = form.make(values)
        faults = list(form.faults(line, against))
    if line is None or faults:
        spool.reject(row.number, place, (_placed(one, form, table, row) for one in faults), cells)
    else:
        spool.keep(row.number, place, form.identity(line), line, cells)


def _values(table: Table, row: RawRow, against: Against) -> tuple[dict[str, Any], list[BadCell]]:
    """What the cells say, by column; those that say nothing that can be are faults."""
    values: dict[str, Any] = {}
    faults: list[BadCell] = []
    for at, column in table.columns.items():
        cell = row.cells[at] if at < len(row.cells) else None
        if cell is None:
            continue
        try:
            values[column.key] = column.parse(cell, against)
        except BadCell as error:
            error.column = column.key
            faults.append(error)
    return values, faults


def _absent(column: Column) -> BadCell:
    return BadCell(Fault.REQUIRED, f"“{column.header}”没有填写（{column.help}）", column.key)


def _shape(row: RawRow, more: set[int], width: int) -> Iterator[BadCell]:
    """A line of text with too many values has been divided wrongly; one cut off has too few."""
    if any(at >= width for at in more):
        said = f"本行有 {len(row.cells)} 个值，表头只有 {width} 列；含逗号的文字请加引号"
        yield BadCell(Fault.ROW_SHAPE, said)
    elif row.is_cut and len(row.cells) < width:
        said = f"文件在本行中断：只有 {len(row.cells)} 个值，表头有 {width} 列；请重新导出"
        yield BadCell(Fault.ROW_SHAPE, said)


def _placed(fault: BadCell, form: Form[Any], table: Table, row: RawRow) -> Rejection:
    """With the row, the column as the file calls it, and the value as it may be shown."""
    column = value = None
    if fault.column is not None:
        column = table.header_of(fault.column) or form.column(fault.column).header
        at = next((at for at, one in table.columns.items() if one.key == fault.column), None)
        text = text_of(row.cells[at]) if at is not None and at < len(row.cells) else ""
        value = shown(text) or None
    return Rejection(
        row=row.number,
        code=fault.code,
        message=fault.message,
        sheet=table.sheet,
        column=column,
        value=value,
        candidates=fault.candidates,
    )


def settle(spool: Spool, form: Form[Any], sheet: str | None) -> None:
    """Turn down what cannot stand beside other rows of the file."""
    for called, is_equal, rows in spool.doubles():
        for row in rows[1:] if is_equal else rows:
            message = _double(called, is_equal, rows, row)
            code = Fault.DUPLICATE if is_equal else Fault.CONFLICT
            state = State.REPEATED if is_equal else State.REJECTED
            spool.turn_down(row, Rejection(row, code, message, sheet), state)
    if form.households:
        _settle_heads(spool, sheet)


def _double(called: str, is_equal: bool, rows: list[int], row: int) -> str:
    if is_equal:
        return f"与第 {rows[0]} 行完全相同，只取一次"
    others = "、".join(str(other) for other in rows if other != row)
    return f"{called}与第 {others} 行相同，内容却不同；请核对后只保留正确的一行"


def _settle_heads(spool: Spool, sheet: str | None) -> None:
    """A household comes in with exactly one head, or not at all."""
    for left, heads, rejected in spool.households():
        named = "、".join(map(str, heads))
        if not heads:
            code, message = Fault.NO_HEAD, "本户没有户主；请在一行的与户主关系填“户主”"
        elif len(heads) > 1:
            code, message = Fault.SEVERAL_HEADS, f"本户有 {len(heads)} 个户主：第 {named} 行"
        else:
            assert rejected  # one head, and it is not among those that are left
            code, message = Fault.HEAD_REJECTED, f"本户户主（第 {named} 行）不合格，请先改正该行"
        for row in left:
            spool.turn_down(row, Rejection(row, code, message, sheet))
