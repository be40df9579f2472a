"""The levels of the division tree and what a code says about its place in it.

0 全国 ── 43 省 ── 4311 市 ── 431123 县 ── 431123402 乡镇 ── 431123402206 村
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

NATION_CODE = "0"


class Level(Enum):
    """From the top down; the order is that of the tree."""

    NATION = "NATION"
    PROVINCE = "PROVINCE"
    CITY = "CITY"
    COUNTY = "COUNTY"
    TOWNSHIP = "TOWNSHIP"
    VILLAGE = "VILLAGE"


LENGTHS = {
    Level.NATION: 1,
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: 12,
}
_LEVELS = {length: level for level, length in LENGTHS.items()}
_ORDER = list(Level)


def depth(level: Level) -> int:
    """How far below the nation: 0 for it, 5 for a village."""
    return _ORDER.index(level)


def level_of(code: str) -> Level:
    """The level of a statistical or local code; ValueError for a text that is neither."""
    level = _LEVELS.get(len(code))
    if level is None or (level is Level.NATION) != (code == NATION_CODE):
        raise ValueError(f"{code}: not a division code; it has 2, 4, 6, 9 or 12 characters")
    return level


def parent_code(code: str) -> str | None:
    """The code one level up, as the code list builds it; None for the nation."""
    level = level_of(code)
    if level is Level.NATION:
        return None
    above = _ORDER[depth(level) - 1]
    return NATION_CODE if above is Level.NATION else code[: LENGTHS[above]]


@dataclass(frozen=True, slots=True)
class Edge:
    """`PART_OF` from a day, until before a day; None: ever."""

    parent: str
    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


def parent_on(edges: Sequence[Edge], day: date, season: bool) -> str | None:
    """The parent of a unit on a day, from all it ever had, oldest first.

    In the tree of a season a unit that was founded later stands below its first parent.
    """
    for edge in edges:
        if edge.holds(day):
            return edge.parent
    if season and edges:
        first = edges[0]
        return first.parent if first.since and first.since > day else None
    return None
