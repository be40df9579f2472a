"""`python -m graph_seed reconcile`: what is kept against what the facts come to."""

import argparse
import sys
from typing import LiteralString

from facts.reconcile import Reconciled, reconcile
from graph.gateway import Gateway

SHOWN = 10  # differences that are spelled out

# (:Season {key: year})
LIST_YEARS: LiteralString = """
MATCH (s:Season) WITH s.key AS year ORDER BY year
RETURN collect(year) AS years
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Repair is what happens unless --check is given."""
    parser.add_argument("--year", type=int, help="this year alone; by default every one")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--repair", action="store_true", help="put right what differs (the default)")
    what.add_argument("--check", action="store_true", help="change nothing; 1 if anything differs")


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """One line a year and database; 1 where something is left that differs."""
    is_right = True
    for store in gateway.stores():
        [row] = await store.read(LIST_YEARS)
        for year in row["years"] if options.year is None else [options.year]:
            found = await reconcile(store, year, repair=not options.check)
            _tell(found)
            is_right = is_right and found.is_right
    return 0 if is_right else 1


def _tell(found: Reconciled) -> None:
    print(
        f"reconcile: {found.year}: {found.villages} villages, {found.rows} rows, "
        f"{len(found.differences)} differences, {found.repaired} repaired"
    )
    for one in found.differences[:SHOWN]:
        print(f"  {one.key}: {one.found} -> {one.expected}", file=sys.stderr)
    if len(found.differences) > SHOWN:
        print(f"  and {len(found.differences) - SHOWN} more", file=sys.stderr)
