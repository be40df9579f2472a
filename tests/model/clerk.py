"""Which deeds a clerk would accept, and what the book then says; by the model's own figures.

Clerk.do(deed) ── accepted: facts are in the book; refused: the book is as it was
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from facts import deeds as d
from policy.terms import RefundReason, SubsidyStepKind
from policy.vocabulary import State
from tests.campaigns import today
from tests.model.eras import LONG, Era, Owes, owing_group
from tests.model.naive import (
    DAY,
    DISBURSED,
    EXCUSED,
    PAYABLE,
    Belongs,
    Book,
    Disposition,
    Ended,
    Entry,
    Known,
    Listing,
    Money,
    Movement,
    Placed,
    Share,
    TakenBack,
    Voucher,
)

STEPS = {SubsidyStepKind.DISBURSED: PAYABLE, SubsidyStepKind.RECEIVED: DISBURSED}
LEAVES = {
    RefundReason.EMPLOYEES_SCHEME: State.COVERED_ELSEWHERE,
    RefundReason.ENROLLED_ELSEWHERE: State.COVERED_ELSEWHERE,
    RefundReason.DIED: State.DEPARTED,
}


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

    def do(self, deed: Any) -> bool:
        """Whether it is accepted."""
        try:
            HANDLERS[type(deed)](self, deed)
        except Refusal:
            return False
        return True

    @property
    def now(self) -> Known:
        return self.book.known()

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


def pay(clerk: Clerk, deed: d.Pay) -> None:
    known = clerk.now
    accounts, asked = _asked(clerk, known, deed)
    clerk.need_day(deed.paid_on)
    owed = [(one, owes) for one in asked for owes in _owed(clerk, known, one, deed.paid_on)]
    total = sum(rest for _, (_, rest) in owed)
    amount = total if deed.amount_fen is None else deed.amount_fen
    if not deed.collected:
        need(all(known.entries[person].on <= deed.paid_on for person in asked))
        need(bool(owed) and amount == total)
    parts, left = dict.fromkeys(accounts, 0), amount
    for person, (owes, rest) in owed:
        fen = min(rest, left)
        if fen:
            share = Share(deed.key, person, deed.paid_on, fen, owes, clerk.seen)
            clerk.book.shares.append(share)
            parts[known.account_of[person]] += fen
            left -= fen
    first = min(parts)
    for account in sorted(parts):
        over = left if account == first else 0
        money = deed.channel.value, parts[account] + over, over, int(account == first), None
        clerk.book.money.append(Money(deed.key, account, deed.paid_on, *money, clerk.seen))
    clerk.payments[deed.key] = deed


def _asked(clerk: Clerk, known: Known, deed: d.Pay) -> tuple[list[str], list[str]]:
    """Accounts, and people in the order in which their dues are settled."""
    need(all(person in known.account_of for person in deed.people))
    if deed.household is None:
        need(bool(deed.people))
        return sorted({known.account_of[person] for person in deed.people}), list(deed.people)
    need(deed.household in clerk.book.villages)
    members = clerk.members(deed.household)
    need(set(deed.people) <= set(members))
    return [deed.household], list(deed.people) or members


def _owed(clerk: Clerk, known: Known, person: str, day: date) -> Iterable[tuple[Owes, int]]:
    """Due on the day, and how much of it was not paid before; nobody owes who is paid later."""
    value = known.value(person, day)
    if value is None or value.state != "unpaid" or clerk.state_at_last(person) == "paid":
        return
    gone = {(one.payment, one.person) for one in clerk.book.taken_back}
    paid = sum(
        one.amount_fen
        for one in clerk.book.shares
        if one.person == person and (one.payment, person) not in gone
    )
    if value.due_fen > paid:
        yield Owes(value.due_fen, value.subsidy_fen, value.category), value.due_fen - paid


def reverse(clerk: Clerk, deed: d.Reverse) -> None:
    need(deed.payment in clerk.payments)
    need(clerk.payments[deed.payment].paid_on <= deed.on <= today())
    clerk.take_back(deed.key, deed.payment, deed.people, deed.on)


def dispose(clerk: Clerk, deed: d.Dispose) -> None:
    need(deed.person in clerk.now.account_of)
    clerk.need_day(deed.on)
    state = deed.state.value.lower()
    need(state in (*EXCUSED, "unpaid"))
    clerk.book.dispositions.append(Disposition(deed.person, deed.on, state, clerk.seen))


def mark(clerk: Clerk, deed: d.Mark) -> None:
    need(deed.person in clerk.homes and deed.since <= today())
    need(deed.until is None or deed.since <= deed.until <= today())
    for one in clerk.now.listings:
        if (one.person, one.category) == (deed.person, deed.category):
            need(one.since != deed.since)
            begins_before = deed.until is None or one.since < deed.until
            need(not (begins_before and (one.until is None or deed.since < one.until)))
    listing = Listing(deed.person, deed.category, deed.since, deed.until, clerk.seen)
    clerk.book.listings.append(listing)


def end_mark(clerk: Clerk, deed: d.EndMark) -> None:
    open_ = [
        one
        for one in clerk.now.listings
        if (one.person, one.category, one.until) == (deed.person, deed.category, None)
    ]
    need(bool(open_) and open_[0].since <= deed.to <= today())
    clerk.book.ends.append(Ended(*open_[0][:3], deed.to, clerk.seen))


def activate(clerk: Clerk, deed: d.Activate) -> None:
    need(deed.person in clerk.homes and deed.on <= today())
    clerk.book.vouchers.append(Voucher(deed.person, deed.on, clerk.seen))


def register(clerk: Clerk, deed: d.Register) -> None:
    need(deed.since <= today())
    village, home = clerk.found(deed.household), d.home_key(deed.household)
    clerk.homes[deed.person.key] = home, deed.since
    if clerk.is_open(village, deed.since):
        clerk.enter(deed.person.key, home, deed.since)


def move(clerk: Clerk, deed: d.Move) -> None:
    need(deed.person in clerk.homes)
    home, since = clerk.homes[deed.person]
    target = d.home_key(deed.household)
    need(home != target and since <= deed.on <= today())
    village = clerk.found(deed.household)
    clerk.homes[deed.person] = target, deed.on
    account = clerk.now.account_of.get(deed.person)
    if account is None:
        return
    old = clerk.book.villages[account]
    is_locked = sum(one.amount_fen for one in clerk.book.money if one.account == account) > 0
    is_on_its_way = any(one.person == deed.person for one in clerk.book.movements)
    if not (clerk.is_open(old, deed.on) and clerk.is_open(village, deed.on)):
        return
    if not is_locked and not is_on_its_way:
        clerk.belong(deed.person, target)
        if clerk.book.villages[target] != old:
            clerk.place(deed.person, clerk.era.opens, clerk.book.villages[target])


def correct_roster(clerk: Clerk, deed: d.CorrectRoster) -> None:
    need(deed.person in clerk.homes)
    clerk.need_day(deed.on)
    account = clerk.now.account_of.get(deed.person)
    if not deed.on_roll:
        need(account is not None and clerk.counts(deed.person))
        need(clerk.state_at_last(deed.person) != "paid")
        clerk.place(deed.person, deed.on, None)
    elif account is None:
        clerk.enter(deed.person, deed.household or clerk.homes[deed.person][0], deed.on)
    else:
        need(not clerk.counts(deed.person))
        clerk.place(deed.person, deed.on, clerk.book.villages[account])


def confirm(clerk: Clerk, deed: d.ConfirmRoster) -> None:
    clerk.need_day(deed.on)
    need(deed.village in clerk.rolls and clerk.rolls[deed.village] is None)
    clerk.rolls[deed.village] = deed.on


def open_refund(clerk: Clerk, deed: d.OpenRefund) -> None:
    need(deed.payment in clerk.payments)
    need(clerk.payments[deed.payment].paid_on <= deed.on <= today())
    left = clerk.left(deed.payment)
    need(set(deed.people) <= {one.person for one in left})
    need(bool(left or (not deed.people and clerk.surplus(deed.payment))))
    for key, one in clerk.refunds.items():
        if one.payment == deed.payment and key not in clerk.closed:
            need(bool(one.people and deed.people) and not set(one.people) & set(deed.people))
    clerk.refunds[deed.key] = deed


def close_refund(clerk: Clerk, deed: d.CloseRefund) -> None:
    need(deed.refund in clerk.refunds and deed.refund not in clerk.closed)
    opened = clerk.refunds[deed.refund]
    need(opened.on <= deed.on <= today())
    if deed.paid_back:
        people = opened.people or tuple(one.person for one in clerk.left(opened.payment))
        clerk.take_back(deed.key, opened.payment, opened.people, deed.on)
        state = LEAVES.get(opened.reason)
        for person in people if state else ():
            left = Disposition(person, deed.on, str(state and state.value.lower()), clerk.seen)
            clerk.book.dispositions.append(left)
    clerk.closed.add(deed.refund)


def advance(clerk: Clerk, deed: d.Advance) -> None:
    clerk.need_day(deed.on)
    need(bool(deed.parts) and deed.to in STEPS)
    known, source, moved = clerk.now, STEPS[deed.to], list[Movement]()
    for part in deed.parts:
        need(part.person in known.entries)
        most = least_standing(known, part.person, part.group, deed.on, source)
        fen = most if part.amount_fen is None else part.amount_fen
        need(0 < fen <= most)
        value, full = known.value(part.person, deed.on), None
        is_its = value and value.category and owing_group(value.category) == part.group
        if value and is_its and value.state == "fully_subsidised":
            full = Owes(0, value.subsidy_fen, value.category)
        at = part.group, deed.on, source, source + 1 if source == DISBURSED else DISBURSED
        moved.append(Movement(deed.key, part.person, *at, fen, full, clerk.seen))
    clerk.book.movements += moved
    clerk.batches[deed.key] = deed


def least_standing(known: Known, person: str, group: str, on: date, station: int) -> int:
    """The least that stands at a station on any day from one to today."""
    days = known.subsidies.get((person, group), {})
    last = min(today(), known.era.day(LONG))
    found = []
    for number in range((last - min(on, last)).days + 1):
        one = days.get(min(on, last) + DAY * number)
        come = (*one.come, 0) if one else (0,) * 6
        found.append(come[station] - come[station + 1])
    return max(0, min(found))


def reverse_advance(clerk: Clerk, deed: d.ReverseAdvance) -> None:
    need(deed.advance in clerk.batches)
    need(clerk.batches[deed.advance].on <= deed.on <= today())
    known, named = clerk.now, {(one.person, one.group) for one in deed.parts}
    gone = {
        (one.person, one.group)
        for one in clerk.book.movements
        if clerk.returns.get(one.batch) == deed.advance
    }
    left = [
        one
        for one in clerk.book.movements
        if one.batch == deed.advance and (one.person, one.group) not in gone
    ]
    need(named <= {(one.person, one.group) for one in left})
    back = [one for one in left if not named or (one.person, one.group) in named]
    need(bool(back))
    for one in back:
        stands = least_standing(known, one.person, one.group, deed.on, one.target)
        need(stands >= one.amount_fen)
    for one in back:
        gone_back = one._replace(
            batch=deed.key, on=deed.on, amount_fen=-one.amount_fen, full=None, seen=clerk.seen
        )
        clerk.book.movements.append(gone_back)
    clerk.returns[deed.key] = deed.advance


def enter(clerk: Clerk, deed: Enter) -> None:
    """Households that are on the roll already stay as they are."""
    village = clerk.households[deed.household]
    if deed.household in clerk.book.villages:
        return
    account_of = clerk.now.account_of
    for person, (home, _) in clerk.homes.items():
        if home == deed.household and person not in account_of:
            clerk.enter(person, home, clerk.era.opens)
    clerk.rolls.setdefault(village, None)


HANDLERS: dict[type, Callable[[Clerk, Any], None]] = {
    d.Pay: pay,
    d.Reverse: reverse,
    d.Dispose: dispose,
    d.Mark: mark,
    d.EndMark: end_mark,
    d.Activate: activate,
    d.Register: register,
    d.Move: move,
    d.CorrectRoster: correct_roster,
    d.ConfirmRoster: confirm,
    d.OpenRefund: open_refund,
    d.CloseRefund: close_refund,
    d.Advance: advance,
    d.ReverseAdvance: reverse_advance,
    Enter: enter,
}
