"""Requests that arrive together are written together, each still answered for itself.

    submit(request) ──> waiting ── up to 64, in order ──> record ──> each its Outcome

While one batch is being written the next one gathers; it waits a moment for those who had their
answer just now, for most of them come back at once. If a batch fails by one of its requests, a
rival's key or a fault of our own, it is run again in halves until that one stands alone. If the
graph is gone all of it is answered so; nobody waits for ever.
"""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field

from facts.bookshelf import read_book
from facts.lawbook import LawBook
from facts.receipt import IdempotencyConflict
from facts.request import Outcome, Request
from facts.writing import record
from facts.written import Hear
from graph.errors import OutcomeUnknown, Unavailable
from graph.gateway import Gateway, Store
from graph.seen import Seen

MOST = 64  # requests of one transaction
GATHER_SECONDS = 0.02  # longest wait for those who were here a moment ago

Done = asyncio.Future[Outcome | IdempotencyConflict]
Batch = list[tuple[Request, Done]]


@dataclass
class Writer:
    """One of a process and database; `directory` holds the law, `told` hears what was added up."""

    store: Store
    directory: Store
    told: Hear | None = None
    _waiting: Batch = field(default_factory=list)
    _task: asyncio.Task[None] | None = None
    _crowd: int = 0  # answered by the last batch, or waiting when it was
    _law: Seen[LawBook] | None = None
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    async def submit(self, request: Request) -> Outcome:
        """What came of it, once it is committed; raises IdempotencyConflict."""
        done: Done = asyncio.get_running_loop().create_future()
        self._waiting.append((request, done))
        self._came.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        found = await asyncio.shield(done)
        if isinstance(found, IdempotencyConflict):
            raise found
        return found

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._gather()
                batch = self._next()
                await self._write(batch)
                self._crowd = len(batch) + len(self._waiting)
        finally:  # the process stops
            left, self._waiting = self._waiting, []
            _fail(left, Unavailable("the service stops; nothing was written, send it again"))

    async def _gather(self) -> None:
        """Until all who were here are back: over sockets they come one by one."""
        with suppress(TimeoutError):
            async with asyncio.timeout(GATHER_SECONDS):
                while len(self._waiting) < min(self._crowd, MOST):
                    self._came.clear()
                    await self._came.wait()

    async def _write(self, batch: Batch) -> None:
        try:
            outcomes = await self._record([request for request, _ in batch])
        except (Unavailable, OutcomeUnknown) as error:  # halves would fare no better
            _fail(batch, error)
        except Exception as error:
            if len(batch) == 1:
                _fail(batch, error)
            else:
                half = len(batch) // 2
                await self._write(batch[:half])
                await self._write(batch[half:])
        else:
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                _settle(done, outcome)
        finally:  # the process stops
            _fail(batch, OutcomeUnknown("the service stops; send it again with the same key"))

    def _next(self) -> Batch:
        """As many as fit; a key that stands in the batch already waits for the next one."""
        batch: Batch = []
        rest: Batch = []
        keys: set[str] = set()
        for one in self._waiting:
            fits = len(batch) < MOST and one[0].key not in keys
            (batch if fits else rest).append(one)
            keys.add(one[0].key)
        self._waiting = rest
        return batch

    async def _record(self, requests: list[Request]) -> list[Outcome | IdempotencyConflict]:
        book = await self._read_law()
        outcomes = await record(self.store, requests, book, self.told)
        self._law = self._law and self._law.after_ours(book)  # deeds change no law
        return outcomes

    async def _read_law(self) -> LawBook:
        if self._law is None or not self._law.stands:
            moment, began = self.directory.moment(), time.monotonic()
            self._law = Seen(self.directory, await read_book(self.directory), moment, began)
        return self._law.value


def _settle(done: Done, outcome: Outcome | IdempotencyConflict) -> None:
    if not done.done():
        done.set_result(outcome)


def _fail(batch: Batch, error: Exception) -> None:
    """Those that have no answer yet."""
    for _, done in batch:
        if not done.done():
            done.set_exception(error)


@dataclass
class Writers:
    """The writers of a process, one for each database; `told`: who hears of the directory's."""

    gateway: Gateway
    told: Hear | None = None
    _writers: dict[str, Writer] = field(default_factory=dict)

    def at(self, place: str) -> Writer:
        """The writer of the database that holds a place."""
        store = self.gateway.at(place)
        found = self._writers.get(store.database)
        if found is None:
            directory = self.gateway.directory
            told = self.told if store is directory else None
            found = self._writers[store.database] = Writer(store, directory, told)
        return found
