"""May a payment be given back on a day, and why."""

from dataclasses import dataclass
from datetime import date

from policy.law import Rule
from policy.money import Fen
from policy.reasons import Reason, because
from policy.scheme import Scheme, benefit_period
from policy.standards import Standard
from policy.terms import RefundReason

SPLIT = {
    "own_part_to_payer": "个人部分退给缴费人，资助部分退回出资方",
    "all_to_payer": "个人部分和资助部分都退给缴费人",
}


@dataclass(frozen=True, slots=True)
class RefundTerms:
    """reasons: for which money goes back; open_list: other reasons are for a person to decide.

    until: the last day; None where nothing is ever given back. in_principle: 原则上.
    """

    reasons: tuple[RefundReason, ...] = ()
    until: date | None = None
    open_list: bool = False
    ends_enrolment: bool = True
    in_principle: bool = False


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """amount: the part that the person paid."""

    reason: RefundReason
    paid_on: date
    on: date
    amount: Fen | None = None


@dataclass(frozen=True, slots=True)
class RefundDecision:
    """allowed is None where a person decides; until: the last day on which it is possible."""

    allowed: bool | None
    amount: Fen | None = None
    until: date | None = None
    ends_enrolment: bool = True
    note: str | None = None
    because: tuple[Reason, ...] = ()


def decide(scheme: Scheme, facts: RefundFacts) -> RefundDecision:
    """By the notice's rule on refunds; where it has none, a person decides."""
    rule = scheme.get(RefundTerms, "refund")
    if rule is None:
        silent = scheme.standard("refund_where_silent")
        note = "通知没有退费的规定，由人决定"
        return RefundDecision(None, facts.amount, None, True, note, (because(silent, note),))
    terms = rule.terms
    if terms.until is None:
        return _refused(rule, rule.note or "缴费后不再退费")
    if facts.on < facts.paid_on:
        return _refused(rule, f"缴费日{facts.paid_on}晚于申请日{facts.on}")
    if facts.on > terms.until:
        first = benefit_period(scheme)[0]
        usual = "原则上" if terms.in_principle else ""
        return _refused(rule, f"待遇期已于{first}开始，{usual}不再退费")
    if facts.reason in terms.reasons:
        return _granted(scheme, rule, facts)
    if terms.open_list:
        note = "通知的事由以“等”结尾，此事由由人决定"
        return RefundDecision(None, facts.amount, terms.until, True, note, (because(rule, note),))
    return _refused(rule, "不在通知所列的退费事由内")


def _granted(scheme: Scheme, rule: Rule[RefundTerms], facts: RefundFacts) -> RefundDecision:
    terms = rule.terms
    split: Rule[Standard] = scheme.standard("refund_of_subsidised")
    reasons = (
        because(rule, f"待遇期开始前可以退费，最迟{terms.until}"),
        because(split, SPLIT[str(split.terms.value)]),
    )
    return RefundDecision(True, facts.amount, terms.until, terms.ends_enrolment, rule.note, reasons)


def _refused(rule: Rule[RefundTerms], text: str) -> RefundDecision:
    return RefundDecision(False, None, rule.terms.until, False, text, (because(rule, text),))
