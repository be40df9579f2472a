"""What the facts make of one person, one day after the other.

Written for clarity after the rules alone; nothing of policy.timeline is in it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from tests.model.book import EXCUSED, REQUESTED, Listing, Recorded
from tests.model.eras import Era, Owes


class Value(NamedTuple):
    """One person on one day."""

    village: str
    state: str
    due_fen: int
    subsidy_fen: int
    category: str | None
    groups: tuple[str, ...]
    voucher: bool


class Dated(Protocol):
    @property
    def on(self) -> date: ...


T = TypeVar("T", bound=Dated)


class Walk:
    """One day after the other, remembering only what yesterday settled."""

    def __init__(self, known: Recorded, person: str) -> None:
        self.known, self.person = known, person
        self.full_yesterday: Value | None = None
        self.settled: Owes | None = None

    def days(self) -> Iterator[tuple[date, Value | None]]:
        era = self.known.era
        for day in self.known.days(self.person) if self.person in self.known.entries else []:
            if self.full_yesterday and day >= era.kept_from and self.settled is None:
                was = self.full_yesterday
                self.settled = Owes(0, was.subsidy_fen, was.category)
            value = self.value(day)
            yield day, value
            full = value is not None and value.state == "fully_subsidised"
            self.full_yesterday = value if full else None

    def value(self, day: date) -> Value | None:
        village = self.village(day)
        if village is None:
            return None
        groups = frozenset(one.category for one in self.listed(day))
        vouchers = [one.on for one in self.known.vouchers if one.person == self.person]
        voucher = any(on <= day for on in vouchers)
        state, owes = self.state(day, groups)
        if state in EXCUSED:
            owes = Owes(0, 0)
        money = owes.counter_fen, owes.subsidy_fen, owes.category
        return Value(village, state, *money, tuple(sorted(groups)), voucher)

    def village(self, day: date) -> str | None:
        """The newest of its facts by their days; of one day, the one recorded last."""
        own = [one for one in self.known.placed if one.person == self.person and one.on <= day]
        newest = _newest(own)
        return newest.village if newest else self.known.entries[self.person].village

    def state(self, day: date, groups: frozenset[str]) -> tuple[str, Owes]:
        """The first that holds."""
        paid = self.paid(day)
        if paid:
            return "paid", paid
        owes = self.requested(day) or self.settled or self.owes(day, groups)
        own = [one for one in self.known.dispositions if one.person == self.person]
        newest = _newest([one for one in own if one.on <= day])
        stays = self.full_yesterday is not None and day >= self.known.era.day(
            self.known.era.benefits
        )
        if newest and newest.state != "unpaid" and not stays:
            return newest.state, owes
        return "fully_subsidised" if owes.is_full else "unpaid", owes

    def paid(self, day: date) -> Owes | None:
        """What was due at the newest share that stands, if what stands reaches it."""
        back = {
            one.payment
            for one in self.known.taken_back
            if one.person == self.person and one.on <= day
        }
        standing = [
            one
            for one in self.known.shares
            if one.person == self.person and one.on <= day and one.payment not in back
        ]
        newest = _newest(standing)
        if newest is None:
            return None
        reached = sum(one.amount_fen for one in standing) >= newest.owed.counter_fen
        return newest.owed if reached else None

    def requested(self, day: date) -> Owes | None:
        """A full subsidy of which money is on its way, or has arrived."""
        moved = [one for one in self.known.movements if one.person == self.person and one.on <= day]
        newest = _newest([one for one in moved if one.full])
        if newest is None:
            return None
        out = sum(one.beyond(REQUESTED) for one in moved if one.group == newest.group)
        return newest.full if out > 0 else None

    def owes(self, day: date, groups: frozenset[str]) -> Owes:
        """By the groups of the day; an end recorded too late takes no full subsidy away."""
        era = self.known.era
        owes = era.owes(groups, day)
        late = {
            one.category
            for one in self.known.listings
            if one.person == self.person
            and one[:3] in self.known.ends
            and one.since <= day
            and today_is_late(era)
        }
        as_known = era.owes(groups | late, day)
        return as_known if as_known.is_full else owes

    def listed(self, day: date) -> list[Listing]:
        return [
            one
            for one in self.known.listings
            if one.person == self.person
            and one.since <= day
            and (one.until is None or day < one.until)
        ]


def today_is_late(era: Era) -> bool:
    """Whatever is recorded now comes after full subsidies were settled."""
    return era.day(era.age) >= era.kept_from


def _newest(facts: Sequence[T]) -> T | None:
    """Of the last day; of one day, the one recorded last."""
    newest: T | None = None
    for one in facts:
        if newest is None or one.on >= newest.on:
            newest = one
    return newest
