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
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from api.tokens import issue, own_key
from bench.client import BenchError
from bench.deeds import COUNTY, Deed, Work, work
from bench.load import Load, queue
from bench.target import free_port
from bench.victim import Kill, Victim
from graph.errors import GraphError
from graph.opening import open_graph
from graph.settings import Settings
from policy.viewer import Role, Viewer

CLIENTS = 16
DEEDS_A_KILL = 400
FIRST_SECONDS, LAST_SECONDS = 0.3, 4.0  # of load before a kill
WARM = 50  # acknowledged since the last kill, before the next one is drawn
FALLS_IN_A_ROW = 4  # a warden gives an engine up that falls more often
AT_ONCE = 1_000


@dataclass
class Outcome:
    """What a run came to."""

    kills: Counter[Kill]
    acknowledged: int
    resent: int
    lost: int
    double: int
    wrong_sums: int
    longest_seconds: float
    verified: bool

    @property
    def is_right(self) -> bool:
        return not (self.lost or self.double or self.wrong_sums) and self.verified


def main(arguments: list[str]) -> int:
    """0 when nothing was lost or counted twice."""
    parser = argparse.ArgumentParser(prog="python -m bench.crash", description=__doc__)
    parser.add_argument("--times", type=int, default=20, help="how often to kill (20)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the moments")
    given = parser.parse_args(arguments)
    print(f"crash: {given.times} kills, --seed {given.seed}", flush=True)
    try:
        with _settings() as settings:
            outcome = run(settings, given.times, given.seed)
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


def run(settings: Settings, times: int, seed: int) -> Outcome:
    """Prepare, kill so many times under load, send what is left, count."""
    kind = work()
    deeds = asyncio.run(_prepared(kind, settings, times * DEEDS_A_KILL))
    viewer = Viewer("crash", Role.ADMINISTRATOR)
    token = issue(own_key(settings), viewer, timedelta(days=1))
    load = Load(settings.port, kind.field, token, queue(deeds))
    victim = Victim(settings, settings.data / "service.log")
    victim.start()
    try:
        victim.await_back()
        load.start(CLIENTS)
        longest = _kill(victim, load, plan(times, seed), Random(seed))
        load.finish()
        verified = _verify(settings)
    finally:
        victim.stop()
    if load.refused is not None:
        raise BenchError(f"the service refused {load.refused}")
    lost, double, wrong = asyncio.run(_counted(kind, settings, load.acknowledged))
    kills = Counter(plan(times, seed))
    done = len(load.acknowledged)
    return Outcome(kills, done, load.resent, lost, double, wrong, longest, verified)


async def _prepared(kind: Work, settings: Settings, most: int) -> Sequence[Deed]:
    async with open_graph(settings) as gateway:
        return await kind.prepare(gateway, settings, most)


def plan(times: int, seed: int) -> list[Kill]:
    """Whom to kill, in which order; a fresh warden before an engine has fallen too often."""
    drawn = Random(seed)
    kills: list[Kill] = []
    for _ in range(times):
        row = kills[-FALLS_IN_A_ROW:]
        tired = len(row) == FALLS_IN_A_ROW and set(row) == {Kill.ENGINE}
        kills.append(Kill.SERVICE if tired else drawn.choice(list(Kill)))
    return kills


def _kill(victim: Victim, load: Load, kills: Sequence[Kill], drawn: Random) -> float:
    """Each time: load for a while, kill, wait until it is back; the longest wait."""
    longest = 0.0
    for number, what in enumerate(kills, 1):
        load.await_more(WARM)
        time.sleep(drawn.uniform(FIRST_SECONDS, LAST_SECONDS))
        if load.refused is not None:
            break
        victim.kill(what)
        back = victim.await_back()
        longest = max(longest, back)
        done = len(load.acknowledged)
        print(f"  {number:3} {what.value:8} back in {back:4.1f} s, {done} done", flush=True)
    return longest


def _verify(settings: Settings) -> bool:
    environ = {**os.environ, "ZEREN_DATA": str(settings.data)}
    command = [sys.executable, "-m", "graph_seed", "verify"]
    return subprocess.run(command, env=environ, check=False).returncode == 0


async def _counted(
    kind: Work, settings: Settings, acknowledged: Mapping[str, Deed]
) -> tuple[int, int, int]:
    """Of what was acknowledged: how much is not there, is there twice, has another amount."""
    deeds = list(acknowledged.values())
    lost = double = wrong = 0
    async with open_graph(settings) as gateway:
        for at in range(0, len(deeds), AT_ONCE):
            part = deeds[at : at + AT_ONCE]
            standing = await kind.standing(gateway.at(COUNTY), part)
            for deed in part:
                times, fen = standing.get(deed.subject, (0, 0))
                lost += times == 0
                double += times > 1
                wrong += times == 1 and fen != deed.amount_fen
    return lost, double, wrong


def table(outcome: Outcome) -> str:
    """One line a figure."""
    kinds = ", ".join(f"{what.value} {outcome.kills[what]}" for what in Kill)
    rows = (
        ("kills", f"{outcome.kills.total()} ({kinds})"),
        ("acknowledged", f"{outcome.acknowledged}"),
        ("resent", f"{outcome.resent}"),
        ("lost", f"{outcome.lost}"),
        ("double", f"{outcome.double}"),
        ("wrong amount", f"{outcome.wrong_sums}"),
        ("verify", "clean" if outcome.verified else "NOT CLEAN"),
        ("longest time to come back", f"{outcome.longest_seconds:.1f} s"),
    )
    return "\n".join(f"{name:26} {figure}" for name, figure in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
