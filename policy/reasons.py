"""Why a decision came out as it did."""

from dataclasses import dataclass
from typing import Any

from policy.law import Clause, Reading, Rule


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: what holds, where it stands, how it was read, what was worked out."""

    text: str
    clause: Clause | None = None
    reading: Reading | None = None
    arithmetic: str | None = None


def because(rule: Rule[Any], text: str, arithmetic: str | None = None) -> Reason:
    """A reason that rests on a rule, with its clause and its first reading."""
    return Reason(text, rule.clause, rule.reading, arithmetic)
