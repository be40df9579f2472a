"""Reversals: money that goes back, share by share, each share once.

A reversal is a negative Payment on a day from that of the payment to today; on that same day it
says that the payment never happened.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from facts.account import AccountFacts, Money, Share
from facts.change import Cause, Origin
from facts.deeds import Reverse
from facts.paying import CREATE_PAYMENTS, CREATE_SHARES, share_row, with_money
from facts.request import Refused
from facts.room import Desk
from graph.gateway import Row
from policy.timeline import Settled


class Standing(NamedTuple):
    """What is left of a payment in one account: shares by person, and surplus."""

    account: AccountFacts
    shares: dict[str, Share]
    surplus_fen: int


def reverse(desk: Desk, deed: Reverse) -> Row:
    """Take back what is left of a payment, or the shares of some people."""
    payment = known_payment(desk, deed.payment)
    paid_on: date = payment["paid_on"]
    desk.check_past(deed.on, "on")
    if deed.on < paid_on:
        raise Refused("BEFORE_ENTRY", f"{deed.on} 早于缴费日 {paid_on}", "on")
    return take_back(desk, deed.key, payment, deed.people, deed.on, deed.reason, Cause.REVERSAL)


def known_payment(desk: Desk, key: str) -> Row:
    payment = desk.room.payments.get(key)
    if payment is None:
        raise Refused("UNKNOWN", f"没有缴费记录 {key}", "payment")
    if payment.get("reverses"):
        raise Refused("WRONG_STEP", "该记录本身是冲销，不能再冲销", "payment")
    return payment


def standing(desk: Desk, payment: Row) -> list[Standing]:
    """What is left of it, account by account in the order of their keys."""
    key = payment["key"]
    found = []
    for one in sorted({*desk.room.accounts, *desk.accounts}):
        account = desk.account(one)
        assert account is not None
        of_it = {money.key for money in account.payments if key in (money.key, money.reverses)}
        if key not in of_it:
            continue
        left: dict[str, Share] = {}
        for share in account.shares:
            if share.payment == key:
                left[share.person] = share
        for share in account.shares:
            if share.payment in of_it - {key}:
                left.pop(share.person, None)
        surplus = sum(money.surplus_fen for money in account.payments if money.key in of_it)
        found.append(Standing(account, left, surplus))
    return found


def take_back(
    desk: Desk,
    key: str,
    payment: Row,
    people: Sequence[str],
    on: date,
    reason: str,
    cause: Cause,
) -> Row:
    """Write the negative payment; refuses where nothing of these people is left."""
    if key in desk.room.payments:
        raise Refused("DUPLICATE", f"冲销记录 {key} 已登记")
    left = standing(desk, payment)
    named = {person for one in left for person in one.shares}
    if unknown := set(people) - named:
        message = f"该笔缴费中没有其可冲销的份额（{len(unknown)} 人），或已冲销"
        raise Refused("WRONG_STEP", message, "people")
    parts: dict[str, Row] = {}
    for one in left:
        taken = [share for who, share in sorted(one.shares.items()) if not people or who in people]
        surplus = 0 if people else one.surplus_fen
        if taken or surplus:
            back = Back(key, payment["key"], on, Origin(cause, reason), 0 if parts else 1)
            parts[one.account.key] = _account(desk, back, one.account, taken, surplus)
    if not parts:
        raise Refused("WRONG_STEP", "该笔缴费已全部冲销", "payment")
    total = sum(part["amount_fen"] for part in parts.values())
    row = {
        "key": key,
        "year": payment["year"],
        "household": payment.get("household"),
        "amount_fen": total,
        "surplus_fen": sum(part["surplus_fen"] for part in parts.values()),
        "paid_on": on,
        "channel": payment["channel"],
        "payer": payment.get("payer"),
        "reverses": payment["key"],
        "reason": reason,
        "by": desk.by,
    }
    desk.room.payments[key] = row
    desk.write(CREATE_PAYMENTS, {"payment": row, "accounts": list(parts.values())})
    return {"payment": key, "amount_fen": total}


class Back(NamedTuple):
    """A reversal as far as it is the same for all its accounts; `counted`: where it is counted."""

    key: str
    payment: str
    on: date
    why: Origin
    counted: int


def _account(
    desk: Desk, back: Back, account: AccountFacts, taken: Sequence[Share], surplus: int
) -> Row:
    for share in taken:
        order = len(account.people[share.person].settlements)
        gone = Settled(back.on, -share.settled.amount_fen, share.settled.due, order)
        account = account.settle(back.key, share.person, gone)
        desk.because(share.person, back.on, replace(back.why, amount_fen=gone.amount_fen))
        desk.write(CREATE_SHARES, share_row(back.key, f"{share.person}|{account.year}", gone))
    amount = -sum(share.settled.amount_fen for share in taken) - surplus
    channel = next(money.channel for money in account.payments if money.key == back.payment)
    desk.put(with_money(account, Money(back.key, amount, -surplus, back.on, channel, back.payment)))
    desk.pay_in(account, back.on, channel, amount, back.counted)
    part = {"account": account.key, "amount_fen": amount, "surplus_fen": -surplus}
    return {**part, "counted": back.counted}
