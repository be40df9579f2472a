import pytest

from policy.matching import MatchResult, Standing, match
from policy.money import Fen

CASES = [
    # due, paid, confirmed, known, result
    (960, 960, 960, True, "AGREED"),
    (0, 0, 0, True, "AGREED"),  # fully subsidised, or excused
    (960, 640, 640, True, "SHORT"),
    (960, 0, 960, True, "SHORT"),  # the fund has money that nobody recorded
    (960, 1280, 1280, True, "OVER"),
    (0, 320, 320, True, "OVER"),  # nothing was due at all
    (320, 640, 320, True, "PAID_TWICE"),
    (960, 1920, 1920, True, "PAID_TWICE"),
    (320, 1000, 0, True, "PAID_TWICE"),  # three times and more
    (960, 960, 0, True, "UNCONFIRMED"),
    (960, 960, 640, True, "UNCONFIRMED"),
    (0, 0, 320, True, "UNCONFIRMED"),
    (0, 0, 320, False, "UNKNOWN_PAYER"),
]


@pytest.mark.parametrize(("due", "paid", "confirmed", "known", "result"), CASES)
def test_three_figures_come_to_one_result(
    due: int, paid: int, confirmed: int, known: bool, result: str
) -> None:
    standing = Standing(Fen(due), Fen(paid), Fen(confirmed), known)
    assert match(standing) is MatchResult[result]
