"""Requests that arrive together are written together, each still answered for itself.

    submit(request) ──> waiting ── up to 64, in order ──> record ──> each its Outcome

While one batch is being written the next one gathers. If a batch breaks a constraint, because a
rival in another process was first, each of its requests is run again alone.
"""

import asyncio
from dataclasses import dataclass, field

from facts.bookshelf import read_book
from facts.receipt import IdempotencyConflict
from facts.request import Outcome, Request
from facts.writing import record
from graph.gateway import Gateway, Store, is_rival

MOST = 64  # requests of one transaction

Done = asyncio.Future[Outcome | IdempotencyConflict]


@dataclass
class Writer:
    """One of a process and database; `directory` holds the law."""

    store: Store
    directory: Store
    _waiting: list[tuple[Request, Done]] = field(default_factory=list)
    _task: asyncio.Task[None] | None = None

    async def submit(self, request: Request) -> Outcome:
        """What came of it, once it is committed; raises IdempotencyConflict."""
        done: Done = asyncio.get_running_loop().create_future()
        self._waiting.append((request, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())
        found = await asyncio.shield(done)
        if isinstance(found, IdempotencyConflict):
            raise found
        return found

    async def _work(self) -> None:
        while self._waiting:
            batch = self._next()
            try:
                outcomes = await self._record([request for request, _ in batch])
            except Exception as error:
                if is_rival(error):
                    await self._alone(batch)
                    continue
                for _, done in batch:
                    _fail(done, error)
            else:
                for (_, done), outcome in zip(batch, outcomes, strict=True):
                    _settle(done, outcome)

    def _next(self) -> list[tuple[Request, Done]]:
        """As many as fit; a key that stands in the batch already waits for the next one."""
        batch: list[tuple[Request, Done]] = []
        rest: list[tuple[Request, Done]] = []
        keys: set[str] = set()
        for one in self._waiting:
            fits = len(batch) < MOST and one[0].key not in keys
            (batch if fits else rest).append(one)
            keys.add(one[0].key)
        self._waiting = rest
        return batch

    async def _alone(self, batch: list[tuple[Request, Done]]) -> None:
        for request, done in batch:
            try:
                [outcome] = await self._record([request])
            except Exception as error:  # of this one alone
                _fail(done, error)
            else:
                _settle(done, outcome)

    async def _record(self, requests: list[Request]) -> list[Outcome | IdempotencyConflict]:
        return await record(self.store, requests, await read_book(self.directory))


def _settle(done: Done, outcome: Outcome | IdempotencyConflict) -> None:
    if not done.done():
        done.set_result(outcome)


def _fail(done: Done, error: Exception) -> None:
    if not done.done():
        done.set_exception(error)


@dataclass
class Writers:
    """The writers of a process, one for each database."""

    gateway: Gateway
    _writers: dict[str, Writer] = field(default_factory=dict)

    def at(self, place: str) -> Writer:
        """The writer of the database that holds a place."""
        store = self.gateway.at(place)
        found = self._writers.get(store.database)
        if found is None:
            found = self._writers[store.database] = Writer(store, self.gateway.directory)
        return found
