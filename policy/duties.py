"""Duties: what a notice asks of departments and units, by when, and whether it is done.

    DutyTerms ── occurrences(rule, scheme) ──> Occurrence(key, starts, deadline), one a period
    Part, …   ── reached(whole, parts, day) ──> Reached ── status_of ──> DUE, DONE, LATE

What recurs is one duty each time; its dates are worked out, only what was done is on record.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from policy.law import Rule
from policy.money import Fen
from policy.places import Level
from policy.scheme import Scheme, collection
from policy.terms import DepartmentKind

SUNDAY = 6
HALF = 15  # the last day of the first half of a month


class Rhythm(Enum):
    """How often; a week ends on Sunday, half a month on the 15th and the last day."""

    DAYS = "DAYS"
    WEEK = "WEEK"
    HALF_MONTH = "HALF_MONTH"
    MONTH = "MONTH"


class DutyEvent(Enum):
    """What starts a limit that is counted from an event."""

    ROSTER_ERROR = "ROSTER_ERROR"
    PAYMENT = "PAYMENT"


class DutyStatus(Enum):
    """The deadline itself is still in time; without a deadline nothing is late."""

    DUE = "DUE"
    DONE = "DONE"
    LATE = "LATE"


@dataclass(frozen=True, slots=True)
class DutyTerms:
    """Whom a duty concerns, who answers, and by when.

    levels: units that have it; at: where the departments serve, None: the unit itself.
    by: one day; every: each period within since..until (None: the ordinary window, but never
    before the notice); working_days: after an event. money: in place, amount: the whole of it.
    """

    text: str
    levels: tuple[Level, ...]
    departments: tuple[DepartmentKind, ...] = (DepartmentKind.GOVERNMENT,)
    at: Level | None = None
    by: date | None = None
    every: Rhythm | None = None
    days: int = 1
    since: date | None = None
    until: date | None = None
    working_days: int | None = None
    after: DutyEvent | None = None
    money: bool = False
    amount: Fen | None = None

    @property
    def dated(self) -> bool:
        """Whether it has a deadline, once it arises."""
        return bool(self.by or self.every or self.working_days)

    def recurring(self) -> str | None:
        """How often, in Chinese; None for what is done once."""
        if self.after is not None:
            limit = "" if self.working_days is None else f"起{self.working_days}个工作日内"
            return EVENT_NAMES[self.after] + limit
        if self.every is Rhythm.DAYS:
            return "每日" if self.days == 1 else f"每{self.days}日"
        return None if self.every is None else RHYTHM_NAMES[self.every]


RHYTHM_NAMES = {Rhythm.WEEK: "每周", Rhythm.HALF_MONTH: "每半月", Rhythm.MONTH: "每月"}
EVENT_NAMES = {DutyEvent.ROSTER_ERROR: "每次报送差错", DutyEvent.PAYMENT: "每日缴款"}


def problem(terms: DutyTerms, note: str | None) -> tuple[str, str] | None:
    """The term that makes no sense and why; None for a duty that can be kept."""
    given = [n for n in ("by", "every", "working_days") if getattr(terms, n) is not None]
    if len(given) > 1:
        return given[1], f"a second deadline beside {given[0]}; give one"
    if not given and not note:
        return "by", "a duty without a deadline needs a note of what the notice says"
    if (terms.working_days is None) != (terms.after is None):
        return "after", "working_days and after belong together"
    if terms.every is None and (terms.since or terms.until):
        return "since", "only what recurs (every) has a first and a last day"
    if terms.days < 1 or (terms.days > 1 and terms.every is not Rhythm.DAYS):
        return "days", "at least 1, and only with every: DAYS"
    if terms.amount is not None and not terms.money:
        return "amount", "only where it is about money (money: true)"
    if not terms.levels or not terms.departments:
        return "levels", "somebody must have the duty: name levels and departments"
    return None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of a duty. key: empty where it comes but once."""

    key: str = ""
    starts: date | None = None
    deadline: date | None = None


def occurrences(rule: Rule[DutyTerms], scheme: Scheme) -> tuple[Occurrence, ...]:
    """Each time that a duty is to be done in the scheme's year; none where events begin it."""
    terms = rule.terms
    if terms.after is not None:
        return ()
    if terms.every is None:
        return (Occurrence(deadline=terms.by),)
    first, last = _span(rule, scheme)
    return tuple(Occurrence(d.isoformat(), s, d) for s, d in _periods(terms, first, last))


def _span(rule: Rule[DutyTerms], scheme: Scheme) -> tuple[date, date]:
    """First and last day of what recurs: as stated, else the ordinary window after the issue."""
    window = collection(scheme).terms
    issued = next((n.issued_on for n in scheme.notices if n.key == rule.clause.notice), None)
    begins = [day for day in (window.opens, issued) if day is not None]
    extended = scheme.choice("duty_window") == "to_extension"
    first = rule.terms.since or max(begins, default=window.closes)
    return first, rule.terms.until or window.last_day(extended)


def _periods(terms: DutyTerms, first: date, last: date) -> Iterator[tuple[date, date]]:
    """First and last day of each period; the last one ends with the span."""
    while first <= last:
        end = min(_end(terms, first), last)
        yield first, end
        first = end + timedelta(days=1)


def _end(terms: DutyTerms, day: date) -> date:
    """The last day of the period that a day lies in, or begins."""
    match terms.every:
        case Rhythm.WEEK:
            return day + timedelta(days=SUNDAY - day.weekday())
        case Rhythm.HALF_MONTH if day.day <= HALF:
            return day.replace(day=HALF)
        case Rhythm.HALF_MONTH | Rhythm.MONTH:
            return day.replace(day=monthrange(day.year, day.month)[1])
        case _:
            return day + timedelta(days=terms.days - 1)


@dataclass(frozen=True, slots=True)
class Part:
    """What was done on a day; amount_fen: money put in place, of_fen: the whole as it was said."""

    on: date
    evidence: str
    amount_fen: int | None = None
    of_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a duty is done on a day. whole_fen, there_fen: None where it is not about money."""

    done_on: date | None = None
    evidence: str | None = None
    whole_fen: int | None = None
    there_fen: int | None = None

    @property
    def missing_fen(self) -> int | None:
        return None if self.whole_fen is None else self.whole_fen - (self.there_fen or 0)


def reached(terms_money: bool, amount: int | None, parts: Iterable[Part], on: date) -> Reached:
    """The parts, in the order of their record, as they stand at the end of a day."""
    done = [part for part in parts if part.on <= on]
    if not terms_money:
        first = done[0] if done else None
        return Reached(first.on, first.evidence) if first else Reached()
    said = [part.of_fen for part in done if part.of_fen is not None]
    whole = amount if amount is not None else said[-1] if said else None
    there = sum(part.amount_fen or 0 for part in done)
    last = max(done, key=lambda part: part.on, default=None)
    complete = last is not None and whole is not None and there >= whole
    return Reached(
        last.on if last and complete else None, last.evidence if last else None, whole, there
    )


def status_of(deadline: date | None, done: Reached, on: date) -> DutyStatus:
    """What a duty is on a day."""
    if done.done_on is not None:
        return DutyStatus.DONE
    return DutyStatus.LATE if deadline is not None and on > deadline else DutyStatus.DUE
