"""Requests that come together: each has its own answer, whatever becomes of its neighbours."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from facts.bookshelf import VERSIONS, read_book
from facts.deeds import Dispose, Pay, Reverse
from facts.entry import enter
from facts.people import add_people
from facts.proofs.verify import verify
from facts.receipt import IdempotencyConflict
from facts.request import Deed, Needs, Outcome, Refused, Request
from facts.writer import Writer
from facts.writing import TAKE_AND_LOCK_PAYERS
from graph.errors import OutcomeUnknown, Unavailable
from graph.gateway import Gateway
from policy.vocabulary import Channel, State
from tests.desks import SEASON, VAULT, VILLAGE
from tests.drawn import draw
from tests.facts.small import household

HOMES = [f"h{number:02}" for number in range(64)]
ON = date(2021, 10, 8)


@dataclass(frozen=True, slots=True)
class Strange:
    """A deed that nobody has written a handler for."""

    def needs(self) -> Needs:
        return Needs()


def pay(home: str, people: str = "ab", key: str = "") -> Request:
    members = tuple(home + one for one in people)
    fen = 32000 * len(people)
    deed = Pay(f"p{home}{key}", 2022, members, ON, Channel.APP, home, fen)
    return Request(f"pay-{home}{key}", (deed,), by="t")


def one(key: str, deed: Deed) -> Request:
    return Request(key, (deed,), by="t")


@pytest.fixture
async def writer(graph: Gateway) -> Writer:
    """64 households of two, who owe 320 yuan each."""
    store = (await draw(graph)).directory
    homes = [household(home, VILLAGE, f"{home}a", f"{home}b") for home in HOMES]
    await add_people(store, "people", homes, [], [], since=SEASON.opens, vault=VAULT)
    await enter(store, "entry", SEASON, HOMES, await read_book(store))
    return Writer(store, store)


async def submitted(writer: Writer, requests: Sequence[Request]) -> list[object]:
    """What each comes to: its answer, why it was refused, or what was raised."""
    found = await asyncio.gather(*map(writer.submit, requests), return_exceptions=True)
    return [each.answers[0] if isinstance(each, Outcome) else each for each in found]


def codes(found: Sequence[object]) -> list[str]:
    return [
        each.code if isinstance(each, Refused) else "OK" if isinstance(each, dict) else repr(each)
        for each in found
    ]


async def test_a_full_batch_takes_no_more_statements_than_a_small_one(
    writer: Writer, statements: list[str]
) -> None:
    assert codes(await submitted(writer, [pay(home) for home in HOMES[:2]])) == ["OK"] * 2
    few = [one for one in statements if one != VERSIONS]
    assert codes(await submitted(writer, [pay(home) for home in HOMES[2:]])) == ["OK"] * 62
    assert [one for one in statements if one != VERSIONS] == few * 2
    assert (await verify(writer.store, 2022)).is_clean


async def test_clients_that_come_back_one_by_one_are_written_together(
    writer: Writer, statements: list[str]
) -> None:
    async def client(number: int) -> list[str]:
        first = await submitted(writer, [pay(HOMES[number])])
        for _ in range(4 * number):  # turns of the loop: over sockets no two come in the same one
            await asyncio.sleep(0)
        return codes(first + await submitted(writer, [pay(HOMES[8 + number])]))

    assert await asyncio.gather(*map(client, range(8))) == [["OK"] * 2] * 8
    assert statements.count(TAKE_AND_LOCK_PAYERS) == 2


async def test_one_that_breaks_leaves_its_63_neighbours_alone(writer: Writer) -> None:
    requests = [pay(home) for home in HOMES[:63]]
    requests.insert(40, one("strange", Strange()))
    found = await submitted(writer, requests)
    assert isinstance(found.pop(40), KeyError)
    assert codes(found) == ["OK"] * 63
    again = await submitted(writer, requests)
    assert again[:40] + again[41:] == found
    assert (await verify(writer.store, 2022)).is_clean


async def test_a_key_that_comes_five_times_at_once_is_done_once(writer: Writer) -> None:
    requests = [pay(home) for home in (*HOMES[:10], *HOMES[:1] * 4)]
    found = await submitted(writer, requests)
    assert codes(found) == ["OK"] * 14
    assert found[10:] == found[:1] * 4
    assert (await verify(writer.store, 2022)).is_clean


async def test_a_key_with_another_body_is_a_conflict_for_itself_alone(writer: Writer) -> None:
    other = Request("pay-h00", pay("h01", key="x").deeds, by="t")
    found = await submitted(writer, [pay("h00"), other, pay("h02")])
    assert isinstance(found.pop(1), IdempotencyConflict)
    assert codes(found) == ["OK"] * 2
    assert codes(await submitted(writer, [pay("h01")])) == ["OK"]


async def test_requests_for_one_account_see_each_other_in_their_order(writer: Writer) -> None:
    requests = [
        one("away", Dispose("h00b", 2022, State.COVERED_ELSEWHERE, ON, "证明")),
        pay("h00", "a"),
        pay("h00", "a", key="twice"),
        one("back", Reverse("back", "ph00", (), ON, "错收")),
        pay("h01"),
    ]
    found = codes(await submitted(writer, requests))
    assert found == ["OK", "OK", "ALREADY_ENROLLED", "OK", "OK"]
    assert codes(await submitted(writer, [pay("h00", "a", key="anew")])) == ["OK"]
    assert (await verify(writer.store, 2022)).is_clean


async def test_a_client_that_goes_away_leaves_the_others_waiting_for_nothing(
    writer: Writer,
) -> None:
    clients = [asyncio.create_task(writer.submit(pay(home))) for home in HOMES[:8]]
    await asyncio.sleep(0)
    clients[3].cancel()
    found = await asyncio.gather(*clients, return_exceptions=True)
    assert [type(each) for each in found].count(Outcome) == 7
    assert isinstance(found[3], asyncio.CancelledError)
    assert codes(await submitted(writer, [pay(HOMES[3])])) == ["OK"]


async def test_when_the_process_stops_nobody_waits_for_ever(writer: Writer) -> None:
    clients = [asyncio.create_task(writer.submit(pay(home))) for home in (*HOMES, "h00")]
    await asyncio.sleep(0.001)
    task = writer._task
    assert task is not None
    task.cancel()
    found = await asyncio.gather(*clients, return_exceptions=True)
    assert [type(each) for each in found] == [OutcomeUnknown] * 64 + [Unavailable]
    assert codes(await submitted(writer, [pay(HOMES[3])])) == ["OK"]
