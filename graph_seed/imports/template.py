"""The workbook to fill in: headers with notes, drop-downs, an example that is skipped, help.

Made from the form alone, so that what is explained is what is checked.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from graph_seed.imports.cells import letter
from graph_seed.imports.column import Column, Form
from graph_seed.imports.forms.common import EXAMPLE_MARK

FILLED = 20_000  # rows that have drop-downs
HELP, WORDS = "填写说明", "选项"
HEADER = {"bold": True, "bg_color": "#D9E8F5", "border": 1, "valign": "vcenter"}
REQUIRED = {**HEADER, "bg_color": "#F8D7A8"}
TEXT = {"num_format": 49}  # the built-in format of text
EXAMPLE = {**TEXT, "font_color": "#808080", "italic": True}


def template(form: Form[Any], categories: Sequence[str] = ()) -> bytes:
    """An XLSX file; `categories`: the names of groups that are offered."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet(form.title)
        help_sheet = book.add_worksheet(HELP)
        words = book.add_worksheet(WORDS)
        words.hide()
        _write_columns(book, sheet, words, form, categories)
        _write_help(book, help_sheet, form)
    return out.getvalue()


def _write_columns(
    book: xlsxwriter.Workbook,
    sheet: Worksheet,
    words: Worksheet,
    form: Form[Any],
    categories: Sequence[str],
) -> None:
    text, example = book.add_format(TEXT), book.add_format(EXAMPLE)
    plain, needed = book.add_format(HEADER), book.add_format(REQUIRED)
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(form.columns):
        sheet.set_column(at, at, column.width, text)
        _write_header(sheet, at, column, needed if column.required else plain)
        shown = EXAMPLE_MARK + column.example if at == 0 else column.example
        sheet.write_string(1, at, shown, example)
        choices = categories if column.key == "category" else column.choices
        if choices:
            words.write_column(0, at, choices)
            _offer(sheet, at, column, len(choices))


def _write_header(sheet: Worksheet, at: int, column: Column, format_: Format) -> None:
    sheet.write_string(0, at, column.header, format_)
    sheet.write_comment(0, at, _note(column), {"x_scale": 1.6})


def _note(column: Column) -> str:
    return f"{'必填。' if column.required else ''}{column.help}"


def _offer(sheet: Worksheet, at: int, column: Column, count: int) -> None:
    """A drop-down; a list on a sheet, because one in the cell may have 255 characters."""
    name = letter(at)
    sheet.data_validation(
        1,
        at,
        FILLED,
        at,
        {
            "validate": "list",
            "source": f"={WORDS}!${name}$1:${name}${count}",
            "error_type": "warning",
            "error_title": column.header,
            "error_message": "不在列表中，请确认",
        },
    )


def _write_help(book: xlsxwriter.Workbook, sheet: Worksheet, form: Form[Any]) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 60, wrapped)
    sheet.set_column(3, 3, 60, wrapped)
    general = (
        f"{form.title}：请在第一张工作表中填写，一行一条。列的顺序不限，表头不要改动。",
        f"含有“{EXAMPLE_MARK}”的示例行不会导入，可以删除。",
        "身份证号码所在列须为文本格式；存成数值会丢失末尾几位，该行会被退回。",
        "日期写成 2021-10-18；金额以元为单位，最多两位小数。不要使用公式、不要合并单元格。",
        *form.notes,
    )
    for at, line in enumerate(general):
        sheet.write_string(at, 0, line)
    top = len(general) + 1
    for at, title in enumerate(("列", "必填", "填写要求", "也可以写作")):
        sheet.write_string(top, at, title, bold)
    for row, column in enumerate(form.columns, top + 1):
        cells = (column.header, "是" if column.required else "", column.help)
        for at, cell in enumerate((*cells, "、".join(column.names))):
            sheet.write_string(row, at, cell)
