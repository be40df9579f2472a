"""Files into the graph: what becomes of each row, tried and done."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, LiteralString

import pytest

from facts.reconcile import reconcile
from facts.vault import Vault
from graph.gateway import Gateway
from graph_seed.imports import journal, running
from graph_seed.imports.column import Place
from graph_seed.imports.journal import Report
from graph_seed.imports.order import Order
from graph_seed.imports.running import Run, chunks, run_import
from graph_seed.imports.spool import Kept
from graph_seed.imports.written import returned_rows
from policy.imports import ImportKind, ImportStatus
from schema.root import make_context
from tests.drawn import TODAY
from tests.facts.small import everything
from tests.graph_seed.imports.filed import CHILD, MAN, ROSTER_HEADER, WOMAN, csv_file

TOWN = "341302113"
V1, V2 = f"{TOWN}201", f"{TOWN}202"
OLD, STRANGER = "990010196504040049", "990010195105050069"
VAULT = Vault.of(bytes(32))
FAMILY = [
    (f"地{V1}", "0001", "张三", MAN, "户主"),
    (f"地{V1}", "0001", "李四", WOMAN, "配偶"),
    (f"地{V1}", "0001", "张小三", CHILD, "子"),
    (V2, "0001", "王五", OLD, "户主"),
]
PAYMENT = ("订单号", "身份证号码", "金额", "缴费日期", "渠道")
LIST = ("身份证号码", "姓名", "类别", "认定日期", "退出日期")


async def send(
    graph: Gateway,
    folder: Path,
    kind: ImportKind,
    rows: Sequence[Sequence[Any]],
    **order: Any,
) -> Report:
    """A CSV of these rows, for the town and 2022 where nothing else is said."""
    asked = replace(Order(kind, TOWN, 2022), **order)
    return await run_import(Run(graph, asked, VAULT), csv_file(folder, rows), "文件.csv")


async def said(graph: Gateway, report: Report) -> list[tuple[int, str]]:
    return [(one["row"], one["code"]) for one in await returned_rows(graph.directory, report)]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.created, report.changed, report.unchanged, report.rejected


@pytest.fixture
async def enrolled(drawn: Gateway, tmp_path: Path) -> Gateway:
    """张三's household in V1, 王五 in V2, on the roll of 2022."""
    report = await send(drawn, tmp_path, ImportKind.ROSTER, [ROSTER_HEADER, *FAMILY])
    assert (report.status, counts(report)) == (ImportStatus.APPLIED, (4, 0, 0, 0))
    return drawn


ROLL: LiteralString = """
MATCH (a:Account)<-[:IN]-(n:Participation)-[:OF]->(p:Person)-[m:MEMBER_OF]->(h:Household)
WHERE m.to IS NULL
WITH a, p, m, h, n ORDER BY a.village, h.number, p.name
RETURN collect([a.village, h.number, p.name, m.relation, n.now_state]) AS roll
"""


async def roll(graph: Gateway) -> list[list[str]]:
    [row] = await graph.directory.read(ROLL)
    found: list[list[str]] = row["roll"]
    return found


async def test_a_roster_brings_households_onto_the_roll(enrolled: Gateway) -> None:
    assert await roll(enrolled) == [
        [V1, "0001", "张三", "户主", "UNPAID"],
        [V1, "0001", "张小三", "子", "UNPAID"],
        [V1, "0001", "李四", "配偶", "UNPAID"],
        [V2, "0001", "王五", "户主", "UNPAID"],
    ]
    found = await reconcile(enrolled.directory, 2022, repair=False)
    assert found.is_right


async def test_the_same_file_again_changes_nothing(enrolled: Gateway, tmp_path: Path) -> None:
    before = await everything(enrolled.directory)
    again = await send(enrolled, tmp_path, ImportKind.ROSTER, [ROSTER_HEADER, *FAMILY])
    assert counts(again) == (4, 0, 0, 0)
    assert await everything(enrolled.directory) == before


async def test_rows_of_another_file_that_are_known_change_nothing(
    enrolled: Gateway, tmp_path: Path
) -> None:
    before = await roll(enrolled)
    again = await send(enrolled, tmp_path, ImportKind.ROSTER, [ROSTER_HEADER, *FAMILY[:3]])
    assert counts(again) == (0, 0, 3, 0)
    assert await roll(enrolled) == before


