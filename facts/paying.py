"""Payments: what they settle of what is due, and whether the day and the amount are right.

A mutation is refused where they are not. Money that was collected already is kept: whole dues
first, in the order of the people, then a part of the next one; what is left is surplus, settles
nothing and can be given back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import LiteralString

from facts.account import AccountFacts, Money
from facts.change import Cause, Origin
from facts.deeds import Pay
from facts.request import Refused
from facts.room import Desk
from facts.windows import check_window
from graph.gateway import Row
from policy.household import Member, left_out
from policy.money import Fen, yuan
from policy.steps import value_on
from policy.timeline import Due, ParticipationFacts, Settled, Terms, timeline
from policy.vocabulary import State

# (:Payment)-[:ON {amount_fen}]->(:Account)
CREATE_PAYMENTS: LiteralString = """
UNWIND $rows AS row
CREATE (y:Payment)
SET y += row.payment, y.recorded = datetime.transaction().epochMillis
WITH y, row
UNWIND row.accounts AS part
MATCH (a:Account {key: part.account})
CREATE (y)-[o:ON]->(a)
SET o.amount_fen = part.amount_fen, o.surplus_fen = part.surplus_fen, o.counted = part.counted
"""

# (:Payment)-[:SETTLES {amount_fen, due_fen}]->(:Participation)
CREATE_SHARES: LiteralString = """
UNWIND $rows AS row
MATCH (y:Payment {key: row.payment}), (n:Participation {key: row.of})
CREATE (y)-[s:SETTLES]->(n)
SET s += row.share, n.paid_fen = n.paid_fen + row.share.amount_fen
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """What one person owes on the day of a payment; `rest_fen`: after what was paid before."""

    person: str
    account: str
    due: Due
    rest_fen: int


def pay(desk: Desk, deed: Pay) -> Row:
    """Settle what is due; the payment's key and what it settled."""
    if deed.key in desk.room.payments:
        raise Refused("DUPLICATE", f"缴费记录 {deed.key} 已登记", "evidence")
    accounts = _accounts(desk, deed)
    desk.check_day(deed.paid_on, deed.year, "paidOn")
    owed = _owed(desk, deed, accounts)
    if not deed.collected:
        _check(desk, deed, accounts, owed)
    total = sum(one.rest_fen for one in owed)
    amount = total if deed.amount_fen is None else deed.amount_fen
    parts = _settle(desk, deed, owed, amount)
    _record(desk, deed, accounts, parts, amount)
    village = accounts[min(accounts)].village
    answer = {"payment": deed.key, "village": village, "amount_fen": amount}
    return {**answer, "settled_fen": min(total, amount)}


def _accounts(desk: Desk, deed: Pay) -> dict[str, AccountFacts]:
    """The accounts of its people; of the household where it names one."""
    if deed.household is not None:
        account = desk.account(f"{deed.household}|{deed.year}")
        if account is None:
            raise Refused("UNKNOWN", f"该户不在 {deed.year} 年度名册上", "household")
        if not set(deed.people) <= set(account.people):
            raise Refused("UNKNOWN", "缴费人不在该户本年度名册上", "people")
        return {account.key: account}
    found: dict[str, AccountFacts] = {}
    for person in deed.people:
        holding = desk.holding(person, deed.year)
        if holding is None:
            raise Refused("UNKNOWN", f"缴费人不在 {deed.year} 年度名册上", "people")
        found[holding.key] = holding
    if not found:
        raise Refused("BAD_INPUT", "须给出户，或多户中的缴费人（people）", "people")
    return found


def _owed(desk: Desk, deed: Pay, accounts: dict[str, AccountFacts]) -> list[Owed]:
    found = []
    for account in accounts.values():
        terms = desk.terms(account)
        for person in sorted(account.people):
            if deed.people and person not in deed.people:
                continue
            due = owed_by(account.people[person], terms, deed.paid_on, deed.amount_fen)
            if due:
                before = sum(one.amount_fen for one in account.people[person].settlements)
                rest = due.counter_fen - max(before, 0)
                if rest > 0:
                    found.append(Owed(person, account.key, due, rest))
    order = {person: at for at, person in enumerate(deed.people)}
    return sorted(found, key=lambda one: (order.get(one.person, 0), one.person))


def owed_by(
    facts: ParticipationFacts, terms: Terms, day: date, amount_fen: int | None = None
) -> Due | None:
    """What the counter takes from somebody on a day; None who owes nothing, or is excused.

    Nor is anything owed by who is paid from a later day on: the money would settle nothing.
    """
    steps = timeline(facts, terms)
    value, last = value_on(steps, day), steps[-1].value
    if value is None or value.state is not State.UNPAID:
        return None
    if last and last.state is State.PAID:
        return None
    if not value.due_fen:  # a rate without a number: what was asked for is what was paid
        is_open = facts.special is not None and not facts.special.is_full
        return Due(amount_fen, 0) if is_open and amount_fen else None
    return Due(value.due_fen, value.subsidy_fen, value.category)


