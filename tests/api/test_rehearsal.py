"""A service asks itself first; nothing of it stays, and nothing of it fails."""

import asyncio

import pytest

from api.rehearsal import QUESTIONS, SOMEBODY, rehearsal, rehearsed, rehearsing
from api.service import today
from facts.order import WRITE_PAID_AND_SUMS
from graph.gateway import Gateway
from resolvers.payments import PAYMENTS_SEEN
from resolvers.subjects import NEXT
from rollup.memory import Rollup
from tests.desks import two_households
from tests.drawn import draw

COUNTED = (
    "MATCH (n) OPTIONAL MATCH (n)-[e]->() RETURN count(DISTINCT n) AS nodes, count(e) AS edges"
)
VALUES = "MATCH (n) WITH properties(n) AS one RETURN collect(one) AS every"


@pytest.fixture
async def homes(graph: Gateway) -> Gateway:
    return await two_households(await draw(graph))


@pytest.fixture
async def rollup(homes: Gateway) -> Rollup:
    found = Rollup(homes.directory)
    await found.load()
    return found


async def test_it_goes_through_all_questions_and_a_payment_without_a_fault(
    homes: Gateway, rollup: Rollup, statements: list[str]
) -> None:
    assert await rehearsal(homes, rollup, today()) == []
    assert WRITE_PAID_AND_SUMS in statements
    assert PAYMENTS_SEEN in statements
    assert {*NEXT.values()} <= {*statements}
    assert len(set(statements)) >= sum(map(len, QUESTIONS.values()))


async def test_nothing_of_it_stays(homes: Gateway, rollup: Rollup) -> None:
    store = homes.directory
    before = await store.read(COUNTED), await store.read(VALUES)
    assert before[0][0]["nodes"] > 0
    await rehearsal(homes, rollup, today())
    assert (await store.read(COUNTED), await store.read(VALUES)) == before


async def test_where_nobody_owes_anything_there_is_nothing_to_rehearse(
    graph: Gateway, statements: list[str]
) -> None:
    assert await rehearsal(graph, None, today()) == []
    assert statements == [SOMEBODY]


async def test_a_service_that_stops_at_once_does_not_wait_for_it(
    homes: Gateway, rollup: Rollup
) -> None:
    before = asyncio.all_tasks()
    async with rehearsing(homes, rollup, today()):
        assert len(asyncio.all_tasks() - before) == 1
    assert asyncio.all_tasks() <= before


async def test_what_goes_wrong_is_logged_and_no_more(
    homes: Gateway, rollup: Rollup, caplog: pytest.LogCaptureFixture
) -> None:
    await homes.directory.write("MATCH (r:Rule) DETACH DELETE r")
    await homes.directory.write("MATCH (n:Notice) SET n.version = 'none'")
    await rehearsed(homes, rollup, today())
    assert "the first such question will take longer" in caplog.text
