"""A sheet of points (A5) and the money and honours that its score brings (A6)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from policy.assessment import PAIR, Assessment, Item, Question, RuleInput, asked, ranks, tied
from policy.law import MissingStandard, Rule
from policy.money import Fen, half_up, percent, yuan
from policy.reasons import Reason, because

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Measure:
    """Points for each percentage point above and below a rate. counts: results or poor day."""

    name: str
    reached: str
    base: str
    rate: Fraction
    below: int
    above: int = 0
    day: Literal["results", "poor", "latest"] = "results"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """One line: full points, changed by measures, or given by people less so much a case."""

    key: str
    name: str
    full: int
    measures: tuple[Measure, ...] = ()
    given: str | None = None
    cases: str | None = None
    per_case: int = 0


@dataclass(frozen=True, slots=True)
class SheetTerms:
    """points: only whole percentage points count, each begun one, or in proportion."""

    items: tuple[SheetItem, ...]
    results_on: date
    poor_on: date
    poor: str  # the group that the measures of the day `poor` count
    inputs: tuple[RuleInput, ...]
    points: Literal["whole", "begun", "in_proportion"] = "whole"

    def day_of(self, measure: Measure, on: date) -> date:
        return {"results": self.results_on, "poor": self.poor_on, "latest": on}[measure.day]


@dataclass(frozen=True, slots=True)
class ScoreMoneyTerms:
    """Money an enrolled person by score, for units that completed their task."""

    sheet: str
    at: int
    per_person: Fen
    per_point_above: Fen
    per_point_below: Fen
    rewarded_ranks: int
    inputs: tuple[RuleInput, ...]
    on: date
    reward: str
    sanction: str
    incomplete: Literal["none", "paid"] = "none"


def assess_sheet(rule: Rule[SheetTerms], question: Question) -> tuple[Assessment, ...]:
    """Score and rank of every unit; a score without all inputs is not given."""
    found = {unit: _sheet(rule, question, unit) for unit in question.units}
    places = ranks({u: s for u, (s, _, _) in found.items() if s is not None})
    last = max(rule.terms.results_on, rule.terms.poor_on)
    return tuple(
        Assessment(
            rule,
            unit,
            question.on,
            question.on < last or bool(missing),
            score=score,
            rank=places.get(unit),
            ties=tied(places, unit) if unit in places else (),
            missing=asked(rule.terms.inputs, missing),
            figures=question.of(unit),
            items=items,
            because=(because(rule, "各项得分相加", _sum(items)),),
        )
        for unit, (score, missing, items) in found.items()
    )


def _sum(items: tuple[Item, ...]) -> str:
    return " + ".join("?" if i.points is None else str(i.points) for i in items)


def _sheet(
    rule: Rule[SheetTerms], question: Question, unit: str
) -> tuple[Fraction | None, list[str], tuple[Item, ...]]:
    missing: list[str] = []
    items = tuple(_line(rule, question, unit, entry, missing) for entry in rule.terms.items)
    known = [item.points for item in items if item.points is not None]
    return (sum(known, ZERO) if len(known) == len(items) else None), missing, items


def _line(
    rule: Rule[SheetTerms], question: Question, unit: str, entry: SheetItem, missing: list[str]
) -> Item:
    full = Fraction(entry.full)
    if entry.given is not None:
        return _given(rule, question, unit, entry, missing)
    points, lines, measured, lacking = full, [str(full)], [], []
    for measure in entry.measures:
        day = rule.terms.day_of(measure, question.on)
        reached, base = question.pair(unit, (measure.reached, measure.base), day)
        if reached is None or base is None:
            pair = ((measure.reached, reached), (measure.base, base))
            lacking += [key for key, value in pair if value is None]
            continue
        change = _change(rule.terms, measure, reached, base)
        points += change
        measured.append(f"{reached!s} / {base!s}")
        sign = "−" if change < 0 else "+"
        lines.append(f"{sign} {abs(change)!s}（{measure.name}，{percent(measure.rate)}）")
    missing += lacking
    reasons = (because(rule, entry.name, " ".join(lines)),)
    if lacking:
        return Item(entry.key, entry.name, "; ".join(measured), full, None, None, reasons)
    return Item(entry.key, entry.name, "; ".join(measured), full, max(ZERO, points), None, reasons)


def _given(
    rule: Rule[SheetTerms], question: Question, unit: str, entry: SheetItem, missing: list[str]
) -> Item:
    full, given = Fraction(entry.full), question.given(unit, entry.given or "")
    cases = question.given(unit, entry.cases) if entry.cases else ZERO
    lacking = [k for k, v in ((entry.given, given), (entry.cases, cases)) if k and v is None]
    missing += lacking
    if given is None or cases is None:
        return Item(entry.key, entry.name, "", full, None, None, (because(rule, "由人评分"),))
    start = min(full, given)
    points = max(ZERO, start - cases * entry.per_case)
    line = f"{start!s} − {cases!s} × {entry.per_case} = {points!s}"
    reasons: tuple[Reason, ...] = (because(rule, entry.name, line),)
    return Item(entry.key, entry.name, f"{cases!s}例", full, points, None, reasons)


def _change(terms: SheetTerms, measure: Measure, reached: Fraction, base: Fraction) -> Fraction:
    """Points won or lost; with nobody in the base there is nothing to fall short of."""
    if base == 0:
        return ZERO
    distance = (reached / base - measure.rate) * 100
    size = {"whole": floor, "begun": ceil}.get(terms.points, Fraction)(abs(distance))
    return Fraction(size) * (measure.above if distance > 0 else -measure.below)


def assess_score_money(rule: Rule[ScoreMoneyTerms], question: Question) -> tuple[Assessment, ...]:
    """By the scores given, else by those that the sheet works out from the same figures."""
    scores = {unit: question.given(unit, "score") for unit in question.units}
    if None in scores.values():
        scores |= {u: s for u, s in _scores(rule, question).items() if scores[u] is None}
    places = ranks({unit: score for unit, score in scores.items() if score is not None})
    return tuple(_money(rule, question, unit, scores[unit], places) for unit in question.units)


def _scores(rule: Rule[ScoreMoneyTerms], question: Question) -> dict[str, Fraction | None]:
    sheet = question.scheme.get(SheetTerms, rule.terms.sheet)
    if sheet is None:
        raise MissingStandard(f"{rule.key}: no sheet {rule.terms.sheet!r} in the scheme")
    return {a.unit: a.score for a in assess_sheet(sheet, question)}


def _money(
    rule: Rule[ScoreMoneyTerms],
    question: Question,
    unit: str,
    score: Fraction | None,
    places: dict[str, int],
) -> Assessment:
    terms = rule.terms
    enrolled, quota = question.pair(unit, PAIR, terms.on)
    if score is None or enrolled is None or quota is None:
        state = (("score", score), ("enrolled", enrolled), ("quota", quota))
        gaps = asked(terms.inputs, [key for key, value in state if value is None])
        return Assessment(rule, unit, question.on, True, score=score, missing=gaps)
    completed = enrolled >= quota
    items = [_payment(rule, score, enrolled, completed)]
    place = places[unit]
    shared = tied(places, unit)
    worst = max(places.values())
    rewarded = place <= terms.rewarded_ranks and completed
    if rewarded:
        items.append(_honour(rule, "reward", terms.reward, place))
    if place == worst and len(places) > 1 and not completed:
        items.append(_honour(rule, "sanction", terms.sanction, place))
    crowded = place <= terms.rewarded_ranks < place + len(shared)
    return Assessment(
        rule,
        unit,
        question.on,
        question.on < terms.on,
        score=score,
        rank=place,
        amount=items[0].amount,
        ties=shared if crowded or place == worst else (),
        figures=question.of(unit),
        items=tuple(items),
        because=(because(rule, rule.note or rule.name),),
    )


def _payment(
    rule: Rule[ScoreMoneyTerms], score: Fraction, enrolled: Fraction, completed: bool
) -> Item:
    terms, away = rule.terms, score - rule.terms.at
    per_point = terms.per_point_above if away > 0 else terms.per_point_below
    each = max(ZERO, terms.per_person + away * per_point)
    paid = completed or terms.incomplete == "paid"
    amount = half_up(each * enrolled) if paid else Fen(0)
    line = (
        f"{enrolled!s} × ({yuan(terms.per_person)} {'+' if away >= 0 else '−'} "
        f"{abs(away)!s} × {yuan(per_point)}) = {yuan(amount)}"
    )
    text = f"得分{score!s}" + ("" if paid else "，未完成任务，不拨付")
    reason = because(rule, text, line if paid else None)
    return Item("funds", "工作经费", str(score), amount=amount, because=(reason,))


def _honour(rule: Rule[ScoreMoneyTerms], key: str, text: str, place: int) -> Item:
    return Item(key, text, f"第{place}名", because=(because(rule, text),))
