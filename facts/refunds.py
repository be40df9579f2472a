"""Refunds (退费): asked for, decided by the notice's rule, paid back or turned down (E12)."""

import json
from datetime import date
from typing import LiteralString

from facts.account import AccountFacts
from facts.change import Cause, Origin
from facts.deeds import CloseRefund, Dispose, OpenRefund
from facts.disposing import dispose
from facts.lawtext import text_of
from facts.request import Refused
from facts.reversing import Standing, known_payment, standing, take_back
from facts.room import Desk
from graph.gateway import Row
from policy.money import Fen
from policy.refund import RefundDecision, RefundFacts, decide
from policy.terms import RefundReason
from policy.vocabulary import State

# (:Refund)-[:OF]->(:Payment)
OPEN_REFUNDS: LiteralString = """
UNWIND $rows AS row
MATCH (y:Payment {key: row.payment})
CREATE (f:Refund)-[:OF]->(y)
SET f += row.refund, f.recorded = datetime.transaction().epochMillis
"""

CLOSE_REFUNDS: LiteralString = """
UNWIND $rows AS row
MATCH (f:Refund {key: row.key})
SET f += row.values, f.closed = datetime.transaction().epochMillis
"""

AFTERWARDS = {
    RefundReason.EMPLOYEES_SCHEME: State.COVERED_ELSEWHERE,
    RefundReason.ENROLLED_ELSEWHERE: State.COVERED_ELSEWHERE,
    RefundReason.DIED: State.DEPARTED,
}


def open_refund(desk: Desk, deed: OpenRefund) -> Row:
    """A case with its decision and last day; surplus can always go back."""
    payment = known_payment(desk, deed.payment)
    desk.check_past(deed.on, "on")
    paid_on: date = payment["paid_on"]
    if deed.on < paid_on:
        raise Refused("BEFORE_ENTRY", f"{deed.on} 早于缴费日 {paid_on}", "on")
    left = standing(desk, payment)
    amount = _amount(left, deed)
    if not amount:
        raise Refused("WRONG_STEP", "该笔缴费没有可退的金额", "payment")
    for one in desk.room.refunds.values():
        theirs = set(one["people"]) & set(deed.people or one["people"])
        if (
            one["payment"] == deed.payment
            and one.get("closed_on") is None
            and (theirs or not one["people"])
        ):
            raise Refused("DUPLICATE", f"已有未办结的退费 {one['key']}", "payment")
    decision = decided(desk, deed, payment, left[0].account, amount)
    if decision.allowed is False:
        reason = decision.because[-1]
        clause = (reason.clause.notice, reason.clause.number) if reason.clause else None
        refused = Refused("NOT_ELIGIBLE", reason.text, "reason", clause)
        refused.decision = decision
        raise refused
    refund = {
        "key": deed.key,
        "year": payment["year"],
        "payment": deed.payment,
        "reason": deed.reason.value,
        "opened_on": deed.on,
        "amount_fen": amount,
        "people": list(deed.people),
        "evidence": deed.evidence,
        "deadline": decision.until,
        "decision": json.dumps(text_of(decision), ensure_ascii=False),
        "ends_enrolment": decision.ends_enrolment,
        "by": desk.by,
    }
    desk.refunds[deed.key] = refund
    desk.write(OPEN_REFUNDS, {"payment": deed.payment, "refund": refund})
    return {"refund": deed.key, "amount_fen": amount}


def _amount(left: list[Standing], deed: OpenRefund) -> int:
    shares = [
        share.settled.amount_fen
        for one in left
        for person, share in one.shares.items()
        if not deed.people or person in deed.people
    ]
    named = {person for one in left for person in one.shares}
    if set(deed.people) - named:
        raise Refused("WRONG_STEP", "所列人员在该笔缴费中没有可退的份额", "people")
    return sum(shares) + (0 if deed.people else sum(one.surplus_fen for one in left))


def decided(
    desk: Desk, deed: OpenRefund, payment: Row, account: AccountFacts, amount: int
) -> RefundDecision:
    """By the scheme; what was never due can always go back."""
    scheme = desk.scheme(account)
    is_surplus = payment["amount_fen"] == payment.get("surplus_fen")
    if is_surplus:
        return RefundDecision(True, Fen(amount), None, False, "多缴的款项，可以退还")
    if scheme is None:
        return RefundDecision(None, Fen(amount), None, True, "没有适用的通知，由人决定")
    facts = RefundFacts(deed.reason, payment["paid_on"], deed.on, Fen(amount))
    return decide(scheme, facts)


def close_refund(desk: Desk, deed: CloseRefund) -> Row:
    """Paid back: a reversal of its own; the others leave everything as it was."""
    refund = desk.refunds.get(deed.refund) or desk.room.refunds.get(deed.refund)
    if refund is None:
        raise Refused("UNKNOWN", f"没有退费 {deed.refund}", "refund")
    if refund.get("closed_on") is not None:
        raise Refused("WRONG_STEP", f"该退费已于 {refund['closed_on']} 办结", "refund")
    desk.check_past(deed.on, "on")
    if deed.on < refund["opened_on"]:
        raise Refused("BEFORE_ENTRY", f"{deed.on} 早于申请日 {refund['opened_on']}", "on")
    values = {"closed_on": deed.on, "paid_back": deed.paid_back, "document": deed.document}
    desk.refunds[deed.refund] = {**refund, **values}
    answer: Row = {"refund": deed.refund}
    if deed.paid_back:
        payment = known_payment(desk, refund["payment"])
        people = tuple(refund["people"])
        whose = [p for one in standing(desk, payment) for p in one.shares]
        back = take_back(desk, deed.key, payment, people, deed.on, deed.document, Cause.REFUND)
        values["reversal"] = deed.key
        answer["amount_fen"] = back["amount_fen"]
        _leave(desk, deed, refund, people or tuple(whose))
    desk.write(CLOSE_REFUNDS, {"key": deed.refund, "values": values})
    return answer


def _leave(desk: Desk, deed: CloseRefund, refund: Row, people: tuple[str, ...]) -> None:
    """Who got the money back because they are covered elsewhere, or died, is not to be won."""
    state = AFTERWARDS.get(RefundReason(refund["reason"]))
    if state is None:
        return
    for person in people:
        dispose(desk, Dispose(person, refund["year"], state, deed.on, deed.document))
        desk.because(person, deed.on, Origin(Cause.REFUND, deed.document))
