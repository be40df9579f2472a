"""Posts of a file: made, handed over, and what is in the way of a row."""

from pathlib import Path

from graph.gateway import Gateway
from policy.imports import ImportKind, ImportStatus
from tests.graph_seed.imports.test_imports_running import V1, counts, said, send

HEADER = ("单位", "岗位", "姓名", "任职日期", "职责", "包保村")
ROWS = [
    HEADER,
    (V1, "村医保专干", "张三", "2021-09-01", "", ""),
    (V1, "村主任", "李四", "2021-09-01", "", ""),
]


async def test_posts_of_a_file_are_made_once(drawn: Gateway, tmp_path: Path) -> None:
    first = await send(drawn, tmp_path, ImportKind.POSTS, ROWS)
    assert (first.status, counts(first)) == (ImportStatus.APPLIED, (2, 0, 0, 0))
    again = [*ROWS[:2], (V1, "村主任", "王五", "2021-10-01", "", "")]
    second = await send(drawn, tmp_path, ImportKind.POSTS, again)
    assert counts(second) == (0, 1, 1, 0)
    read = "MATCH (h:Holding) WHERE h.to IS NULL RETURN collect(h.name) AS names"
    [row] = await drawn.directory.read(read)
    assert sorted(row["names"]) == ["张三", "王五"]


async def test_a_dry_run_of_posts_leaves_nothing(drawn: Gateway, tmp_path: Path) -> None:
    report = await send(drawn, tmp_path, ImportKind.POSTS, ROWS, dry_run=True)
    assert (report.status, counts(report)) == (ImportStatus.CHECKED, (2, 0, 0, 0))
    [row] = await drawn.directory.read("MATCH (p:Post) RETURN count(p) AS posts")
    assert row["posts"] == 0


async def test_a_post_of_a_unit_that_is_none_is_turned_down(drawn: Gateway, tmp_path: Path) -> None:
    rows = [*ROWS[:2], ("无此地", "村主任", "李四", "2021-09-01", "包村", V1)]
    report = await send(drawn, tmp_path, ImportKind.POSTS, rows)
    assert (counts(report), await said(drawn, report)) == ((1, 0, 0, 1), [(3, "UNKNOWN")])
