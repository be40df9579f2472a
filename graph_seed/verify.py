"""`python -m graph_seed verify`: proves what must always hold, names what is wrong."""

import argparse
import sys

from facts.proofs.verdict import SHOWN, Verdict
from facts.proofs.verify import UnknownUnit, UnknownYear, verify, verify_pages
from graph.gateway import Gateway, Store
from graph_seed.reconcile import LIST_YEARS


def configure(parser: argparse.ArgumentParser) -> None:
    """Without options everything is proved."""
    parser.add_argument("--year", type=int, help="this year alone; by default every one")
    parser.add_argument("--jurisdiction", metavar="CODE", help="this unit and all below it alone")


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """One line a year and database; 1 where anything is wrong."""
    unit: str | None = options.jurisdiction
    stores = [gateway.at(unit)] if unit else gateway.stores()
    year: int | None = options.year
    try:
        found = [
            (store, of) for store in stores for of in await _years(store) if year in (None, of)
        ]
        if year is not None and not found:
            raise UnknownYear(f"no season {year} is on record; load its roster first")
        verdicts = [_told(str(one), await verify(store, one, unit)) for store, one in found]
        for store in stores if unit is None else ():
            verdicts.append(_told(f"{store.database}, all years", await verify_pages(store)))
    except (UnknownYear, UnknownUnit) as error:
        print(f"verify: {error}", file=sys.stderr)
        return 1
    return 0 if all(verdict.is_clean for verdict in verdicts) else 1


async def _years(store: Store) -> list[int]:
    [row] = await store.read(LIST_YEARS)
    years: list[int] = row["years"]
    return years


def _told(what: str, verdict: Verdict) -> Verdict:
    """Its line, and to stderr what is wrong."""
    villages = f"{verdict.villages} villages, " if verdict.villages else ""
    wrong = sum(verdict.counts.values())
    print(f"verify: {what}: {villages}{verdict.proofs} proofs, {wrong} wrong", flush=True)
    for one in verdict.shown:
        print(f"  {one}", file=sys.stderr)
    for code, number in sorted(verdict.counts.items()):
        if number > SHOWN:
            print(f"  {code}：另有 {number - SHOWN} 处", file=sys.stderr)
    return verdict
