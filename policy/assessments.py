"""Every kind of assessment rule with the function that works it out."""

from datetime import date
from typing import Any

from policy.assessment import Assessment, Assessor, Figure, Question, RuleInput
from policy.assessment_funds import FundsTerms, PrizesTerms, assess_funds, assess_prizes
from policy.assessment_person import PersonBonusTerms, assess_person_bonus
from policy.assessment_sheet import (
    ScoreMoneyTerms,
    SheetTerms,
    assess_score_money,
    assess_sheet,
)
from policy.assessment_tiers import FineTerms, TierBonusTerms, assess_fines, assess_tier_bonus
from policy.law import LawError, Rule
from policy.scheme import Scheme

ASSESSORS: dict[type, Assessor] = {
    PersonBonusTerms: assess_person_bonus,
    TierBonusTerms: assess_tier_bonus,
    FineTerms: assess_fines,
    FundsTerms: assess_funds,
    PrizesTerms: assess_prizes,
    SheetTerms: assess_sheet,
    ScoreMoneyTerms: assess_score_money,
}


class UnknownAssessment(LawError):
    """The scheme has no assessment rule of that key."""


def assessment_rules(scheme: Scheme) -> tuple[Rule[Any], ...]:
    """All rules of a scheme that judge somebody."""
    return tuple(rule for rule in scheme.rules if type(rule.terms) in ASSESSORS)


def inputs(rule: Rule[Any]) -> tuple[RuleInput, ...]:
    """The figures that a rule asks for; none for rules that judge nobody."""
    return tuple(rule.terms.inputs) if type(rule.terms) in ASSESSORS else ()


def assess(
    scheme: Scheme,
    rule: str,
    on: date,
    figures: tuple[Figure, ...],
    *,
    extension_granted: bool = False,
) -> tuple[Assessment, ...]:
    """What a rule gives for these figures, one result a unit, in the order of the figures."""
    for entry in assessment_rules(scheme):
        if entry.key == rule:
            question = Question(scheme, on, figures, extension_granted)
            return ASSESSORS[type(entry.terms)](entry, question)
    known = ", ".join(entry.key for entry in assessment_rules(scheme))
    raise UnknownAssessment(f"no assessment rule {rule!r}; the scheme has {known or 'none'}")
