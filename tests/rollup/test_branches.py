"""Trees that are asked for again: what changed is worked out anew, all else is given again.

99 ─ 9901 ─ 990101 ─┬─ 990101100 ─┬─ 990101100201
                    │             └─ 990101100202
                    └─ 990101101 ─── 990101101201
"""

from datetime import date, timedelta
from typing import Any, LiteralString

import pytest

from execution.executor import CompiledExecutor, plain
from execution.plans import Plans
from facts.season import Season, open_season
from graph.gateway import Gateway
from graph_seed.divisions.load import load_batch
from rollup.memory import Rollup
from schema.root import make_context, schema
from tests.rollup.test_memory import CITY, OPENS, TODAY, V1, V2, YEAR, division, quota, write
from tests.rollup.test_memory import drawn as drawn
from tests.rollup.test_memory import rollup as rollup

OTHER_TOWN, V3 = "990101101", "990101101201"
PLACE = "code name progress(year: $year) { registered quota completionRate asOf }"
TREE = f"""query($year: Int!) {{ jurisdiction(code: "{CITY}") {{
  {PLACE} children {{ {PLACE} children {{ {PLACE} children {{ {PLACE} }} }} }}
}} }}"""
RANKED = TREE.replace("registered", "registered rank")
YEARS = TREE.replace("name", "name last: progress(year: 2023) { registered }")

PLAIN = plain(schema)


@pytest.fixture(autouse=True)
async def _two_towns(drawn: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompiledExecutor, "plans", Plans(at_once=True))
    await load_batch(drawn.directory, [division(OTHER_TOWN, "990101"), division(V3, OTHER_TOWN)])
    await write(drawn, V3, people=7)


async def tree(
    graph: Gateway, rollup: Rollup, text: str = TREE, year: int = YEAR, today: date = TODAY
) -> Any:
    """By plans and memory; the same as graphql-core reads from the graph."""
    found = []
    for one, memory in ((PLAIN, None), (schema, rollup)):
        context = make_context(graph, today, rollup=memory)
        asked = await one.execute(text, variable_values={"year": year}, context_value=context)
        assert not asked.errors
        assert asked.data
        found.append(asked.data["jurisdiction"])
    assert found[1] == found[0]
    return found[1]


def towns(city: Any) -> Any:
    [county] = city["children"]
    return county["children"]


async def test_only_the_town_in_which_something_came_on_record_is_made_anew(
    drawn: Gateway, rollup: Rollup
) -> None:
    before = towns(await tree(drawn, rollup))
    await write(drawn, V1)
    after = towns(await tree(drawn, rollup))
    assert [one["progress"]["registered"] for one in before] == [42, 7]
    assert [one["progress"]["registered"] for one in after] == [43, 7]
    assert after[0] is not before[0]
    assert after[1] is before[1]


async def test_a_quota_that_is_set_shows_in_all_rates(drawn: Gateway, rollup: Rollup) -> None:
    await tree(drawn, rollup)
    await quota(drawn, V3, 14)
    after = await tree(drawn, rollup)
    assert (after["progress"]["quota"], towns(after)[1]["progress"]["quota"]) == (24, 14)


RENAME: LiteralString = """
MATCH (v:Jurisdiction {code: $village}) SET v.name = $name
MERGE (s:Sequence {key: 'tree'}) SET s.n = s.n + 1, v.seq = s.n
"""


async def test_a_village_with_another_name_is_shown_by_it(drawn: Gateway, rollup: Rollup) -> None:
    await tree(drawn, rollup)
    await drawn.directory.write(RENAME, village=V3, name="新名")
    assert towns(await tree(drawn, rollup))[1]["children"][0]["name"] == "新名"


MOVE: LiteralString = """
MATCH (v:Jurisdiction {code: $village})-[e:PART_OF]->(), (t:Jurisdiction {code: $town})
SET e.to = $on CREATE (v)-[:PART_OF {from: $on}]->(t)
MERGE (s:Sequence {key: 'tree'}) SET s.n = s.n + 1, v.seq = s.n
"""


async def test_a_village_that_moved_in_the_season_shows_its_people_in_its_new_town(
    drawn: Gateway, rollup: Rollup
) -> None:
    await tree(drawn, rollup)
    day = OPENS + timedelta(days=30)
    await drawn.directory.write(MOVE, village=V2, town=OTHER_TOWN, on=day)
    await tree(drawn, rollup)
    await write(drawn, V2)
    moved = towns(await tree(drawn, rollup))[1]["children"][0]
    assert (moved["code"], moved["progress"]["registered"]) == (V2, 31)


async def test_ranks_follow_what_neighbours_do(drawn: Gateway, rollup: Rollup) -> None:
    await quota(drawn, V2, 30)
    await quota(drawn, V3, 14)
    await tree(drawn, rollup, RANKED)
    await write(drawn, V1)
    await tree(drawn, rollup, RANKED)


async def test_years_and_days_keep_apart(drawn: Gateway, rollup: Rollup) -> None:
    await open_season(drawn.directory, Season(2023, date(2022, 9, 1)))
    await write(drawn, V1, year=2023, people=8)
    for text in (TREE, YEARS):
        assert (await tree(drawn, rollup, text))["progress"]["registered"] == 49
        assert (await tree(drawn, rollup, text, year=2023))["progress"]["registered"] == 8
    await write(drawn, V1, year=2023)
    assert (await tree(drawn, rollup, YEARS))["last"]["registered"] == 9
    later = await tree(drawn, rollup, today=TODAY + timedelta(days=1))
    assert towns(later)[0]["children"][0]["progress"]["asOf"] == str(TODAY + timedelta(days=1))
