"""Payments, reversals and refunds that the clerk would accept."""

from collections.abc import Iterable
from datetime import date

from facts import deeds as d
from policy.terms import RefundReason
from policy.vocabulary import State
from tests.campaigns import today
from tests.model.book import Disposition, Money, Share
from tests.model.clerk import Clerk, need
from tests.model.eras import Owes
from tests.model.naive import Known

LEAVES = {
    RefundReason.EMPLOYEES_SCHEME: State.COVERED_ELSEWHERE,
    RefundReason.ENROLLED_ELSEWHERE: State.COVERED_ELSEWHERE,
    RefundReason.DIED: State.DEPARTED,
}


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
        if account != first and not parts[account]:
            continue  # nothing of it is of this household
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
