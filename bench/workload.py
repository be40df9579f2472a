"""What a benchmark is: a name and something to do, measured again and again."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one workload. The baseline is measured in the same run: machines swing, ratios stay."""

    times_ms: tuple[float, ...]
    cpu_ms: float  # of this process, a round; only the client's where the service is another one
    amount: str  # on how much data, e.g. "3,540 places, 712 KB"
    statements: float | None = None  # a round; None where nobody counts
    baseline: str = ""
    baseline_ms: float = 0.0

    @property
    def p50_ms(self) -> float:
        return median(self.times_ms)

    @property
    def p95_ms(self) -> float:
        return quantiles(self.times_ms, n=20)[-1] if len(self.times_ms) > 1 else self.times_ms[0]

    @property
    def ratio(self) -> float | None:
        return self.p50_ms / self.baseline_ms if self.baseline_ms else None


@dataclass(frozen=True, slots=True)
class Target:
    """A running service."""

    address: str  # http://127.0.0.1:8000
    statements: Callable[[], int] | None = None  # sent to the graph so far
    chain_ms: Callable[[str, str], int] | None = None  # the engine's time: household, day


@dataclass(frozen=True, slots=True)
class Workload:
    name: str
    run: Callable[[Target, int], Measured]  # so many rounds


def timed(work: Callable[[], object], rounds: int) -> tuple[tuple[float, ...], float]:
    """Each round's wall time, and the CPU time of one, both in milliseconds."""
    cpu = time.process_time()
    times = tuple(_once(work) for _ in range(rounds))
    return times, (time.process_time() - cpu) * 1000 / rounds


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
