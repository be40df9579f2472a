"""Rows as files: CSV as it is read, a workbook when all of it is there."""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import IO, Any

import xlsxwriter

from resolvers.exports import Column, Export, Kind, Row, Rows, Value
from schema.scalars import yuan_text

BOM = b"\xef\xbb\xbf"  # without it Excel takes the file for GBK
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_ROWS = 1_048_575  # of a sheet, besides its head
CHUNK = 1 << 16
FORMATS = {Kind.YUAN: "0.00", Kind.SHARE: "0.00%", Kind.DAY: "yyyy-mm-dd", Kind.COUNT: "0"}


async def as_csv(export: Export, rows: Rows) -> AsyncIterator[bytes]:
    """Batch by batch, as they come; texts that a sheet would run as formulas are quoted."""
    yield BOM + _lines([[column.title for column in export.head]])
    async for batch in rows:
        yield _lines([_texts(export.head, row) for row in batch])


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _texts(head: Sequence[Column], row: Row) -> list[str]:
    return [_text(column.kind, value) for column, value in zip(head, row, strict=True)]


def _text(kind: Kind, value: Value) -> str:
    if value is None:
        return ""
    if kind is Kind.YUAN and isinstance(value, int):
        return yuan_text(value)
    if kind is Kind.SHARE and isinstance(value, float):
        return f"{value:.4f}"
    text = str(value)
    return f"'{text}" if kind is Kind.TEXT and text.startswith(FORMULA) else text


async def as_workbook(export: Export, rows: Rows) -> IO[bytes]:
    """A file without a name: it is gone when it is closed, whatever happens."""
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # the answer closes it
    try:
        book = Book(file, export)
        async for batch in rows:
            await asyncio.to_thread(book.add, batch)
        await asyncio.to_thread(book.close)
    except BaseException:
        file.close()
        raise
    return file


class Book:
    """A workbook that holds one row in memory; full sheets are followed by further ones."""

    def __init__(self, file: IO[bytes], export: Export) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(file, options)
        self._bold = self._book.add_format({"bold": True})
        self._formats = {
            kind: self._book.add_format({"num_format": text}) for kind, text in FORMATS.items()
        }
        self._export = export
        self._sheets = 0
        self._begin()

    def _begin(self) -> None:
        self._sheets += 1
        number = "" if self._sheets == 1 else str(self._sheets)
        self._sheet = self._book.add_worksheet(f"{self._export.title}{number}")
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(self._export.head) - 1, 14)
        for place, column in enumerate(self._export.head):
            self._sheet.write_string(0, place, column.title, self._bold)
        self._row = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Further rows."""
        for row in rows:
            if self._row == MOST_ROWS:
                self._begin()
            self._row += 1
            for place, (column, value) in enumerate(zip(self._export.head, row, strict=True)):
                self._write(place, column.kind, value)

    def _write(self, place: int, kind: Kind, value: Value) -> None:
        if value is None:
            return
        if isinstance(value, date):
            self._sheet.write_datetime(self._row, place, value, self._formats[Kind.DAY])
        elif isinstance(value, str):
            self._sheet.write_string(self._row, place, value)
        else:
            number: Any = value / 100 if kind is Kind.YUAN else value
            self._sheet.write_number(self._row, place, number, self._formats[kind])

    def close(self) -> None:
        """Writes what Excel wants at the end."""
        self._book.close()


async def streamed(file: IO[bytes]) -> AsyncIterator[bytes]:
    """A file from its beginning, closed at the end."""
    try:
        await asyncio.to_thread(file.seek, 0)
        while chunk := await asyncio.to_thread(file.read, CHUNK):
            yield chunk
    finally:
        file.close()
