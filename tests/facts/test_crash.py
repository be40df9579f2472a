"""Whatever breaks off between two statements of a write leaves nothing behind."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

import pytest

from facts.entry import enter
from facts.people import add_people
from facts.posting import post
from graph.gateway import Gateway, Row, Store, Transaction
from tests.facts.small import (
    LISTINGS,
    OPENS,
    POSTING,
    SEASON,
    V1,
    VAULT,
    everything,
    household,
    on_the_roll,
    settle_in,
    terms_of,
)

T = TypeVar("T")


class Crash(Exception):
    """The process is gone."""


class Fragile(Transaction):
    """Breaks before the statement after `lasts` others."""

    def __init__(self, whole: Transaction, lasts: int) -> None:
        self._whole, self._lasts = whole, lasts

    async def run(self, statement: LiteralString, **parameters: object) -> list[Row]:
        if self._lasts == 0:
            raise Crash
        self._lasts -= 1
        return await self._whole.run(statement, **parameters)


@dataclass(frozen=True)
class FragileStore(Store):
    """Every transaction breaks off after `lasts` statements, or before its commit."""

    lasts: int = 0

    async def transact(
        self, body: Callable[[Transaction], Awaitable[T]], is_money: bool = False
    ) -> T:
        async def broken(transaction: Transaction) -> T:
            await body(Fragile(transaction, self.lasts))
            raise Crash

        return await super().transact(broken, is_money)


def fragile(graph: Gateway, lasts: int) -> Store:
    return FragileStore(graph.directory.driver, "neo4j", lambda statement: None, lasts)


async def add(store: Store) -> None:
    rows = [household("h9", V1, "x")]
    await add_people(store, "more", rows, LISTINGS[:0], [], since=OPENS, vault=VAULT)


async def put_on_roll(store: Store) -> None:
    await enter(store, "entry", SEASON, ["h1", "h2", "h3"], terms_of)


async def pay(store: Store) -> None:
    await post(store, "r", SEASON, POSTING, terms_of)


@pytest.mark.parametrize(
    ("ready", "write", "statements"),
    [(settle_in, add, 6), (settle_in, put_on_roll, 12), (on_the_roll, pay, 16)],
)
async def test_a_write_that_breaks_off_leaves_nothing(
    graph: Gateway, ready: Any, write: Any, statements: int
) -> None:
    await ready(graph.directory)
    before = await everything(graph.directory)
    for lasts in range(statements + 1):
        with pytest.raises(Crash):
            await write(fragile(graph, lasts))
        assert await everything(graph.directory) == before, lasts
    await write(graph.directory)
    assert await everything(graph.directory) != before


async def test_what_broke_off_can_be_sent_again(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    with pytest.raises(Crash):
        await pay(fragile(graph, 14))
    await pay(graph.directory)
    sums = await everything(graph.directory)
    await pay(graph.directory)
    assert await everything(graph.directory) == sums
