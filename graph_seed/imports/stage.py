"""A chunk of lines as one transaction, tried or done, and done once.

    once    receipt ── known? ──> what was told then
                    └─ else ───> work on a Stage ──> told ──> committed, or rolled back (a dry run)

What runs on a Stage writes through the same code as everybody else; each of its transactions is a
part of the one of the chunk. So a dry run says exactly what the real one would do.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

from facts.receipt import answer, take_receipt
from graph.gateway import Row, Store, Transaction
from graph_seed.imports.told import Told

T = TypeVar("T")


@dataclass(frozen=True)
class Stage(Store):
    """A store whose reads and writes are parts of one transaction that is open already."""

    transaction: Transaction

    async def read(self, statement: LiteralString, **parameters: object) -> list[Row]:
        return await self.transaction.run(statement, **parameters)

    async def transact(
        self, body: Callable[[Transaction], Awaitable[T]], is_money: bool = False
    ) -> T:
        return await body(self.transaction)


class _Tried(Exception):
    """Carries what was told out of a transaction that is rolled back."""

    def __init__(self, told: list[Told]) -> None:
        super().__init__()
        self.told = told


Work = Callable[[Stage], Awaitable[list[Told]]]


async def once(
    store: Store, receipt: str, body: Sequence[str], work: Work, dry: bool
) -> list[Told]:
    """What became of each line of a chunk, now or at an earlier time."""

    async def chunk(transaction: Transaction) -> list[Told]:
        known = await take_receipt(transaction, receipt, body)
        if known is not None:
            told = [Told.of(one) for one in json.loads(known)]
        else:
            stage = Stage(store.driver, store.database, store.seen, transaction)
            told = await work(stage)
            if not dry:  # the receipt is ours since the first statement: nothing waits for it here
                plain: list[Any] = [one.plain() for one in told]
                await answer(transaction, receipt, json.dumps(plain, ensure_ascii=False))
        if dry:
            raise _Tried(told)
        return told

    try:
        return await store.transact(chunk)
    except _Tried as tried:
        return tried.told
