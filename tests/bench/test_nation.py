"""The made-up season is what the write path would have kept of it."""

from datetime import date
from typing import LiteralString

from bench.nation import SEASON, fill, load_places, parts
from graph.gateway import Gateway
from graph_seed.divisions.listing import Division
from policy.places import Level
from resolvers.figures import Sum
from rollup.memory import Rollup

TOWN, VILLAGE = "990101100", "990101100201"
PLACES = [
    Division("0", "全国", Level.NATION, None),
    Division("99", "某省", Level.PROVINCE, "0"),
    Division("9901", "某市", Level.CITY, "99"),
    Division("990101", "某县", Level.COUNTY, "9901"),
    Division(TOWN, "某镇", Level.TOWNSHIP, "990101"),
    Division(VILLAGE, "某村", Level.VILLAGE, TOWN),
]
TALLIES: LiteralString = """
MATCH (t:Tally {village: $village})
RETURN t.key AS key, t.on AS on, t.paid AS paid ORDER BY on
"""


async def test_a_village_has_three_days_that_come_to_its_total(graph: Gateway) -> None:
    await load_places(graph, PLACES)
    await fill(graph, PLACES)
    rows = await graph.directory.read(TALLIES, village=VILLAGE)
    assert [row["paid"] for row in rows] == [0, 42, 21]  # of 21 households
    assert rows[1]["key"] == f"{VILLAGE}|2022|all|2021-10-15|2021-10-15"
    rollup = Rollup(graph.directory)
    await rollup.load()
    view = await rollup.look()
    year = view.year(SEASON.year) if view else None
    assert year is not None
    assert year.latest == date(2021, 11, 20)
    assert year.quotas("QUOTA")["0"] == 500
    assert Sum._make(year.total("0")) == Sum(
        paid=63,
        due_fen=2_016_000,
        paid_fen=2_016_000,
        payments=42,
        households=21,
        settled=21,
        changes=126,
    )


def test_parts_keep_the_order_and_end_with_the_rest() -> None:
    assert list(parts([1, 2, 3, 4, 5], 2)) == [[1, 2], [3, 4], [5]]
