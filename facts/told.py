"""What is handed on while it is worked out what follows from facts."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from facts.change import Cause, Origin
from graph.gateway import Row
from policy.steps import Step
from policy.timeline import Value

Rows = defaultdict[LiteralString, list[Row]]  # by the statement that writes them
Steps = tuple[Step[Value], ...]
UNTOLD = Origin(Cause.CORRECTED)


@dataclass(frozen=True, slots=True)
class Told:
    """Who recorded it by which request, and which fact made the steps of a day."""

    receipt: str
    by: str | None = None
    origins: Mapping[str, Mapping[date, Origin]] = field(default_factory=dict)  # by person
    otherwise: Origin = UNTOLD

    def of(self, person: str) -> Mapping[date, Origin]:
        return self.origins.get(person, {})

    def of_all(self) -> dict[date, Origin]:
        return {day: origin for days in self.origins.values() for day, origin in days.items()}
