"""When a look stands for the next question, and when it does not."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from graph.gateway import Gateway, Store, Transaction
from graph.stillness import NAME, Stillness
from rollup.look import LOOK, Heads, Looks

ADD = "MERGE (s:Sequence {key: $key}) ON CREATE SET s.n = 0 SET s.n = s.n + 1"
HOUR = 3600


@pytest.fixture
def folder(graph: Gateway, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens the graph as one more process of the same data folder would."""
    with ExitStack() as stack:

        def opened() -> Store:
            stillness = stack.enter_context(closing(Stillness(tmp_path / NAME)))
            inner = graph.directory
            return Store(inner.driver, inner.database, inner.seen, stillness=stillness)

        yield opened


@pytest.fixture
def store(folder: Callable[[], Store], monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setattr("graph.seen.STANDS_SECONDS", HOUR)
    return folder()


@pytest.fixture
def other(folder: Callable[[], Store]) -> Store:
    return folder()


def n(heads: Heads) -> int | None:
    return heads.sequences["2022"].n if "2022" in heads.sequences else None


async def test_while_nothing_is_written_one_look_is_enough(
    store: Store, statements: list[str]
) -> None:
    looks = Looks(store)
    first = await looks.next()
    assert [await looks.next() for _ in range(5)] == [first] * 5
    assert statements == [LOOK]


async def test_what_this_process_wrote_is_seen_by_the_next(store: Store) -> None:
    looks, seen = Looks(store), []
    for _ in range(3):
        await store.write(ADD, key="2022")
        seen += [n(await looks.next()), n(await looks.next())]
    assert seen == [1, 1, 2, 2, 3, 3]


async def test_what_another_process_wrote_is_seen_by_the_next(store: Store, other: Store) -> None:
    looks, seen = Looks(store), []
    for _ in range(3):
        await other.write(ADD, key="2022")
        seen += [n(await looks.next()), n(await looks.next())]
    assert seen == [1, 1, 2, 2, 3, 3]


async def test_while_somebody_writes_every_question_looks(
    store: Store, other: Store, statements: list[str]
) -> None:
    looks = Looks(store)

    async def body(_: Transaction) -> None:
        await looks.next()
        await looks.next()

    await other.transact(body)
    assert statements == [LOOK, LOOK]


async def test_locks_that_are_let_go_leave_a_look_as_it_is(
    store: Store, statements: list[str]
) -> None:
    await store.write(ADD, key="2022")
    looks = Looks(store)
    await looks.next()
    await store.held("MATCH (s:Sequence {key: '2022'}) SET s.look = 1 RETURN s.n AS n")
    statements.clear()
    await looks.next()
    assert statements == []


async def test_what_other_programs_write_is_seen_once_a_look_is_old(
    store: Store, graph: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = Looks(store)
    await looks.next()
    await graph.directory.write(ADD, key="2022")  # says so elsewhere
    monkeypatch.setattr("graph.seen.STANDS_SECONDS", 0)
    assert n(await looks.next()) == 1


async def test_of_a_server_elsewhere_every_question_looks(
    graph: Gateway, statements: list[str]
) -> None:
    looks = Looks(Gateway(graph.directory.driver, seen=statements.append).directory)
    await looks.next()
    await looks.next()
    assert statements == [LOOK, LOOK]
