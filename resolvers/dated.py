"""Pages of a list that is ordered by day, newest first: by day, instant of record and key.

    after ── Moment in the list ──> statement ──> first + 1 rows ──> page with cursors

What is recorded later about an older day comes in where that day stands: no row is shown twice.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from graph.gateway import Row
from resolvers.pages import Page
from schema.errors import ApiError, Code
from schema.node import PageInfo

T = TypeVar("T")

EARLIEST, LATEST = date(1900, 1, 1), date(9999, 12, 31)
EVER = 2**62


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order; empty: before everything, which is after all days."""

    on: date = LATEST
    recorded: int = EVER
    key: str = ""

    @classmethod
    def read(cls, cursor: str | None) -> "Place":
        """What a cursor says; raises BAD_INPUT for one that was not given here."""
        if cursor is None:
            return cls()
        try:
            on, recorded, key = urlsafe_b64decode(cursor.encode()).decode().split("|", 2)
            return cls(date.fromisoformat(on), int(recorded), key)
        except ValueError:
            raise ApiError(
                Code.BAD_INPUT, f"after: {cursor!r} 不是游标，请原样填写上一页的 endCursor"
            ) from None

    @classmethod
    def of(cls, row: Row) -> "Place":
        """Of a row with `on`, `recorded` and `key`."""
        return cls(row["on"].to_native(), row["recorded"], row["key"])

    @property
    def cursor(self) -> str:
        text = f"{self.on.isoformat()}|{self.recorded}|{self.key}"
        return urlsafe_b64encode(text.encode()).decode()

    def parameters(self) -> Row:
        return {"after_on": self.on, "after_recorded": self.recorded, "after_key": self.key}


def instant(recorded: int) -> datetime:
    """Epoch milliseconds as the API shows them."""
    return datetime.fromtimestamp(recorded / 1000, UTC)


def millis(at: datetime) -> int:
    """The way back; raises BAD_INPUT without an offset: nobody knows which instant that is."""
    if at.tzinfo is None:
        raise ApiError(Code.BAD_INPUT, f"{at.isoformat()} 没有时区，请写成 {at.isoformat()}+08:00")
    return round(at.timestamp() * 1000)


def page(rows: Sequence[Row], nodes: list[T], first: int, after: str | None) -> Page[T]:
    """The first of these rows, which were read with one more than asked for."""
    cursors = [Place.of(row).cursor for row in rows[:first]]
    info = PageInfo(
        has_next_page=len(rows) > first,
        has_previous_page=after is not None,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
    return Page(nodes[:first], lambda: cursors, info)
