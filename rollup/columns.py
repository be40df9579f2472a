"""Sums over rows in an order, so that any run of rows is a difference.

    blocks   of 1,024 rows, each with its running sums (None: only zeros)
    tops     the running sums of whole blocks

A change makes a new version: only blocks with changed rows are summed again, all others are shared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SHIFT = 10
SIZE = 1 << SHIFT

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """So many columns of whole numbers; never changed."""

    width: int
    blocks: tuple[Numbers | None, ...]
    tops: Numbers

    @classmethod
    def zeros(cls, rows: int, width: int) -> "Columns":
        blocks = (None,) * ((rows >> SHIFT) + 1)
        return cls(width, blocks, np.zeros((len(blocks) + 1, width), np.int64))

    def with_rows(self, rows: Mapping[int, Sequence[int]]) -> "Columns":
        """The same with these rows instead of what stood there."""
        parts: dict[int, list[int]] = {}
        for at in rows:
            parts.setdefault(at >> SHIFT, []).append(at)
        blocks = list(self.blocks)
        for number, inside in parts.items():
            values = self._values(blocks[number])
            values[[at & SIZE - 1 for at in inside]] = [rows[at] for at in inside]
            blocks[number] = _running(values)
        return Columns.of(self.width, blocks)

    @classmethod
    def of(cls, width: int, blocks: Sequence[Numbers | None]) -> "Columns":
        tops = np.zeros((len(blocks) + 1, width), np.int64)
        for number, block in enumerate(blocks):
            if block is not None:
                tops[number + 1] = block[-1]
        return cls(width, tuple(blocks), np.cumsum(tops, axis=0))

    def moved(self, to: Numbers, rows: int) -> "Columns":
        """The same in other rows, so many in all: `to` says where each row goes, -1: nowhere."""
        blocks = list(Columns.zeros(rows, self.width).blocks)
        for number, block in enumerate(self.blocks):
            if block is None:
                continue
            values = self._values(block)
            at = np.flatnonzero(values.any(axis=1))
            goes = to[at + (number << SHIFT)]
            at, goes = at[goes >= 0], goes[goes >= 0]
            for target in np.unique(goes >> SHIFT).tolist():
                inside = goes >> SHIFT == target
                filled = blocks[target]
                if filled is None:
                    filled = blocks[target] = np.zeros((SIZE, self.width), np.int64)
                filled[goes[inside] & SIZE - 1] = values[at[inside]]
        return Columns.of(self.width, [one if one is None else _running(one) for one in blocks])

    def _values(self, block: Numbers | None) -> Numbers:
        if block is None:
            return np.zeros((SIZE, self.width), np.int64)
        return np.diff(block, axis=0)

    def total(self, start: int, end: int) -> list[int]:
        """The sums of the rows from `start` until before `end`."""
        found: list[int] = (self._before(end) - self._before(start)).tolist()
        return found

    def _before(self, at: int) -> Numbers:
        """The sums of all rows before one."""
        number = at >> SHIFT
        block = self.blocks[number]
        found: Numbers = self.tops[number]
        return found if block is None else np.add(found, block[at & SIZE - 1])

    def rows(self) -> Iterator[tuple[int, list[int]]]:
        """What stands in the rows that are not all zero, in order."""
        for number, block in enumerate(self.blocks):
            if block is not None:
                values = self._values(block)
                for at in np.flatnonzero(values.any(axis=1)).tolist():
                    yield (number << SHIFT) + at, values[at].tolist()

    @property
    def bytes(self) -> int:
        return self.tops.nbytes + sum(one.nbytes for one in self.blocks if one is not None)


def _running(values: Numbers) -> Numbers:
    found = np.zeros((len(values) + 1, values.shape[1]), np.int64)
    np.cumsum(values, axis=0, out=found[1:])
    return found
