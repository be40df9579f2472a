"""Work funds that fall in proportion to targets missed (A4), and prizes that people award (A2)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policy.assessment import Assessment, Item, Question, RuleInput, asked, ranks, rates_on, tied
from policy.law import Rule
from policy.money import Fen, half_up, percent, yuan
from policy.reasons import because
from policy.scheme import Scheme
from policy.targets import TargetTerms


@dataclass(frozen=True, slots=True)
class FundPart:
    """A share of the funds that hangs on a target; base and reached name figures."""

    target: str
    share: Fraction
    reached: str
    base: str


@dataclass(frozen=True, slots=True)
class FundsTerms:
    """Funds for each enrolled person, in parts."""

    per_person: Fen
    parts: tuple[FundPart, ...]
    inputs: tuple[RuleInput, ...]
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Prize:
    """So many of one prize."""

    name: str
    count: int
    amount: Fen


@dataclass(frozen=True, slots=True)
class PrizesTerms:
    """Prizes in their order. proposed: by rank, until people have chosen."""

    prizes: tuple[Prize, ...]
    inputs: tuple[RuleInput, ...]
    proposed: bool = False
    on: date | None = None


def assess_funds(rule: Rule[FundsTerms], question: Question) -> tuple[Assessment, ...]:
    """Each unit by itself."""
    return tuple(_funds(rule, question, unit) for unit in question.units)


def _funds(rule: Rule[FundsTerms], question: Question, unit: str) -> Assessment:
    terms, day = rule.terms, rule.terms.on or question.on
    keys = ["enrolled", *(k for part in terms.parts for k in (part.reached, part.base))]
    latest = {key: question.figure(unit, key, day) for key in keys}
    found = {key: figure.value if figure else None for key, figure in latest.items()}
    if missing := [key for key, value in found.items() if value is None]:
        gaps = asked(terms.inputs, missing)
        return Assessment(rule, unit, question.on, True, missing=gaps)
    values = {key: value for key, value in found.items() if value is not None}
    whole = values["enrolled"] * terms.per_person
    items, exact, paid = [], Fraction(0), Fen(0)
    for part in terms.parts:
        target = _target(question.scheme, part)
        kept = _kept(values[part.reached], values[part.base], target.terms.rate)
        exact += whole * part.share * kept
        amount = Fen(half_up(exact) - paid)  # what rounding leaves goes into the next line
        paid = half_up(exact)
        items.append(_part_item(target, part, values, kept, whole, amount))
    line = f"{values['enrolled']} × {yuan(terms.per_person)} = {yuan(half_up(whole))}"
    reason = because(rule, f"工作经费按参保人数每人{yuan(terms.per_person)}元", line)
    return Assessment(
        rule,
        unit,
        question.on,
        question.on < day,
        amount=paid,
        figures=question.of(unit),
        items=tuple(items),
        because=(reason,),
    )


def _target(scheme: Scheme, part: FundPart) -> Rule[TargetTerms]:
    rule = scheme.get(TargetTerms, part.target)
    if rule is None:
        raise LookupError(f"{scheme.jurisdiction}/{scheme.year}: no target {part.target!r}")
    return rule


def _kept(reached: Fraction, base: Fraction, rate: Fraction) -> Fraction:
    """The share that stays; with nobody in the base there is nothing to fall short of."""
    return Fraction(1) if base == 0 else min(Fraction(1), reached / base / rate)


def _part_item(
    target: Rule[TargetTerms],
    part: FundPart,
    values: dict[str, Fraction],
    kept: Fraction,
    whole: Fraction,
    amount: Fen,
) -> Item:
    measured = f"{values[part.reached]} / {values[part.base]}"
    line = (
        f"{yuan(half_up(whole))} × {part.share} × min(1, ({measured}) / "
        f"{percent(target.terms.rate)}) = {yuan(amount)}"
    )
    text = f"目标{percent(target.terms.rate)}，" + ("达到" if kept == 1 else "未达到，按比例扣除")
    return Item(
        part.target, target.name, measured, amount=amount, because=(because(target, text, line),)
    )


def assess_prizes(rule: Rule[PrizesTerms], question: Question) -> tuple[Assessment, ...]:
    """What people chose; until then a proposal by rank, or the question itself."""
    day = rule.terms.on or question.on
    places = ranks(rates_on(question, ("enrolled", "quota"), day))
    return tuple(_prize(rule, question, unit, places) for unit in question.units)


def _prize(
    rule: Rule[PrizesTerms], question: Question, unit: str, places: dict[str, int]
) -> Assessment:
    terms = rule.terms
    chosen = question.given(unit, "prize")
    number = None if chosen is None else int(chosen)
    proposal = _proposed(terms, places.get(unit)) if terms.proposed else None
    at = number if number is not None else proposal
    amount = Fen(0) if at == 0 else None
    items: tuple[Item, ...] = ()
    if at and at <= len(terms.prizes):
        prize = terms.prizes[at - 1]
        amount = prize.amount
        text = f"{'评选' if chosen is not None else '按名次建议'}：{prize.name}"
        line = f"{prize.count} × {yuan(prize.amount)}"
        reason = because(rule, text, line)
        items = (
            Item(
                f"prize_{at}",
                prize.name,
                f"第{places.get(unit, '-')}名",
                None,
                None,
                amount,
                (reason,),
            ),
        )
    shared = tied(places, unit) if unit in places and terms.proposed and chosen is None else ()
    return Assessment(
        rule,
        unit,
        question.on,
        chosen is None,
        rank=places.get(unit),
        amount=amount,
        ties=shared,
        missing=asked(terms.inputs, ["prize"] if chosen is None else []),
        figures=question.of(unit),
        items=items,
        because=(because(rule, rule.note or rule.name),),
    )


def _proposed(terms: PrizesTerms, place: int | None) -> int | None:
    """Which prize a rank would get: 1 the first, 0 none; None without a rank."""
    if place is None:
        return None
    given = 0
    for number, prize in enumerate(terms.prizes, start=1):
        given += prize.count
        if place <= given:
            return number
    return 0
