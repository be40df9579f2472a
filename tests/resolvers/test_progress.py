"""Progress over a small drawn tree, with figures worked out by hand.

0 ─ 43 ─ 4301 ─ 430101 (placeholder) ─┬─ 430101001 ─┬─ 430101001001  quota 10
                                       │             └─ 430101001002  quota 20
                                       └─ 430101002 ─── 430101002001
"""

from datetime import date
from typing import Any

import pytest

from facts.sums import Sums, no_sums, write_sums
from graph.gateway import Gateway
from schema.root import make_context, schema
from tests.campaigns import PLAIN, REDRAWN

TODAY = date(2100, 1, 1)  # after whatever the engine calls today
OPENS = date(2021, 9, 1)
PLACES = [
    ("0", None, "NATION", False),
    ("43", "0", "PROVINCE", False),
    ("4301", "43", "CITY", False),
    ("430101", "4301", "COUNTY", True),
    ("430101001", "430101", "TOWNSHIP", False),
    ("430101001001", "430101001", "VILLAGE", False),
    ("430101001002", "430101001", "VILLAGE", False),
    ("430101002", "430101", "TOWNSHIP", False),
    ("430101002001", "430101002", "VILLAGE", False),
]
V1, V2, V3 = "430101001001", "430101001002", "430101002001"

TREE = """
UNWIND $places AS place
MERGE (j:Jurisdiction {code: place[0]})
SET j.name = '地' + place[0], j.level = place[2], j.placeholder = place[3], j.acting = false,
    j.aliases = []
WITH j, place WHERE place[1] IS NOT NULL
MATCH (p:Jurisdiction {code: place[1]})
MERGE (j)-[:PART_OF]->(p)
"""
QUOTAS = """
UNWIND $quotas AS quota
MATCH (j:Jurisdiction {code: quota[0]})
CREATE (:Quota {key: quota[0] + '|2022|' + toString(quota[2]), year: 2022, base: 'QUOTA',
  people: quota[1], source: 'test', recorded: quota[2]})-[:FOR]->(j)
"""
SEASON = "CREATE (:Season {key: 2022, opens: $opens})"


def sums_of(rows: list[tuple[str, date, dict[str, int]]]) -> Sums:
    sums = no_sums()
    for village, on, columns in rows:
        sums[village, "all", on].update(columns)
    return sums


async def add(graph: Gateway, *rows: tuple[str, date, dict[str, int]]) -> None:
    await graph.directory.transact(lambda tx: write_sums(tx, 2022, sums_of(list(rows))))


@pytest.fixture
async def drawn(graph: Gateway) -> Gateway:
    await graph.directory.write(TREE, places=PLACES)
    await graph.directory.write(REDRAWN)
    await graph.directory.write(SEASON, opens=OPENS)
    await graph.directory.write(QUOTAS, quotas=[(V1, 10, 1), (V2, 18, 1), (V2, 20, 2)])
    await add(
        graph,
        (V1, OPENS, {"unpaid": 12, "households": 4, "due_fen": 12 * 32000}),
        (V1, date(2021, 10, 1), {"unpaid": -5, "paid": 5, "paid_fen": 160000, "payments": 2}),
        (V1, date(2021, 12, 1), {"unpaid": -4, "paid": 3, "departed": 1, "paid_fen": 96000}),
        (V2, OPENS, {"unpaid": 30, "fully_subsidised": 2, "households": 9, "settled": 1}),
        (V2, date(2021, 10, 1), {"unpaid": -16, "paid": 16, "paid_fen": 512000}),
        (V3, OPENS, {"unpaid": 7, "households": 2}),
    )
    return graph


async def ask(graph: Gateway, query: str, today: date = TODAY) -> dict[str, Any]:
    result = await schema.execute(query, context_value=make_context(graph, today))
    assert result.errors is None
    assert result.data is not None
    return result.data


async def test_each_unit_adds_up_what_lies_below_it(drawn: Gateway) -> None:
    fields = "quota registered enrolled unpaid departed contributionPaid completionRate"
    data = await ask(
        drawn,
        f"""{{ jurisdiction(code: "4301") {{ progress(year: 2022) {{ {fields} }}
        children {{ code progress(year: 2022) {{ {fields} coverageRate shortfall }} }} }} }}""",
    )
    assert data["jurisdiction"]["progress"] == {
        "quota": 30,
        "registered": 51,
        "enrolled": 26,
        "unpaid": 24,
        "departed": 1,
        "contributionPaid": "7680.00",
        "completionRate": 26 / 30,
    }
    first, second = data["jurisdiction"]["children"]  # the placeholder's own children
    assert (first["code"], second["code"]) == ("430101001", "430101002")
    assert first["progress"]["coverageRate"] == 26 / 43
    assert first["progress"]["shortfall"] == 4
    assert second["progress"] == {
        "quota": None,
        "registered": 7,
        "enrolled": 0,
        "unpaid": 7,
        "departed": 0,
        "contributionPaid": "0.00",
        "completionRate": None,
        "coverageRate": 0.0,
        "shortfall": None,
    }


