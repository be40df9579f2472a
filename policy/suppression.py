"""Which cells of a table by places may be shown to who must not learn of single people.

A cell is hidden below 10 people. So that nobody works it out from the cell of the place above, the
hidden cells of one place's children are at least two and together at least 10: the smallest of the
others are hidden with them. Below a hidden cell all are hidden. Cells change once a month: of a
month's last day, as it was known then.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

LEAST = 10

Counts = Sequence[int]  # the parts of one cell; hidden together if one of them is small


def shown(
    top: str, children: Callable[[str], Sequence[str]], cells: Mapping[str, Counts]
) -> frozenset[str]:
    """The places, from the top down, whose cell may be shown; those without anybody left out."""
    found: set[str] = set()
    waiting = [top] if top in cells and is_large(cells[top]) else []
    while waiting:
        place = waiting.pop()
        found.add(place)
        waiting += _large_children([one for one in children(place) if one in cells], cells)
    return frozenset(found)


def _large_children(below: Sequence[str], cells: Mapping[str, Counts]) -> list[str]:
    """Those of a place's children that can be shown beside each other."""
    hidden = [one for one in below if not is_large(cells[one])]
    rest = sorted(set(below).difference(hidden), key=lambda one: (-sum(cells[one]), one))
    while hidden and rest and not _is_covered(hidden, cells):
        hidden.append(rest.pop())
    return rest


def _is_covered(hidden: Sequence[str], cells: Mapping[str, Counts]) -> bool:
    together = [sum(parts) for parts in zip(*(cells[one] for one in hidden), strict=True)]
    return len(hidden) > 1 and is_large(together)


def is_large(cell: Counts) -> bool:
    """Nobody, or enough people, in each of its parts."""
    return all(part == 0 or part >= LEAST for part in cell)


def closed_month(today: date) -> date:
    """The last day of the last month that is over."""
    return today.replace(day=1) - timedelta(days=1)


def is_published(day: date | None, today: date) -> bool:
    """Whether it is the last day of a month that is over."""
    return day is not None and (day + timedelta(days=1)).day == 1 and day <= closed_month(today)
