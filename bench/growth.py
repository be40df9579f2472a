"""How figures grow with what they are measured on: a column for each size, and the exponent.

An exponent of 1 is linear, 0 the same whatever the size, 2 the square. It is that of the last two
sizes: what stays behind at small ones (a round trip, a plan) is not counted against the large.
"""

from collections.abc import Mapping, Sequence
from math import log

Value = float | str | None  # a text: why there is none
Column = Mapping[str, Value]  # by figure

TOO_SMALL = 1.0  # of a figure: below that the clock is what varies


def exponent(sizes: Sequence[int], values: Sequence[Value]) -> float | None:
    """Of the last two figures; None where there are not two, or the first is too small to tell."""
    known = [
        (size, value)
        for size, value in zip(sizes, values, strict=True)
        if isinstance(value, float | int)
    ]
    if len(known) < 2:
        return None
    (size, value), (larger, last) = known[-2:]
    if value < TOO_SMALL or last <= 0:
        return None
    return log(last / value) / log(larger / size)


def table(what: str, sizes: Sequence[int], columns: Sequence[Column]) -> str:
    """Markdown: a row a figure, in the order in which the columns name them first."""
    names = dict.fromkeys(name for column in columns for name in column)
    head = [what, *(f"{size:,}" for size in sizes), "growth"]
    rows = [head, ["---", *("---:" for _ in head[1:])]]
    for name in names:
        values = [column.get(name) for column in columns]
        rows.append([name, *map(_shown, values), _growth(exponent(sizes, values))])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _shown(value: Value) -> str:
    if value is None or isinstance(value, str):
        return value or "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _growth(found: float | None) -> str:
    return "–" if found is None else f"{found:.1f}"