def _check(desk: Desk, deed: Pay, accounts: dict[str, AccountFacts], owed: Sequence[Owed]) -> None:
    """The day, the people and the amount of a payment that has still to be taken."""
    asked = [(account, person) for account in accounts.values() for person in account.people]
    if deed.people:
        asked = [(account, person) for account, person in asked if person in deed.people]
    for account, person in asked:
        if deed.paid_on < account.people[person].entered_on:
            entered = account.people[person].entered_on
            raise Refused("BEFORE_ENTRY", f"{deed.paid_on} 早于其进入名册之日 {entered}", "paidOn")
    if not owed:
        states = {_state(desk, account, person, deed.paid_on) for account, person in asked}
        if states & {State.PAID, State.FULLY_SUBSIDISED}:
            raise Refused("ALREADY_ENROLLED", "所列人员均已参保，无应缴金额", "people")
        message = f"{deed.paid_on} 当日无应缴金额，或已另行缴清"
        raise Refused("AMOUNT_MISMATCH", message, "amount")
    if any(one.person not in accounts[one.account].specials for one in owed):
        for account in accounts.values():
            check_window(desk, account, deed.paid_on)
        if deed.household is not None:
            _check_whole(desk, deed, next(iter(accounts.values())), owed)
    _check_amount(deed, owed)


def _check_amount(deed: Pay, owed: Sequence[Owed]) -> None:
    total = sum(one.rest_fen for one in owed)
    if deed.amount_fen is not None and deed.amount_fen != total:
        each = "、".join(f"{yuan(Fen(one.rest_fen))}" for one in owed)
        group = "、".join(sorted({one.due.category for one in owed if one.due.category}))
        why = f"（其中有{group}，按资助后的应缴额）" if group else ""
        message = (
            f"应缴 {yuan(Fen(total))} 元（{len(owed)} 人：{each}）{why}，"
            f"收到 {yuan(Fen(deed.amount_fen))} 元；请按应缴金额缴纳"
        )
        raise Refused("AMOUNT_MISMATCH", message, "amount")


def _check_whole(desk: Desk, deed: Pay, account: AccountFacts, owed: Sequence[Owed]) -> None:
    """A household enrols as a whole, where the scheme says so (E10)."""
    scheme = desk.scheme(account)
    if scheme is None or not deed.people:
        return
    paying = {one.person for one in owed}
    members = {}
    for person in account.people:
        state = _state(desk, account, person, deed.paid_on)
        if state is None or state in (State.DEPARTED, State.REFUSED):
            continue
        enrolled = person in paying or state in (State.PAID, State.FULLY_SUBSIDISED)
        elsewhere = state is State.COVERED_ELSEWHERE
        members[person] = Member(enrolled, elsewhere, evidence=elsewhere)
    for _, reason in left_out(scheme, members):
        clause = (reason.clause.notice, reason.clause.number) if reason.clause else None
        raise Refused("NOT_ELIGIBLE", f"{reason.text}：请整户缴费", "people", clause)


def _state(desk: Desk, account: AccountFacts, person: str, day: date) -> State | None:
    value = value_on(timeline(account.people[person], desk.terms(account)), day)
    return value.state if value else None


def _settle(desk: Desk, deed: Pay, owed: Sequence[Owed], amount: int) -> dict[str, int]:
    """Shares as far as the money goes; what each account's people got of it."""
    left, parts = amount, dict[str, int]()
    for one in owed:
        share = min(left, one.rest_fen)
        if share <= 0:
            break
        left -= share
        account = desk.account(one.account)
        assert account is not None
        order = len(account.people[one.person].settlements)
        settled = Settled(deed.paid_on, share, one.due, order)
        desk.put(account.settle(deed.key, one.person, settled))
        desk.because(one.person, deed.paid_on, Origin(Cause.PAYMENT, deed.evidence, share))
        desk.write(CREATE_SHARES, share_row(deed.key, f"{one.person}|{deed.year}", settled))
        parts[one.account] = parts.get(one.account, 0) + share
    return parts


def _record(
    desk: Desk, deed: Pay, accounts: dict[str, AccountFacts], parts: dict[str, int], amount: int
) -> None:
    surplus = amount - sum(parts.values())
    first = min(accounts)
    rows = []
    for key in sorted(accounts):
        account = desk.account(key)
        assert account is not None
        over = surplus if key == first else 0
        share = parts.get(key, 0) + over
        if not share and key != first:
            continue
        money = Money(deed.key, share, over, deed.paid_on, deed.channel)
        count = 1 if key == first else 0
        desk.put(with_money(account, money))
        desk.pay_in(account, deed.paid_on, deed.channel, share, count)
        rows.append({"account": key, "amount_fen": share, "surplus_fen": over, "counted": count})
    payment = {
        "key": deed.key,
        "year": deed.year,
        "household": deed.household,
        "amount_fen": amount,
        "surplus_fen": surplus,
        "paid_on": deed.paid_on,
        "channel": deed.channel.value,
        "payer": deed.payer,
        "evidence": deed.evidence,
        "by": desk.by,
    }
    desk.room.payments[deed.key] = payment
    desk.write(CREATE_PAYMENTS, {"payment": payment, "accounts": rows})


def with_money(account: AccountFacts, money: Money) -> AccountFacts:
    return replace(account, payments=(*account.payments, money))


def share_row(payment: str, of: str, settled: Settled) -> Row:
    share = {
        "order": settled.order,
        "amount_fen": settled.amount_fen,
        "due_fen": settled.due.counter_fen,
        "subsidy_fen": settled.due.subsidy_fen,
        "category": settled.due.category,
    }
    return {"payment": payment, "of": of, "share": share}
