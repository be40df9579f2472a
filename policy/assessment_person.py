"""A bonus for each enrolled person where a threshold is reached, a deduction where not (A1)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from policy.assessment import PAIR, Assessment, Item, Question, RuleInput, lacking, ranks, rates_on
from policy.law import Rule
from policy.money import Fen, half_up, percent, yuan
from policy.reasons import because
from policy.targets import needed


@dataclass(frozen=True, slots=True)
class PersonStage:
    """What each enrolled person earns when the threshold is reached by a day."""

    on: date
    per_person: Fen
    needs_extension: bool = False


@dataclass(frozen=True, slots=True)
class PersonBonusTerms:
    """Stages in their order; missing_up_to: the threshold or the whole quota."""

    threshold: Fraction
    stages: tuple[PersonStage, ...]
    per_missing: Fen
    inputs: tuple[RuleInput, ...]
    missing_up_to: Literal["threshold", "quota"] = "threshold"


@dataclass(frozen=True, slots=True)
class Standing:
    """People and quota at a stage."""

    stage: PersonStage
    enrolled: Fraction
    quota: Fraction
    least: int

    @property
    def reached(self) -> bool:
        return self.enrolled >= self.least


def assess_person_bonus(rule: Rule[PersonBonusTerms], question: Question) -> tuple[Assessment, ...]:
    """Each unit by itself; stages that need an extension count where it is granted."""
    stages = [s for s in rule.terms.stages if question.extension_granted or not s.needs_extension]
    places = ranks(rates_on(question, PAIR, stages[-1].on))
    return tuple(_unit(rule, question, unit, stages, places) for unit in question.units)


def _unit(
    rule: Rule[PersonBonusTerms],
    question: Question,
    unit: str,
    stages: list[PersonStage],
    places: dict[str, int],
) -> Assessment:
    walked: list[Standing] = []
    for stage in _begun(stages, question.on):
        standing = _standing(rule, question, unit, stage)
        if standing is None:
            gaps = lacking(question, rule.terms.inputs, unit, PAIR, stage.on)
            return Assessment(rule, unit, question.on, True, missing=gaps)
        walked.append(standing)
        if standing.reached:
            break
    last = walked[-1]
    items = [_stage_item(rule, standing) for standing in walked]
    if not last.reached:
        items.append(_deduction(rule, last))
    return Assessment(
        rule,
        unit,
        question.on,
        question.on < (last.stage if last.reached else stages[-1]).on,
        rank=places.get(unit),
        amount=items[-1].amount,
        figures=question.of(unit),
        items=tuple(items),
        because=(because(rule, rule.note or rule.name),),
    )


def _begun(stages: list[PersonStage], on: date) -> list[PersonStage]:
    """The first stage, and each later one once the one before it is over."""
    ends = [stage.on for stage in stages]
    return [stage for i, stage in enumerate(stages) if i == 0 or ends[i - 1] < on]


def _standing(
    rule: Rule[PersonBonusTerms], question: Question, unit: str, stage: PersonStage
) -> Standing | None:
    enrolled, quota = question.pair(unit, PAIR, stage.on)
    if enrolled is None or quota is None:
        return None
    return Standing(stage, enrolled, quota, needed(int(quota), rule.terms.threshold))


def _stage_item(rule: Rule[PersonBonusTerms], at: Standing) -> Item:
    day, each = at.stage.on, at.stage.per_person
    earned = half_up(at.enrolled * each) if at.reached else Fen(0)
    line = f"{at.quota} × {percent(rule.terms.threshold)} → {at.least}; {at.enrolled} "
    line += f"≥ {at.least}; {at.enrolled} × {yuan(each)} = {yuan(earned)}" if at.reached else "< "
    line += "" if at.reached else str(at.least)
    reason = because(rule, f"{day}{'达到' if at.reached else '未达到'}考核任务", line)
    measured = f"{at.enrolled} / {at.quota}"
    return Item(f"stage_{day}", f"截至{day}", measured, amount=earned, because=(reason,))


def _deduction(rule: Rule[PersonBonusTerms], at: Standing) -> Item:
    terms = rule.terms
    whole = Fraction(at.least) if terms.missing_up_to == "threshold" else at.quota
    missing = max(Fraction(0), whole - at.enrolled)
    amount = Fen(-half_up(missing * terms.per_missing))
    line = f"{whole} − {at.enrolled} = {missing}; {missing} × {yuan(terms.per_missing)}"
    reason = because(
        rule, "未达到考核任务，按所差人数扣减公用经费", f"{line} = {yuan(Fen(-amount))}"
    )
    return Item("missing", "所差人数扣减", str(missing), amount=amount, because=(reason,))
