"""The same question of several requests is asked once."""

import asyncio
from typing import LiteralString

import pytest
from neo4j.exceptions import ClientError

from graph.gateway import Gateway, Store

NAMES: LiteralString = "UNWIND $keys AS key RETURN collect(key) AS rows"
WRONG: LiteralString = "UNWIND $keys AS key RETURN collect(key / 0) AS rows"


@pytest.fixture
def seen() -> list[str]:
    return []


@pytest.fixture
def store(graph: Gateway, seen: list[str]) -> Store:
    whole = graph.directory
    return Store(whole.driver, whole.database, seen.append, bookmarks=whole.bookmarks)


async def test_requests_of_one_moment_share_a_statement(store: Store, seen: list[str]) -> None:
    first, second = await asyncio.gather(
        store.gathered(NAMES, ["b", "a"]), store.gathered(NAMES, ["c"])
    )
    assert first == second == {"rows": ["a", "b", "c"]}
    assert seen == [NAMES]


async def test_who_asks_later_is_answered_from_a_later_statement(
    store: Store, seen: list[str]
) -> None:
    assert await store.gathered(NAMES, ["a"]) == {"rows": ["a"]}
    assert await store.gathered(NAMES, ["b"]) == {"rows": ["b"]}
    assert seen == [NAMES, NAMES]


async def test_each_of_them_is_told_what_went_wrong(store: Store) -> None:
    asked = [store.gathered(WRONG, [key]) for key in "ab"]
    for error in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(error, ClientError)


async def test_who_no_longer_waits_does_not_end_it_for_the_others(store: Store) -> None:
    leaving = asyncio.create_task(store.gathered(NAMES, ["a"]))
    staying = asyncio.create_task(store.gathered(NAMES, ["b"]))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await staying == {"rows": ["a", "b"]}
