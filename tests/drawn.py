"""A tree of real codes with the law in it, and questions put to the whole schema.

0 ─┬─ 43 ─┬─ 4311 ─┬─ 431123 ─┬─ 431123100 ─── 431123100001
   │      │        │          └─ 431123101 ─── 431123101001
   │      │        └─ 431122 ─── 431122100 ─── 431122100001
   │      └─ 4305 ─── 430502 ─── 430502001 ─── 430502001001
   └─ 34 ─── 3413 ─── 341302 ─── 341302113 ─┬─ …201, …202, …203, …204
"""

from datetime import date
from typing import Any

from facts.sums import no_sums, write_sums
from graph.gateway import Gateway
from graph_seed.law_load import load_law
from schema.root import make_context, schema

TODAY = date(2100, 1, 1)  # after whatever the engine calls today
OPENS = {2020: date(2019, 9, 1), 2022: date(2021, 9, 1), 2023: date(2022, 9, 1)}
LEVELS = {1: "NATION", 2: "PROVINCE", 4: "CITY", 6: "COUNTY", 9: "TOWNSHIP", 12: "VILLAGE"}
VILLAGES = [
    "431123100001",
    "431123101001",
    "431122100001",
    "430502001001",
    *(f"341302113{number}" for number in (201, 202, 203, 204)),
]

PLACES = """
UNWIND $codes AS place
MERGE (j:Jurisdiction {code: place[0]})
SET j.name = '地' + place[0], j.level = place[2], j.placeholder = false, j.acting = false,
    j.aliases = []
WITH j, place WHERE place[1] IS NOT NULL
MATCH (p:Jurisdiction {code: place[1]})
MERGE (j)-[:PART_OF]->(p)
"""
SEASONS = "UNWIND $seasons AS s CREATE (:Season {key: s[0], opens: s[1]})"
QUOTA = """
MATCH (j:Jurisdiction {code: $code})
CREATE (:Quota {key: $code + '|' + toString($year) + '|' + toString($n), year: $year, base: $base,
  people: $people, source: 'test', recorded: $n, notice: $notice, clause: $clause})-[:FOR]->(j)
"""


async def draw(graph: Gateway) -> Gateway:
    """The tree above, its seasons and all notices."""
    codes = {code[:size] for code in VILLAGES for size in (2, 4, 6, 9, 12)} | {"0"}
    for size, level in LEVELS.items():  # each finds those above it
        rows = [[code, _above(code), level] for code in sorted(codes) if len(code) == size]
        await graph.directory.write(PLACES, codes=rows)
    await graph.directory.write(SEASONS, seasons=[list(one) for one in OPENS.items()])
    assert (await load_law(graph)).without_place == ()
    return graph


def _above(code: str) -> str | None:
    sizes = [size for size in (2, 4, 6, 9) if size < len(code)]
    return None if code == "0" else code[: sizes[-1]] if sizes else "0"


async def add(graph: Gateway, year: int, *rows: tuple[str, str, date, dict[str, int]]) -> None:
    """Tallies: village, group, day, columns."""
    sums = no_sums()
    for village, group, on, columns in rows:
        sums[village, group, on].update(columns)
    await graph.directory.transact(lambda transaction: write_sums(transaction, year, sums))


async def set_quota(
    graph: Gateway, code: str, year: int, people: int, base: str = "QUOTA", clause: str = ""
) -> None:
    notice, _, number = clause.partition("|")
    await graph.directory.write(
        QUOTA,
        code=code,
        year=year,
        n=1 + len(base),
        base=base,
        people=people,
        notice=notice or None,
        clause=number or None,
    )


async def ask(graph: Gateway, text: str, /, **variables: Any) -> Any:
    """The data of an answer without errors."""
    context = make_context(graph, TODAY)
    found = await schema.execute(text, variable_values=variables, context_value=context)
    assert found.errors is None
    return found.data


async def refused(graph: Gateway, text: str, /, **variables: Any) -> tuple[str, str]:
    """Code and message of the one error of an answer."""
    context = make_context(graph, TODAY)
    found = await schema.execute(text, variable_values=variables, context_value=context)
    assert found.errors is not None
    (error,) = found.errors
    code: str = getattr(error.original_error, "code", "none")
    return code, error.message
