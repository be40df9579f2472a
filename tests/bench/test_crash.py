"""The frame of the crash runs: whom it kills, and what it takes for an acknowledgement."""

from collections import Counter

import pytest

from bench.crash import FALLS_IN_A_ROW, Outcome, plan, table
from bench.deeds import Kind
from bench.load import read
from bench.standing import Faults
from bench.victim import Kill

ACKNOWLEDGED = b'{"data": {"pay": {"payment": {"id": "Payment:1"}, "userErrors": []}}}'
REFUSED = (
    b'{"data": {"pay": {"payment": null, "userErrors": [{"message": "no", "code": "LOCKED"}]}}}'
)
UNSURE = b'{"data": null, "errors": [{"message": "?", "extensions": {"code": "OUTCOME_UNKNOWN"}}]}'


def test_a_plan_is_the_same_for_the_same_seed_and_kills_all_kinds() -> None:
    assert plan(20, 3) == plan(20, 3)
    assert set(plan(20, 3)) == set(Kill)


@pytest.mark.parametrize("seed", range(50))
def test_an_engine_never_falls_more_often_than_its_warden_bears(seed: int) -> None:
    row = 0
    for what in plan(100, seed):
        row = row + 1 if what is Kill.ENGINE else 0
        assert row <= FALLS_IN_A_ROW


@pytest.mark.parametrize(
    ("answer", "verdict"), [(ACKNOWLEDGED, ""), (UNSURE, None), (REFUSED, REFUSED.decode())]
)
def test_only_an_answer_without_errors_acknowledges(answer: bytes, verdict: str | None) -> None:
    assert read(answer, "pay") == verdict


def test_a_loss_is_told_and_ends_the_run_as_wrong() -> None:
    outcome = Outcome(
        Counter({Kill.ENGINE: 2}), Counter({Kind.PAY: 10}), 3, Faults(1, 0, 0), 12.34, True
    )
    assert not outcome.is_right
    assert "lost                       1\n" in table(outcome)
    assert table(outcome).startswith("kills                      2 (SERVICE 0, ENGINE 2, BOTH 0)")
