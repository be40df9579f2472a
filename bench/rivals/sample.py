"""One measurement, and what many of them come to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

MANY = 8  # clients, where nothing else is said


@dataclass(frozen=True, slots=True)
class Sample:
    """Of a workload and a stack in one round, with so many clients side by side."""

    work: str
    stack: str
    round: int
    clients: int
    seconds: float
    times_ms: tuple[float, ...] = field(repr=False)
    server_ms: float  # CPU of all its requests together
    database_ms: float
    bytes: int
    errors: int
    exact: bool | None = None  # of payments: the sum grew by what was acknowledged


@dataclass(frozen=True, slots=True)
class Result:
    """The samples of a workload and a stack."""

    samples: Sequence[Sample]

    def _with(self, clients: int) -> list[Sample]:
        return [one for one in self.samples if one.clients == clients]

    @property
    def p50_ms(self) -> float:
        return quantile([time for one in self._with(1) for time in one.times_ms], 0.5)

    @property
    def p95_ms(self) -> float:
        return quantile([time for one in self._with(1) for time in one.times_ms], 0.95)

    def rate(self, clients: int = MANY) -> float:
        """Requests a second, the middle of the rounds."""
        return median(len(one.times_ms) / one.seconds for one in self._with(clients))

    @property
    def server_ms(self) -> float:
        return self._each(sum(one.server_ms for one in self._with(MANY)))

    @property
    def database_ms(self) -> float:
        return self._each(sum(one.database_ms for one in self._with(MANY)))

    def _each(self, spent: float) -> float:
        return spent / sum(len(one.times_ms) for one in self._with(MANY))

    @property
    def errors(self) -> int:
        return sum(one.errors for one in self.samples)

    @property
    def exact(self) -> bool:
        return all(one.exact is not False for one in self.samples)


def quantile(times: Sequence[float], part: float) -> float:
    """The time that so large a part of the requests did not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
