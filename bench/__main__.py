"""python -m bench: measures the service and prints a table.

Without --address it starts a service of its own. Ratios are to a baseline of the same run. Then it
measures how fast facts come in, in a data folder of its own (python -m bench.pace).
"""

import argparse
import sys
from contextlib import AbstractContextManager, nullcontext

from bench.assessment import ASSESSMENT
from bench.chain import CHAIN
from bench.client import BenchError
from bench.ledger import LEDGER
from bench.pace import measure
from bench.subsidy import AMOUNTS, DECISIONS
from bench.table import table
from bench.target import started
from bench.tree import TREE
from bench.workload import Target
from graph.errors import GraphError

WORKLOADS = (TREE, CHAIN, LEDGER, ASSESSMENT, AMOUNTS, DECISIONS)


def main(arguments: list[str]) -> int:
    """0 when all was measured; 1 with the reason on stderr."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--address", help="of a running service, e.g. http://127.0.0.1:8000")
    parser.add_argument("--rounds", type=int, default=50, help="of each workload (50)")
    given = parser.parse_args(arguments)
    try:
        with _target(given.address) as target:
            results = {work.name: work.run(target, given.rounds) for work in WORKLOADS}
        print(table(results), flush=True)
        if given.address is None:
            print(measure())
    except (BenchError, GraphError, OSError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    return 0


def _target(address: str | None) -> AbstractContextManager[Target]:
    return nullcontext(Target(address)) if address else started()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
