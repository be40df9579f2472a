"""Whether a payment may be taken on a day: the scheme's window, its extension, whom it is for."""

from datetime import date

from facts.account import AccountFacts
from facts.request import Refused
from facts.room import Desk
from policy.enrolment import EnrolmentFacts, decide
from policy.scheme import extended
from policy.terms import EnrolmentEvent


def check_window(desk: Desk, account: AccountFacts, on: date) -> None:
    """Raises OUTSIDE_WINDOW with the clause that closes it."""
    scheme = desk.scheme(account)
    if scheme is None:
        return
    longer = desk.room.law.granted(account.village, account.year, on)
    asked = f"{scheme.jurisdiction}|{scheme.year}", on, longer.until if longer else None
    decision = desk.room.windows.get(asked)
    if decision is None:
        facts = EnrolmentFacts(EnrolmentEvent.ORDINARY, on, extension_granted=longer is not None)
        decision = decide(extended(scheme, longer.until) if longer else scheme, facts)
        desk.room.windows[asked] = decision
    if decision.allowed is False:
        reason = decision.because[-1]
        clause = (reason.clause.notice, reason.clause.number) if reason.clause else None
        message = f"{on} 不在缴费期内：{reason.text}；特殊情形请用 enrolSpecially 办理"
        raise Refused("OUTSIDE_WINDOW", message, "paidOn", clause)
