"""The row that names the columns: on which sheet it is, and what each of its columns means.

村 │ 户编号 │ 成员信息          two rows, cells merged: a column is named by the lower row,
   │        │ 姓名 │ 身份证号    by both together (监护人 + 身份证号), or by the upper alone
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from typing import Any

from graph_seed.imports.cells import Cell, RawRow, Sheet, letter, text_of
from graph_seed.imports.column import Column, Form
from graph_seed.imports.limits import Limits
from graph_seed.imports.opening import Opened
from graph_seed.imports.rejection import Fault, FileRefused

LOOKED_AT = 20  # rows from the top in which a header may stand
OTHERS = frozenset({"监护人", "户主", "联系人", "经办人", "代办人", "缴款人", "父亲", "母亲"})
FEWEST = 2  # known columns that make a row a header
_BRACKETS = re.compile(r"\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its columns; `rows` are those below the header."""

    sheet: str | None
    header_row: int
    columns: Mapping[int, Column]
    headers: Mapping[int, str]  # as they stand in the file
    required: tuple[Column, ...]
    unexpected: tuple[str, ...]
    rows: Iterator[RawRow]

    def header_of(self, key: str) -> str | None:
        """What the file calls a column; None where it has none."""
        return next((self.headers[at] for at, one in self.columns.items() if one.key == key), None)


@dataclass(frozen=True, slots=True)
class _Header:
    """A row that may name the columns, with what each of its texts may mean."""

    row: int
    depth: int  # 2 where the row above belongs to it
    headers: Mapping[int, str]
    known: Mapping[int, Column]


def find_table(opened: Opened, form: Form[Any], limits: Limits) -> Table:
    """On the first sheet with a header; raises FileRefused without one, or without a column."""
    is_empty = True
    for sheet in opened.sheets:
        top = list(islice(sheet.rows, LOOKED_AT))
        is_empty = is_empty and not top
        header = _best(top, form)
        if header is not None:
            below = (row for row in top if row.number > header.row)
            return _table(sheet, header, form, chain(below, sheet.rows), limits)
    if is_empty:
        raise FileRefused(Fault.FILE_EMPTY, "文件里没有内容，请重新导出、重新上传")
    wanted = "、".join(column.header for column in form.columns if column.required)
    raise FileRefused(
        Fault.NO_HEADER,
        f"前 {LOOKED_AT} 行里没有找到“{form.title}”的表头；须有：{wanted}",
        candidates=tuple(column.header for column in form.columns),
    )


def _best(top: Sequence[RawRow], form: Form[Any]) -> _Header | None:
    """The row that names most columns; of equal ones the single and upper one."""
    found = [_header(row, None, form) for row in top]
    found += [_header(lower, upper, form) for upper, lower in pairwise(top)]
    best = max(found, key=lambda one: (_named(one), -one.depth, -one.row), default=None)
    if best is None or _named(best) < min(FEWEST, len(form.columns) - 1):
        return None
    return best


def _named(header: _Header) -> int:
    return len({column.key for column in header.known.values()})


def _header(row: RawRow, above: RawRow | None, form: Form[Any]) -> _Header:
    names = _names(form)
    headers: dict[int, str] = {}
    known: dict[int, Column] = {}
    for at, texts in _labels(row.cells, above.cells if above else ()):
        headers[at] = texts[0]
        found = next((text for text in texts if _column(text, names)), None)
        if found:
            headers[at] = found
            known[at] = names[_column(found, names)]
    return _Header(row.number, 2 if above else 1, headers, known)


def _labels(lower: Sequence[Cell], upper: Sequence[Cell]) -> Iterator[tuple[int, list[str]]]:
    """What may be the name of each column, the most telling first."""
    parent = ""
    for at in range(max(len(lower), len(upper))):
        own = text_of(lower[at]) if at < len(lower) else ""
        over = text_of(upper[at]) if at < len(upper) else ""
        parent = over or parent
        texts = [parent + own, own] if own and parent else [own or over]
        if own and parent in OTHERS:
            texts = [parent + own]
        if texts[-1]:
            yield at, [text for text in texts if text]


def _names(form: Form[Any]) -> dict[str, Column]:
    return {
        folded(name): column for column in form.columns for name in (column.header, *column.names)
    }


def _column(text: str, names: Mapping[str, Column]) -> str:
    """The name by which a header is known, with or without its unit; empty for none."""
    whole = folded(text)
    bare = _BRACKETS.sub("", whole)
    return next((one for one in (whole, bare) if one in names), "")


def folded(text: str) -> str:
    """A header without blanks, marks of what is required, and forms of characters."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return plain.strip("*:")


def _table(
    sheet: Sheet, header: _Header, form: Form[Any], rows: Iterator[RawRow], limits: Limits
) -> Table:
    if len(header.headers) > limits.columns:
        raise FileRefused(
            Fault.FILE_LIMIT,
            f"表头有 {len(header.headers):,} 列，上限 {limits.columns:,}；请只保留需要的列",
            sheet.name,
            header.row,
        )
    columns = _single(sheet, header)
    _check_complete(sheet, header, form, {column.key for column in columns.values()})
    unexpected = tuple(
        f"{text}（{letter(at)}列）" for at, text in header.headers.items() if at not in columns
    )
    required = tuple(column for column in form.columns if column.required)
    return Table(sheet.name, header.row, columns, header.headers, required, unexpected, rows)


def _single(sheet: Sheet, header: _Header) -> dict[int, Column]:
    """One column of the file for each; where several could be, the one of exactly that name."""
    chosen: dict[int, Column] = {}
    for column in dict.fromkeys(header.known.values()):
        places = [at for at, one in header.known.items() if one == column]
        exact = [at for at in places if folded(header.headers[at]) == folded(column.header)]
        meant = exact if len(exact) == 1 else places
        if len(meant) > 1:
            said = "、".join(f"“{header.headers[at]}”（{letter(at)}列）" for at in meant)
            raise FileRefused(
                Fault.DOUBLE_COLUMN,
                f"{said}都可以是“{column.header}”；请只保留一列",
                sheet.name,
                header.row,
                column.header,
            )
        chosen[meant[0]] = column
    return dict(sorted(chosen.items()))


def _check_complete(sheet: Sheet, header: _Header, form: Form[Any], found: set[str]) -> None:
    missing = [one.header for one in form.columns if one.required and one.key not in found]
    for sets in form.either:
        if not any(found.issuperset(keys) for keys in sets):
            names = ("、".join(form.column(key).header for key in keys) for keys in sets)
            missing.append("（" + "，或".join(names) + "）")
    if missing:
        raise FileRefused(
            Fault.MISSING_COLUMN,
            f"第 {header.row} 行的表头缺少：{'、'.join(missing)}；请补上后重新上传",
            sheet.name,
            header.row,
            missing[0],
            tuple(header.headers.values()),
        )
