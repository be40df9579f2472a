"""Facts come onto the record, and the sums say what they come to."""

import asyncio
from datetime import date
from typing import LiteralString

import pytest

from facts.posting import Posting, post
from facts.receipt import IdempotencyConflict
from facts.reconcile import reconcile
from facts.records import DispositionRow
from facts.writing import TAKE_AND_LOCK_PAYERS
from graph.gateway import Gateway, Store
from policy.vocabulary import State
from tests.facts.small import (
    POSTING,
    SEASON,
    V1,
    V2,
    everything,
    on_the_roll,
    payment,
    tallies,
    terms_of,
    totals,
)


async def test_after_payments_the_totals_are_what_one_adds_up_by_hand(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    assert await post(graph.directory, "r", SEASON, POSTING, terms_of) == []
    assert await totals(graph.directory) == {
        f"{V1}|all": {
            "paid": 3,
            "fully_subsidised": 1,
            "vouchers": 1,
            "due_fen": 80000,
            "subsidy_fen": 48000,
            "paid_fen": 80000,
            "payments": 2,
            "households": 2,
            "settled": 2,
            "changes": 8,
        },
        f"{V1}|c|full": {"fully_subsidised": 1, "subsidy_fen": 32000},
        f"{V1}|c|half": {"paid": 1, "subsidy_fen": 16000},
        f"{V1}|h|APP": {"paid_fen": 64000, "payments": 1},
        f"{V1}|h|POS": {"paid_fen": 16000, "payments": 1},
        f"{V2}|all": {"departed": 1, "households": 1, "settled": 1, "changes": 2},
    }


async def test_each_day_has_what_happened_on_it(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    await post(graph.directory, "r", SEASON, POSTING, terms_of)
    rows = await tallies(graph.directory)
    assert rows[f"{V1}|all|2021-10-08"] == {
        "paid": 2,
        "unpaid": -2,
        "paid_fen": 64000,
        "payments": 1,
        "settled": 1,
        "changes": 2,
    }
    assert rows[f"{V2}|all|2021-10-05"] == {
        "departed": 1,
        "unpaid": -1,
        "due_fen": -32000,
        "settled": 1,
        "changes": 1,
    }


async def test_a_payment_recorded_late_changes_the_figures_of_its_past_day(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    away = Posting(dispositions=(DispositionRow("e", State.DEPARTED, date(2021, 10, 5), "证明"),))
    late = Posting(payments=(payment("p", "h3", "e", date(2021, 9, 20)),))
    await post(graph.directory, "away", SEASON, away, terms_of)
    assert await post(graph.directory, "late", SEASON, late, terms_of) == []
    rows = await tallies(graph.directory)
    paid = {"paid": 1, "unpaid": -1, "paid_fen": 32000, "payments": 1, "settled": 1, "changes": 1}
    assert rows[f"{V2}|all|2021-09-20"] == paid
    assert rows[f"{V2}|all|2021-10-05"] == {"changes": 2}  # the departure and its cancelling


async def test_what_is_not_owed_is_refused_by_name_while_the_rest_goes_in(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    good = payment("good", "h3", "e", date(2021, 10, 8))
    full = payment("full", "h2", "c", date(2021, 10, 8))
    strange = payment("strange", "h1", "e", date(2021, 10, 8))
    refused = await post(
        graph.directory, "r", SEASON, Posting(payments=(good, full, strange)), terms_of
    )
    assert {(one.row, one.code) for one in refused} == {
        (full, "ALREADY_ENROLLED"),
        (strange, "UNKNOWN"),
    }
    sums = await totals(graph.directory)
    assert sums[f"{V2}|all"]["paid_fen"] == 32000
    assert "paid_fen" not in sums[f"{V1}|all"]


async def test_who_is_paid_from_a_later_day_on_pays_no_second_time(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    await post(graph.directory, "r", SEASON, POSTING, terms_of)
    before = await totals(graph.directory)
    again = Posting(payments=(payment("p3", "h1", "a", date(2021, 10, 1)),))
    [refused] = await post(graph.directory, "again", SEASON, again, terms_of)
    assert refused.code == "AMOUNT_MISMATCH"
    assert await totals(graph.directory) == before


async def test_the_same_receipt_changes_nothing_and_answers_alike(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    posting = Posting(payments=(payment("p", "h2", "c", date(2021, 10, 8)), *POSTING.payments))
    first = await post(graph.directory, "r", SEASON, posting, terms_of)
    before = await everything(graph.directory)
    assert await post(graph.directory, "r", SEASON, posting, terms_of) == first
    assert [one.code for one in first] == ["ALREADY_ENROLLED"]
    assert await everything(graph.directory) == before


async def test_the_same_receipt_with_another_body_is_a_conflict(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    await post(graph.directory, "r", SEASON, POSTING, terms_of)
    before = await everything(graph.directory)
    other = Posting(payments=(payment("p1", "h1", "ab", date(2021, 10, 9)),))
    with pytest.raises(IdempotencyConflict, match="key r was sent before"):
        await post(graph.directory, "r", SEASON, other, terms_of)
    assert await everything(graph.directory) == before


async def test_eight_writers_at_once_add_up_exactly_and_never_try_twice(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    seen: list[str] = []
    store = Store(graph.directory.driver, graph.directory.database, seen.append)
    days = [date(2021, 10, day) for day in range(8, 16)]
    who = [("h1", "a"), ("h1", "b"), ("h2", "d"), ("h3", "e")]
    rows = [payment(f"{one}{on}", home, one, on) for on in days[:2] for home, one in who]
    postings = [Posting(payments=(row,)) for row in rows]
    answers = await asyncio.gather(
        *(post(store, f"r{n}", SEASON, one, terms_of) for n, one in enumerate(postings))
    )
    assert sorted(len(answer) for answer in answers) == [0, 0, 0, 0, 1, 1, 1, 1]
    sums = await totals(store)
    assert (sums[f"{V1}|all"]["paid"], sums[f"{V1}|all"]["paid_fen"]) == (3, 80000)
    assert (sums[f"{V2}|all"]["paid"], sums[f"{V2}|all"]["paid_fen"]) == (1, 32000)
    assert seen.count(TAKE_AND_LOCK_PAYERS) == 8


async def test_of_two_dispositions_in_one_posting_the_second_holds_for_ever(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    day = date(2021, 10, 5)
    both = (
        DispositionRow("e", State.REFUSED, day, "访谈"),
        DispositionRow("e", State.DEPARTED, day, "证明"),
    )
    await post(graph.directory, "r", SEASON, Posting(dispositions=both), terms_of)
    assert (await totals(graph.directory))[f"{V2}|all"]["departed"] == 1
    assert (await reconcile(graph.directory, 2022, terms_of=terms_of)).retraced == []


async def test_a_household_is_settled_for_the_reason_of_its_people(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    await post(graph.directory, "r", SEASON, POSTING, terms_of)
    [row] = await graph.directory.read(CAUSES)
    assert row["causes"] == [
        ["h1|2022", "PAYMENT"],
        ["h2|2022", "PAYMENT"],
        ["h3|2022", "DISPOSITION"],
    ]


CAUSES: LiteralString = """
MATCH (c:Change)-[:CHANGED]->(a:Account) WITH a, c ORDER BY a.key
RETURN collect([a.key, c.cause]) AS causes
"""
