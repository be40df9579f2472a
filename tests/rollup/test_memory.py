"""What memory answers, and when it looks, waits, loads afresh or leaves it to the graph.

99 ─ 9901 ─ 990101 ─ 990101100 ─┬─ 990101100201
                                └─ 990101100202
"""

import asyncio
from collections.abc import Mapping
from datetime import date

import pytest

from facts.quotas import Figure, record_quotas
from facts.season import Season, open_season
from facts.sums import COLUMNS as WRITTEN
from facts.sums import OWED, no_sums, take_sequence, write_sums
from graph.gateway import Gateway, Transaction
from graph_seed.divisions.listing import Division
from graph_seed.divisions.load import load_batch
from policy.places import Level
from resolvers.figures import Sum
from rollup.kinds import COLUMNS, OWED_COLUMNS
from rollup.memory import Rollup
from schema.context import AsOf
from schema.progress import Progress
from schema.root import make_context
from tests.campaigns import REDRAWN

TODAY = date(2100, 1, 1)
YEAR, OPENS = 2022, date(2021, 9, 1)
V1, V2, V3 = "990101100201", "990101100202", "990101100203"
TOWN, CITY = "990101100", "9901"
LEVELS = dict(zip((1, 2, 4, 6, 9, 12), Level, strict=True))
ABOVE: Mapping[str, str | None] = {
    "0": None,
    "99": "0",
    CITY: "99",
    "990101": CITY,
    TOWN: "990101",
    V1: TOWN,
    V2: TOWN,
}


def division(code: str, parent: str | None) -> Division:
    return Division(code, f"地{code}", LEVELS[len(code)], parent)


async def write(graph: Gateway, *villages: str, year: int = YEAR, people: int = 1) -> None:
    """So many people more in each of these villages, in one transaction."""
    sums = no_sums()
    for village in villages:
        sums[village, "all", OPENS].update({"unpaid": people, "changes": 1})
    await graph.directory.transact(lambda transaction: write_sums(transaction, year, sums))


async def quota(graph: Gateway, village: str, people: int) -> None:
    figure = Figure(village, YEAR, "QUOTA", people, None, "test")
    await record_quotas(graph.directory, f"quota|{village}|{people}", [figure])


async def ask(graph: Gateway, rollup: Rollup | None, code: str, year: int = YEAR) -> Progress:
    context = make_context(graph, TODAY, rollup=rollup)
    await context.places.ensure(code)
    await context.campaigns.prepare([code], [AsOf(year)])
    found = context.campaigns.progress(code, AsOf(year))
    assert isinstance(found, Progress)  # ready, nothing to wait for
    return found


