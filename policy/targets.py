"""Rates that a scheme aims at, each on its own base."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policy.law import Rule
from policy.scheme import Scheme
from policy.terms import TargetBase


@dataclass(frozen=True, slots=True)
class TargetTerms:
    """A share of what base counts. assessed: somebody is judged by it."""

    rate: Fraction
    base: TargetBase
    by: date | None = None
    assessed: bool = False
    measures: str = "enrolled"


def enrolment_target(scheme: Scheme) -> Rule[TargetTerms] | None:
    """The enrolment rate that the scheme assesses: the nearest notice's, on people as a whole."""
    whole = (TargetBase.QUOTA, TargetBase.RESIDENTS)
    for rule in scheme.of(TargetTerms):
        if rule.terms.assessed and rule.terms.base in whole and rule.terms.measures == "enrolled":
            return rule
    return None


@dataclass(frozen=True, slots=True)
class Measured:
    """How far a target was reached; rate and missing are None without a base."""

    target: Rule[TargetTerms]
    base: int | None
    reached: int
    rate: Fraction | None
    missing: int | None

    @property
    def met(self) -> bool | None:
        return None if self.missing is None else self.missing == 0


def needed(base: int, rate: Fraction) -> int:
    """The least number of people that reaches a rate."""
    return -(-base * rate.numerator // rate.denominator)


def measure(target: Rule[TargetTerms], base: int | None, reached: int) -> Measured:
    """Compare people with a target, exactly. An empty base is met: nothing to fall short of."""
    if base is None:
        return Measured(target, None, reached, None, None)
    rate = Fraction(reached, base) if base else None
    return Measured(target, base, reached, rate, max(0, needed(base, target.terms.rate) - reached))
