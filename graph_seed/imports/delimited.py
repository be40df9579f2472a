"""CSV, row by row: UTF-8 with or without a mark, or GB18030, which GBK and GB2312 are part of.

UTF-8 is tried first and to the end: a text of another encoding is hardly ever valid UTF-8, while
almost every text is valid GB18030. A file that is UTF-8 but for its last character was cut off.
"""

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path

from graph_seed.imports.cells import Cell, RawRow, Sheet
from graph_seed.imports.rejection import Fault, FileRefused

CHUNK = 1 << 20
LONGEST_CHARACTER = 4
LONGEST_LINE = 100_000
DELIMITERS = (",", "\t", ";", "，")
CUT = "文件在中途断开（最后一个字符不完整），请重新导出、重新上传"


def encoding_of(path: Path) -> str:
    """The one that decodes the whole file; raises FileRefused where none does."""
    with path.open("rb") as file:
        mark = file.read(4)
    if mark.startswith(BOM_UTF8):
        return "utf-8-sig"
    if mark.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        message = "文件是 Unicode（UTF-16）文本；请另存为“CSV UTF-8”或 .xlsx"
        raise FileRefused(Fault.FILE_ENCODING, message)
    size = path.stat().st_size
    bad = _first_bad(path, "utf-8")
    if bad is None:
        return "utf-8"
    if bad > size - LONGEST_CHARACTER and bad > 0 and _has_wide(path, bad):
        raise FileRefused(Fault.FILE_DAMAGED, CUT)
    at = _first_bad(path, "gb18030")
    if at is None:
        return "gb18030"
    if at > size - LONGEST_CHARACTER:
        raise FileRefused(Fault.FILE_DAMAGED, CUT)
    message = f"第 {bad + 1:,} 字节处既不是 UTF-8 也不是 GB18030；请另存为“CSV UTF-8”或 .xlsx"
    raise FileRefused(Fault.FILE_ENCODING, message)


def _first_bad(path: Path, encoding: str) -> int | None:
    """Where decoding stops; None where it reaches the end."""
    decoder = getincrementaldecoder(encoding)()
    at = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return at - held + error.start
            at += len(chunk)
            if not chunk:
                return None


def _has_wide(path: Path, end: int) -> bool:
    """Whether other than ASCII stands before: then the whole is UTF-8, not just its ASCII."""
    at = 0
    with path.open("rb") as file:
        while at < end and (chunk := file.read(min(CHUNK, end - at))):
            if not chunk.isascii():
                return True
            at += len(chunk)
    return False


def sheets(path: Path) -> Iterator[Sheet]:
    """The one table of a CSV file."""
    yield Sheet(None, _rows(path, encoding_of(path)))


def _rows(path: Path, encoding: str) -> Iterator[RawRow]:
    with path.open(encoding=encoding, newline="") as file:
        delimiter = _delimiter(file.readline(LONGEST_LINE))
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        number = 0
        is_whole = _ends_with_line(path)
        held: RawRow | None = None
        try:
            for number, values in enumerate(reader, 1):
                if held:
                    yield held
                held = RawRow(number, tuple(map(_cell, values))) if any(values) else None
        except csv.Error as error:
            raise FileRefused(
                Fault.FILE_DAMAGED,
                f"第 {number + 1} 行起的引号没有闭合，文件可能在中途断开（{error}）",
                row=number + 1,
            ) from error
        if held:
            yield RawRow(held.number, held.cells, is_cut=not is_whole)


def _delimiter(line: str) -> str:
    counts = {one: line.count(one) for one in DELIMITERS}
    return max(DELIMITERS, key=lambda one: counts[one])


def _ends_with_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, 2)
        return file.read(1) in b"\r\n"


def _cell(text: str) -> Cell:
    """Without the formula by which programs keep a number a text: ="0001"."""
    text = text.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    return text or None
