"""Files made up on the spot, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from graph_seed.imports.checking import Read, read, settle
from graph_seed.imports.column import Against
from graph_seed.imports.forms import FORMS
from graph_seed.imports.limits import LIMITS, Limits
from graph_seed.imports.rejection import Rejection
from graph_seed.imports.spool import Kept, Spool
from policy.imports import ImportKind

TODAY = date(2021, 12, 1)
AGAINST = Against(
    TODAY, {"特困人员": "destitute", "低保对象": "subsistence", "低保": "subsistence"}
)
MAN, WOMAN, CHILD = "99001019900101001X", "990010198802030024", "990010201506070034"
ROSTER_HEADER = ("村", "户编号", "姓名", "身份证号码", "与户主关系")
FAMILY = (
    ("示范村", "0001", "张三", MAN, "户主"),
    ("示范村", "0001", "李四", WOMAN, "配偶"),
    ("示范村", "0001", "张小三", CHILD, "子"),
)
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that is said of a file, and the lines that are left of it."""

    read: Read
    rows: int
    refused: int
    lines: list[Kept]
    rejections: list[Rejection]

    @property
    def said(self) -> list[tuple[int, str, str | None]]:
        """Row, code and column of each rejection."""
        return [(one.row, one.code.value, one.column) for one in self.rejections]


def outcome(
    path: Path,
    kind: ImportKind = ImportKind.ROSTER,
    limits: Limits = LIMITS,
    against: Against = AGAINST,
) -> Outcome:
    """Read and settle a file."""
    form = FORMS[kind]
    with Spool(path.with_suffix(".spool")) as spool:
        found = read(path, form, against, spool, limits)
        settle(spool, form, found.sheet)
        return Outcome(found, *spool.counts(), list(spool.lines()), list(spool.rejections()))


def csv_file(folder: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    """Values joined by commas, as they are."""
    path = folder / "file.csv"
    text = "".join(",".join(map(str, row)) + "\n" for row in rows)
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, *sheets: tuple[str, Rows]) -> Path:
    """Texts stay texts, numbers numbers; a value that begins with = is a formula."""
    path = folder / "file.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path
