"""Completions: once, in parts where it is about money, never more than the whole."""

from datetime import date

import pytest

from policy.completion import Refused, accept
from policy.duties import Part

ON = date(2022, 3, 1)
FIRST = Part(ON, "拨款一", 600_00, 1_000_00)


def test_a_duty_is_done_once() -> None:
    done = Part(ON, "会议纪要")
    assert accept(False, None, [], done) == done
    found = accept(False, None, [done], Part(date(2022, 3, 2), "又一份"))
    assert found == Refused("DUPLICATE", "这项职责已于2022-03-01完成", "duty")


def test_s4_the_rest_is_meant_where_no_amount_is_given() -> None:
    found = accept(True, None, [FIRST], Part(ON, "拨款二"))
    assert found == Part(ON, "拨款二", 400_00)


def test_s4_the_newest_whole_counts() -> None:
    found = accept(True, None, [FIRST], Part(ON, "追加", None, 1_200_00))
    assert found == Part(ON, "追加", 600_00, 1_200_00)


def test_s4_a_whole_that_was_set_too_high_is_mended_without_money() -> None:
    found = accept(True, None, [FIRST], Part(ON, "更正总额", None, 600_00))
    assert found == Part(ON, "更正总额", 0, 600_00)


@pytest.mark.parametrize(
    ("amount", "parts", "new", "code", "field"),
    [
        (None, [], Part(ON, "拨款", 100), "BAD_INPUT", "of"),
        (None, [], Part(ON, "拨款", 0, 100), "BAD_INPUT", "amount"),
        (None, [], Part(ON, "拨款", -5, 100), "BAD_INPUT", "amount"),
        (None, [], Part(ON, "拨款", None, 0), "BAD_INPUT", "of"),
        (None, [FIRST], Part(ON, "拨款", 400_01), "AMOUNT_MISMATCH", "amount"),
        (None, [FIRST], Part(ON, "更正", None, 599_00), "AMOUNT_MISMATCH", "amount"),
        (500_00, [], Part(ON, "拨款", 100_00, 400_00), "AMOUNT_MISMATCH", "of"),
        (500_00, [Part(ON, "拨款", 500_00)], Part(ON, "再", 1), "DUPLICATE", "duty"),
    ],
)
def test_s4_money_that_does_not_fit_is_refused(
    amount: int | None, parts: list[Part], new: Part, code: str, field: str
) -> None:
    found = accept(True, amount, parts, new)
    assert isinstance(found, Refused)
    assert (found.code, found.field) == (code, field)


def test_money_for_a_duty_that_is_not_about_money_is_refused() -> None:
    found = accept(False, None, [], Part(ON, "会议", 100))
    assert isinstance(found, Refused)
    assert (found.code, found.field) == ("BAD_INPUT", "amount")