async def test_a_dry_run_says_the_same_and_writes_nothing(drawn: Gateway, tmp_path: Path) -> None:
    rows = [ROSTER_HEADER, *FAMILY, ("无此村", "0009", "赵六", "99001019510505006X", "户主")]
    tried = await send(drawn, tmp_path, ImportKind.ROSTER, rows, dry_run=True)
    assert (await roll(drawn), tried.status) == ([], ImportStatus.CHECKED)
    done = await send(drawn, tmp_path, ImportKind.ROSTER, rows)
    assert replace(done, key=tried.key, status=tried.status) == tried
    assert await said(drawn, done) == await said(drawn, tried)


async def test_a_village_that_is_none_is_turned_down_with_candidates(
    drawn: Gateway, tmp_path: Path
) -> None:
    rows = [ROSTER_HEADER, ("地34130211320", "0001", "张三", MAN, "户主")]
    report = await send(drawn, tmp_path, ImportKind.ROSTER, rows)
    [one] = await returned_rows(drawn.directory, report)
    assert (one["code"], one["row"]) == ("UNKNOWN", 2)
    assert f"地{V1}({V1})" in one["candidates"]


async def test_a_newborn_comes_onto_the_roll_of_a_household_that_is_there(
    enrolled: Gateway, tmp_path: Path
) -> None:
    header = (*ROSTER_HEADER, "出生日期", "性别", "监护人身份证号码")
    rows = [header, (*FAMILY[0], "", "", ""),
            (V1, "0001", "张小四", "", "子", "2021-10-01", "女", WOMAN)]  # fmt: skip
    report = await send(enrolled, tmp_path, ImportKind.ROSTER, rows)
    assert counts(report) == (1, 0, 1, 0)
    assert [V1, "0001", "张小四", "子", "UNPAID"] in await roll(enrolled)
    rows.append((V2, "0001", "王五", OLD, "户主", "", "", ""))
    again = await send(enrolled, tmp_path, ImportKind.ROSTER, rows)
    assert counts(again) == (0, 0, 3, 0)


async def test_who_is_on_the_roll_elsewhere_or_under_another_name_is_turned_down(
    enrolled: Gateway, tmp_path: Path
) -> None:
    rows = [ROSTER_HEADER, (V2, "0001", "王五", OLD, "户主"), (V2, "0001", "李四", WOMAN, "配偶"),
            (V1, "0001", "张四", MAN, "户主"), (V1, "0001", "张小三", CHILD, "子")]  # fmt: skip
    report = await send(enrolled, tmp_path, ImportKind.ROSTER, rows)
    assert counts(report) == (0, 0, 2, 2)
    assert await said(enrolled, report) == [(3, "ALREADY_ENROLLED"), (4, "CONFLICT")]
    elsewhere, renamed = await returned_rows(enrolled.directory, report)
    assert f"登记在 {V1} 户 0001，文件写的是 {V2} 户 0001，未作迁移" in elsewhere["message"]
    assert "登记的姓名是“张三”，文件写的是“张四”，未作更改" in renamed["message"]


async def test_somebody_whose_number_came_later_is_not_counted_twice(
    drawn: Gateway, tmp_path: Path
) -> None:
    header = (*ROSTER_HEADER, "出生日期", "性别", "监护人身份证号码")
    home = [(*FAMILY[0], "", "", ""), (*FAMILY[1], "", "", "")]
    child = (*FAMILY[2][:3], "", "子", "2015-06-07", "男", WOMAN)
    first = await send(drawn, tmp_path, ImportKind.ROSTER, [header, *home, child])
    assert counts(first) == (3, 0, 0, 0)
    numbered = [header, *home, (*FAMILY[2], "", "", "")]
    again = await send(drawn, tmp_path, ImportKind.ROSTER, numbered)
    assert (counts(again), await said(drawn, again)) == ((0, 0, 2, 1), [(4, "CONFLICT")])
    [one] = await returned_rows(drawn.directory, again)
    assert one["message"].startswith("本户已登记“张小三”（2015-06-07 出生）")
    assert len(await roll(drawn)) == 3


