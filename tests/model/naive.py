"""What the numbers must be: lists of what was recorded, and everything worked out from scratch.

    Book    all that was ever recorded, each fact with its day `on` and the day it was `seen`
    Known   the same as far as known on a day; what it makes of each person, day after day

Written for clarity after DESIGN §4 alone; nothing of policy.timeline or policy.ledger is in it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from tests.model.eras import LONG, Era, Owes, owing_group

DAY = timedelta(days=1)
ENROLLED = ("paid", "fully_subsidised")
EXCUSED = ("covered_elsewhere", "departed", "refused")
PAYABLE, REQUESTED, DISBURSED, RECEIVED = 1, 2, 3, 4  # stations, by their place


class Entry(NamedTuple):
    """Somebody came onto the roll of the season."""

    person: str
    on: date
    village: str
    seen: int


class Belongs(NamedTuple):
    """The account that counts somebody; a later one takes the place of an earlier one."""

    person: str
    account: str
    seen: int


class Placed(NamedTuple):
    """From a day on counted in a village; None: struck off."""

    person: str
    on: date
    village: str | None
    seen: int


class Listing(NamedTuple):
    person: str
    category: str
    since: date
    until: date | None
    seen: int


class Ended(NamedTuple):
    """A listing that had no end got one later."""

    person: str
    category: str
    since: date
    to: date
    seen: int


class Voucher(NamedTuple):
    person: str
    on: date
    seen: int


class Disposition(NamedTuple):
    person: str
    on: date
    state: str
    seen: int


class Share(NamedTuple):
    """What a payment settled of what somebody owed; `back_on`: when it was taken back."""

    payment: str
    person: str
    on: date
    amount_fen: int
    owed: Owes
    seen: int


class TakenBack(NamedTuple):
    """A share of a payment that went back on a day."""

    payment: str
    person: str
    on: date
    seen: int


class Money(NamedTuple):
    """A payment, or what was taken back of one, as far as it is of one account."""

    key: str
    account: str
    on: date
    channel: str
    amount_fen: int
    surplus_fen: int
    counted: int
    reverses: str | None
    seen: int


class Movement(NamedTuple):
    """Money of a subsidy that a batch moved; `full`: what a fully subsidised person was to get."""

    batch: str
    person: str
    group: str
    on: date
    source: int
    target: int
    amount_fen: int
    full: Owes | None
    seen: int

    def beyond(self, station: int) -> int:
        """What it adds to all that has come as far as a station."""
        return self.amount_fen * ((self.target >= station) - (self.source >= station))


class Value(NamedTuple):
    """One person on one day."""

    village: str
    state: str
    due_fen: int
    subsidy_fen: int
    category: str | None
    groups: tuple[str, ...]
    voucher: bool


class Subsidy(NamedTuple):
    """One subsidy on one day: fen that have come to each station or further."""

    village: str
    unset: int
    come: tuple[int, int, int, int, int]


Sums = Counter[tuple[str, str, str]]  # village, group, column


class Dated(Protocol):
    @property
    def on(self) -> date: ...


T = TypeVar("T", bound=Dated)


@dataclass
class Book:
    """Every fact in the order in which it was recorded; `clock`: the day of recording."""

    era: Era
    clock: int = 0
    entries: list[Entry] = field(default_factory=list)
    belongs: list[Belongs] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    ends: list[Ended] = field(default_factory=list)
    vouchers: list[Voucher] = field(default_factory=list)
    dispositions: list[Disposition] = field(default_factory=list)
    shares: list[Share] = field(default_factory=list)
    taken_back: list[TakenBack] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    movements: list[Movement] = field(default_factory=list)
    villages: dict[str, str] = field(default_factory=dict)  # of accounts

    def known(self, by: int | None = None) -> "Known":
        """As far as recorded by a day; None: all."""
        return Known(self, self.clock if by is None else by)


@dataclass
class Known:
    """All that was known by the end of a day."""

    book: Book
    by: int

    def __post_init__(self) -> None:
        book, by = self.book, self.by
        self.era = book.era
        self.entries = {one.person: one for one in book.entries if one.seen <= by}
        self.account_of = {one.person: one.account for one in book.belongs if one.seen <= by}
        self.placed = [one for one in book.placed if one.seen <= by]
        self.vouchers = [one for one in book.vouchers if one.seen <= by]
        self.dispositions = [one for one in book.dispositions if one.seen <= by]
        self.shares = [one for one in book.shares if one.seen <= by]
        self.taken_back = [one for one in book.taken_back if one.seen <= by]
        self.money = [one for one in book.money if one.seen <= by]
        self.movements = [one for one in book.movements if one.seen <= by]
        self.ends = {one[:3]: one.to for one in book.ends if one.seen <= by}
        self.listings = [
            one._replace(until=self.ends.get(one[:3], one.until))
            for one in book.listings
            if one.seen <= by
        ]
        self.walks: dict[str, dict[date, Value | None]] = {}

    def value(self, person: str, day: date) -> Value | None:
        """None: not on the roll. After the last days of a season nothing changes."""
        if person not in self.walks:
            self.walks[person] = dict(Walk(self, person).days())
        return self.walks[person].get(min(day, self.era.day(LONG)))

    @cached_property
    def subsidies(self) -> dict[tuple[str, str], dict[date, Subsidy | None]]:
        """By person and group, day by day."""
        return {
            (person, group): dict(self._subsidy(person, group))
            for person in self.entries
            for group in self._groups(person)
        }

    def _groups(self, person: str) -> list[str]:
        values = [self.value(person, day) for day in self.days(person)]
        by_law = {owing_group(one.category) for one in values if one and one.category}
        return sorted(by_law | {one.group for one in self.movements if one.person == person})

    def days(self, person: str) -> list[date]:
        first, last = self.entries[person].on, self.era.day(LONG)
        return [first + DAY * number for number in range((last - first).days + 1)]

    def _subsidy(self, person: str, group: str) -> Iterator[tuple[date, Subsidy | None]]:
        """What the law gives, and what batches have moved: that is held where it stands."""
        moved = [one for one in self.movements if (one.person, one.group) == (person, group)]
        village: str | None = None
        for day in self.days(person):
            value = self.value(person, day)
            village = value.village if value else village
            category = value.category if value else None
            theirs = value if category and owing_group(category) == group else None
            came = [
                sum(one.beyond(station) for one in moved if one.on <= day)
                for station in (REQUESTED, DISBURSED, RECEIVED)
            ]
            home = village or self.entries[person].village
            yield day, _standing(home, theirs, *came) if theirs or any(came) else None

    def sums(self, day: date) -> Sums:
        """What every village adds up to on a day."""
        sums: Sums = Counter()
        for person in self.entries:
            _add_person(sums, self.value(person, day))
        for account, village in self.book.villages.items():
            states = self._states(account, day)
            sums[village, "all", "households"] += bool(states)
            sums[village, "all", "settled"] += bool(states) and "unpaid" not in states
        for one in self.money:
            if one.on <= day:
                for group in ("all", f"h|{one.channel}"):
                    village = self.book.villages[one.account]
                    sums[village, group, "paid_fen"] += one.amount_fen
                    sums[village, group, "payments"] += one.counted
        for (_, group), days in self.subsidies.items():
            _add_subsidy(sums, group, days.get(min(day, self.era.day(LONG))))
        return Counter({at: number for at, number in sums.items() if number})

    def _states(self, account: str, day: date) -> list[str]:
        members = [person for person, held in self.account_of.items() if held == account]
        values = [self.value(person, day) for person in members if person in self.entries]
        return [value.state for value in values if value]


def _add_person(sums: Sums, value: Value | None) -> None:
    if value is None:
        return
    sums[value.village, "all", "due_fen"] += value.due_fen
    sums[value.village, "all", "subsidy_fen"] += value.subsidy_fen
    for group in ("all", *(f"c|{category}" for category in value.groups)):
        sums[value.village, group, value.state] += 1
        sums[value.village, group, "vouchers"] += value.voucher
    if value.category:
        sums[value.village, f"c|{value.category}", "subsidy_fen"] += value.subsidy_fen


COLUMNS = ("subsidy_fen", "payable_fen", "requested_fen", "disbursed_fen", "received_fen")


def _add_subsidy(sums: Sums, group: str, one: Subsidy | None) -> None:
    if one is None:
        return
    sums[one.village, f"l|{group}", "subsidies"] += 1
    sums[one.village, f"l|{group}", "unset"] += one.unset
    for column, fen in zip(COLUMNS, one.come, strict=True):
        sums[one.village, f"l|{group}", column] += fen


def _standing(
    village: str, theirs: Value | None, requested: int, disbursed: int, received: int
) -> Subsidy:
    """An amount falls only by what can be moved back; payable: all asked of the person is done."""
    amount = max(theirs.subsidy_fen if theirs else 0, requested)
    payable = amount if theirs and theirs.state in ENROLLED else requested
    unset = int(theirs is not None and theirs.subsidy_fen == 0)
    return Subsidy(village, unset, (amount, payable, requested, disbursed, received))


class Walk:
    """One day after the other, remembering only what yesterday settled."""

    def __init__(self, known: Known, person: str) -> None:
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
