"""A subsidy as a ledger: how much of it stands at which station on which day.

    timeline of a person, what batches moved ── subsidy_steps ──> {group: (Step(on, value), …)}

What a person is to get follows from the facts of the day; what batches have moved beyond PAYABLE
stands where they left it. Nothing is lost or made: an amount falls only as far as its money has
not been moved, and what was moved stays until another batch brings it back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from policy.claims import SubsidyTerms
from policy.deadlines import Deadline
from policy.stations import (
    MOVED_TO,
    ORDER,
    Station,
    group_of,
    in_place_by,
    landing,
    next_station,
    source_of,
)
from policy.steps import Step, value_on
from policy.timeline import Due, Requested, Value
from policy.vocabulary import State

__all__ = [
    "Movement",
    "Station",
    "SubsidyValue",
    "group_of",
    "in_place_by",
    "landing",
    "least_standing",
    "movable",
    "next_station",
    "overdue_fen",
    "requests",
    "returnable",
    "source_of",
    "subsidy_steps",
]

ENROLLED = (State.PAID, State.FULLY_SUBSIDISED)


@dataclass(frozen=True, slots=True)
class Movement:
    """Money of one person and group that a batch moved; a negative amount moves it back.

    `order` tells which of one day came later; `full`: what a fully subsidised person was to get.
    """

    on: date
    group: str
    source: Station | None
    target: Station
    amount_fen: int
    order: int = 0
    full: Due | None = None

    def beyond(self, station: Station) -> int:
        """What it adds to all that has come as far as a station."""
        passed = ORDER.index(station)
        before = -1 if self.source is None else ORDER.index(self.source)
        after = ORDER.index(self.target)
        return self.amount_fen * ((after >= passed) - (before >= passed))


def requests(movements: Sequence[Movement]) -> tuple[Requested, ...]:
    """What a full subsidy is held at, oldest first, whatever order its batches came on record."""
    if not any(one.full for one in movements):
        return ()
    days = sorted({one.on for one in movements})
    return tuple(Requested(day, _held(movements, day)) for day in days)


def _held(movements: Sequence[Movement], day: date) -> Due | None:
    """As the newest batch found it, while any of its money is on the way or has arrived."""
    known = [one for one in movements if one.on <= day]
    newest = max((one for one in known if one.full), key=lambda m: (m.on, m.order), default=None)
    if newest is None:
        return None
    out = sum(one.beyond(Station.REQUESTED) for one in known if one.group == newest.group)
    return newest.full if out > 0 else None


@dataclass(frozen=True, slots=True)
class SubsidyValue:
    """What a subsidy adds to the sums on a day; each column: all that has come that far, in fen.

    unset: the notice leaves the amount open, or has no amount for it yet.
    """

    village: str
    subsidies: int
    unset: int
    amount_fen: int
    payable_fen: int
    requested_fen: int
    disbursed_fen: int
    received_fen: int

    @property
    def columns(self) -> tuple[int, ...]:
        """In the order of the stations."""
        return (
            self.amount_fen,
            self.payable_fen,
            self.requested_fen,
            self.disbursed_fen,
            self.received_fen,
        )

    def standing(self, station: Station) -> int:
        """What stands at a station and no further."""
        at = ORDER.index(station)
        return self.columns[at] - (*self.columns, 0)[at + 1]

    @property
    def station(self) -> Station:
        """The earliest that holds money; MARKED while there is none."""
        return next((one for one in ORDER if self.standing(one)), Station.MARKED)

    @property
    def outstanding_fen(self) -> int:
        return self.amount_fen - self.received_fen


SubsidySteps = tuple[Step[SubsidyValue], ...]


def subsidy_steps(
    steps: tuple[Step[Value], ...],
    movements: Sequence[Movement],
    group_of: Callable[[str], str],
    home: str | None = None,
) -> dict[str, SubsidySteps]:
    """The subsidies of a person by group, each from its first day; groups without any left out.

    home: the village of the entry, for money moved for somebody who never was on the roll.
    """
    categories = {step.value.category for step in steps if step.value} - {None}
    group_by = {category: group_of(category) for category in categories if category}
    groups = {*group_by.values(), *(movement.group for movement in movements)}
    found = {group: _steps(steps, movements, group_by, group, home) for group in sorted(groups)}
    return {group: ledger for group, ledger in found.items() if ledger}


def _steps(
    steps: tuple[Step[Value], ...],
    movements: Sequence[Movement],
    group_by: dict[str, str],
    group: str,
    home: str | None,
) -> SubsidySteps:
    moved = [movement for movement in movements if movement.group == group]
    village = next((step.value.village for step in steps if step.value), home)
    found: list[Step[SubsidyValue]] = []
    last: SubsidyValue | None = None
    for day in sorted({step.on for step in steps} | {movement.on for movement in moved}):
        person = value_on(steps, day)
        village = person.village if person else village
        is_theirs = person is not None and group_by.get(person.category or "") == group
        until_now = [movement for movement in moved if movement.on <= day]
        value = _value(village, person if is_theirs else None, until_now)
        if value != last:
            found.append(Step(day, value))
        last = value
    return tuple(found)


def _value(
    village: str | None, person: Value | None, moved: Sequence[Movement]
) -> SubsidyValue | None:
    """person: the value of who is to get this subsidy on the day; None: nobody is."""
    requested, disbursed, received = (
        sum(movement.beyond(station) for movement in moved) for station in MOVED_TO
    )
    is_held = bool(requested or disbursed or received)
    if village is None or (person is None and not is_held):
        return None
    target = person.subsidy_fen if person else 0
    amount = max(target, requested)  # what has been moved is held where it stands
    is_payable = person is not None and person.state in ENROLLED
    return SubsidyValue(
        village=village,
        subsidies=1,
        unset=int(person is not None and person.is_unset),
        amount_fen=amount,
        payable_fen=amount if is_payable else requested,
        requested_fen=requested,
        disbursed_fen=disbursed,
        received_fen=received,
    )


def movable(steps: SubsidySteps, day: date, today: date, to: Station, terms: SubsidyTerms) -> int:
    """Fen that a batch of a day can move to a station, so that no day up to today lacks any."""
    source = source_of(to, terms)
    return 0 if source is None else least_standing(steps, day, today, source)


def returnable(steps: SubsidySteps, day: date, today: date, at: Station) -> int:
    """Fen that a batch of a day can bring back from where an earlier one left it."""
    return least_standing(steps, day, today, at)


def least_standing(steps: SubsidySteps, day: date, today: date, at: Station) -> int:
    """The least that stands at a station on any day from one to another."""
    values = [value_on(steps, day), *(step.value for step in steps if day < step.on <= today)]
    return max(0, min(value.standing(at) if value else 0 for value in values))


def overdue_fen(value: SubsidyValue, deadline: Deadline | None, on: date) -> int:
    """What a department should have brought in by now: payable and not received."""
    is_late = deadline is not None and deadline.overdue(on)
    return value.payable_fen - value.received_fen if is_late else 0