async def test_payments_settle_what_is_due_and_keep_the_rest(
    enrolled: Gateway, tmp_path: Path
) -> None:
    rows = [
        PAYMENT,
        ("A1", f"{MAN}、{WOMAN}", 640, "2021-10-18", "微信"),
        ("A2", CHILD, 400, "2021-10-19", "POS"),
        ("A3", STRANGER, 320, "2021-10-19", "POS"),
        ("A4", OLD, 320, "2021-08-31", "POS"),
    ]
    report = await send(enrolled, tmp_path, ImportKind.PAYMENTS, rows)
    assert counts(report) == (2, 0, 0, 2)
    assert await said(enrolled, report) == [(4, "UNKNOWN"), (5, "BEFORE_ENTRY")]
    states = {row[2]: row[4] for row in await roll(enrolled)}
    assert states == {"张三": "PAID", "李四": "PAID", "张小三": "PAID", "王五": "UNPAID"}
    assert (await reconcile(enrolled.directory, 2022, repair=False)).is_right


async def test_an_order_that_is_on_record_counts_once(enrolled: Gateway, tmp_path: Path) -> None:
    first = [PAYMENT, ("A1", MAN, 320, "2021-10-18", "微信")]
    await send(enrolled, tmp_path, ImportKind.PAYMENTS, first)
    rows = [*first, ("A2", WOMAN, 320, "2021-10-18", "微信")]
    report = await send(enrolled, tmp_path, ImportKind.PAYMENTS, rows)
    assert counts(report) == (1, 0, 1, 0)
    other = [PAYMENT, ("A1", MAN, 300, "2021-10-18", "微信")]
    refused = await send(enrolled, tmp_path, ImportKind.PAYMENTS, other)
    assert await said(enrolled, refused) == [(2, "CONFLICT")]


async def test_a_household_pays_at_once_by_village_and_number(
    enrolled: Gateway, tmp_path: Path
) -> None:
    header = ("订单号", "村", "户编号", "金额", "缴费日期", "渠道")
    rows = [header, ("A1", f"地{V1}", "0001", 960, "2021-10-18", "村代收"),
            ("A2", f"地{V1}", "0009", 960, "2021-10-18", "村代收")]  # fmt: skip
    report = await send(enrolled, tmp_path, ImportKind.PAYMENTS, rows)
    assert (counts(report), await said(enrolled, report)) == ((1, 0, 0, 1), [(3, "UNKNOWN")])
    assert [row[4] for row in await roll(enrolled)] == ["PAID", "PAID", "PAID", "UNPAID"]


async def test_money_of_the_fund_is_kept_with_or_without_its_household(
    enrolled: Gateway, tmp_path: Path
) -> None:
    header = ("回单号", "村", "户编号", "缴款人", "到账金额", "到账日期")
    rows = [
        header,
        ("R1", V1, "0001", "", 960, "2021-10-20"),
        ("R2", "", "", "某人", 320, "2021-10-20"),
    ]
    report = await send(enrolled, tmp_path, ImportKind.FUND_RECEIPTS, rows)
    assert counts(report) == (2, 0, 0, 0)
    rows.append(("R3", "", "", "某人", 1, "2021-10-21"))
    again = await send(enrolled, tmp_path, ImportKind.FUND_RECEIPTS, rows)
    assert counts(again) == (1, 0, 2, 0)


LISTED: LiteralString = """
MATCH (l:Listing)-[:OF]->(p:Person) WITH p, l ORDER BY p.name
RETURN collect([p.name, l.category, toString(l.from), toString(l.to)]) AS listed
"""


async def test_lists_mark_who_came_and_end_who_left(enrolled: Gateway, tmp_path: Path) -> None:
    came = (MAN, "张三", "特困供养", "2021-09-01", "")
    rows = [LIST, came, (OLD, "王四", "低保", "2021-09-01", "")]
    report = await send(enrolled, tmp_path, ImportKind.CATEGORY_LIST, rows)
    assert (counts(report), await said(enrolled, report)) == ((1, 0, 0, 1), [(3, "CONFLICT")])
    assert (await roll(enrolled))[0][4] == "FULLY_SUBSIDISED"
    left = [LIST, (*came[:4], "2021-10-01")]
    assert counts(await send(enrolled, tmp_path, ImportKind.CATEGORY_LIST, left)) == (0, 1, 0, 0)
    [row] = await enrolled.directory.read(LISTED)
    assert row["listed"] == [["张三", "destitute", "2021-09-01", "2021-10-01"]]


