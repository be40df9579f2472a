"""Assessments: figures in, points and yuan out, each line with its arithmetic.

    assess(scheme, rule, on, figures) -> one Assessment a unit

A figure belongs to a unit, a key and a day. For a deciding day that has passed, the figure of that
day counts; before it, the latest one, and the result is provisional. What only people can give is
asked for by name. The kinds: assessment_person (A1), assessment_funds (A2, A4), assessment_tiers
(A3), assessment_sheet (A5, A6); policy/assessments.py knows them all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from policy.law import Rule
from policy.money import Fen
from policy.reasons import Reason
from policy.scheme import Scheme

PAIR = ("enrolled", "quota")


@dataclass(frozen=True, slots=True)
class RuleInput:
    """A figure that a rule asks for. counted: from the facts; else given by people."""

    key: str
    name: str
    unit: str
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a unit as it stood at the end of a day."""

    unit: str
    key: str
    value: Fraction
    on: date


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the sheet."""

    key: str
    name: str
    measured: str
    full: Fraction | None = None
    points: Fraction | None = None
    amount: Fen | None = None
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """The result for one unit. ties: units that share a rank which people must settle."""

    rule: Rule[Any]
    unit: str
    on: date
    provisional: bool
    score: Fraction | None = None
    rank: int | None = None
    amount: Fen | None = None
    ties: tuple[str, ...] = ()
    missing: tuple[RuleInput, ...] = ()
    figures: tuple[Figure, ...] = ()
    items: tuple[Item, ...] = ()
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, with the figures at hand."""

    scheme: Scheme
    on: date
    figures: tuple[Figure, ...]
    extension_granted: bool = False
    _known: dict[tuple[str, str], list[Figure]] = field(default_factory=dict, repr=False)
    _of: dict[str, list[Figure]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for figure in self.figures:
            self._known.setdefault((figure.unit, figure.key), []).append(figure)
            self._of.setdefault(figure.unit, []).append(figure)

    @property
    def units(self) -> tuple[str, ...]:
        return tuple(self._of)

    def figure(self, unit: str, key: str, by: date | None = None) -> Figure | None:
        """The latest figure of a unit up to a day, and never after the day of the question."""
        last = self.on if by is None else min(by, self.on)
        found = [f for f in self._known.get((unit, key), ()) if f.on <= last]
        return max(found, key=lambda figure: figure.on, default=None)

    def of(self, unit: str) -> tuple[Figure, ...]:
        """All figures of a unit."""
        return tuple(self._of.get(unit, ()))

    def pair(
        self, unit: str, keys: tuple[str, str], by: date
    ) -> tuple[Fraction | None, Fraction | None]:
        """reached and base up to a day; a base that is known only later is the same base."""
        reached, base = self.figure(unit, keys[0], by), self.figure(unit, keys[1], by)
        base = base or self.figure(unit, keys[1])
        return reached.value if reached else None, base.value if base else None

    def counted(self, unit: str, keys: tuple[str, str], by: date) -> str:
        """reached / base as they were counted, not reduced: whoever redoes it finds both."""
        reached, base = self.pair(unit, keys, by)
        return f"{reached} / {base}"

    def given(self, unit: str, key: str) -> Fraction | None:
        """What people gave, whenever they gave it up to the day of the question."""
        figure = self.figure(unit, key)
        return figure.value if figure else None


def ranks(rates: Mapping[str, Fraction]) -> dict[str, int]:
    """Best first; equal rates share the better rank."""
    return {unit: 1 + sum(other > rate for other in rates.values()) for unit, rate in rates.items()}


def tied(places: Mapping[str, int], unit: str) -> tuple[str, ...]:
    """The others of the same rank."""
    return tuple(u for u, rank in places.items() if rank == places[unit] and u != unit)


def lacking(
    question: Question,
    inputs: tuple[RuleInput, ...],
    unit: str,
    keys: tuple[str, str],
    by: date,
) -> tuple[RuleInput, ...]:
    """Which of reached and base is not there; a base of nobody gives no rate either."""
    reached, base = question.pair(unit, keys, by)
    return asked(inputs, [k for k, v in ((keys[0], reached), (keys[1], base or None)) if v is None])


def asked(inputs: tuple[RuleInput, ...], missing: Iterable[str]) -> tuple[RuleInput, ...]:
    """The inputs of a rule that are not there, each once."""
    wanted = set(missing)
    return tuple(entry for entry in inputs if entry.key in wanted)


def rates_on(question: Question, keys: tuple[str, str], by: date) -> dict[str, Fraction]:
    """reached / base of every unit that has both; units without a base are left out."""
    found = {}
    for unit in question.units:
        reached, base = question.pair(unit, keys, by)
        if reached is not None and base:
            found[unit] = reached / base
    return found


Assessor = Callable[[Rule[Any], Question], tuple[Assessment, ...]]