async def test_a_day_in_the_past_shows_what_had_happened_by_then(drawn: Gateway) -> None:
    data = await ask(
        drawn,
        f"""{{ jurisdiction(code: "{V1}") {{
          before: progress(year: 2022, asOf: "2021-08-31") {{ registered unpaid paid }}
          entry: progress(year: 2022, asOf: "2021-09-30") {{ registered unpaid paid }}
          paid: progress(year: 2022, asOf: "2021-10-01") {{ registered unpaid paid }} }} }}""",
    )
    assert data["jurisdiction"] == {
        "before": {"registered": 0, "unpaid": 0, "paid": 0},
        "entry": {"registered": 12, "unpaid": 12, "paid": 0},
        "paid": {"registered": 12, "unpaid": 7, "paid": 5},
    }


async def test_equal_rates_share_a_rank_and_no_quota_means_no_rank(drawn: Gateway) -> None:
    await add(drawn, (V2, date(2021, 11, 1), {"unpaid": 2, "fully_subsidised": -2}))  # 16 of 20
    data = await ask(
        drawn,
        """{ jurisdiction(code: "430101001") {
          children { progress(year: 2022) { rank siblings completionRate } }
          ranking(year: 2022) { rank jurisdiction { code } } } }""",
    )
    children = [child["progress"] for child in data["jurisdiction"]["children"]]
    assert children == [{"rank": 1, "siblings": 2, "completionRate": 0.8}] * 2
    assert [one["rank"] for one in data["jurisdiction"]["ranking"]] == [1, 1]


async def test_ranks_stand_among_the_shown_siblings(drawn: Gateway) -> None:
    data = await ask(
        drawn,
        f"""{{ a: jurisdiction(code: "{V2}") {{ progress(year: 2022) {{ rank siblings }} }}
        b: jurisdiction(code: "430101002") {{ progress(year: 2022) {{ rank siblings }} }}
        c: jurisdiction(code: "0") {{ progress(year: 2022) {{ rank siblings }} }} }}""",
    )
    assert data["a"]["progress"] == {"rank": 1, "siblings": 2}  # 18 of 20 before 8 of 10
    assert data["b"]["progress"] == {"rank": None, "siblings": 1}
    assert data["c"]["progress"] == {"rank": None, "siblings": None}


async def test_the_last_of_a_level_can_be_asked_for(drawn: Gateway) -> None:
    data = await ask(
        drawn,
        """{ jurisdiction(code: "43") { ranking(year: 2022, level: VILLAGE, last: 1) {
        rank jurisdiction { code } progress { completionRate } } } }""",
    )
    assert data["jurisdiction"]["ranking"] == [
        {"rank": 2, "jurisdiction": {"code": V1}, "progress": {"completionRate": 0.8}}
    ]


async def test_what_was_recorded_later_is_told(drawn: Gateway) -> None:
    query = f"""{{ jurisdiction(code: "{V1}") {{ progress(year: 2022, asOf: "2021-10-05") {{
      enrolled recordedSince {{ registered enrolled contributionPaid changes }} }} }} }}"""
    data = await ask(drawn, query, date(2100, 1, 1))
    assert data["jurisdiction"]["progress"] == {
        "enrolled": 5,
        "recordedSince": {
            "registered": 12,
            "enrolled": 5,
            "contributionPaid": "1600.00",
            "changes": 0,
        },
    }


async def test_what_was_known_on_a_day_leaves_later_records_out(drawn: Gateway) -> None:
    data = await ask(
        drawn,
        f"""{{ jurisdiction(code: "{V1}") {{ progress(year: 2022, knownOn: "2021-12-31") {{
        registered quota }} }} }}""",
    )
    assert data["jurisdiction"]["progress"] == {"registered": 0, "quota": 10}