async def test_a_complete_list_ends_whom_it_omits_once_confirmed(
    enrolled: Gateway, tmp_path: Path
) -> None:
    kind, november = ImportKind.CATEGORY_LIST, date(2021, 11, 1)
    people = ((MAN, "张三"), (OLD, "王五"))
    both = [LIST, *((*person, "低保", "2021-09-01", "") for person in people)]
    await send(enrolled, tmp_path, kind, both)
    whole: dict[str, Any] = {"complete": "subsistence_allowance", "on": november}
    held = await send(enrolled, tmp_path, kind, both[:2], **whole)
    assert (counts(held), await said(enrolled, held)) == ((0, 0, 1, 0), [(0, "TO_CONFIRM")])
    whole["confirm"] = True
    tried = await send(enrolled, tmp_path, kind, both[:2], **whole, dry_run=True)
    done = await send(enrolled, tmp_path, kind, both[:2], **whole)
    assert counts(tried) == counts(done) == (0, 1, 1, 0)
    [row] = await enrolled.directory.read(LISTED)
    assert [one[3] for one in row["listed"]] == [None, str(november)]


async def test_e_vouchers_count_from_their_first_day(enrolled: Gateway, tmp_path: Path) -> None:
    header = ("身份证号码", "激活日期")
    rows = [header, (MAN, "2021-10-01"), (OLD, "2021-10-02")]
    assert counts(await send(enrolled, tmp_path, ImportKind.E_VOUCHERS, rows)) == (2, 0, 0, 0)
    later = [header, (MAN, "2021-11-01"), (WOMAN, "2021-11-01")]
    assert counts(await send(enrolled, tmp_path, ImportKind.E_VOUCHERS, later)) == (1, 0, 1, 0)


async def test_quotas_are_appended_where_they_say_something_new(
    drawn: Gateway, tmp_path: Path
) -> None:
    rows = [("单位", "任务数", "来源"), (f"地{V1}", 500, "附件"), (TOWN, 900, "附件")]
    assert counts(await send(drawn, tmp_path, ImportKind.QUOTAS, rows)) == (2, 0, 0, 0)
    rows[1] = (f"地{V1}", 510, "附件")
    assert counts(await send(drawn, tmp_path, ImportKind.QUOTAS, rows)) == (1, 0, 1, 0)


