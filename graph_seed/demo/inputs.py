"""Made-up figures that an assessment asks people for, so that the demo's scores are complete.

Insured residents are those of the roll who are enrolled or covered elsewhere; of 250 entries one is
wrong; other work earns 8 to 10 points, and in one township a case of online opinion came up.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import LiteralString

from facts.receipt import IdempotencyConflict
from graph.gateway import Row, Store
from graph_seed.demo.counties import MADE_UP_SOURCE
from resolvers.inputs import record_input

ENTRIES_A_MISTAKE = 250

# (:Total {key: village|year|all}) of the villages of each township
TOWNSHIPS: LiteralString = """
MATCH (t:Total) WHERE t.year = $year AND t.group = 'all' AND t.village STARTS WITH $unit
WITH left(t.village, 9) AS township, sum(t.paid + t.fully_subsidised) AS enrolled,
  sum(t.covered_elsewhere) AS elsewhere ORDER BY township
RETURN collect([township, enrolled, elsewhere]) AS townships
"""


async def enter_inputs(store: Store, unit: str, year: int, rule: str, on: date) -> None:
    """What the rule asks people for, of each township with a roll."""
    [row] = await store.read(TOWNSHIPS, unit=unit, year=year)
    for number, (township, enrolled, elsewhere) in enumerate(row["townships"]):
        for item, value in _values(rule, number, enrolled, elsewhere):
            given: Row = {
                "unit": township,
                "department": None,
                "year": year,
                "rule": rule,
                "item": item,
                "on": on,
                "value": str(value),
                "because": MADE_UP_SOURCE,
            }
            with suppress(IdempotencyConflict):  # people have come in since: what is there stands
                await record_input(store, f"demo|{township}|{year}|{rule}|{item}", given)


def _values(rule: str, number: int, enrolled: int, elsewhere: int) -> Iterator[tuple[str, int]]:
    yield "insured_residents", enrolled + elsewhere
    if rule != "score_sheet":
        return
    yield "entries_correct", enrolled - enrolled // ENTRIES_A_MISTAKE
    yield "other_work", 8 + number % 3
    yield "online_opinion", int(number == 3)
