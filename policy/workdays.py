"""Working days: weekdays that are no public holiday, and weekends that are worked for one."""

from datetime import date, timedelta

from policy.holidays import MADE_UP, OFF

SATURDAY = 5


def is_working(day: date) -> bool:
    """In a year without a table only weekends are free."""
    return day in MADE_UP or (day.weekday() < SATURDAY and day not in OFF)


def working_days_after(event: date, days: int) -> date:
    """The last day of a limit of working days: the day of the event is not counted."""
    day = event
    while days:
        day += timedelta(days=1)
        days -= is_working(day)
    return day
