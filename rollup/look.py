"""Looks at the sequences of a graph, shared by the requests that wait together.

request ── nothing was written since the last look? ──> what it saw
        └─ else, or it is a second old ───────────────> a look that begins now, or the next one
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString, NamedTuple, Protocol

from graph.gateway import Store
from graph.seen import Seen
from rollup.tree import day_of

TREE = "tree"


class Head(NamedTuple):
    """How far a sequence has come."""

    n: int
    epoch: str | None


@dataclass(frozen=True, slots=True)
class Heads:
    """All sequences by key; the days on which seasons opened, and the last that sums are about."""

    sequences: dict[str, Head]
    opens: dict[int, date]
    latest: dict[int, date]

    def after(self, written: "Sequence[Written]") -> "Heads | None":
        """As they are after a write that followed them; None if it did not."""
        sequences, latest = dict(self.sequences), dict(self.latest)
        for one in written:
            key = str(one.year)
            if sequences.get(key) != Head(one.n - 1, one.epoch):
                return None
            sequences[key], latest[one.year] = Head(one.n, one.epoch), one.latest
        return Heads(sequences, self.opens, latest)


class Written(Protocol):
    """What a transaction made of the sums of a year."""

    @property
    def year(self) -> int: ...
    @property
    def n(self) -> int: ...
    @property
    def epoch(self) -> str: ...
    @property
    def latest(self) -> date:
        """The last day that any sum of the year is about."""

    @property
    def rows(self) -> Sequence[list[Any]]:
        """Of each village and group that it touched, the totals, as rollup/rows.py reads them."""


# (:Sequence {key, n, epoch}), (:Season {key, opens})
LOOK: LiteralString = """
RETURN COLLECT { MATCH (s:Sequence) RETURN [s.key, s.n, s.epoch, s.latest] } AS sequences,
  COLLECT { MATCH (s:Season) RETURN [s.key, s.opens] } AS seasons
"""


async def look(store: Store) -> Heads:
    """What every sequence says now. A look comes before each answer, so it is a short one."""
    row = await store.one(LOOK) or {"sequences": [], "seasons": []}
    latest = {key: day_of(day) or date.min for key, _, _, day in row["sequences"]}
    opens = {year: day_of(day) or date.min for year, day in row["seasons"]}
    return Heads(
        {key: Head(n, epoch) for key, n, epoch, _ in row["sequences"] if n is not None},
        opens,
        {year: latest.get(str(year), date.min) for year in opens},
    )


class Looks:
    """One at a time. Who comes while one is under way waits for the next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._last: Seen[Heads] | None = None
        self._current: asyncio.Task[Heads] | None = None
        self._next: asyncio.Task[Heads] | None = None

    async def next(self) -> Heads:
        """A look that begins after the call, or sees what such a one would."""
        if self._last is not None and self._last.stands:
            return self._last.value
        if self._next is None:
            self._next = asyncio.create_task(self._look(self._current))
            self._next.add_done_callback(_heard)
        return await asyncio.shield(self._next)

    def hear(self, written: Sequence[Written]) -> None:
        """Of a transaction of this process, just committed: the last look is as good as new."""
        last = self._last
        if last is None or not written:  # it may have been written by a try that was cut off
            return
        heads = last.value.after(written)
        self._last = last.after_ours(heads) if heads else None

    async def _look(self, before: asyncio.Task[Heads] | None) -> Heads:
        if before is not None:
            await asyncio.wait([before])
        self._current, self._next = self._next, None
        moment, began = self._store.moment(), time.monotonic()
        heads = await look(self._store)
        self._last = Seen(self._store, heads, moment, began)
        return heads


def _heard(task: asyncio.Task[Heads]) -> None:
    """Those who waited may be gone: nobody else is to be told of its failure."""
    if not task.cancelled():
        task.exception()
