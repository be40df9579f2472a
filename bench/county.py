"""python -m bench.county: the ledger of a county with 30,000 made-up subsidies.

A graph of its own in a folder of its own: 12 townships, 150 villages, in each 24 rows of totals as
the write path keeps them (3,600 in all). Asked in this process, without HTTP; the engine's own time
is that of the one statement that sums.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from typing import LiteralString

from bench.ledger import COUNTY, ledger_query
from graph.gateway import Gateway, Row
from graph.opening import open_graph
from graph.settings import Settings
from graph_seed.law import read_notices, scheme_of
from graph_seed.law_load import load_law
from policy.stations import group_of
from policy.subsidy import SubsidyTerms
from resolvers.figures import Span
from resolvers.owed import OWED_NOW, read_owed
from schema.root import make_context, schema

VILLAGES, TOWNSHIPS, GROUPS, PEOPLE, YEAR = 150, 12, 24, 30_000, 2022
ROUNDS = 30
TODAY = date(2022, 6, 1)

# (village)-[:PART_OF]->(township)-[:PART_OF]->(county)-[:PART_OF]->…
PLACES: LiteralString = """
UNWIND $rows AS row
CREATE (j:Jurisdiction) SET j += row.place
WITH j, row
MATCH (above:Jurisdiction {code: row.above})
CREATE (j)-[:PART_OF]->(above)
"""
SEASON: LiteralString = "CREATE (:Season {key: $year, opens: $opens})"
TOTALS: LiteralString = "UNWIND $rows AS row CREATE (t:Total) SET t = row"


def places() -> Iterator[tuple[str, str, str]]:
    """Code, level, the unit above; from above downwards."""
    yield "43", "PROVINCE", "0"
    yield "4311", "CITY", "43"
    yield COUNTY, "COUNTY", "4311"
    towns = [f"{COUNTY}{100 + number}" for number in range(TOWNSHIPS)]
    for town in towns:
        yield town, "TOWNSHIP", COUNTY
    for number in range(VILLAGES):
        town = towns[number % TOWNSHIPS]
        yield f"{town}{1 + number // TOWNSHIPS:03}", "VILLAGE", town


def totals() -> list[Row]:
    """Rows that come to PEOPLE subsidies of the county's own groups and made-up ones."""
    scheme = scheme_of(read_notices(), "shuangpai-2022")
    known = [group_of(scheme, rule.key) for rule in scheme.of(SubsidyTerms)]
    more = [f"CIVIL_AFFAIRS|made_up_{at}|FISCAL|made/up" for at in range(GROUPS)]
    villages = [code for code, level, _ in places() if level == "VILLAGE"]
    each, rest = divmod(PEOPLE, VILLAGES * GROUPS)
    rows = [(village, group) for village in villages for group in (known + more)[:GROUPS]]
    return [_total(*row, each + (at < rest)) for at, row in enumerate(rows)]


def _total(village: str, group: str, people: int) -> Row:
    fen = people * 16_000
    return {
        "key": f"{village}|{YEAR}|l|{group}",
        "village": village,
        "year": YEAR,
        "group": f"l|{group}",
        "subsidies": people,
        "unset": 0,
        "subsidy_fen": fen,
        "payable_fen": fen,
        "requested_fen": fen,
        "disbursed_fen": 0,
        "received_fen": 0,
        "seq": 1,
    }


async def fill(graph: Gateway) -> None:
    """The law, the places, the totals."""
    store = graph.directory
    await store.write("CREATE (j:Jurisdiction) SET j = $place", place=_place("0", "NATION"))
    rows = [{"place": _place(code, level), "above": above} for code, level, above in places()]
    for row in rows:  # each needs the one above it
        await store.write(PLACES, rows=[row])
    await store.write(SEASON, year=YEAR, opens=date(YEAR - 1, 9, 1))
    await load_law(graph)
    await store.write(TOTALS, rows=totals())


def _place(code: str, level: str) -> Row:
    name = f"地{code}"
    return {"code": code, "name": name, "level": level, "aliases": [], "placeholder": False}


async def measure(graph: Gateway) -> None:
    """Prints the whole answer, and the engine's part in it."""
    query, times = ledger_query(COUNTY), []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        found = await schema.execute(query, context_value=make_context(graph, TODAY))
        times.append((time.perf_counter() - started) * 1000)
    if found.errors or not found.data:
        raise SystemExit(f"bench: {found.errors}")
    ledger = found.data["jurisdiction"]["liabilities"]
    store = graph.directory
    villages = [code for code, level, _ in places() if level == "VILLAGE"]
    parts = [{"at": 0, "villages": villages}]
    asked = {"parts": parts, "within": f"|{YEAR}|l|"}
    engine = [await store.engine_ms(OWED_NOW, **asked) for _ in range(ROUNDS)]
    reading = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        await read_owed(store, [villages], Span(YEAR, TODAY, date.min, TODAY, True))
        reading.append((time.perf_counter() - started) * 1000)
    print(f"{ledger['people']:,} subsidies, {len(totals()):,} totals, {len(ledger['rows'])} rows")
    print(f"answer      p50 {median(times):.1f} ms, least {min(times):.1f} ms")
    print(f"statement   p50 {median(reading):.1f} ms, least {min(reading):.1f} ms")
    print(f"engine      p50 {median(engine):.0f} ms, least {min(engine)} ms")


async def run() -> None:
    """In a graph that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(Settings.read(), neo4j_uri=None, data=Path(folder))
        async with open_graph(settings) as graph:
            await fill(graph)
            await measure(graph)


if __name__ == "__main__":
    sys.exit(asyncio.run(run()))
