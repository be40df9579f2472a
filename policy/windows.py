"""Collection windows, and the days that the Civil Code counts."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from policy.terms import EnrolmentEvent


@dataclass(frozen=True, slots=True)
class WindowTerms:
    """A period of the campaign. opens: None where the notice states no start.

    payment: whether people pay in it. events: whom it is for. extended_to: the last day where an
    extension was granted.
    """

    closes: date
    opens: date | None = None
    extended_to: date | None = None
    condition: str | None = None
    payment: bool = True
    events: tuple[EnrolmentEvent, ...] = (EnrolmentEvent.ORDINARY,)

    def last_day(self, extension_granted: bool) -> date:
        return self.extended_to if extension_granted and self.extended_to else self.closes

    def holds(self, on: date, extension_granted: bool, opens: date | None = None) -> bool:
        """Whether a day is inside; opens: the start where the notice states none."""
        start = self.opens or opens
        return (start is None or start <= on) and on <= self.last_day(extension_granted)


def days_after(event: date, days: int) -> date:
    """Day N of a limit: the day of the event itself is not counted."""
    return event + timedelta(days=days)


def months_after(event: date, months: int) -> date:
    """The same day of the month, else the last of that month."""
    years, month = divmod(event.month - 1 + months, 12)
    year, month = event.year + years, month + 1
    return date(year, month, min(event.day, monthrange(year, month)[1]))


def next_month(day: date) -> date:
    """The first day of the month after."""
    return months_after(day.replace(day=1), 1)
