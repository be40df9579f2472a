"""Posts of a file: made, handed over, given what they answer for; the others come back."""

from datetime import date

from facts.post_rows import PostRow, PostsRecorded, record_posts
from graph.gateway import Gateway
from policy.terms import DepartmentKind
from tests.campaigns import COUNTY, TOWNSHIP, VILLAGES, small_campaign

SINCE, LATER = date(2021, 9, 1), date(2021, 11, 1)
OFFICER = PostRow("税管员", TOWNSHIP, DepartmentKind.TAXATION, "甲", SINCE)
COLLECTOR = PostRow("代征员", VILLAGES[0], None, "乙", SINCE, "代收", grid="第1组")
DEPARTMENT = """
MATCH (j:Jurisdiction {code: $unit})
CREATE (:Department {key: $unit + '|TAXATION', kind: 'TAXATION', name: '税务局'})-[:SERVES]->(j)
"""
RECORD = """
MATCH (p:Post)-[a:ANSWERS_FOR]->(t)
WITH p, a, t ORDER BY p.key
RETURN collect([p.key, a.duty, a.grid, t.code, COLLECT {
  MATCH (p)<-[:OF]-(h:Holding) RETURN [h.name, toString(h.from), toString(h.to)] ORDER BY h.from
}]) AS posts
"""


async def ready(graph: Gateway) -> Gateway:
    await small_campaign(graph)
    await graph.directory.write(DEPARTMENT, unit=COUNTY)
    return graph


async def posts(graph: Gateway) -> list[list[object]]:
    [row] = await graph.directory.read(RECORD)
    found: list[list[object]] = row["posts"]
    return found


async def test_r3_posts_of_a_file_are_made_with_holder_and_duty(graph: Gateway) -> None:
    store = (await ready(graph)).directory
    assert await record_posts(store, "1", [OFFICER, COLLECTOR]) == PostsRecorded(2, 0, 0, ())
    assert await posts(graph) == [
        [
            f"{VILLAGES[0]}|代征员|第1组",
            "代收",
            "第1组",
            VILLAGES[0],
            [["乙", "2021-09-01", None]],
        ],
        [
            f"{COUNTY}|TAXATION|税管员",
            "辖内居民的参保缴费",
            None,
            TOWNSHIP,
            [["甲", "2021-09-01", None]],
        ],
    ]


async def test_r3_the_same_rows_again_change_nothing(graph: Gateway) -> None:
    store = (await ready(graph)).directory
    first = await record_posts(store, "1", [OFFICER, COLLECTOR])
    before = await posts(graph)
    assert await record_posts(store, "1", [OFFICER, COLLECTOR]) == first
    again = await record_posts(store, "2", [OFFICER, COLLECTOR])
    assert (again, await posts(graph)) == (PostsRecorded(0, 0, 2, ()), before)


async def test_r3_a_new_holder_in_a_file_hands_the_post_over(graph: Gateway) -> None:
    store = (await ready(graph)).directory
    rows = [
        OFFICER,
        PostRow("税管员", TOWNSHIP, None, "丙", LATER),
        PostRow("税管员", TOWNSHIP, None, None, LATER),
    ]
    assert await record_posts(store, "1", rows[:1]) == PostsRecorded(1, 0, 0, ())
    assert await record_posts(store, "2", rows[1:]) == PostsRecorded(0, 1, 1, ())
    ((*_, holdings),) = await posts(graph)
    assert holdings == [["甲", "2021-09-01", "2021-11-01"], ["丙", "2021-11-01", None]]


async def test_r3_rows_that_cannot_be_come_back_and_the_others_go_in(graph: Gateway) -> None:
    store = (await ready(graph)).directory
    rows = [
        PostRow("干部", "990199", None, "甲", SINCE),
        PostRow("干部", VILLAGES[0], DepartmentKind.AUDIT, "甲", SINCE),
        PostRow("干部", VILLAGES[0], None, "甲", SINCE, grid="第9组"),
        PostRow("干部", VILLAGES[0], None, "甲", date(2099, 1, 1)),
        PostRow(" ", VILLAGES[0], None, "甲", SINCE),
        COLLECTOR,
    ]
    done = await record_posts(store, "1", rows)
    assert [(one.row, one.code, one.field) for one in done.refused] == [
        (0, "UNKNOWN", "unit"),
        (1, "UNKNOWN", "department"),
        (2, "UNKNOWN", "grid"),
        (3, "FUTURE_DATE", "from"),
        (4, "BAD_INPUT", "title"),
    ]
    assert done.refused[2].candidates == ("第1组", "第2组")
    assert (done.created, len(await posts(graph))) == (1, 1)


async def test_r3_a_row_before_the_present_holder_changes_nothing(graph: Gateway) -> None:
    store = (await ready(graph)).directory
    await record_posts(store, "1", [COLLECTOR])
    before = await posts(graph)
    early = PostRow("代征员", VILLAGES[0], None, "丁", date(2021, 8, 1), "督促", grid="第1组")
    done = await record_posts(store, "2", [early])
    assert [one.code for one in done.refused] == ["BEFORE_ENTRY"]
    assert await posts(graph) == before


async def test_r3_a_dry_run_says_the_same_and_writes_nothing(graph: Gateway) -> None:
    store = (await ready(graph)).directory
    done = await record_posts(store, "1", [OFFICER, COLLECTOR], dry_run=True)
    assert (done, await posts(graph)) == (PostsRecorded(2, 0, 0, ()), [])
    assert await record_posts(store, "1", [OFFICER, COLLECTOR]) == done
