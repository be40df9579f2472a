"""Households come onto the roll."""

import pytest

from facts.entry import enter
from facts.receipt import IdempotencyConflict
from graph.gateway import Gateway
from tests.facts.small import SEASON, V1, V2, everything, on_the_roll, tallies, terms_of, totals


async def test_an_entry_counts_from_the_day_the_season_opens(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    assert await tallies(graph.directory) == {
        f"{V1}|all|2021-09-01": {
            "fully_subsidised": 1,
            "unpaid": 3,
            "vouchers": 1,
            "due_fen": 96000,
            "subsidy_fen": 32000,
            "households": 2,
            "changes": 4,
        },
        f"{V1}|all|2021-10-01": {"due_fen": -16000, "subsidy_fen": 16000, "changes": 1},
        f"{V1}|c|full|2021-09-01": {"fully_subsidised": 1, "subsidy_fen": 32000},
        f"{V1}|c|half|2021-10-01": {"unpaid": 1, "subsidy_fen": 16000},
        f"{V2}|all|2021-09-01": {
            "unpaid": 1,
            "due_fen": 32000,
            "households": 1,
            "changes": 1,
        },
    }


async def test_the_same_receipt_enters_nobody_twice(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    before = await everything(graph.directory)
    assert await enter(graph.directory, "entry", SEASON, ["h1", "h2", "h3"], terms_of) == 5
    assert await everything(graph.directory) == before


async def test_who_stands_on_the_roll_is_not_entered_by_another_request(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    before = await totals(graph.directory)
    assert await enter(graph.directory, "other", SEASON, ["h1", "h2"], terms_of) == 0
    assert await totals(graph.directory) == before


async def test_the_same_receipt_for_other_households_is_a_conflict(graph: Gateway) -> None:
    await on_the_roll(graph.directory)
    with pytest.raises(IdempotencyConflict, match="key entry was sent before"):
        await enter(graph.directory, "entry", SEASON, ["h1"], terms_of)
