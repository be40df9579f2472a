"""python -m bench.rivals: our service beside others that do the same, on the same data, in turns.

Everything is made in a folder that goes afterwards; only packages of Node.js stay, in .rivals/.
Names of stacks: ours, plain (the same service without plans and memory), mercurius, postgraphile,
neo4j_graphql.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import orjson

from bench.client import BenchError
from bench.made_up import HOUSEHOLDS, MadeUp
from bench.rivals.cases import VERIFIED, Cases
from bench.rivals.measure import Turns
from bench.rivals.same import verify
from bench.rivals.sample import Result, Sample
from bench.rivals.stand import NAMES, Stand
from bench.rivals.table import of_work, summary
from bench.rivals.told import tell
from bench.rivals.works import Work
from graph.errors import GraphError
from graph.settings import SettingsError

Samples = dict[Work, dict[str, list[Sample]]]


def main(arguments: Sequence[str]) -> int:
    """0 when all was measured, equal and exact; 1 with the reason on stderr."""
    given = _parser().parse_args(arguments)
    try:
        return asyncio.run(_run(given))
    except (BenchError, GraphError, SettingsError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("bench: ended before its time", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.rivals", description=__doc__)
    parser.add_argument("--only", type=_works, default=list(Work), help="e.g. W1,W4")
    parser.add_argument("--stacks", type=_stacks, default=list(NAMES.values()), metavar="A,B")
    parser.add_argument("--rounds", type=int, default=3, help="of each workload (3)")
    parser.add_argument(
        "--secs", type=float, default=2.0, help="of a workload, stack and round (2)"
    )
    parser.add_argument("--households", type=int, default=HOUSEHOLDS, help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where all samples go")
    return parser


def _works(text: str) -> list[Work]:
    try:
        return sorted({Work(name) for name in text.split(",")}, key=lambda work: work.value)
    except ValueError:
        known = ", ".join(work.value for work in Work)
        raise argparse.ArgumentTypeError(f"{text}: choose of {known}") from None


def _stacks(text: str) -> list[str]:
    if unknown := set(text.split(",")) - NAMES.keys():
        known = ", ".join(NAMES)
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose of {known}")
    return [NAMES[name] for name in text.split(",")]


async def _run(given: argparse.Namespace) -> int:
    task = asyncio.current_task()
    assert task is not None
    with suppress(NotImplementedError):  # a system without signals
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    made = MadeUp(given.households)
    with tempfile.TemporaryDirectory(prefix="zeren-rivals-") as folder:
        async with Stand(Path(folder), made, given.stacks).up() as stacks:
            if not stacks:
                raise BenchError("no stack is left to be measured")
            cases = Cases(made)
            for work in given.only:
                if work in VERIFIED:
                    tell(verify(stacks, cases, work))
            turns = Turns(stacks, cases, given.rounds, given.secs)
            found = await _measured(turns, given.only)
    if given.json is not None:
        samples = [asdict(one) for of in found.values() for part in of.values() for one in part]
        given.json.write_bytes(orjson.dumps(samples))
    return _verdict(found)


async def _measured(turns: Turns, works: Sequence[Work]) -> Samples:
    """A table as soon as a workload is done."""
    found: Samples = {}
    for work in works:
        samples: dict[str, list[Sample]] = defaultdict(list, {one.name: [] for one in turns.stacks})
        async for sample in turns.measured(work):
            samples[sample.stack].append(sample)
        found[work] = samples
        tell(f"\n{of_work(work, _results(samples))}")
    return found


def _results(samples: dict[str, list[Sample]]) -> dict[str, Result]:
    return {name: Result(part) for name, part in samples.items() if part}


def _verdict(found: Samples) -> int:
    results = {work: _results(samples) for work, samples in found.items()}
    tell(f"\n{summary(results)}")
    every = [one for of in results.values() for one in of.values()]
    return int(any(one.errors or not one.exact for one in every))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
