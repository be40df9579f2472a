"""What is on record of files that came in, page by page."""

from typing import LiteralString

import pytest

from graph.gateway import Gateway
from policy.viewer import EVERYBODY, Role, Viewer
from resolvers.imports import ImportsShown
from schema.errors import ApiError, Code
from schema.imports import ImportKind, ImportStatus
from schema.root import context_of, make_context, schema
from tests.campaigns import COUNTY, TOWNSHIP, small_campaign, today

MAKE: LiteralString = """
UNWIND range(1, 5) AS n
CREATE (:Import {key: 'i' + n, kind: CASE WHEN n = 3 THEN 'PAYMENTS' ELSE 'ROSTER' END,
  file_name: n + '.xlsx', status: 'CHECKED', dry_run: true, rows: 9, processed: 9, created: 4,
  changed: 1, unchanged: 1, rejected: 3, rejections: CASE WHEN n = 1 THEN 3 ELSE 0 END,
  started_at: 1634518800000 + n / 2 * 1000, finished_at: 1634518890000, warnings: []})
"""
REJECT: LiteralString = """
UNWIND range(1, 3) AS n
CREATE (:Rejection {key: 'i1|' + n, n: n, row: n + 7, code: 'UNKNOWN', message: '没有',
  sheet: '名册', column: '村', value: '某村', candidates: ['甲村', '乙村']})
"""


OF_THE_TOWN: LiteralString = """
MATCH (i:Import) WHERE i.key IN ['i2', 'i4']
SET i.within = $town, i.by = CASE i.key WHEN 'i2' THEN 'lister' ELSE 'somebody' END
"""


@pytest.fixture
async def imports(graph: Gateway) -> ImportsShown:
    """i5 and i4 are the newest, sent at once; i1 has three rejections."""
    await graph.directory.write(MAKE)
    await graph.directory.write(REJECT)
    found = make_context(graph, today()).imports
    assert isinstance(found, ImportsShown)
    return found


async def test_imports_are_listed_newest_first(imports: ImportsShown) -> None:
    keys: list[str] = []
    after: str | None = None
    for _ in range(3):
        page = await imports.page(None, 2, after)
        keys += [one.key for one in page.nodes]
        after = page.page_info.end_cursor
        assert page.total_count == 5
    assert keys == ["i5", "i4", "i3", "i2", "i1"]
    assert not page.page_info.has_next_page


async def test_imports_of_one_kind_are_counted_alone(imports: ImportsShown) -> None:
    page = await imports.page(ImportKind.PAYMENTS, 20, None)
    assert ([one.key for one in page.nodes], page.total_count) == (["i3"], 1)


async def test_rejections_are_paged_in_the_order_of_their_rows(imports: ImportsShown) -> None:
    page = await imports.rejections("i1", 2, None)
    assert ([one.row for one in page.nodes], page.total_count) == ([8, 9], 3)
    rest = await imports.rejections("i1", 2, page.page_info.end_cursor)
    assert ([one.row for one in rest.nodes], rest.page_info.has_next_page) == ([10], False)
    assert page.page_info.has_next_page


async def test_an_import_that_is_not_there_has_no_rejections(imports: ImportsShown) -> None:
    assert await imports.one("i9") is None
    assert (await imports.rejections("i9", 50, None)).total_count == 0


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (Viewer("officer", Role.OFFICER, (COUNTY,)), ["i4", "i2"]),
        (Viewer("lister", Role.DEPARTMENT, (COUNTY,), f"{COUNTY}|CIVIL_AFFAIRS"), ["i2"]),
        (Viewer("other", Role.OFFICER, ("34",)), []),
    ],
)
async def test_a_viewer_sees_imports_of_their_area(
    imports: ImportsShown, graph: Gateway, viewer: Viewer, seen: list[str]
) -> None:
    await small_campaign(graph)
    await graph.directory.write(OF_THE_TOWN, town=TOWNSHIP)
    own = context_of(viewer, graph, today()).imports
    page = await own.page(None, 20, None)
    assert ([node.id.split(":")[1] for node in page.nodes], page.total_count) == (seen, len(seen))
    assert (await own.one("i4") is not None) == ("i4" in seen)


async def test_who_sees_no_persons_may_not_ask_for_imports(
    imports: ImportsShown, graph: Gateway
) -> None:
    with pytest.raises(ApiError) as caught:
        await context_of(EVERYBODY, graph, today()).imports.page(None, 20, None)
    assert caught.value.code is Code.FORBIDDEN


async def test_a_cursor_of_another_list_is_refused(imports: ImportsShown) -> None:
    with pytest.raises(ApiError, match="不是游标") as caught:
        await imports.page(None, 2, "bm9uZQ==")
    assert caught.value.code is Code.BAD_INPUT


async def test_an_import_is_asked_for_by_its_id(imports: ImportsShown, graph: Gateway) -> None:
    query = """{ import(id: "Import:i1") { id kind fileName status dryRun rows rejected startedAt
      rejections(first: 1) { totalCount nodes { sheet row column value code candidates } } }
      node(id: "Import:i2") { id } imports(kind: ROSTER, first: 1) { nodes { id } } }"""
    found = await schema.execute(query, context_value=make_context(graph, today()))
    assert found.errors is None
    assert found.data is not None
    assert found.data["import"]["status"] == ImportStatus.CHECKED.value
    assert found.data["import"]["startedAt"] == "2021-10-18T09:00:00+08:00"
    assert found.data["import"]["rejections"]["nodes"][0]["candidates"] == ["甲村", "乙村"]
    assert found.data["node"] == {"id": "Import:i2"}
    assert found.data["imports"]["nodes"] == [{"id": "Import:i5"}]
