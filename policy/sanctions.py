"""Sanctions: which consequence of a notice a result has triggered, for whom, by which figure.

Assessment ── triggered(rule, assessment) ──> Triggered, or None
late duties ── LATE, named by the rule

The system names what the notice says would follow; people decide.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Literal

from policy.assessment import Assessment, Figure, Item
from policy.law import Rule
from policy.money import Fen, percent, yuan


class Trigger(Enum):
    """ITEM: a line of an assessment is there. FINE: it takes money away, or a tie leaves it open.

    SHORT: reached / base below a rate. LATE: duties are late. PEOPLE: no figure decides.
    """

    ITEM = "ITEM"
    FINE = "FINE"
    SHORT = "SHORT"
    LATE = "LATE"
    PEOPLE = "PEOPLE"


@dataclass(frozen=True, slots=True)
class SanctionTerms:
    """A consequence, whom it meets, and what triggers it.

    assessment, item: a rule of the notice and a line of its sheet. on: the deciding days, the last
    whose line stands in the sheet counts. reached, base, rate: figures. duties: empty means any.
    """

    consequence: str
    whom: str
    trigger: Trigger
    assessment: str | None = None
    item: str | None = None
    on: tuple[date, ...] = ()
    reached: str | None = None
    base: str | None = None
    rate: Fraction | None = None
    duties: tuple[str, ...] = ()
    severity: Literal["INFO", "WARNING", "ERROR"] = "WARNING"


NEEDED = {
    Trigger.ITEM: ("assessment", "item", "on"),
    Trigger.FINE: ("assessment", "on"),
    Trigger.SHORT: ("assessment", "on", "reached", "base", "rate"),
    Trigger.LATE: (),
    Trigger.PEOPLE: (),
}


def lacking(terms: SanctionTerms) -> str | None:
    """The first term that its trigger needs and that is not there."""
    return next((name for name in NEEDED[terms.trigger] if not getattr(terms, name)), None)


@dataclass(frozen=True, slots=True)
class Triggered:
    """A sanction that a figure has triggered. tied: with whom people must settle it."""

    rule: Rule[SanctionTerms]
    unit: str
    on: date
    found: str
    expected: str | None
    tied: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """For the people who decide."""
        open_yet = "（名次并列，是否适用由人决定）" if self.tied else ""
        terms = self.rule.terms
        return f"{self.on}：{self.found}{open_yet}，{terms.whom}：{terms.consequence}"


def triggered(rule: Rule[SanctionTerms], judged: Assessment) -> Triggered | None:
    """What a result of the rule's assessment triggers, once its deciding day has come."""
    terms = rule.terms
    if judged.rule.key != terms.assessment:
        return None
    day = _day(terms, judged)
    if judged.on < day:
        return None
    match terms.trigger:
        case Trigger.ITEM:
            found = next((one for one in judged.items if one.key == terms.item), None)
            return None if found is None else _by_item(rule, judged, day, found)
        case Trigger.FINE:
            return _by_fine(rule, judged, day)
        case Trigger.SHORT:
            return _by_rate(rule, judged, day)
        case _:
            return None


def _day(terms: SanctionTerms, judged: Assessment) -> date:
    lines = {item.key for item in judged.items}
    return next((day for day in reversed(terms.on) if f"stage_{day}" in lines), terms.on[0])


def _by_item(
    rule: Rule[SanctionTerms], judged: Assessment, day: date, item: Item
) -> Triggered | None:
    parts = [item.name, item.measured, *_rate(rule.terms, judged, day), *_money(item.amount)]
    tied = judged.ties if any("并列" in why.text for why in item.because) else ()
    return Triggered(rule, judged.unit, day, "，".join(parts), None, tied)


def _by_fine(rule: Rule[SanctionTerms], judged: Assessment, day: date) -> Triggered | None:
    is_open = judged.amount is None and bool(judged.ties)
    if not is_open and (judged.amount or 0) >= 0:
        return None
    parts = [judged.rule.name, *_rate(rule.terms, judged, day), *_money(judged.amount)]
    return Triggered(rule, judged.unit, day, "，".join(parts), None, judged.ties)


def _by_rate(rule: Rule[SanctionTerms], judged: Assessment, day: date) -> Triggered | None:
    terms, pair = rule.terms, _pair(rule.terms, judged, day)
    if pair is None or terms.rate is None or pair[0] >= pair[1] * terms.rate:
        return None
    shown = f"{pair[0]} / {pair[1]} < {percent(terms.rate)}"
    return Triggered(rule, judged.unit, day, shown, percent(terms.rate))


def _rate(terms: SanctionTerms, judged: Assessment, day: date) -> list[str]:
    pair = _pair(terms, judged, day)
    return [] if pair is None else [f"{pair[0]} / {pair[1]}"]


def _pair(terms: SanctionTerms, judged: Assessment, day: date) -> tuple[Fraction, Fraction] | None:
    """Both figures as they stood on the deciding day; a base known only later is the same."""
    if terms.reached is None or terms.base is None:
        return None
    here = [one for one in judged.figures if one.unit == judged.unit]
    reached = _latest([one for one in here if one.key == terms.reached and one.on <= day])
    bases = [one for one in here if one.key == terms.base]
    base = _latest([one for one in bases if one.on <= day]) or _latest(bases)
    return (reached.value, base.value) if reached and base else None


def _latest(figures: list[Figure]) -> Figure | None:
    return max(figures, key=lambda one: one.on, default=None)


def _money(amount: Fen | None) -> list[str]:
    return [f"{yuan(Fen(-amount))}元"] if amount is not None and amount < 0 else []
