from datetime import date
from typing import Any, LiteralString

from graph.gateway import Gateway
from tests.campaigns import COUNTY, VILLAGES, small_campaign
from tests.records import answered

ASK = """query($code: JurisdictionCode!, $year: Int!) { jurisdiction(code: $code) {
  roster(year: $year) { villages confirmed confirmedOn households people } } }"""
# (:Roster {key: village|year, confirmed_on})
CONFIRM: LiteralString = "MATCH (r:Roster {key: $key}) SET r.confirmed_on = $on"


async def roster(graph: Gateway, code: str, year: int = 2022) -> Any:
    found = await answered(graph, ASK, code=code, year=year)
    return found["jurisdiction"]["roster"] and tuple(found["jurisdiction"]["roster"].values())


async def test_rolls_add_up_and_are_confirmed_when_the_last_one_is(graph: Gateway) -> None:
    await small_campaign(graph)
    assert await roster(graph, COUNTY) == (2, 0, None, 4, 8)
    days = (date(2021, 9, 20), date(2021, 9, 25))
    for village, on in zip(VILLAGES, days, strict=False):
        await graph.directory.write(CONFIRM, key=f"{village}|2022", on=on)
        if on == days[0]:
            assert await roster(graph, COUNTY) == (2, 1, None, 4, 8)
    assert await roster(graph, COUNTY) == (2, 2, "2021-09-25", 4, 8)
    assert await roster(graph, VILLAGES[0]) == (1, 1, "2021-09-20", 2, 5)
    assert await roster(graph, VILLAGES[2]) is None
    assert await roster(graph, COUNTY, 2023) is None