@pytest.fixture(autouse=True)
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question looks; when it need not is the matter of test_looks.py."""
    monkeypatch.setattr("graph.seen.STANDS_SECONDS", 0)


@pytest.fixture
async def drawn(graph: Gateway) -> Gateway:
    await load_batch(graph.directory, [division(*one) for one in ABOVE.items()])
    await open_season(graph.directory, Season(YEAR, OPENS))
    await write(graph, V1, people=12)
    await write(graph, V2, people=30)
    await quota(graph, V1, 10)
    return graph


@pytest.fixture
async def rollup(drawn: Gateway) -> Rollup:
    found = Rollup(drawn.directory)
    await found.load()
    return found


def test_the_columns_are_those_that_are_written_and_shown() -> None:
    assert COLUMNS == WRITTEN == Sum._fields
    assert OWED_COLUMNS == OWED


async def test_loading_waits_where_a_question_came_first(drawn: Gateway) -> None:
    rollup = Rollup(drawn.directory)
    question = asyncio.create_task(rollup.look())
    await asyncio.sleep(0)  # it looks already
    await rollup.load()
    await question
    view = await rollup.look()
    assert view is not None
    assert view.year(YEAR) is not None


async def test_a_question_takes_one_look(
    drawn: Gateway, rollup: Rollup, statements: list[str]
) -> None:
    found = await ask(drawn, rollup, CITY)
    assert (found.registered, found.quota, len(statements)) == (42, 10, 1)


async def test_after_a_write_it_takes_one_statement_more(
    drawn: Gateway, rollup: Rollup, statements: list[str]
) -> None:
    await write(drawn, V1, people=5)
    statements.clear()
    assert (await ask(drawn, rollup, CITY)).registered == 47
    assert len(statements) == 2
    assert (await ask(drawn, rollup, TOWN)).registered == 47
    assert len(statements) == 3


async def test_a_new_quota_is_seen_at_once(drawn: Gateway, rollup: Rollup) -> None:
    await quota(drawn, V2, 33)
    assert (await ask(drawn, rollup, CITY)).quota == 43
    await quota(drawn, TOWN, 50)
    assert (await ask(drawn, rollup, CITY)).quota == 50


async def test_a_new_village_is_seen_with_its_people(
    drawn: Gateway, rollup: Rollup, statements: list[str]
) -> None:
    await load_batch(drawn.directory, [division(V3, TOWN)])
    await write(drawn, V3, people=3)
    statements.clear()
    assert (await ask(drawn, rollup, V3)).registered == 3
    assert (await ask(drawn, rollup, CITY)).registered == 45
    assert len(statements) == 4  # two looks, the place, the sums


async def test_people_of_a_village_that_comes_later_are_counted_then(
    drawn: Gateway, rollup: Rollup
) -> None:
    await write(drawn, V3, people=3)
    assert (await ask(drawn, rollup, CITY)).registered == 42
    await load_batch(drawn.directory, [division(V3, TOWN)])
    assert (await ask(drawn, rollup, CITY)).registered == 45


async def test_a_season_that_opens_is_answered(drawn: Gateway, rollup: Rollup) -> None:
    await open_season(drawn.directory, Season(2023, date(2022, 9, 1)))
    await write(drawn, V1, year=2023, people=8)
    assert (await ask(drawn, rollup, CITY, 2023)).registered == 8
    assert (await ask(drawn, rollup, CITY)).registered == 42


async def test_another_epoch_is_loaded_afresh(drawn: Gateway, rollup: Rollup) -> None:
    await drawn.directory.write("MATCH (t:Total) SET t.unpaid = t.unpaid + 100")  # restored
    await drawn.directory.write("MATCH (j:Jurisdiction {code: $v}) SET j.name = '新名'", v=V1)
    assert (await ask(drawn, rollup, V1)).registered == 12
    await drawn.directory.write("MATCH (s:Sequence) SET s.epoch = randomUUID()")
    found = await ask(drawn, rollup, V1)
    assert (found.registered, found.jurisdiction.name) == (112, "新名")


async def test_a_graph_without_the_sequence_of_the_tree_answers_itself(drawn: Gateway) -> None:
    await drawn.directory.write("MATCH (s:Sequence {key: 'tree'}) DELETE s")
    rollup = Rollup(drawn.directory)
    assert await rollup.look() is None
    assert (await ask(drawn, rollup, CITY)).registered == 42


async def test_more_places_than_fit_are_left_to_the_graph(
    drawn: Gateway, statements: list[str]
) -> None:
    rollup = Rollup(drawn.directory, most_places=6)
    assert await rollup.look() is None
    assert await rollup.look() is None
    assert len(statements) == 3  # the places are counted once
    assert rollup.megabytes == 0


async def test_requests_that_wait_together_share_a_look(
    drawn: Gateway, rollup: Rollup, statements: list[str]
) -> None:
    await write(drawn, V1)
    statements.clear()
    found = await asyncio.gather(*(ask(drawn, rollup, CITY) for _ in range(20)))
    assert [one.registered for one in found] == [43] * 20
    assert len(statements) == 2


async def test_a_transaction_is_seen_whole_or_not_at_all(drawn: Gateway, rollup: Rollup) -> None:
    sums, held, go = no_sums(), asyncio.Event(), asyncio.Event()
    for village in (V1, V2):
        sums[village, "all", OPENS]["unpaid"] = 1

    async def body(transaction: Transaction) -> None:
        await write_sums(transaction, YEAR, sums)
        held.set()
        await go.wait()

    writing = asyncio.create_task(drawn.directory.transact(body))
    await held.wait()
    assert (await ask(drawn, rollup, CITY)).registered == 42  # it holds the sequence: none waits
    other = Rollup(drawn.directory)
    loading = asyncio.create_task(ask(drawn, other, CITY))  # this one loads, and waits
    await asyncio.sleep(0.2)
    assert not loading.done()
    go.set()
    await writing
    assert (await loading).registered == (await ask(drawn, rollup, CITY)).registered == 44


async def test_who_is_behind_waits_for_the_write_that_is_under_way(
    drawn: Gateway, rollup: Rollup
) -> None:
    held, go = asyncio.Event(), asyncio.Event()

    async def body(transaction: Transaction) -> None:
        await take_sequence(transaction, YEAR, OPENS)
        held.set()
        await go.wait()

    await write(drawn, V1)
    writing = asyncio.create_task(drawn.directory.transact(body))
    await held.wait()
    asking = asyncio.create_task(ask(drawn, rollup, CITY))
    await asyncio.sleep(0.2)
    assert not asking.done()  # else it might see half of it
    go.set()
    await writing
    assert (await asking).registered == 43


async def test_each_process_sees_what_another_wrote(drawn: Gateway, rollup: Rollup) -> None:
    other = Rollup(drawn.directory)
    for n in range(1, 4):
        await write(drawn, V2)
        assert (await ask(drawn, other, TOWN)).registered == 42 + n
    assert (await ask(drawn, rollup, TOWN)).registered == 45


async def test_a_request_keeps_to_what_it_saw_first(drawn: Gateway, rollup: Rollup) -> None:
    context = make_context(drawn, TODAY, rollup=rollup)
    await context.places.ensure(CITY)
    await context.campaigns.prepare([CITY], [AsOf(YEAR)])
    await write(drawn, V1)
    assert (await ask(drawn, rollup, V1)).registered == 13
    found = context.campaigns.progress(V1, AsOf(YEAR))
    assert isinstance(found, Progress)
    assert found.registered == 12


async def test_days_in_the_past_are_answered_by_the_graph(
    drawn: Gateway, rollup: Rollup, statements: list[str]
) -> None:
    context = make_context(drawn, TODAY, rollup=rollup)
    asked = AsOf(YEAR, as_of=date(2021, 8, 1))
    await context.places.ensure(CITY)
    await context.campaigns.prepare([CITY], [asked])
    found = context.campaigns.progress(V1, asked)
    assert isinstance(found, Progress)
    assert (found.registered, len(statements)) == (0, 2)


async def test_what_tests_draw_by_hand_is_read_afresh(drawn: Gateway, rollup: Rollup) -> None:
    await drawn.directory.write("MATCH (:Jurisdiction {code: $v})-[e:PART_OF]->() DELETE e", v=V2)
    await drawn.directory.write(REDRAWN)
    assert (await ask(drawn, rollup, CITY)).registered == 12
