"""Days by which money or work must be there."""

from dataclasses import dataclass
from datetime import date

from policy.law import Clause
from policy.scheme import Scheme
from policy.standards import Standard, Unit


@dataclass(frozen=True, slots=True)
class Deadline:
    """day is None where the notice demands it without a date; then nothing is overdue."""

    key: str
    name: str
    day: date | None
    clause: Clause
    note: str | None

    def overdue(self, on: date) -> bool:
        """The day itself is still in time."""
        return self.day is not None and on > self.day


def deadlines(scheme: Scheme) -> tuple[Deadline, ...]:
    """Every value of the scheme that somebody has to keep (its key ends in _by)."""
    return tuple(
        Deadline(
            rule.key,
            rule.name,
            rule.terms.value if isinstance(rule.terms.value, date) else None,
            rule.clause,
            rule.note,
        )
        for rule in scheme.of(Standard)
        if rule.terms.unit is Unit.DATE and rule.key.endswith("_by")
    )
