"""What this process wrote is known to its memory without a question, unless others wrote too."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from facts.sums import no_sums, write_sums
from facts.writer import Writers
from facts.written import Written
from graph.gateway import Gateway, Store, Transaction
from graph.stillness import NAME, Stillness
from policy.vocabulary import Channel
from rollup.look import LOOK, Head, Heads
from rollup.memory import Rollup
from schema.context import AsOf
from schema.progress import Progress
from schema.root import make_context
from tests.campaigns import COUNTY, VILLAGES, Campaign, small_campaign, today

YEAR, PAID = 2022, date(2021, 10, 8)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.seen.STANDS_SECONDS", 3600)


@pytest.fixture
def told(graph: Gateway, tmp_path: Path) -> Iterator[Gateway]:
    """The graph, written by nobody but this gateway and `other`."""
    with closing(Stillness(tmp_path / NAME)) as stillness:
        yield Gateway(graph.directory.driver, seen=graph.directory.seen, stillness=stillness)


@pytest.fixture
def other(told: Gateway, tmp_path: Path) -> Iterator[Store]:
    """As another process has the same graph."""
    inner = told.directory
    with closing(Stillness(tmp_path / NAME)) as stillness:
        yield Store(inner.driver, inner.database, inner.seen, stillness=stillness)


@pytest.fixture
async def campaign(told: Gateway) -> Campaign:
    return await small_campaign(told)


@pytest.fixture
async def rollup(campaign: Campaign) -> Rollup:
    found = Rollup(campaign.graph.directory)
    await found.load()
    await found.look()
    return found


async def write(store: Store, year: int = YEAR) -> list[Written]:
    """A person more in the first village."""
    sums = no_sums()
    sums[VILLAGES[0], "all", PAID].update({"unpaid": 1, "changes": 1})
    sums[VILLAGES[0], f"h|{Channel.APP.value}", PAID].update({"paid_fen": 5, "payments": 1})

    async def body(transaction: Transaction) -> list[Written]:
        return [await write_sums(transaction, year, sums, is_told=True)]

    return await store.transact(body)


async def unpaid(campaign: Campaign, rollup: Rollup | None) -> int:
    context = make_context(campaign.graph, today(), rollup=rollup)
    await context.places.ensure(COUNTY)
    await context.campaigns.prepare([COUNTY], [AsOf(YEAR)])
    found = context.campaigns.progress(COUNTY, AsOf(YEAR))
    return found.unpaid if isinstance(found, Progress) else (await found).unpaid


async def test_after_an_own_write_nothing_is_asked(
    campaign: Campaign, rollup: Rollup, statements: list[str]
) -> None:
    before = await unpaid(campaign, rollup)
    rollup.hear(await write(campaign.graph.directory))
    statements.clear()
    assert await unpaid(campaign, rollup) == before + 1
    assert statements == []
    assert await unpaid(campaign, None) == before + 1


async def test_after_a_write_of_another_process_there_is_a_look(
    campaign: Campaign, rollup: Rollup, other: Store, statements: list[str]
) -> None:
    before = await unpaid(campaign, rollup)
    await write(other)
    rollup.hear(await write(campaign.graph.directory))
    statements.clear()
    assert await unpaid(campaign, rollup) == before + 2
    assert statements[0] == LOOK


async def test_where_another_own_write_was_not_told_there_is_a_look(
    campaign: Campaign, rollup: Rollup, statements: list[str]
) -> None:
    store = campaign.graph.directory
    before = await unpaid(campaign, rollup)
    first, second = await write(store), await write(store)
    rollup.hear(second)
    statements.clear()
    assert await unpaid(campaign, rollup) == before + 2
    assert statements[0] == LOOK
    rollup.hear(first)  # late: it is known already
    assert await unpaid(campaign, rollup) == before + 2


async def test_a_write_that_nobody_can_tell_of_leaves_the_next_question_a_look(
    campaign: Campaign, rollup: Rollup, statements: list[str]
) -> None:
    before = await unpaid(campaign, rollup)
    await write(campaign.graph.directory)  # its commit was cut off; tried again:
    rollup.hear([])
    statements.clear()
    assert await unpaid(campaign, rollup) == before + 1
    assert statements[0] == LOOK


def test_writers_tell_of_the_database_that_memory_is_of(graph: Gateway, rollup: Rollup) -> None:
    two = Gateway(graph.directory.driver, databases={"99": "another"})
    writers = Writers(two, rollup.hear)
    assert (writers.at("4311").told, writers.at("9901").told) == (rollup.hear, None)


def test_a_write_of_two_years_follows_with_both_of_them_or_not_at_all() -> None:
    opens = {2022: PAID, 2023: PAID}
    heads = Heads({"2022": Head(4, "e"), "2023": Head(7, "e")}, opens, {2022: PAID, 2023: PAID})
    this, next_ = Written(2022, 5, "e", PAID, []), Written(2023, 8, "e", date(2022, 1, 1), [])
    after = heads.after([this, next_])
    assert after is not None
    assert after.sequences == {"2022": Head(5, "e"), "2023": Head(8, "e")}
    assert after.latest == {2022: PAID, 2023: date(2022, 1, 1)}
    for other in (Written(2023, 9, "e", PAID, []), Written(2023, 8, "f", PAID, [])):
        assert heads.after([this, other]) is None
