"""What a file is made of before anybody knows what it means: sheets, rows, cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a value: an error, or a formula whose value was not saved."""

    what: str


# texts are stripped and never empty; days come as text, 2021-10-18
Cell: TypeAlias = str | int | float | bool | Broken | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that is not empty; `number` counts from 1 as a spreadsheet shows it."""

    number: int
    cells: tuple[Cell, ...]
    is_cut: bool = False  # the file ends within it


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file; a CSV has one without a name. Its rows can be taken once."""

    name: str | None
    rows: Iterator[RawRow]


def text_of(cell: Cell) -> str:
    """As a person would read it; empty for none."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, Broken):
        return cell.what
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(cell, ".15g")
    return str(cell)


def letter(column: int) -> str:
    """The name of a column, counted from 0: A, B, …, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
