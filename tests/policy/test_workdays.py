"""W6, R1: working days, with the public holidays and the weekends that are worked for them."""

from datetime import date

import pytest

from policy.holidays import MADE_UP, OFF, SOURCES
from policy.workdays import is_working, working_days_after


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2021, 10, 7), False),  # national day
        (date(2021, 10, 9), True),  # the Saturday that is worked for it
        (date(2021, 10, 10), False),
        (date(2020, 1, 31), False),  # the spring festival that was prolonged
        (date(2020, 2, 1), False),  # first to be worked, then a day of that prolonged holiday
        (date(2020, 2, 3), True),
        (date(2019, 5, 5), True),
        (date(2030, 10, 1), True),  # no table for the year: only weekends are free
    ],
)
def test_a_day_is_worked_as_the_years_notice_says(day: date, working: bool) -> None:
    assert is_working(day) is working


@pytest.mark.parametrize(
    ("event", "days", "last"),
    [
        (date(2019, 11, 4), 3, date(2019, 11, 7)),
        (date(2019, 11, 8), 3, date(2019, 11, 13)),  # over a weekend
        (date(2019, 9, 30), 3, date(2019, 10, 10)),  # over the holidays, none of 1–7 October
        (date(2021, 9, 30), 2, date(2021, 10, 9)),  # that Saturday counts
        (date(2019, 11, 9), 1, date(2019, 11, 11)),  # reported on a Saturday
    ],
)
def test_r1_a_limit_of_working_days_does_not_count_the_day_of_the_event(
    event: date, days: int, last: date
) -> None:
    assert working_days_after(event, days) == last


def test_every_year_of_the_notices_has_its_table_and_source() -> None:
    assert set(SOURCES) >= {2019, 2020, 2021, 2022, 2023}
    assert all(day.weekday() >= 5 for day in MADE_UP)
    assert not MADE_UP & OFF
