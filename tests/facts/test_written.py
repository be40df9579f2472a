"""What is told of a write: just what a memory would read in the graph afterwards."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString, TypeVar

import pytest

from facts.bookshelf import read_book
from facts.deeds import Dispose, Mark, Pay, Reverse
from facts.entry import enter
from facts.order import WRITE_PAID_AND_SUMS, WRITE_PAID_FOR
from facts.people import add_people
from facts.proofs.verify import verify
from facts.reading import READ_PAYERS
from facts.receipt import IdempotencyConflict
from facts.records import ListingRow
from facts.request import Deed, Outcome, Refused, Request
from facts.season import Season
from facts.writer import Writer
from facts.writing import TAKE_AND_LOCK_PAYERS
from facts.written import Written
from graph.gateway import Gateway, Store, Transaction
from policy.vocabulary import Channel, State
from rollup.kinds import NAMES
from rollup.rows import SINCE
from tests.desks import SEASON, VAULT, VILLAGE
from tests.drawn import draw
from tests.facts.small import household

T = TypeVar("T")

OTHER, NEXT = "431123101001", Season(2023, date(2022, 9, 1))
NEXT_VILLAGE = "430502001001"
ON, NEXT_ON = date(2021, 10, 8), date(2022, 10, 8)
HOMES = {"h1": VILLAGE, "h2": VILLAGE, "h3": OTHER, "h4": NEXT_VILLAGE}
POOR = ListingRow("h2a", "subsistence_allowance", SEASON.opens, None, "名单", "CIVIL_AFFAIRS")


def pay(home: str, key: str = "", by: Channel = Channel.APP) -> Request:
    year, on = (NEXT.year, NEXT_ON) if HOMES[home] == NEXT_VILLAGE else (SEASON.year, ON)
    return one(f"pay-{home}{key}", Pay(f"p{home}{key}", year, (), on, by, home))


def one(key: str, deed: Deed) -> Request:
    return Request(key, (deed,), by="t")


@pytest.fixture
async def heard() -> list[Written]:
    return []


@pytest.fixture
async def writer(graph: Gateway, heard: list[Written]) -> Writer:
    """A household of two each in three villages, of h2 one of 低保; h4 in the next season."""
    store = (await draw(graph)).directory
    homes = [household(home, village, f"{home}a", f"{home}b") for home, village in HOMES.items()]
    await add_people(store, "people", homes, [POOR], [], since=SEASON.opens, vault=VAULT)
    book = await read_book(store)
    await enter(store, "entry", SEASON, ["h1", "h2", "h3"], book)
    await enter(store, "next", NEXT, ["h4"], book)
    return Writer(store, store, heard.extend)


async def done(writer: Writer, *requests: Request) -> list[str]:
    """OK, or why it was refused."""
    outcomes = await asyncio.gather(*map(writer.submit, requests))
    answers = [outcome.answers[0] for outcome in outcomes]
    return [each.code if isinstance(each, Refused) else "OK" for each in answers]


async def read(store: Store, since: Written) -> Written:
    """The same as a memory reads it that stands just before."""
    row = await store.held(SINCE, year=since.year, n=since.n - 1, kinds=sorted(NAMES))
    assert row is not None
    latest = row["latest"].to_native()
    return Written(since.year, row["n"], row["epoch"], latest, in_order(row["totals"]))


def in_order(rows: Sequence[list[object]]) -> list[list[object]]:
    return sorted(rows, key=lambda row: (str(row[0]), str(row[1])))


async def agree(store: Store, heard: Sequence[Written]) -> bool:
    """Whether all that was told stands so in the graph."""
    return [await read(store, each) for each in heard] == [
        Written(each.year, each.n, each.epoch, each.latest, in_order(each.rows)) for each in heard
    ]


def groups(written: Written) -> list[tuple[object, str]]:
    """Village and kind of group of what was told."""
    return [(village, str(group)[0]) for village, group, *_ in in_order(written.rows)]


async def test_a_batch_of_payments_is_told_with_every_village_and_channel(
    writer: Writer, heard: list[Written], statements: list[str]
) -> None:
    assert await done(writer, pay("h1"), pay("h3", by=Channel.POS)) == ["OK"] * 2
    assert statements[-3:] == [TAKE_AND_LOCK_PAYERS, READ_PAYERS, WRITE_PAID_AND_SUMS]
    [written] = heard
    assert groups(written) == [(VILLAGE, "a"), (VILLAGE, "h"), (OTHER, "a"), (OTHER, "h")]
    assert (written.year, written.latest) == (2022, ON)
    assert await agree(writer.store, heard)


async def test_a_payment_that_moves_a_subsidy_is_told_with_what_is_owed(
    writer: Writer, heard: list[Written], statements: list[str]
) -> None:
    assert await done(writer, pay("h2")) == ["OK"]
    assert statements[-2:] == [WRITE_PAID_FOR, WRITE_PAID_AND_SUMS]
    assert groups(heard[0]) == [(VILLAGE, kind) for kind in "achl"]
    assert await agree(writer.store, heard)
    assert (await verify(writer.store, SEASON.year)).is_clean


async def test_a_reversal_is_told_like_a_payment(writer: Writer, heard: list[Written]) -> None:
    await done(writer, pay("h1"), pay("h2"), pay("h3"))
    [before] = heard
    assert await done(writer, one("back", Reverse("back", "ph1", (), NEXT_ON, "错收"))) == ["OK"]
    assert (heard[1].n, heard[1].latest) == (before.n + 1, NEXT_ON)
    assert groups(heard[1]) == [(VILLAGE, "a"), (VILLAGE, "h")]
    assert await agree(writer.store, heard[1:])


async def test_other_deeds_of_a_batch_are_told_too(writer: Writer, heard: list[Written]) -> None:
    mark = Mark("h1a", "destitute", ON)
    away = Dispose("h3b", SEASON.year, State.DEPARTED, ON, "证明")
    assert await done(writer, one("mark", mark), one("away", away), pay("h3")) == ["OK"] * 3
    assert [len(heard), *groups(heard[0])[:2]] == [1, (VILLAGE, "a"), (VILLAGE, "c")]
    assert await agree(writer.store, heard)


async def test_payments_of_two_years_in_a_batch_are_told_year_by_year(
    writer: Writer, heard: list[Written]
) -> None:
    assert await done(writer, pay("h4"), pay("h1"), pay("h3")) == ["OK"] * 3
    assert [(each.year, len(each.rows), each.latest) for each in heard] == [
        (2022, 4, ON),
        (2023, 2, NEXT_ON),
    ]
    assert await agree(writer.store, heard)
    for year in (2022, 2023):
        assert (await verify(writer.store, year)).is_clean


RECEIPTS: LiteralString = """
MATCH (r:Receipt) WHERE r.key STARTS WITH 'pay-' WITH r ORDER BY r.key
RETURN collect([r.key, r.answer IS NOT NULL]) AS receipts
"""


async def test_of_a_repeated_a_refused_and_a_good_payment_only_the_good_one_is_written(
    writer: Writer, heard: list[Written]
) -> None:
    first = await writer.submit(pay("h1"))
    again, *others = await asyncio.gather(
        writer.submit(pay("h1")), writer.submit(pay("h1", "x")), writer.submit(pay("h3"))
    )
    assert again == Outcome(first.answers, again=True)
    assert [len(each.refusals) for each in others] == [1, 0]
    assert [groups(each) for each in heard] == [
        [(VILLAGE, "a"), (VILLAGE, "h")],
        [(OTHER, "a"), (OTHER, "h")],
    ]
    [row] = await writer.store.read(RECEIPTS)
    assert row["receipts"] == [["pay-h1", True], ["pay-h3", True]]
    assert (await verify(writer.store, SEASON.year)).is_clean


async def test_nothing_is_told_of_what_was_refused_or_done_before(
    writer: Writer, heard: list[Written]
) -> None:
    await done(writer, pay("h1"))
    heard.clear()
    assert await done(writer, pay("h1")) == ["OK"]
    assert await done(writer, pay("h1", "x")) == ["ALREADY_ENROLLED"]
    assert heard == []


async def test_rivals_with_one_key_do_it_once_and_one_of_them_tells(
    writer: Writer, heard: list[Written]
) -> None:
    rivals = [Writer(writer.store, writer.store, heard.extend) for _ in range(6)]
    found = await asyncio.gather(*(rival.submit(pay("h1")) for rival in rivals))
    assert sorted(each.again for each in found) == [False] + [True] * 5
    assert len({repr(each.answers) for each in found}) == 1
    assert len(heard) == 1
    assert (await verify(writer.store, SEASON.year)).is_clean


async def test_of_rivals_with_one_key_and_two_bodies_the_second_is_a_conflict(
    writer: Writer, heard: list[Written]
) -> None:
    rival = Writer(writer.store, writer.store, heard.extend)
    other = Request("pay-h1", pay("h3").deeds, by="t")
    found = await asyncio.gather(
        writer.submit(pay("h1")), rival.submit(other), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in found) == ["IdempotencyConflict", "Outcome"]
    assert len(heard) == 1
    with pytest.raises(IdempotencyConflict):
        await done(writer, pay("h1"), other)


async def test_rivals_that_name_the_same_households_crosswise_all_come_through(
    writer: Writer, heard: list[Written]
) -> None:
    rivals = [Writer(writer.store, writer.store, heard.extend) for _ in range(4)]
    ways = (["h1", "h2", "h3"], ["h3", "h2", "h1"])
    found = await asyncio.gather(
        *(
            done(rival, *(pay(home, str(n)) for home in ways[n % 2]))
            for n, rival in enumerate(rivals)
        )
    )
    assert (
        sorted(code for codes in found for code in codes) == ["ALREADY_ENROLLED"] * 9 + ["OK"] * 3
    )
    assert await agree(writer.store, heard[-1:])
    assert (await verify(writer.store, SEASON.year)).is_clean


class Crash(Exception):
    """The process is gone, or the engine asks for another try."""


@dataclass(frozen=True)
class Falling(Store):
    """The first try of every transaction breaks off before its commit; `stays`: that was it."""

    stays: bool = False

    async def transact(
        self, body: Callable[[Transaction], Awaitable[T]], is_money: bool = False
    ) -> T:
        async def broken(transaction: Transaction) -> T:
            await body(transaction)
            raise Crash

        if self.stays:
            return await super().transact(broken, is_money)
        with pytest.raises(Crash):
            await super().transact(broken, is_money)
        return await super().transact(body, is_money)


@pytest.mark.parametrize("stays", [True, False])
async def test_only_what_was_committed_is_told_once(
    writer: Writer, heard: list[Written], stays: bool
) -> None:
    whole = writer.store
    writer.store = Falling(whole.driver, whole.database, whole.seen, stays)
    if stays:
        with pytest.raises(Crash):
            await done(writer, pay("h1"))
        assert heard == []
    else:
        assert await done(writer, pay("h1")) == ["OK"]
        assert [groups(each) for each in heard] == [[(VILLAGE, "a"), (VILLAGE, "h")]]
        assert await agree(whole, heard)
