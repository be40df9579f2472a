"""Unpacks a workbook in a process of its own: `python -m graph_seed.imports.reader <path> …`.

    {"sheets": [names of those that can be seen]}
    {"sheet": name}            one line for each, followed by its rows
    [row, cell, cell, …]       row counts from 1; empty rows are left out

A small file can make any reader ask for 500 GB (one cell far to the right, one far down; one long
text in every cell), and calamine then ends its process. So the process is another one, with limits
of memory and time that the system keeps. A cell is a text, a number, a truth value, null, or
{"broken": what stands there}: an error, or a formula whose value was not saved.
"""

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any

import orjson
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from graph_seed.imports.broken import broken_cells

DAMAGED = 3  # exit code: not a workbook that can be read
PROTECTED = 4  # exit code: a password is needed


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Limits of this process; where the system has none, its own checks have to do."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))


def tell(path: Path, out: IO[bytes]) -> None:
    """Everything that can be seen of a workbook, line by line."""
    with CalamineWorkbook.from_path(path) as book:
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]
        _say(out, {"sheets": names})
        for name in names:
            _say(out, {"sheet": name})
            broken = broken_cells(path, name)
            for row in _rows(book.get_sheet_by_name(name), broken):
                _say(out, row)


def _rows(sheet: CalamineSheet, broken: dict[tuple[int, int], str]) -> Iterator[list[Any]]:
    if sheet.start is None:
        return
    left = sheet.start[1]
    hurt = {row for row, _ in broken}
    for number, cells in enumerate(sheet.iter_rows(), 1):
        row = [None] * left + [_cell(cell) for cell in cells]
        if number in hurt:
            row = [_mended(cell, broken.get((number, at))) for at, cell in enumerate(row, 1)]
        while row and row[-1] is None:
            row.pop()
        if row:
            yield [number, *row]


def _cell(value: object) -> object:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime):
        return str(value.date() if value.time() == time() else value)
    if isinstance(value, date | time | timedelta):
        return str(value)
    return value


def _mended(cell: object, what: str | None) -> object:
    return cell if what is None or cell is not None else {"broken": what}


def _say(out: IO[bytes], line: object) -> None:
    out.write(orjson.dumps(line) + b"\n")


def main(arguments: list[str]) -> int:
    """Path, bytes of memory, seconds of processor time."""
    path, memory_bytes, cpu_seconds = arguments
    confine(int(memory_bytes), int(cpu_seconds))
    try:
        tell(Path(path), sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except CalamineError as error:
        return PROTECTED if type(error).__name__ == "PasswordError" else DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
