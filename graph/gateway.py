"""The only module that talks to Neo4j.

    Gateway ── at("431123") ──> Store of that province's database ── read, one, write, transact,
            └─ directory ─────> Store of what belongs to no province                      stream

Statements are constants with parameters; what comes back are plain rows. Reads are routed as
reads, so the server refuses a write there. Every write may run more than once: its body must be
idempotent. Whatever this process has written is seen by what it reads afterwards, on any member of
a cluster: sessions carry its last bookmarks.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, LiteralString, TypeVar

from neo4j import (
    READ_ACCESS,
    WRITE_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    AsyncManagedTransaction,
    AsyncResult,
    AsyncSession,
    NotificationMinimumSeverity,
    Query,
)
from neo4j.api import AsyncBookmarkManager
from neo4j.exceptions import (
    ConnectionPoolError,
    ConstraintError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
)

from graph.errors import OutcomeUnknown, StatementTooLarge, Unavailable
from graph.gathering import Gathering
from graph.stillness import Others, Stillness

Row = dict[str, Any]  # a record of Cypher: its names are those of the statement's RETURN
T = TypeVar("T")

RETRY_SECONDS = 45.0  # an engine that was killed needs 30 to come back
SCHEMA_TRIES = 6  # within 6 seconds
MEMORY_CODES = ("MemoryPoolOutOfMemory", "TransactionOutOfMemory")


class Transaction:
    """What the body of a write sees: one statement after another, all or none."""

    def __init__(self, inner: AsyncManagedTransaction, seen: Callable[[str], None]) -> None:
        self._inner = inner
        self._seen = seen

    async def run(self, statement: LiteralString, **parameters: object) -> list[Row]:
        self._seen(statement)
        try:
            return await _rows(await self._inner.run(statement, parameters))
        except Neo4jError as error:
            raise _too_large(error) from error


async def _rows(result: AsyncResult) -> list[Row]:
    return [dict(zip(record.keys(), record.values(), strict=True)) async for record in result]


def unseen(statement: str) -> None:
    """Nobody counts this statement."""


def _too_large(error: Neo4jError) -> Exception:
    """Calls itself transient, but would fail again and again: not to be retried."""
    if any(code in (error.code or "") for code in MEMORY_CODES):
        return StatementTooLarge(f"out of memory ({error.code}): ask the graph for less at once")
    return error


class _LetGo(Exception):
    """Ends a transaction of which nothing is to stay."""

    def __init__(self, found: Any) -> None:
        super().__init__()
        self.found = found


@dataclass(frozen=True)
class Store:
    """One database. stillness: who writes there; None where others may, of whom nobody tells."""

    driver: AsyncDriver
    database: str
    seen: Callable[[str], None]
    bookmarks: AsyncBookmarkManager = field(
        default_factory=AsyncGraphDatabase.bookmark_manager, compare=False, kw_only=True
    )
    stillness: Stillness | None = field(default=None, compare=False, kw_only=True)

    @cached_property
    def _gathering(self) -> Gathering:
        return Gathering(self._for_keys)

    def _session(self, access: str = WRITE_ACCESS) -> AsyncSession:
        return self.driver.session(
            database=self.database, default_access_mode=access, bookmark_manager=self.bookmarks
        )

    def moment(self) -> bytes | None:
        """Equal to one before: nothing was written in between. None: ask the graph."""
        return self.stillness.moment() if self.stillness else None

    def moment_of_others(self) -> Others | None:
        """The same of whatever is no payment: who people are, where they live, who answers."""
        return self.stillness.moment_of_others() if self.stillness else None

    def after_ours(self, before: bytes) -> bytes | None:
        """The moment now, if since the other one this process wrote once and nobody else did."""
        now = self.moment()
        if now is None or self.stillness is None or not self.stillness.is_next(before, now):
            return None
        return now

    def _writing(self, is_money: bool = False) -> AbstractContextManager[None]:
        return self.stillness.writing(is_money) if self.stillness else nullcontext()

    async def read(self, statement: LiteralString, **parameters: object) -> list[Row]:
        """All rows of a statement that only reads.

        Without a transaction of its own to open and close, which takes half the time; in one, again
        and again, when the server has fallen.
        """
        self.seen(statement)
        try:
            async with self._session(READ_ACCESS) as session:
                return await _rows(await session.run(statement, parameters))
        except (DriverError, Neo4jError) as error:
            if not _is_gone(error):
                raise
            if isinstance(error, Neo4jError) and (large := _too_large(error)) is not error:
                raise large from error

        async def body(transaction: AsyncManagedTransaction) -> list[Row]:
            return await Transaction(transaction, unseen).run(statement, **parameters)

        async with self._session(READ_ACCESS) as session:
            return await _answer(session.execute_read(body))

    async def one(self, statement: LiteralString, **parameters: object) -> Row | None:
        """The first row of a statement that only reads; None when there is none."""
        rows = await self.read(statement, **parameters)
        return rows[0] if rows else None

    async def gathered(self, statement: LiteralString, keys: Iterable[str]) -> Row:
        """The row of a statement over `$keys`; requests that ask at the same moment share it."""
        return await self._gathering.row(statement, keys)

    async def _for_keys(self, statement: LiteralString, keys: list[str]) -> Row:
        [row] = await self.read(statement, keys=keys)
        return row

    async def held(self, statement: LiteralString, **parameters: object) -> Row | None:
        """The first row of a statement that sets locks and then reads; what it sets is undone.

        Nobody else writes what it locks between the reading and its end.
        """

        rows = await self.undone(lambda transaction: transaction.run(statement, **parameters))
        return rows[0] if rows else None

    async def undone(self, body: Callable[[Transaction], Awaitable[T]]) -> T:
        """What `body` comes to as a transaction, of which nothing stays."""

        async def managed(transaction: Transaction) -> None:
            raise _LetGo(await body(transaction))

        try:
            await self._transact(managed)
        except _LetGo as done:
            found: T = done.found
            return found
        raise AssertionError("a transaction that ends by an exception has no other end")

    async def engine_ms(self, statement: LiteralString, **parameters: object) -> int:
        """What the engine says it needed for a reading statement; for benchmarks."""
        async with self._session(READ_ACCESS) as session:
            summary = await (await session.run(statement, parameters)).consume()
            after = (summary.result_available_after, summary.result_consumed_after)
            return sum(one or 0 for one in after)

    async def write(self, statement: LiteralString, **parameters: object) -> list[Row]:
        """One idempotent statement in a transaction of its own."""
        return await self.transact(lambda transaction: transaction.run(statement, **parameters))

    async def transact(
        self, body: Callable[[Transaction], Awaitable[T]], is_money: bool = False
    ) -> T:
        """Run `body` as one transaction; again if the server asks for it or its end is unknown.

        is_money: it writes nothing but payments, and what follows from them.
        """
        with self._writing(is_money):
            return await self._transact(body)

    async def _transact(self, body: Callable[[Transaction], Awaitable[T]]) -> T:
        async def managed(transaction: AsyncManagedTransaction) -> T:
            return await body(Transaction(transaction, self.seen))

        async def once() -> T:
            async with self._session() as session:
                try:
                    return await session.execute_write(managed)
                except ConstraintError:  # a rival was first: now the body sees what it wrote
                    return await session.execute_write(managed)

        try:
            return await once()
        except IncompleteCommit:
            return await self._settle(once)
        except (DriverError, Neo4jError) as error:
            if not _is_gone(error):
                raise
            raise _unavailable(error) from error

    async def _settle(self, once: Callable[[], Awaitable[T]]) -> T:
        """The commit was cut off: wait for the server, run the body again; its receipts tell."""
        deadline = asyncio.get_running_loop().time() + RETRY_SECONDS
        while True:
            try:
                return await once()
            except (DriverError, Neo4jError) as error:
                if not _is_gone(error):
                    raise
                if asyncio.get_running_loop().time() > deadline:
                    raise OutcomeUnknown(
                        "the graph did not confirm the write; send it again with the same key"
                    ) from error
                await asyncio.sleep(0.5)

    async def stream(self, statement: LiteralString, **parameters: object) -> AsyncIterator[Row]:
        """Rows as they come, for results that do not fit into memory; never retried."""
        self.seen(statement)
        async with self._session(READ_ACCESS) as session:
            result = await session.run(statement, parameters)
            async for record in result:
                yield dict(zip(record.keys(), record.values(), strict=True))

    async def schema(self, statement: str) -> None:
        """A statement of a migration, in a transaction of its own; again if a rival was at it.

        It takes the time it takes: what a large graph needs is no reason to give up.
        """
        for attempt in range(SCHEMA_TRIES):
            try:
                with self._writing():
                    async with self.driver.session(database=self.database) as session:
                        await (await session.run(Query(statement, timeout=0))).consume()
                return
            except Neo4jError as error:
                rival = error.is_retryable() or "AlreadyExists" in (error.code or "")
                if not rival or attempt == SCHEMA_TRIES - 1:
                    raise
                await asyncio.sleep(0.2 * 2**attempt)


async def _answer(reading: Awaitable[T]) -> T:
    try:
        return await reading
    except (DriverError, Neo4jError) as error:
        if not _is_gone(error):
            raise
        raise _unavailable(error) from error


def _unavailable(error: Exception) -> Exception:
    return Unavailable(f"the graph does not answer ({error}); see that the engine runs, try again")


def _is_gone(error: DriverError | Neo4jError) -> bool:
    """Falls, stops, starts or has too much to do: the server may answer later."""
    return isinstance(error, IncompleteCommit | ConnectionPoolError) or error.is_retryable()


class Gateway:
    """Chooses the database of a jurisdiction; one driver for the whole process."""

    def __init__(
        self,
        driver: AsyncDriver,
        database: str = "neo4j",
        databases: Mapping[str, str] | None = None,
        seen: Callable[[str], None] = unseen,
        stillness: Stillness | None = None,
    ) -> None:
        self._driver = driver
        self._stores = {
            province: Store(driver, name, seen) for province, name in (databases or {}).items()
        }
        self.directory = Store(driver, database, seen, stillness=stillness)

    def at(self, jurisdiction: str) -> Store:
        """The store that holds a jurisdiction, by the first two digits of its code."""
        return self._stores.get(jurisdiction[:2], self.directory)

    def stores(self) -> list[Store]:
        """Every database once."""
        every = {store.database: store for store in (self.directory, *self._stores.values())}
        return list(every.values())

    async def close(self) -> None:
        await self._driver.close()


def connect(uri: str, user: str, password: str) -> AsyncDriver:
    """The driver of a process. Nothing is sent yet.

    Of what it repeats by itself (two writers that met) it does not tell; what fails is raised.
    """
    logging.getLogger("neo4j").setLevel(logging.ERROR)
    return AsyncGraphDatabase.driver(
        uri,
        auth=(user, password) if password else None,
        max_transaction_retry_time=RETRY_SECONDS,
        notifications_min_severity=NotificationMinimumSeverity.OFF,
    )
