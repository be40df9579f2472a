"""What the law decides for a question. Nothing is stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Any

from policy import enrolment, refund, subsidy
from policy.assessment import Figure
from policy.assessments import assess, assessment_rules, inputs
from policy.claims import SubsidyFacts
from policy.events import BenefitStart, EventTerms
from policy.law import Rule, UnknownReading
from policy.money import Fen, yuan
from policy.scheme import Scheme, collection, extended
from policy.terms import EnrolmentEvent
from resolvers.extensions import Extensions
from resolvers.law import LawShown
from schema.assessment import Assessment
from schema.decision import EnrolmentDecision, RefundDecision, SubsidyDecision
from schema.errors import ApiError, Code
from schema.question import (
    AssessmentQuestion,
    EnrolmentQuestion,
    FigureInput,
    ReadingChoice,
    RefundQuestion,
    SubsidyQuestion,
)

MOST_FIGURES = 10_000


@dataclass(slots=True)
class Decisions:
    """The law put to the test by whoever asks."""

    law: LawShown
    extensions: Extensions

    async def subsidy(self, asked: SubsidyQuestion) -> SubsidyDecision:
        scheme, granted = await self._extended(asked, asked.on)
        groups = await self.law.categories(asked.categories)
        since = asked.recognised_on
        facts = SubsidyFacts(
            groups,
            asked.on or collection(scheme).terms.closes,
            {} if since is None else dict.fromkeys(groups, since),
            bool(asked.already_paid),
            granted,
            bool(asked.enrolled_elsewhere),
            bool(asked.subsidised_elsewhere),
            asked.rural_registration,
            asked.fixed_allowance,
            _money(asked.collective_pays or 0, "collectivePays"),
        )
        found = subsidy.decide(scheme, facts)
        return SubsidyDecision.of(found, (await self.law.book()).categories)

    async def enrolment(self, asked: EnrolmentQuestion) -> EnrolmentDecision:
        scheme, granted = await self._extended(asked, asked.on)
        if asked.event_on is None:
            _check_day(scheme, asked.event)
        months = asked.employee_cover_months, asked.back_paid_months
        _at_least_0(months[0] or 0, "employeeCoverMonths")
        _at_least_0(months[1] or 0, "backPaidMonths")
        facts = enrolment.EnrolmentFacts(
            event=asked.event,
            on=asked.on,
            event_on=asked.event_on,
            categories=await self.law.categories(asked.categories),
            extension_granted=granted,
            student=bool(asked.student),
            employee_cover_months=asked.employee_cover_months,
            back_paid_months=asked.back_paid_months,
            residence_permit=asked.residence_permit,
            first_enrolment_here=asked.first_enrolment_here,
            objective_reason_verified=asked.objective_reason_verified,
            registered_here=asked.registered_here,
            in_employees_scheme=bool(asked.in_employees_scheme),
            abandoned_infant=asked.abandoned_infant,
        )
        return EnrolmentDecision.of(enrolment.decide(scheme, facts))

    async def refund(self, asked: RefundQuestion) -> RefundDecision:
        scheme = await self.law.needed(asked.jurisdiction, asked.year)
        amount = None if asked.amount is None else _money(asked.amount, "amount")
        facts = refund.RefundFacts(asked.reason, asked.paid_on, asked.on, amount)
        return RefundDecision.of(refund.decide(scheme, facts))

    async def assessment(self, asked: AssessmentQuestion) -> list[Assessment]:
        scheme, granted = await self._extended(asked, asked.on)
        if len(asked.figures) > MOST_FIGURES:
            raise ApiError(Code.LIMIT, f"figures: {len(asked.figures)}，一次最多 {MOST_FIGURES}")
        known = _known_inputs(scheme, rule_of(scheme, asked.rule))
        figures = tuple(_figure(one, asked, known) for one in asked.figures)
        await self.law.sums.geography.ensure(*{figure.unit for figure in figures})
        for figure in figures:
            self.law.place_of(figure.unit)
        found = assess(scheme, asked.rule, asked.on, figures, extension_granted=granted)
        return [Assessment.of(one, scheme) for one in found]

    async def _extended(
        self, asked: SubsidyQuestion | EnrolmentQuestion | AssessmentQuestion, on: date | None
    ) -> tuple[Scheme, bool]:
        """The scheme, and whether its window was extended: assumed by the question, or recorded.

        An extension on record may end before the last day that the notice allows.
        """
        scheme = await self._scheme(asked.jurisdiction, asked.year, asked.readings)
        if asked.extension_granted:
            return scheme, True
        found = await self.extensions.here(asked.jurisdiction, asked.year, on)
        return (scheme, False) if found is None else (extended(scheme, found.until), True)

    async def _scheme(self, code: str, year: int, readings: list[ReadingChoice] | None) -> Scheme:
        """The scheme in force under the readings that the question chooses."""
        scheme = await self.law.needed(code, year)
        try:
            return scheme.choose({one.key: one.chosen for one in readings or ()})
        except UnknownReading as error:
            raise _no_reading(scheme, readings or ()) from error


def _no_reading(scheme: Scheme, chosen: Sequence[ReadingChoice]) -> ApiError:
    """Which reading or alternative is not there, and what there is instead."""
    held = {r.key: [a.name for a in r.alternatives] for r in scheme.readings}
    unknown = [one.key for one in chosen if one.key not in held]
    if unknown:
        known = "；".join(f"{key}（{'、'.join(names)}）" for key, names in held.items())
        message = f"readings: 没有读法 {unknown[0]}；可选：{known}"
    else:
        wrong = next(one for one in chosen if one.chosen not in held[one.key])
        known = "、".join(held[wrong.key])
        message = f"readings: 读法 {wrong.key} 没有选项 {wrong.chosen}；可选：{known}"
    return ApiError(Code.BAD_INPUT, message, field="readings")


def rule_of(scheme: Scheme, key: str) -> Rule[Any]:
    """A rule that judges somebody, by its key; an unknown one is an error that names them."""
    rules = {rule.key: rule for rule in assessment_rules(scheme)}
    if key not in rules:
        known = "、".join(rules) or "无"
        message = f"{scheme.jurisdiction}/{scheme.year} 没有考核规则 {key}；已有：{known}"
        raise ApiError(Code.BAD_INPUT, message, field="rule")
    return rules[key]


def sheet_of(scheme: Scheme, rule: Rule[Any]) -> Rule[Any] | None:
    """The sheet whose score a rule builds on."""
    key = getattr(rule.terms, "sheet", None)
    return None if key is None else rule_of(scheme, key)


def _known_inputs(scheme: Scheme, rule: Rule[Any]) -> set[str]:
    sheet = sheet_of(scheme, rule)
    return {one.key for each in (rule, sheet) if each for one in inputs(each)}


def _figure(given: FigureInput, asked: AssessmentQuestion, known: set[str]) -> Figure:
    if given.key not in known:
        message = f"figures: 规则 {asked.rule} 不用 {given.key}；可用：{'、'.join(sorted(known))}"
        raise ApiError(Code.BAD_INPUT, message, field="figures")
    if not isfinite(given.value) or given.value < 0:
        raise ApiError(Code.BAD_INPUT, f"figures: {given.key} 为 {given.value}，应不小于 0")
    unit = given.jurisdiction or asked.jurisdiction
    return Figure(unit, given.key, Fraction(str(given.value)), given.on or asked.on)


def _check_day(scheme: Scheme, event: EnrolmentEvent) -> None:
    """Rules that count from an event cannot be applied without its day."""
    for rule in scheme.of(EventTerms):
        terms = rule.terms
        limited = terms.within_days is not None or terms.within_months is not None
        if event in terms.events and (limited or terms.benefits is BenefitStart.EVENT_DAY):
            message = f"eventOn: 缺少事由发生的日期，{rule.name}（{rule.clause.number}）从该日起算"
            raise ApiError(Code.BAD_INPUT, message, field="eventOn")


def _money(value: int, field: str) -> Fen:
    """An amount that somebody gave; the message shows it in yuan, as it was given."""
    amount = Fen(value)
    if amount < 0:
        message = f"{field}: {yuan(amount)}，应不小于 0"
        raise ApiError(Code.BAD_INPUT, message, field=field)
    return amount


def _at_least_0(value: int, field: str) -> int:
    if value < 0:
        raise ApiError(Code.BAD_INPUT, f"{field}: {value}，应不小于 0", field=field)
    return value