async def test_two_files_at_once_are_as_one_after_the_other(drawn: Gateway, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    more = (f"地{V1}", "0002", "赵六", STRANGER, "户主")
    reports = await asyncio.gather(
        send(drawn, one, ImportKind.ROSTER, [ROSTER_HEADER, *FAMILY]),
        send(drawn, other, ImportKind.ROSTER, [ROSTER_HEADER, *FAMILY[:3], more]),
    )
    assert sum(report.created for report in reports) == 5
    assert sum(report.unchanged for report in reports) == 3
    assert [row[:3] for row in await roll(drawn)][3] == [V1, "0002", "赵六"]
    assert len(await roll(drawn)) == 5


async def cut_off(
    graph: Gateway, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Run, Path]:
    """An import that ends after three of the four people of FAMILY, with its file."""
    monkeypatch.setattr(running.chunks, "__defaults__", (3,))
    monkeypatch.setattr(running, "LANES", 1)

    def stop(report: Report) -> None:
        raise KeyboardInterrupt

    run = Run(graph, Order(ImportKind.ROSTER, TOWN, 2022), VAULT, watch=stop)
    file = csv_file(folder, [ROSTER_HEADER, *FAMILY])
    with pytest.raises(KeyboardInterrupt):
        await run_import(run, file, "文件.csv")
    return run, file


async def test_an_import_that_broke_off_goes_on_and_tells_the_same(
    drawn: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cut_off(drawn, tmp_path, monkeypatch)
    assert len(await roll(drawn)) == 3
    report = await send(drawn, tmp_path, ImportKind.ROSTER, [ROSTER_HEADER, *FAMILY])
    assert (report.status, counts(report)) == (ImportStatus.APPLIED, (4, 0, 0, 0))
    assert len(await roll(drawn)) == 4


# (:Import) of a process that was killed a while ago
KILLED: LiteralString = """
MATCH (i:Import)
SET i.status = 'APPLYING', i.finished_at = null, i.alive = i.alive - 61000
"""


async def test_an_import_whose_process_was_killed_is_shown_as_broken_off_and_goes_on(
    drawn: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, file = await cut_off(drawn, tmp_path, monkeypatch)
    await drawn.directory.write(KILLED)
    imports = make_context(drawn, TODAY).imports
    [one] = (await imports.page(None, 1, None)).nodes
    assert (one.status, one.finished_at is None) == (ImportStatus.FAILED, False)
    assert one.warnings[0].startswith("导入中断")
    begun: list[Report] = []
    run = replace(run, begun=begun.append, watch=lambda report: None, counts=Counter())
    report = await run_import(run, file, "文件.csv")
    assert [one.status for one in begun] == [ImportStatus.CHECKING]
    assert (report.status, counts(report)) == (ImportStatus.APPLIED, (4, 0, 0, 0))
    again = await imports.one(report.key)
    assert again is not None
    assert (again.status, again.warnings) == (ImportStatus.APPLIED, [])


async def test_who_works_on_an_import_says_so_again_and_again(
    drawn: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "BEAT_SECONDS", 0.01)
    report = await journal.begin(drawn.directory, "k", Order(ImportKind.ROSTER, TOWN, 2022), "f")
    imports = make_context(drawn, TODAY).imports
    async with journal.at_work(drawn.directory, report.key), asyncio.timeout(30):
        await drawn.directory.write("MATCH (i:Import) SET i.alive = 0")
        one = await imports.one(report.key)
        while one is not None and one.status is not ImportStatus.CHECKING:
            one = await imports.one(report.key)
    assert one is not None


async def test_the_same_file_sent_twice_at_once_goes_in_once(
    drawn: Gateway, tmp_path: Path
) -> None:
    file, order = csv_file(tmp_path, [ROSTER_HEADER, *FAMILY]), Order(ImportKind.ROSTER, TOWN, 2022)
    reports = await asyncio.gather(
        *(run_import(Run(drawn, order, VAULT), file, "文件.csv") for _ in range(2))
    )
    told = [(one.status, counts(one)) for one in reports]
    assert told == [(ImportStatus.APPLIED, (4, 0, 0, 0))] * 2
    assert len(await roll(drawn)) == 4
    assert (await reconcile(drawn.directory, 2022, repair=False)).is_right


async def test_a_year_without_a_season_is_refused(drawn: Gateway, tmp_path: Path) -> None:
    report = await send(drawn, tmp_path, ImportKind.ROSTER, [ROSTER_HEADER, *FAMILY], year=2031)
    assert report.status is ImportStatus.REJECTED
    assert await said(drawn, report) == [(0, "NO_SEASON")]


def test_a_household_is_never_divided() -> None:
    lines = [Kept(at, Place("村", str(at // 3)), None) for at in range(10)]
    sizes = [[one.row for one in chunk] for chunk in chunks(iter(lines), 4)]
    assert sizes == [[0, 1, 2], [3, 4, 5], [6, 7, 8, 9]]


async def test_lanes_tell_the_same_when_a_file_is_sent_again(
    drawn: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running.chunks, "__defaults__", (1,))
    rows = [ROSTER_HEADER, *FAMILY]
    first = await send(drawn, tmp_path, ImportKind.ROSTER, rows)
    await drawn.directory.write("MATCH (i:Import) DELETE i")
    again = await send(drawn, tmp_path, ImportKind.ROSTER, rows)
    assert counts(first) == counts(again) == (4, 0, 0, 0)
    assert len(await roll(drawn)) == 4
    assert (await reconcile(drawn.directory, 2022, repair=False)).is_right
