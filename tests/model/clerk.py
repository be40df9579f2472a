"""The clerk: who lives where, and what the book says of them, by the model's own figures."""

from dataclasses import dataclass, field
from datetime import date

from facts import deeds as d
from tests.campaigns import today
from tests.model.book import Belongs, Book, Entry, Money, Placed, Share, TakenBack
from tests.model.eras import LONG, Era
from tests.model.naive import Known


class Refusal(Exception):
    """The deed cannot be; raised before anything is written."""


def need(holds: bool) -> None:
    if not holds:
        raise Refusal


@dataclass(frozen=True, slots=True)
class Enter:
    """An import puts a household on the roll from the opening."""

    household: str


@dataclass
class Clerk:
    """Who lives where, and what the book says of them."""

    era: Era
    book: Book = field(init=False)
    homes: dict[str, tuple[str, date]] = field(default_factory=dict)  # household, since
    households: dict[str, str] = field(default_factory=dict)  # its village
    rolls: dict[str, date | None] = field(default_factory=dict)  # confirmed on
    payments: dict[str, d.Pay] = field(default_factory=dict)
    reversals: dict[str, str] = field(default_factory=dict)
    refunds: dict[str, d.OpenRefund] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    batches: dict[str, d.Advance] = field(default_factory=dict)
    returns: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = Book(self.era)

    @property
    def now(self) -> Known:
        return Known(self.book)

    @property
    def seen(self) -> int:
        return self.book.clock

    def need_day(self, on: date) -> None:
        need(self.era.opens <= on <= today())

    def members(self, account: str) -> list[str]:
        held = self.now.account_of.items()
        return sorted(person for person, one in held if one == account)

    def counts(self, person: str) -> bool:
        return self.now.value(person, today()) is not None

    def state_at_last(self, person: str) -> str | None:
        value = self.now.value(person, self.era.day(LONG))
        return value.state if value else None

    def is_open(self, village: str, on: date) -> bool:
        return self.rolls.get(village) is None and on < self.era.day(self.era.closes)

    # people and rolls

    def enter(self, person: str, household: str, on: date) -> None:
        village = self.belong(person, household)
        self.book.entries.append(Entry(person, max(on, self.era.opens), village, self.seen))

    def belong(self, person: str, household: str) -> str:
        """Counted in the account of a household; the village of that account."""
        village = self.book.villages.setdefault(household, self.households[household])
        self.rolls.setdefault(village, None)
        self.book.belongs.append(Belongs(person, household, self.seen))
        return village

    def place(self, person: str, on: date, village: str | None) -> None:
        day = max(on, self.now.entries[person].on)
        self.book.placed.append(Placed(person, day, village, self.seen))

    def found(self, household: str | d.NewHousehold) -> str:
        """The village of a household that is there or is founded now."""
        if isinstance(household, d.NewHousehold):
            self.households[household.key] = household.village
            return household.village
        return self.households[household]

    # money

    def left(self, payment: str) -> list[Share]:
        """Shares that were not taken back."""
        gone = {(one.payment, one.person) for one in self.book.taken_back}
        return [
            one
            for one in self.book.shares
            if one.payment == payment and (one.payment, one.person) not in gone
        ]

    def surplus(self, payment: str) -> dict[str, int]:
        """By account: what settles nothing and was not taken back."""
        found: dict[str, int] = {}
        for one in self.book.money:
            if payment in (one.key, one.reverses):
                found[one.account] = found.get(one.account, 0) + one.surplus_fen
        return {account: fen for account, fen in found.items() if fen}

    def take_back(self, key: str, payment: str, people: tuple[str, ...], on: date) -> None:
        left = self.left(payment)
        need(set(people) <= {one.person for one in left})
        taken = [one for one in left if not people or one.person in people]
        surplus = {} if people else self.surplus(payment)
        account_of = self.now.account_of
        amounts = dict(surplus)
        for one in taken:
            account = account_of[one.person]
            amounts[account] = amounts.get(account, 0) + one.amount_fen
            self.book.taken_back.append(TakenBack(payment, one.person, on, self.seen))
        need(bool(amounts))
        channel = self.payments[payment].channel.value
        for account in sorted(amounts):
            fen, over = -amounts[account], -surplus.get(account, 0)
            counted = int(account == min(amounts))
            row = Money(key, account, on, channel, fen, over, counted, payment, self.seen)
            self.book.money.append(row)
        self.reversals[key] = payment
