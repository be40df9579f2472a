"""python -m bench.crash: kills the service and its engine with -9 under load, again and again.

In a data folder of its own. Afterwards every acknowledged request must stand in the graph just
once, with its amount, and `graph_seed verify` must find nothing.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from api.tokens import issue, own_key
from bench.client import BenchError
from bench.deeds import Deed, Kind, deeds_of
from bench.load import Load, queue
from bench.roll import NOTICE, make_roll, terms
from bench.standing import Faults, count
from bench.target import free_port
from bench.victim import Kill, Victim
from graph.errors import GraphError
from graph.opening import open_graph
from graph.settings import Settings
from policy.viewer import Role, Viewer

CLIENTS = 16
HOMES_A_KILL = 120
FIRST_SECONDS, LAST_SECONDS = 0.3, 4.0  # of load before a kill
WARM = 20  # acknowledged since the last kill, before the next one is drawn
FALLS_IN_A_ROW = 4  # a warden gives an engine up that falls more often


@dataclass(frozen=True, slots=True)
class Bounds:
    """How often and for how long to kill; `seed`: of whom and when."""

    times: int
    minutes: float
    seed: int


@dataclass
class Outcome:
    """What a run came to."""

    kills: Counter[Kill]
    acknowledged: Counter[Kind]
    resent: int
    faults: Faults
    longest_seconds: float
    verified: bool

    @property
    def is_right(self) -> bool:
        return not any(self.faults) and self.verified


def main(arguments: list[str]) -> int:
    """0 when nothing was lost or counted twice."""
    parser = argparse.ArgumentParser(prog="python -m bench.crash", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how often to kill (20)")
    parser.add_argument("--minutes", type=float, default=60, help="of kills at most (60)")
    parser.add_argument("--homes", type=int, help=f"on the roll ({HOMES_A_KILL} a kill)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the moments")
    given = parser.parse_args(arguments)
    print(f"crash: {given.times} kills, --seed {given.seed}", flush=True)
    try:
        with _settings() as settings:
            homes = given.homes or given.times * HOMES_A_KILL
            outcome = run(settings, Bounds(given.times, given.minutes, given.seed), homes)
    except (BenchError, GraphError, OSError) as error:
        print(f"crash: {error}", file=sys.stderr)
        return 1
    print(table(outcome))
    return 0 if outcome.is_right else 1


@contextmanager
def _settings() -> Iterator[Settings]:
    """The engine's jars are those that are there; all else is new and goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="zeren-crash-") as folder:
        own = replace(Settings.read(), neo4j_uri=None, databases={}, demo=False)
        yield replace(own, data=Path(folder), port=free_port())


def run(settings: Settings, bounds: Bounds, homes: int) -> Outcome:
    """Prepare, kill under load, send what is left, count."""
    deeds = asyncio.run(_prepared(settings, homes))
    viewer = Viewer("crash", Role.ADMINISTRATOR)
    token = issue(own_key(settings), viewer, timedelta(days=1))
    load = Load(settings.port, token, queue(deeds))
    victim = Victim(settings, settings.data / "service.log")
    victim.start()
    try:
        victim.await_back()
        load.start(CLIENTS)
        waits = _kill(victim, load, bounds)
        load.finish()
        verified = _verify(settings)
    finally:
        victim.stop()
    if load.refused is not None:
        raise BenchError(f"the service refused {load.refused}")
    faults = asyncio.run(_counted(settings, load.acknowledged.values()))
    kills = Counter(plan(bounds.times, bounds.seed)[: len(waits)])
    done = Counter(deed.kind for deed in load.acknowledged.values())
    return Outcome(kills, done, load.resent, faults, max(waits, default=0), verified)


async def _prepared(settings: Settings, most: int) -> list[Deed]:
    async with open_graph(settings) as gateway:
        homes = await make_roll(gateway, settings, most)
    law = terms()
    return [deeds_of(home, at, law) for at, home in enumerate(homes)]


def plan(times: int, seed: int) -> list[Kill]:
    """Whom to kill, in which order; a fresh warden before an engine has fallen too often."""
    drawn = Random(seed)
    kills: list[Kill] = []
    for _ in range(times):
        row = kills[-FALLS_IN_A_ROW:]
        tired = len(row) == FALLS_IN_A_ROW and set(row) == {Kill.ENGINE}
        kills.append(Kill.SERVICE if tired else drawn.choice(list(Kill)))
    return kills


def _kill(victim: Victim, load: Load, bounds: Bounds) -> list[float]:
    """Each time: load for a while, kill, wait until it is back; the seconds of each wait."""
    drawn, deadline = Random(bounds.seed), time.monotonic() + bounds.minutes * 60
    waits: list[float] = []
    for what in plan(bounds.times, bounds.seed):
        load.await_more(WARM)
        time.sleep(drawn.uniform(FIRST_SECONDS, LAST_SECONDS))
        if load.refused is not None or time.monotonic() > deadline:
            break
        victim.kill(what)
        waits.append(victim.await_back())
        done = len(load.acknowledged)
        print(
            f"  {len(waits):3} {what.value:8} back in {waits[-1]:4.1f} s, {done} done", flush=True
        )
    return waits


def _verify(settings: Settings) -> bool:
    environ = {**os.environ, "ZEREN_DATA": str(settings.data)}
    command = [sys.executable, "-m", "graph_seed", "verify"]
    return subprocess.run(command, env=environ, check=False).returncode == 0


async def _counted(settings: Settings, acknowledged: Iterable[Deed]) -> Faults:
    async with open_graph(settings) as gateway:
        return await count(gateway.at(NOTICE.unit), acknowledged)


def table(outcome: Outcome) -> str:
    """One line a figure."""
    kinds = ", ".join(f"{what.value} {outcome.kills[what]}" for what in Kill)
    rows = (
        ("kills", f"{outcome.kills.total()} ({kinds})"),
        ("acknowledged", f"{outcome.acknowledged.total()}"),
        *((f"  {kind.value}", f"{outcome.acknowledged[kind]}") for kind in Kind),
        ("resent", f"{outcome.resent}"),
        ("lost", f"{outcome.faults.lost}"),
        ("double", f"{outcome.faults.double}"),
        ("wrong amount", f"{outcome.faults.wrong_sums}"),
        ("verify", "clean" if outcome.verified else "NOT CLEAN"),
        ("longest time to come back", f"{outcome.longest_seconds:.1f} s"),
    )
    return "\n".join(f"{name:26} {figure}" for name, figure in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
