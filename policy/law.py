"""The law as values: what a notice says, clause by clause and rule by rule.

    Notice ── clauses ── Clause
           └─ rules ──── Rule[terms] ── clause, also     where it stands
                                     └─ readings          what is done where it is silent
    Category                                              the groups that notices name

The terms of a rule depend on its kind (policy/kinds.py names them all).
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any, Generic, TypeVar

from policy.terms import DepartmentKind

T = TypeVar("T")
Field = int | str | bool | date | Fraction | tuple[Any, ...] | None  # what terms are made of


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered piece of a notice, restated."""

    notice: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to read a silence, and the terms that it sets."""

    name: str
    sets: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What is done where a notice is silent or ambiguous, and what could be done instead."""

    key: str
    question: str
    chosen: str
    alternatives: tuple[Alternative, ...]
    clause: Clause | None = None

    def sets(self, name: str) -> dict[str, Any]:
        """The terms that an alternative sets."""
        for alternative in self.alternatives:
            if alternative.name == name:
                return dict(alternative.sets)
        known = ", ".join(alternative.name for alternative in self.alternatives)
        raise UnknownReading(f"reading {self.key}: no alternative {name!r}; choose from {known}")


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One rule of a notice. source: the jurisdiction whose notice it is."""

    kind: str
    key: str
    name: str
    source: str
    clause: Clause
    terms: T
    also: tuple[Clause, ...] = ()
    note: str | None = None
    readings: tuple[Reading, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def reading(self) -> Reading | None:
        return self.readings[0] if self.readings else None

    def holds(self, on: date | None) -> bool:
        """Whether the rule is in force on a day; without a day, always."""
        return on is None or (
            (self.valid_from is None or self.valid_from <= on)
            and (self.valid_to is None or on <= self.valid_to)
        )

    def choose(self, choices: dict[str, str]) -> "Rule[T]":
        """The rule under other readings."""
        changed = self
        for reading in self.readings:
            if (name := choices.get(reading.key)) is not None:
                terms: Any = replace(self.terms_of(changed), **reading.sets(name))
                chosen = replace(reading, chosen=name)
                kept = tuple(chosen if r.key == reading.key else r for r in changed.readings)
                changed = replace(changed, terms=terms, readings=kept)
        return changed

    @staticmethod
    def terms_of(rule: "Rule[Any]") -> Any:
        return rule.terms


@dataclass(frozen=True, slots=True)
class SourceFinding:
    """A contradiction or gap within a notice, shown and never mended silently."""

    key: str
    severity: str
    message: str
    clause: Clause
    also: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """One document. issuer: jurisdiction code; parent: key of the notice that it follows."""

    key: str
    title: str
    number: str | None
    issuer: str
    year: int | None
    issued_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    expired: bool = False
    parent: str | None = None
    cites: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    rules: tuple[Rule[Any], ...] = ()
    findings: tuple[SourceFinding, ...] = ()

    def expired_on(self, day: date) -> bool:
        """Marked as expired, or past its last day."""
        return self.expired or (self.valid_to is not None and day > self.valid_to)


@dataclass(frozen=True, slots=True)
class Category:
    """A group of people. aliases: the names that notices print for it."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    listed_by: DepartmentKind | None = None


class LawError(ValueError):
    """The message names what was asked, and what there is."""


class UnknownReading(LawError):
    """No such alternative of a reading, or no such reading."""


class UnknownCategory(LawError):
    """No group of that key or name."""


class MissingStandard(LawError):
    """A value that a decision needs and no notice of the scheme has a rule for."""
