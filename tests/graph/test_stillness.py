import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from graph.errors import EngineDamaged, OutcomeUnknown
from graph.gateway import Gateway, Store, Transaction
from graph.opening import open_graph
from graph.settings import Settings
from graph.stillness import LIFE, MOST_SLOTS, NAME, SLOT, Stillness

ADD = "MERGE (s:Sequence {key: 'x'}) SET s.n = coalesce(s.n, 0) + 1 RETURN s.n AS n"
LOCK = "MERGE (s:Sequence {key: 'x'}) SET s.look = 1 RETURN s.n AS n"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    return tmp_path / "writers"


@pytest.fixture
def two(shared: Path) -> Iterator[tuple[Stillness, Stillness]]:
    """As two processes see one folder."""
    with closing(Stillness(shared)) as one, closing(Stillness(shared)) as other:
        yield one, other


def gone() -> int:
    """The number of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_without_a_write_the_moment_stays(two: tuple[Stillness, Stillness]) -> None:
    one, other = two
    assert one.moment() == one.moment() == other.moment() == b""


def test_a_write_is_seen_by_the_other_process(two: tuple[Stillness, Stillness]) -> None:
    one, other = two
    before = other.moment()
    with one.writing():
        assert (one.moment(), other.moment()) == (None, None)
    assert other.moment() not in (None, before)
    assert other.moment() == one.moment()


def test_of_two_writes_at_once_both_are_waited_for(two: tuple[Stillness, Stillness]) -> None:
    one, other = two
    with one.writing():
        with one.writing(), other.writing():
            pass
        assert other.moment() is None
    assert other.moment() is not None


def test_a_payment_changes_nothing_but_money(two: tuple[Stillness, Stillness]) -> None:
    one, other = two
    with one.writing():
        pass
    before, others = other.moment(), other.moment_of_others()
    with one.writing(is_money=True):
        assert (other.moment(), other.moment_of_others()) == (None, others)
    assert other.moment() not in (None, before)
    assert other.moment_of_others() == others is not None


def test_a_payment_that_was_cut_off_long_ago_is_over(shared: Path) -> None:
    shared.write_bytes(SLOT.pack(gone(), 1, 5, 5, 1, 3, 2))
    with closing(Stillness(shared)) as late:
        assert None not in (late.moment(), late.moment_of_others())


def test_an_own_payment_is_the_next_write(two: tuple[Stillness, Stillness]) -> None:
    one, other = two
    with one.writing():
        pass
    before = one.moment()
    assert before is not None
    for is_money in (True, False):
        with one.writing(is_money):
            pass
        after = one.moment()
        assert after is not None
        assert one.is_next(before, after)
        assert not other.is_next(before, after)
        before = after


def test_beside_a_payment_other_writes_count(two: tuple[Stillness, Stillness]) -> None:
    one, other = two
    with one.writing(is_money=True):
        before = other.moment_of_others()
        with one.writing():
            assert other.moment_of_others() is None
        assert other.moment_of_others() not in (None, before)


def test_a_write_that_failed_is_over(two: tuple[Stillness, Stillness]) -> None:
    one, other = two
    with suppress(ValueError), one.writing():
        raise ValueError
    assert other.moment() is not None


@pytest.mark.parametrize("end", [OutcomeUnknown("cut off"), asyncio.CancelledError()])
async def test_a_write_whose_end_nobody_heard_may_go_on(
    two: tuple[Stillness, Stillness], end: BaseException
) -> None:
    one, other = two
    with suppress(OutcomeUnknown, asyncio.CancelledError), one.writing():
        raise end
    assert other.moment() is None


def test_who_comes_after_a_process_that_fell_waits_for_what_it_may_have_sent(shared: Path) -> None:
    shared.write_bytes(SLOT.pack(gone(), 1, 5, 4, int(time.time()), 0, 0))
    with closing(Stillness(shared)) as late:
        with late.writing():
            pass
        assert late.moment() is None
        assert shared.stat().st_size == 2 * SLOT.size


def own_in_another_life() -> int:
    """As a service in a container has the same number each time it starts."""
    return os.getpid()


@pytest.mark.parametrize("process", [gone, own_in_another_life])
def test_what_a_process_left_that_fell_long_ago_is_over(
    shared: Path, process: Callable[[], int]
) -> None:
    shared.write_bytes(SLOT.pack(process(), 1, 5, 4, 1, 2, 2))
    with closing(Stillness(shared)) as late:
        before = late.moment()
        with late.writing():
            pass
        assert None not in (before, late.moment())
        assert before != late.moment()
        assert SLOT.unpack(shared.read_bytes())[:4] == (os.getpid(), LIFE, 6, 6)


def test_a_file_that_somebody_removed_tells_nothing(
    two: tuple[Stillness, Stillness], shared: Path
) -> None:
    one, other = two
    with one.writing():
        pass
    shared.unlink()
    assert (one.moment(), other.moment()) == (None, None)


def test_a_file_that_is_cut_off_tells_nothing_until_it_is_written(shared: Path) -> None:
    shared.write_bytes(bytes(SLOT.size) + b"half")
    with closing(Stillness(shared)) as one:
        assert one.moment() is None
        with one.writing():
            pass
        assert shared.read_bytes()[SLOT.size :] == b"half"


def test_what_is_in_the_way_is_named_with_the_remedy(shared: Path) -> None:
    shared.mkdir()
    with pytest.raises(EngineDamaged, match="writers cannot be read and written"):
        Stillness(shared)


def test_a_write_that_could_not_be_told_does_not_begin(two: tuple[Stillness, Stillness]) -> None:
    one, other = two
    with one.writing():
        pass
    before, file, one._file = other.moment(), one._file, os.open("/dev/full", os.O_WRONLY)
    with pytest.raises(OSError, match="No space"), one.writing():
        raise AssertionError
    os.close(one._file)
    one._file = file
    with one.writing():
        pass
    assert other.moment() not in (None, before)


def test_a_place_that_was_given_back_is_taken_by_the_next(shared: Path) -> None:
    moments = set()
    for _ in range(3):
        with closing(Stillness(shared)) as one, one.writing():
            pass
        with closing(Stillness(shared)) as reader:
            moments.add(reader.moment())
    assert len(moments) == 3
    assert shared.stat().st_size == SLOT.size


def test_with_too_many_writers_the_graph_is_asked(shared: Path) -> None:
    shared.write_bytes(SLOT.pack(os.getpid(), 1, 1, 1, 1, 0, 0) * (MOST_SLOTS + 1))
    with closing(Stillness(shared)) as reader:
        assert reader.moment() is None


@pytest.fixture
def store(graph: Gateway, two: tuple[Stillness, Stillness]) -> Store:
    inner = graph.directory
    return Store(inner.driver, inner.database, inner.seen, stillness=two[0])


async def test_each_write_of_a_store_makes_another_moment(store: Store) -> None:
    moments = [store.moment()]
    await store.write(ADD)
    moments.append(store.moment())
    await store.schema("MATCH (n:Sequence) DETACH DELETE n")
    moments.append(store.moment())
    assert None not in moments
    assert len(set(moments)) == 3


async def test_reading_and_locks_that_are_let_go_leave_the_moment(store: Store) -> None:
    await store.write(ADD)
    before = store.moment()
    await store.read("MATCH (s:Sequence) RETURN s.n AS n")
    await store.held(LOCK)
    assert store.moment() == before is not None


async def test_while_a_transaction_is_open_there_is_no_moment(store: Store) -> None:
    async def body(_: Transaction) -> bytes | None:
        return store.moment()

    assert await store.transact(body) is None


async def test_all_who_open_a_data_folder_tell_each_other(embedded: Settings) -> None:
    told = embedded.data / NAME
    async with open_graph(embedded) as one, open_graph(embedded) as other:
        before = told.read_bytes()
        await one.directory.write(ADD)
        between = told.read_bytes()
        await other.directory.write(ADD)
        assert len({before, between, told.read_bytes()}) == 3
