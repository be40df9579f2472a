"""What is paid for somebody in hardship, by whom, over which stations, and why.

    decide    facts of one person -> a decision with its reasons, for people who ask
    amounts   the same figures without reasons, remembered, for rolls of millions

Which groups count, and which is the best, is worked out in policy/claims.py.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from policy.claims import NO_DAYS, Claim, Outcome, SubsidyFacts, SubsidyTerms, known_steps, weigh
from policy.law import Rule
from policy.money import Fen, percent, yuan
from policy.reasons import Reason, because
from policy.scheme import Scheme, collection
from policy.standards import Standard
from policy.terms import DepartmentKind, Fund, PaymentPath

__all__ = [
    "Amounts",
    "SubsidyDecision",
    "SubsidyFacts",
    "SubsidyTerms",
    "amounts",
    "decide",
    "known_steps",
]


@dataclass(frozen=True, slots=True)
class SubsidyDecision:
    """Amounts are None where a notice leaves them open; note says what it says."""

    contribution: Fen | None
    subsidy: Fen | None
    own_payment: Fen | None
    advance_payment: Fen | None
    category: str | None = None
    rule: Rule[SubsidyTerms] | None = None
    fund: Fund | None = None
    listed_by: DepartmentKind | None = None
    requested_by: DepartmentKind | None = None
    paid_to: PaymentPath | None = None
    stations: tuple[str, ...] = ()
    pay_first: bool = False
    also_qualifies: tuple[str, ...] = ()
    deadline: date | None = None
    note: str | None = None
    because: tuple[Reason, ...] = ()


class Amounts(NamedTuple):
    """The figures of a decision. due_fen: at the counter; category: None where 0 fen are given."""

    category: str | None
    due_fen: Fen | None
    subsidy_fen: Fen | None
    rule: str | None
    pay_first: bool


def decide(scheme: Scheme, facts: SubsidyFacts) -> SubsidyDecision:
    """The one subsidy that is best for the person, with its reasons."""
    outcome = weigh(scheme, facts)
    if outcome.contribution is None:
        rule = scheme.standard("personal_contribution", facts.on)
        return SubsidyDecision(None, None, None, None, note=rule.note, because=outcome.refused)
    if outcome.best is None:
        return _without(scheme, facts, outcome)
    return _with(scheme, facts, outcome, outcome.best)


def amounts(
    scheme: Scheme,
    categories: frozenset[str],
    on: date,
    *,
    recognised: Mapping[str, date] = NO_DAYS,
    already_paid: bool = False,
    extension_granted: bool = False,
) -> Amounts:
    """The figures of `decide` for the same facts, remembered for whoever is in the same case."""
    since = frozenset((c, _period(scheme, recognised[c])) for c in categories if c in recognised)
    case = (categories, scheme.period(on), since, already_paid, extension_granted)
    found: Amounts | None = scheme.memory.get(case)
    if found is None:
        facts = SubsidyFacts(categories, on, recognised, already_paid, extension_granted)
        found = scheme.memory[case] = _figures(decide(scheme, facts))
    return found


def _figures(decision: SubsidyDecision) -> Amounts:
    rule = decision.rule.key if decision.rule else None
    category = None if decision.subsidy == 0 else decision.category
    return Amounts(category, decision.advance_payment, decision.subsidy, rule, decision.pay_first)


def _period(scheme: Scheme, day: date) -> int:
    """Between which days that matter for a recognition it lies."""
    cuts = scheme.memory.get("recognition")
    if cuts is None:
        window = collection(scheme).terms
        days = (window.closes, window.extended_to, scheme.day("pay_first_after"))
        cuts = scheme.memory["recognition"] = sorted(day for day in days if day is not None)
    return bisect_left(cuts, day)


def _without(scheme: Scheme, facts: SubsidyFacts, outcome: Outcome) -> SubsidyDecision:
    """The decision for somebody who gets nothing."""
    rule = scheme.standard("personal_contribution", facts.on)
    contribution = outcome.contribution or Fen(0)
    helped = _collective(scheme, facts, contribution)
    own = Fen(contribution - helped)
    reasons = (because(rule, f"个人缴费标准{yuan(contribution)}元"), *outcome.refused)
    return SubsidyDecision(
        contribution,
        Fen(0),
        own,
        Fen(0) if facts.enrolled_elsewhere else own,
        fund=Fund.COLLECTIVE if helped else None,
        note=outcome.refused[0].text if outcome.refused else None,
        because=(*reasons, *_collective_reason(scheme, contribution, helped)),
    )


def _with(scheme: Scheme, facts: SubsidyFacts, outcome: Outcome, best: Claim) -> SubsidyDecision:
    """The decision for somebody with a subsidy, be its amount known or not."""
    contribution, terms = outcome.contribution or Fen(0), best.rule.terms
    rest = None if best.amount is None else Fen(contribution - best.amount)
    helped = _collective(scheme, facts, contribution if rest is None else rest)
    in_place = scheme.get(Standard, "subsidy_in_place_by")
    return SubsidyDecision(
        contribution,
        best.amount,
        None if rest is None else Fen(rest - helped),
        _at_counter(scheme, facts, contribution, rest, best.pay_first, helped),
        category=best.rule.key,
        rule=best.rule,
        fund=terms.fund,
        listed_by=terms.listed_by,
        requested_by=terms.requested_by,
        paid_to=terms.paid_to,
        stations=terms.stations,
        pay_first=best.pay_first or facts.enrolled_elsewhere,
        also_qualifies=tuple(claim.rule.key for claim in outcome.others),
        deadline=scheme.day("subsidy_in_place_by") if in_place else None,
        note=best.rule.note,
        because=(
            *_reasons(scheme, facts, outcome, best),
            *_collective_reason(scheme, contribution, helped),
        ),
    )


def _at_counter(
    scheme: Scheme,
    facts: SubsidyFacts,
    contribution: Fen,
    rest: Fen | None,
    pay_first: bool,
    helped: Fen,
) -> Fen | None:
    """What is taken when the person pays; nothing here of who paid elsewhere."""
    if facts.enrolled_elsewhere:
        return Fen(0)
    if pay_first:
        return Fen(contribution - helped)
    if rest is not None:
        return Fen(rest - helped)
    taken = scheme.choice("open_amount_at_counter") == "contribution"
    return Fen(contribution - helped) if taken else None


def _reasons(
    scheme: Scheme, facts: SubsidyFacts, outcome: Outcome, best: Claim
) -> tuple[Reason, ...]:
    contribution = outcome.contribution or Fen(0)
    stated = scheme.standard("personal_contribution", facts.on)
    found = [
        because(stated, f"个人缴费标准{yuan(contribution)}元"),
        _amount_reason(best, contribution),
    ]
    found += [Reason(f"{best.rule.name}：依据", clause) for clause in best.rule.also]
    found += [Reason(r.question, best.rule.clause, r) for r in best.rule.readings[1:]]
    if outcome.others:
        names = "、".join(claim.rule.name for claim in outcome.others)
        found.append(because(scheme.standard("several_groups"), f"同时符合：{names}，只享受一项"))
    if best.pay_first and not best.rule.terms.pay_first and not facts.already_paid:
        found.append(because(scheme.standard("pay_first_after"), "新增对象先全额缴费，再补助"))
    if facts.enrolled_elsewhere:
        found.append(
            because(scheme.standard("claim_when_enrolled_elsewhere"), "已在异地参保，在户籍地申请")
        )
    found += _in_place(scheme)
    if best.amount is None:
        found.append(because(scheme.standard("open_amount_at_counter"), "金额未定，缴费时按此处理"))
    return (*found, *outcome.refused)


def _in_place(scheme: Scheme) -> tuple[Reason, ...]:
    """By when the money must be there, where a notice speaks of it."""
    rule = scheme.get(Standard, "subsidy_in_place_by")
    if rule is None:
        return ()
    day = rule.terms.value
    return (because(rule, f"资金须于{day}前到位" if day else f"{rule.name}：{rule.note}"),)


def _amount_reason(best: Claim, contribution: Fen) -> Reason:
    terms, name = best.rule.terms, best.rule.name
    if best.amount is None:
        return because(best.rule, f"{name}：{best.rule.note or '金额未定'}")
    rest = f"{yuan(contribution)} − {yuan(best.amount)} = {yuan(Fen(contribution - best.amount))}"
    if terms.share is None:
        return because(best.rule, f"{name}：定额资助{yuan(best.amount)}元", rest)
    share = percent(terms.share)
    shared = f"{yuan(contribution)} × {share} = {yuan(best.amount)}; {rest}"
    return because(best.rule, f"{name}：资助个人缴费的{share}", shared)


def _collective(scheme: Scheme, facts: SubsidyFacts, rest: Fen) -> Fen:
    """What bodies, firms and collectives take over, at most what is left."""
    return min(facts.collective_pays, rest)


def _collective_reason(scheme: Scheme, contribution: Fen, helped: Fen) -> tuple[Reason, ...]:
    if not helped:
        return ()
    rule = scheme.standard("collective_support")
    return (
        because(rule, f"集体或单位扶持{yuan(helped)}元", f"{yuan(contribution)} 中 {yuan(helped)}"),
    )
