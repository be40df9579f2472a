"""Single values of the law: amounts, days, shares, and choices where notices are silent."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from policy.money import Fen, percent, yuan


class Unit(Enum):
    """What the value of a standard is."""

    YUAN = "YUAN"
    DATE = "DATE"
    DAY_OF_YEAR = "DAY_OF_YEAR"
    DAYS = "DAYS"
    MONTHS = "MONTHS"
    SHARE = "SHARE"
    CHOICE = "CHOICE"
    TEXT = "TEXT"


TYPES: dict[Unit, Any] = {
    Unit.YUAN: Fen,
    Unit.DATE: date,
    Unit.DAY_OF_YEAR: str,
    Unit.DAYS: int,
    Unit.MONTHS: int,
    Unit.SHARE: Fraction,
    Unit.CHOICE: str,
    Unit.TEXT: str,
}


@dataclass(frozen=True, slots=True)
class Standard:
    """One value; None where the notice leaves it to somebody else."""

    unit: Unit
    value: int | Fraction | date | str | None = None

    def text(self) -> str | None:
        """The value as people write it."""
        if self.value is None:
            return None
        if self.unit is Unit.YUAN and isinstance(self.value, int):
            return yuan(Fen(self.value))
        return percent(self.value) if isinstance(self.value, Fraction) else str(self.value)
