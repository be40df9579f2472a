"""XLSX, sheet by sheet and row by row, from the process that unpacks it (see reader)."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from graph_seed.imports.archive import check_archive
from graph_seed.imports.cells import Broken, Cell, RawRow, Sheet
from graph_seed.imports.limits import Limits
from graph_seed.imports.reader import DAMAGED, PROTECTED
from graph_seed.imports.rejection import Fault, FileRefused

ROOT = Path(__file__).resolve().parents[2]
READER = "graph_seed.imports.reader"
Line: TypeAlias = dict[str, Any] | list[Any]  # what JSON gives


class Workbook:
    """Open while it is used as a context; each sheet is to be read before the next."""

    def __init__(self, path: Path, limits: Limits) -> None:
        check_archive(path, limits)
        self._limits = limits
        figures = (str(limits.memory_bytes), str(limits.cpu_seconds))
        self._child = subprocess.Popen(
            [sys.executable, "-m", READER, str(path.resolve()), *figures],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
        )
        self._next: str | None = None  # the sheet whose rows follow
        self.names: tuple[str, ...] = ()

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(self, *error: object) -> None:
        assert self._child.stdout is not None  # it was asked for
        self._child.stdout.close()
        self._child.kill()
        self._child.wait()

    def sheets(self) -> Iterator[Sheet]:
        """Those that can be seen, in their order."""
        lines = self._lines()
        first = next(lines)
        assert isinstance(first, dict)  # the reader names the sheets before anything else
        self.names = tuple(first["sheets"])
        for _ in self._rows(lines):  # up to the first sheet
            pass
        while (name := self._next) is not None:
            self._next = None
            rows = self._rows(lines)
            yield Sheet(name, rows)
            for _ in rows:  # what nobody wanted of it
                pass

    def _rows(self, lines: Iterator[Line]) -> Iterator[RawRow]:
        for line in lines:
            if isinstance(line, dict):
                self._next = line["sheet"]
                return
            number, *cells = line
            assert isinstance(number, int)  # the reader counts
            yield RawRow(number, tuple(map(_cell, cells)))

    def _lines(self) -> Iterator[Line]:
        assert self._child.stdout is not None  # it was asked for
        for line in self._child.stdout:
            yield orjson.loads(line)
        code = self._child.wait()
        if code != 0:
            raise _refusal(code, self._limits)


def _cell(value: object) -> Cell:
    if isinstance(value, dict):
        return Broken(value["broken"])
    assert value is None or isinstance(value, str | int | float)  # what JSON knows
    return value


def _refusal(code: int, limits: Limits) -> FileRefused:
    if code == DAMAGED:
        return FileRefused(Fault.FILE_DAMAGED, "工作簿不完整或已损坏，请重新保存、重新上传")
    if code == PROTECTED:
        return FileRefused(Fault.FILE_FORMAT, "工作簿设有密码；请去掉密码后再上传")
    return FileRefused(
        Fault.FILE_LIMIT,
        f"工作簿展开后超出上限（内存 {limits.memory_bytes:,} 字节，{limits.cpu_seconds} 秒）；"
        "请只保留需要的行和列，或拆成几个文件",
    )
