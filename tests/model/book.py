"""The book: every fact that was recorded, with its day `on` and the day it was `seen`.

Book      all of them, in the order in which they were recorded
Recorded  the same as far as known on a day
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from tests.model.eras import LONG, Era, Owes

DAY = timedelta(days=1)
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


@dataclass
class Recorded:
    """The book as far as it was written by the end of a day; None: all of it."""

    book: Book
    by: int | None = None

    def __post_init__(self) -> None:
        book = self.book
        by = book.clock if self.by is None else self.by
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

    def days(self, person: str) -> list[date]:
        first, last = self.entries[person].on, self.era.day(LONG)
        return [first + DAY * number for number in range((last - first).days + 1)]
