"""The rows that were not taken, as they came, each with the reasons beside it.

It can be put right and sent again: the columns are those of the file, the added ones are not read.
Identity numbers are masked unless who asks for it may see them.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import xlsxwriter

from graph_seed.imports.rejection import Rejection, shown
from graph_seed.imports.template import TEXT

ADDED = ("原行号", "退回原因", "代码", "可选")
SHEET = "退回的行"
Returned = Iterable[tuple[int, Sequence[str], Sequence[Rejection]]]


def write_returned(
    path: Path, headers: Sequence[str], returned: Returned, masked: bool = True
) -> int:
    """An XLSX file with constant memory; how many rows it has."""
    count = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        text = book.add_format(TEXT)
        red = book.add_format({**TEXT, "font_color": "#C00000", "text_wrap": True})
        bold = book.add_format({**TEXT, "bold": True})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(headers) - 1, 16, text)
        sheet.set_column(len(headers) + 1, len(headers) + 1, 60)
        for at, header in enumerate((*headers, *ADDED)):
            sheet.write_string(0, at, header, bold)
        for count, (number, cells, reasons) in enumerate(returned, 1):
            kept = [*cells, *[""] * (len(headers) - len(cells))][: len(headers)]
            for at, cell in enumerate(kept):
                sheet.write_string(count, at, shown(cell) if masked else cell, text)
            for at, cell in enumerate(_added(number, reasons), len(headers)):
                sheet.write_string(count, at, cell, red)
    return count


def _added(number: int, reasons: Sequence[Rejection]) -> tuple[str, str, str, str]:
    """The row's number, and its reasons one below the other."""
    said = "\n".join(
        f"{reason.column}：{reason.message}" if reason.column else reason.message
        for reason in reasons
    )
    codes = "\n".join(dict.fromkeys(reason.code.value for reason in reasons))
    candidates = "、".join(dict.fromkeys(one for reason in reasons for one in reason.candidates))
    return str(number), said, codes, candidates
