"""Cells of a sheet that hold no value: errors (#N/A), and formulas whose value was not saved.

calamine gives them as empty, and an empty optional cell would be taken for one. Most sheets have
neither: then their text is only searched, not parsed.
"""

import re
from pathlib import Path
from xml.etree.ElementTree import fromstring, iterparse
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHUNK = 1 << 20
OVERLAP = 16
NO_VALUE = "公式没有保存结果"
_SUSPECT = re.compile(rb"""t=["']e["']|<(?:\w+:)?f[ />]""")
_PLACE = re.compile(r"([A-Z]+)([0-9]+)")


def broken_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """What stands in them, by row and column from 1; {} for a sheet that is not where it should."""
    with ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        if part is None or not _is_suspect(archive, part):
            return {}
        return _found(archive, part)


def _part_of(archive: ZipFile, sheet: str) -> str | None:
    """The file of a sheet, through the workbook's relationships."""
    names = set(archive.namelist())
    rels = "xl/_rels/workbook.xml.rels"
    if rels not in names:
        return None
    targets = {link.get("Id"): link.get("Target", "") for link in fromstring(archive.read(rels))}
    for entry in fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(f"{LINKS}id"), "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            return part if part in names else None
    return None


def _is_suspect(archive: ZipFile, part: str) -> bool:
    tail = b""
    with archive.open(part) as text:
        while chunk := text.read(CHUNK):
            if _SUSPECT.search(tail + chunk):
                return True
            tail = chunk[-OVERLAP:]
    return False


def _found(archive: ZipFile, part: str) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    with archive.open(part) as text:
        for _, element in iterparse(text):
            if element.tag == f"{MAIN}c":
                what = _what(element.get("t"), element.find(f"{MAIN}f"), element.find(f"{MAIN}v"))
                if what and (place := _PLACE.fullmatch(element.get("r", ""))):
                    found[int(place[2]), _column(place[1])] = what
            elif element.tag == f"{MAIN}row":
                element.clear()
    return found


def _what(kind: str | None, formula: object, value: object) -> str | None:
    text: str | None = getattr(value, "text", None)
    if kind == "e":
        return text or "#错误"
    return NO_VALUE if formula is not None and not text and kind != "str" else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
