"""`python -m graph_seed season --year 2024 --opens 2023-09-01` opens a campaign's year.

Once: the tree of the year is that of its first day, and no fact may be earlier.
"""

import argparse
import sys
from datetime import date

from facts.season import Season, open_season
from graph.gateway import Gateway


def configure(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument("--year", required=True, type=int, help="in which benefits run")
    parser.add_argument(
        "--opens", required=True, type=date.fromisoformat, help="the first day, e.g. 2023-09-01"
    )


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """1 where the year is open since another day; then nothing changes."""
    asked = Season(options.year, options.opens)
    if not asked.opens.year - 1 <= asked.year <= asked.opens.year + 1:
        print(f"season: {asked.opens} is no first day of {asked.year}", file=sys.stderr)
        return 1
    for store in gateway.stores():
        found = await open_season(store, asked)
        if found != asked:
            print(
                f"season: {found.year} is open since {found.opens}; its day does not move, "
                f"so {asked.opens} was not written",
                file=sys.stderr,
            )
            return 1
    print(f"season: {asked.year} is open since {asked.opens}")
    return 0