async def test_a_village_that_moved_counts_where_it_stood_when_the_season_opened(
    drawn: Gateway,
) -> None:
    await drawn.directory.write(
        """MATCH (v:Jurisdiction {code: $code})-[old:PART_OF]->() SET old.to = $on
        WITH v MATCH (p:Jurisdiction {code: '430101002'}) CREATE (v)-[:PART_OF {from: $on}]->(p)""",
        code=V1,
        on=date(2021, 11, 1),
    )
    data = await ask(
        drawn,
        """{ jurisdiction(code: "430101002") {
        children { code parent(on: "2021-10-31") { code } }
        then: children(on: "2021-10-31") { code }
        season: progress(year: 2022) { registered }
        moved: progress(year: 2022, treeOn: "2021-11-01") { registered } } }""",
    )
    assert data["jurisdiction"] == {
        "children": [
            {"code": V1, "parent": {"code": "430101001"}},
            {"code": V3, "parent": {"code": "430101002"}},
        ],
        "then": [{"code": V3}],
        "season": {"registered": 7},
        "moved": {"registered": 19},
    }


async def test_a_village_founded_later_counts_at_its_first_parent(drawn: Gateway) -> None:
    await drawn.directory.write(
        """CREATE (v:Jurisdiction {code: '430101002002', name: '新村', level: 'VILLAGE',
        placeholder: false, acting: false, aliases: []}) WITH v
        MATCH (p:Jurisdiction {code: '430101002'}) CREATE (v)-[:PART_OF {from: $on}]->(p)""",
        on=date(2021, 11, 1),
    )
    await add(drawn, ("430101002002", date(2021, 11, 2), {"unpaid": 3}))
    data = await ask(
        drawn, '{ jurisdiction(code: "430101002") { progress(year: 2022) { registered } } }'
    )
    assert data["jurisdiction"]["progress"] == {"registered": 10}


FIELDS = "code name progress(year: 2022) { quota enrolled rank byChannel { amount } }"


@PLAIN
async def test_nesting_costs_statements_by_kind_and_not_by_place(
    drawn: Gateway, statements: list[str]
) -> None:
    async def cost(query: str) -> int:
        before = len(statements)
        await ask(drawn, query)
        return len(statements) - before

    inner = f"{{ {FIELDS} children {{ {FIELDS} children {{ {FIELDS} }} }} }}"
    assert await cost(f'{{ jurisdiction(code: "43") {inner} }}') == 5  # and the rank of 43 itself
    more = [(f"4301010010{n}", "430101001", "VILLAGE", False) for n in range(10, 60)]
    await drawn.directory.write(TREE, places=more)
    assert await cost(f'{{ jurisdiction(code: "43") {inner} }}') == 5
    plain = "progress(year: 2022) { quota enrolled }"
    assert await cost(f'{{ jurisdiction(code: "43") {{ {plain} children {{ {plain} }} }} }}') == 2


async def test_an_unknown_place_is_null(drawn: Gateway) -> None:
    data = await ask(drawn, '{ jurisdiction(code: "999999") { name } node(id: "Person:x") { id } }')
    assert data == {"jurisdiction": None, "node": None}


async def test_the_way_up_leaves_placeholders_out(drawn: Gateway) -> None:
    data = await ask(
        drawn,
        f"""{{ jurisdiction(code: "{V1}") {{ ancestors {{ code }} parent {{ parent {{ code }} }} }}
        city: jurisdiction(code: "4301") {{ children(includePlaceholders: true) {{ code }} }} }}""",
    )
    assert [one["code"] for one in data["jurisdiction"]["ancestors"]] == ["430101001", "4301", "43"]
    assert data["jurisdiction"]["parent"]["parent"] == {"code": "4301"}
    assert data["city"]["children"] == [{"code": "430101"}]


async def test_what_became_of_a_village_is_told_oldest_first(drawn: Gateway) -> None:
    await drawn.directory.write(
        """UNWIND $changes AS change
        CREATE (c:JurisdictionChange {key: change[0], on: change[1], kind: change[2],
          old_name: change[3]})
        WITH c, change MATCH (j:Jurisdiction) WHERE j.code IN change[4] CREATE (c)-[:BEFORE]->(j)
        WITH DISTINCT c, change MATCH (j:Jurisdiction {code: change[5]})
        CREATE (c)-[:AFTER]->(j)""",
        changes=[
            ["2", date(2021, 6, 1), "MERGED", None, [V1, V2], V2],
            ["1", date(2019, 1, 1), "RENAMED", "旧村", [V1], V1],
        ],
    )
    data = await ask(
        drawn,
        f"""{{ jurisdiction(code: "{V1}") {{ history {{
        on kind oldName before {{ code }} after {{ code }} }} }} }}""",
    )
    renamed, merged = data["jurisdiction"]["history"]
    assert (renamed["kind"], renamed["oldName"], renamed["on"]) == ("RENAMED", "旧村", "2019-01-01")
    assert merged["before"] == [{"code": V1}, {"code": V2}]
    assert merged["after"] == [{"code": V2}]
