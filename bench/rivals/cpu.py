"""CPU time of processes and of all that they started, as Linux counts it; elsewhere none."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
USER_TIME = 11  # of the fields after the name: user and system, then those of ended children
TIMES = 4


def spent_ms(process: int) -> float:
    """Since the process began; its children's with it, those that have ended too."""
    return sum(_own_ms(one) for one in family(process))


def family(process: int) -> Iterator[int]:
    """The process and all below it."""
    yield process
    with suppress(OSError):  # it ends while we look
        for task in (PROC / str(process) / "task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def _own_ms(process: int) -> float:
    try:
        text = (PROC / str(process) / "stat").read_text()
    except OSError:
        return 0.0
    fields = text.rpartition(")")[2].split()[USER_TIME : USER_TIME + TIMES]
    return sum(map(int, fields)) * 1000 / os.sysconf("SC_CLK_TCK")
