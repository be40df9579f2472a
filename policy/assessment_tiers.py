"""Bonuses of villages by tiers, and the fines of the last ones (A3)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policy.assessment import PAIR, Assessment, Item, Question, RuleInput, lacking, ranks, rates_on
from policy.law import Rule
from policy.money import Fen, percent, yuan
from policy.reasons import because


@dataclass(frozen=True, slots=True)
class Tier:
    """From this rate on, this much."""

    rate: Fraction
    amount: Fen


@dataclass(frozen=True, slots=True)
class TierStage:
    """One stage: the highest tier reached is paid; the last ones answer for it."""

    on: date
    tiers: tuple[Tier, ...]
    last: int
    consequence: str


@dataclass(frozen=True, slots=True)
class TierBonusTerms:
    """All stages add up."""

    stages: tuple[TierStage, ...]
    inputs: tuple[RuleInput, ...]


@dataclass(frozen=True, slots=True)
class FineTerms:
    """The last ones below a rate on a day pay; fines from the least bad to the last."""

    on: date
    below: Fraction
    fines: tuple[Fen, ...]
    inputs: tuple[RuleInput, ...]


def assess_tier_bonus(rule: Rule[TierBonusTerms], question: Question) -> tuple[Assessment, ...]:
    """Stage by stage, those that have begun."""
    ends = [stage.on for stage in rule.terms.stages]
    stages = [s for i, s in enumerate(rule.terms.stages) if i == 0 or ends[i - 1] < question.on]
    rates = [rates_on(question, PAIR, stage.on) for stage in stages]
    pairs = list(zip(stages, rates, strict=True))
    return tuple(_bonus(rule, question, unit, pairs) for unit in question.units)


def _bonus(
    rule: Rule[TierBonusTerms],
    question: Question,
    unit: str,
    stages: list[tuple[TierStage, dict[str, Fraction]]],
) -> Assessment:
    items: list[Item] = []
    ties: tuple[str, ...] = ()
    for stage, rates in stages:
        if unit not in rates:
            gaps = lacking(question, rule.terms.inputs, unit, PAIR, stage.on)
            return Assessment(rule, unit, question.on, True, missing=gaps, items=tuple(items))
        counted = question.counted(unit, PAIR, stage.on)
        items.append(_tier_item(rule, stage, rates[unit], counted))
        is_last, shared = among_last(rates, unit, stage.last)
        if is_last is not False:
            items.append(_consequence(rule, stage, ranks(rates)[unit], is_last))
        ties += shared if is_last is None else ()
    return Assessment(
        rule,
        unit,
        question.on,
        question.on < rule.terms.stages[-1].on,
        rank=ranks(stages[-1][1])[unit],
        amount=Fen(sum(item.amount or 0 for item in items)),
        ties=tuple(dict.fromkeys(ties)),
        figures=question.of(unit),
        items=tuple(items),
        because=(because(rule, rule.note or rule.name),),
    )


def _tier_item(rule: Rule[TierBonusTerms], stage: TierStage, rate: Fraction, shown: str) -> Item:
    reached = [tier for tier in stage.tiers if rate >= tier.rate]
    best = max(reached, key=lambda tier: tier.rate, default=None)
    amount = best.amount if best else Fen(0)
    lowest = min(tier.rate for tier in stage.tiers)
    line = f"{shown} ≥ {percent(best.rate)}" if best else f"{shown} < {percent(lowest)}"
    text = f"{stage.on}前完成{percent(best.rate)}" if best else f"{stage.on}前未达到任何一档"
    reason = because(rule, text, f"{line} → {yuan(amount)}")
    return Item(f"stage_{stage.on}", f"{stage.on}前", shown, amount=amount, because=(reason,))


def _consequence(
    rule: Rule[TierBonusTerms], stage: TierStage, place: int, is_last: bool | None
) -> Item:
    open_yet = "" if is_last else f"并列，是否为后{stage.last}名由人决定："
    reason = because(rule, f"{open_yet}{stage.consequence}")
    return Item(f"last_{stage.on}", f"后{stage.last}名", f"第{place}名", because=(reason,))


def among_last(
    rates: dict[str, Fraction], unit: str, last: int
) -> tuple[bool | None, tuple[str, ...]]:
    """Whether a unit is among the last ones; None where a tie leaves it open, with whom."""
    worse = sum(rate < rates[unit] for rate in rates.values())
    same = tuple(u for u, rate in rates.items() if rate == rates[unit] and u != unit)
    if worse >= last:
        return False, ()
    return (True if worse + len(same) < last else None), same


def assess_fines(rule: Rule[FineTerms], question: Question) -> tuple[Assessment, ...]:
    """The last of those below the rate, the last one paying most."""
    rates = rates_on(question, PAIR, rule.terms.on)
    return tuple(_fine(rule, question, unit, rates) for unit in question.units)


def _fine(
    rule: Rule[FineTerms], question: Question, unit: str, rates: dict[str, Fraction]
) -> Assessment:
    terms = rule.terms
    if unit not in rates:
        gaps = lacking(question, terms.inputs, unit, PAIR, terms.on)
        return Assessment(rule, unit, question.on, True, missing=gaps)
    fine, shared = fine_of(terms, rates, unit)
    amount = None if fine is None else Fen(-fine)
    done = rates[unit] >= terms.below
    text = (
        "已完成任务" if done else "并列，由人决定" if fine is None else "未完成任务，按后几名处罚"
    )
    shown = question.counted(unit, PAIR, terms.on)
    line = shown + ("" if amount is None else f" → {yuan(amount)}")
    reason = because(rule, text, line)
    return Assessment(
        rule,
        unit,
        question.on,
        question.on < terms.on,
        rank=ranks(rates)[unit],
        amount=amount,
        ties=shared if fine is None else (),
        figures=question.of(unit),
        items=(Item("fine", rule.name, shown, amount=amount, because=(reason,)),),
        because=(reason,),
    )


def fine_of(
    terms: FineTerms, rates: dict[str, Fraction], unit: str
) -> tuple[Fen | None, tuple[str, ...]]:
    """From the last one upwards; None where a tie spans different fines."""
    below = {u: rate for u, rate in rates.items() if rate < terms.below}
    if unit not in below:
        return Fen(0), ()
    worse = sum(rate < below[unit] for rate in below.values())
    same = tuple(u for u, rate in below.items() if rate == below[unit] and u != unit)
    upwards = (*reversed(terms.fines), *([Fen(0)] * len(below)))
    possible = set(upwards[worse : worse + len(same) + 1])
    return (possible.pop(), ()) if len(possible) == 1 else (None, same)
