"""Which groups of a person give them a claim, and which claim is the best."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from policy.law import Rule
from policy.money import Fen, share_of
from policy.reasons import Reason, because
from policy.scheme import Scheme, collection
from policy.terms import DepartmentKind, Fund, PaymentPath, SubsidyStepKind

NO_MONEY = Fen(0)
NO_DAYS: Mapping[str, date] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SubsidyTerms:
    """An amount or a share of the contribution; neither where the notice leaves it open.

    requires: facts that the notice adds to the group's name (rural_registration, fixed_allowance).
    """

    amount: Fen | None = None
    share: Fraction | None = None
    fund: Fund = Fund.UNSPECIFIED
    listed_by: DepartmentKind | None = None
    requested_by: DepartmentKind | None = None
    paid_to: PaymentPath = PaymentPath.UNSPECIFIED
    stations: tuple[str, ...] = ()
    pay_first: bool = False
    requires: tuple[str, ...] = ()

    def due(self, contribution: Fen | None) -> Fen | None:
        """What is paid for one person, None where it is open."""
        if self.amount is not None:
            return self.amount
        if self.share is None or contribution is None:
            return None
        return share_of(contribution, self.share)


@dataclass(frozen=True, slots=True)
class SubsidyFacts:
    """What is known of somebody. recognised: since when each group is recognised, where known.

    A fact that is None is taken as the group's name says.
    """

    categories: frozenset[str]
    on: date | None = None
    recognised: Mapping[str, date] = field(default_factory=lambda: NO_DAYS)
    already_paid: bool = False
    extension_granted: bool = False
    enrolled_elsewhere: bool = False
    subsidised_elsewhere: bool = False
    rural_registration: bool | None = None
    fixed_allowance: bool | None = None
    collective_pays: Fen = NO_MONEY


@dataclass(frozen=True, slots=True)
class Claim:
    rule: Rule[SubsidyTerms]
    amount: Fen | None
    pay_first: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best claim, the others, and why groups of the person were left out."""

    contribution: Fen | None
    best: Claim | None
    others: tuple[Claim, ...]
    refused: tuple[Reason, ...]


def weigh(scheme: Scheme, facts: SubsidyFacts) -> Outcome:
    contribution = scheme.fen("personal_contribution", facts.on)
    claims: list[Claim] = []
    refused: list[Reason] = []
    for rule in scheme.of(SubsidyTerms, facts.on):
        if rule.key not in facts.categories:
            continue
        if (refusal := _refusal(scheme, facts, rule)) is not None:
            refused.append(refusal)
            continue
        amount = rule.terms.due(contribution)
        claims.append(Claim(rule, amount, _pays_first(scheme, facts, rule)))
    if scheme.choice("several_groups") == "best_one":
        claims.sort(key=lambda claim: (claim.amount is None, -(claim.amount or 0)))
    best = claims[0] if claims else None
    return Outcome(contribution, best, tuple(claims[1:]), tuple(refused))


def _refusal(scheme: Scheme, facts: SubsidyFacts, rule: Rule[SubsidyTerms]) -> Reason | None:
    """Why somebody in a group gets nothing by its rule; None where they do."""
    for fact in rule.terms.requires:
        if getattr(facts, fact) is False:
            return because(rule, f"{rule.name}：不符合条件（{CONDITIONS[fact]}）")
    if rule.terms.amount == 0:
        return because(rule, f"{rule.name}：{rule.note or '不予资助'}")
    if facts.enrolled_elsewhere:
        return _refused_elsewhere(scheme, facts, rule)
    return _refused_late(scheme, facts, rule) or _refused_paid(scheme, facts, rule)


CONDITIONS = {"rural_registration": "须为农村户口", "fixed_allowance": "须享受定补政策"}


def _refused_elsewhere(
    scheme: Scheme, facts: SubsidyFacts, rule: Rule[SubsidyTerms]
) -> Reason | None:
    """Who is enrolled elsewhere may claim here only where the notice says so."""
    claim = scheme.standard("claim_when_enrolled_elsewhere")
    if claim.terms.value == "allowed" and not facts.subsidised_elsewhere:
        return None
    why = "已在异地享受资助" if facts.subsidised_elsewhere else "已在异地参保"
    return because(claim, f"{rule.name}：{why}，本地不再资助")


def _refused_late(scheme: Scheme, facts: SubsidyFacts, rule: Rule[SubsidyTerms]) -> Reason | None:
    """Who is recognised after the collection period, unless the notice lets them in."""
    day = facts.recognised.get(rule.key)
    if day is None:
        return None
    last = collection(scheme).terms.last_day(facts.extension_granted)
    if day <= last:
        return None
    late = scheme.standard("recognised_after_window")
    if late.terms.value == "subsidised":
        return None
    return because(late, f"{rule.name}：{day}认定，集中缴费期已于{last}结束，不再资助")


def _refused_paid(scheme: Scheme, facts: SubsidyFacts, rule: Rule[SubsidyTerms]) -> Reason | None:
    """Whose group changed only after they paid."""
    if not facts.already_paid:
        return None
    settled = scheme.standard("recognised_after_payment")
    if settled.terms.value == "subsidised":
        return None
    return because(settled, f"{rule.name}：缴费后身份变化，不再补退")


def _pays_first(scheme: Scheme, facts: SubsidyFacts, rule: Rule[SubsidyTerms]) -> bool:
    if rule.terms.pay_first or facts.already_paid:
        return True
    day, after = facts.recognised.get(rule.key), scheme.day("pay_first_after")
    return day is not None and after is not None and day > after


def known_steps(terms: SubsidyTerms) -> tuple[SubsidyStepKind, ...]:
    """The stations that a notice knows: none is asked for money where nobody requests it."""
    unknown = SubsidyStepKind.REQUESTED if terms.requested_by is None else None
    return tuple(step for step in SubsidyStepKind if step is not unknown)
