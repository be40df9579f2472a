"""When something of a year was written, by whatever process: one look a second for all who wait.

    (:Sequence {key: year, n}) ── look ──> whoever waits for that year is woken
    (:Import {key, processed, status}) ──> whoever waits for that import, likewise

Nobody looks while nobody waits. A number may show a moment before the rows that it counts, so who
is woken by it is woken by the next look too.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import LiteralString

from graph.errors import GraphError
from graph.gateway import Store
from resolvers.imports import IS_GONE

SECONDS = 1.0
LOOKS = 2  # that wake somebody after a change

logger = logging.getLogger("zeren.live")


@dataclass(eq=False, slots=True)
class Waiting:
    """Somebody who wants to know of a year; `due`: how many looks will wake them."""

    key: str
    due: int = LOOKS  # what was written while they read the first time
    woken: asyncio.Event = field(default_factory=asyncio.Event)


IMPORT = "import|"

# (:Sequence {key: year, n, epoch}), (:Import {key})
LOOK: LiteralString = (
    """
RETURN COLLECT { MATCH (s:Sequence) RETURN [s.key, s.n, s.epoch] } AS sequences,
  COLLECT {
    UNWIND $imports AS key
    MATCH (i:Import {key: key})
    RETURN [$prefix + key, i.processed, CASE WHEN """
    + IS_GONE
    + """ THEN 'FAILED' ELSE i.status END]
  } AS imports
"""
)


@dataclass(slots=True)
class Pulse:
    """Of one process."""

    store: Store
    seconds: float = SECONDS
    looks: int = 0
    closed: bool = False
    _waiting: set[Waiting] = field(default_factory=set)
    _known: dict[str, tuple[int, str]] = field(default_factory=dict)
    _task: asyncio.Task[None] | None = None

    async def beats(self, key: str) -> AsyncGenerator[None, None]:
        """At once, then at most once a second when a sequence may have moved; ends at `close`."""
        waiting = Waiting(key)
        self._waiting.add(waiting)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look_on())
        try:
            while not self.closed:
                yield
                await asyncio.sleep(self.seconds)
                await waiting.woken.wait()
                waiting.woken.clear()
        finally:
            self._waiting.discard(waiting)

    def close(self) -> None:
        """All who wait are let go."""
        self.closed = True
        for waiting in self._waiting:
            waiting.woken.set()

    async def _look_on(self) -> None:
        while self._waiting and not self.closed:
            await asyncio.sleep(self.seconds)
            try:
                await self._look()
            except GraphError as error:
                logger.warning("cannot look for changes, trying again: %s", error)

    async def _look(self) -> None:
        self.looks += 1
        keys = {one.key.removeprefix(IMPORT) for one in self._waiting if one.key[:7] == IMPORT}
        row = await self.store.one(LOOK, imports=sorted(keys), prefix=IMPORT)
        found = [*row["sequences"], *row["imports"]] if row else []
        now = {key: (n, epoch) for key, n, epoch in found}
        for waiting in self._waiting:
            if now.get(waiting.key) != self._known.get(waiting.key):
                waiting.due = LOOKS
            if waiting.due:
                waiting.due -= 1
                waiting.woken.set()
        self._known = now
