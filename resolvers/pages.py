"""Pages of a list that is ordered by village, household number and key.

    after ── Position.read ──> where the page begins ── statement ──> first + 1 rows ──> Page

The cursor of a row is its place in that order: rows that come or go elsewhere do not shift it.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from graph.gateway import Row
from schema.errors import ApiError, Code
from schema.node import PageInfo

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order; empty: before everything."""

    village: str = ""
    number: str = ""
    key: str = ""

    @classmethod
    def read(cls, cursor: str | None) -> "Position":
        """What a cursor says; raises BAD_INPUT for one that was not given here."""
        if cursor is None:
            return cls()
        try:
            text = urlsafe_b64decode(cursor.encode()).decode()
            village, rest = text.split("|", 1)
            number, key = rest.rsplit("|", 1)
        except ValueError:
            raise ApiError(
                Code.BAD_INPUT, f"after: {cursor!r} 不是游标，请原样填写上一页的 endCursor"
            ) from None
        return cls(village, number, key)

    @property
    def cursor(self) -> str:
        return urlsafe_b64encode(f"{self.village}|{self.number}|{self.key}".encode()).decode()

    def rest_of(self, villages: Sequence[str]) -> list[str]:
        """Of villages in order, those in which something may follow."""
        return list(villages[bisect_left(villages, self.village) :])

    def parameters(self) -> Row:
        return {"after_village": self.village, "after_number": self.number, "after_key": self.key}


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows as they are shown, and where they stand."""

    nodes: list[T]
    cursors: Callable[[], list[str]]  # worked out for who asks
    info: PageInfo

    def edges(self) -> Iterator[tuple[T, str]]:
        return zip(self.nodes, self.cursors(), strict=True)


def page(rows: Sequence[Row], nodes: list[T], first: int, after: str | None) -> Page[T]:
    """The first of these rows, which were read with one more than asked for."""
    shown = rows[:first]
    info = PageInfo(
        has_next_page=len(rows) > first,
        has_previous_page=after is not None,
        start_cursor=_cursor(shown[0]) if shown else None,
        end_cursor=_cursor(shown[-1]) if shown else None,
    )
    return Page(nodes[:first], lambda: [_cursor(row) for row in shown], info)


def _cursor(row: Row) -> str:
    return Position(row["at"], row["number"], row["key"]).cursor
