"""What a row is turned down for, and what is said about it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from graph_seed.imports.forms import FORMS
from graph_seed.imports.rejection import Fault, shown
from policy.imports import ImportKind
from policy.terms import DepartmentKind
from policy.vocabulary import Channel, Sex
from tests.graph_seed.imports.filed import (
    CHILD,
    FAMILY,
    MAN,
    ROSTER_HEADER,
    WOMAN,
    Outcome,
    csv_file,
    outcome,
)

NO_NUMBER = (*ROSTER_HEADER, "出生日期", "性别", "监护人身份证号码", "出生次序")


def roster(folder: Path, *rows: Sequence[object], header: Sequence[str] = ROSTER_HEADER) -> Outcome:
    return outcome(csv_file(folder, [header, *rows]))


def payments(folder: Path, **cells: object) -> Outcome:
    """One payment; what is not said is as it should be."""
    good = {"订单号": "A1", "身份证号码": MAN, "金额": 320, "日期": "2021-10-18", "渠道": "微信"}
    row = {**good, **cells}
    header = ["缴费日期" if name == "日期" else name for name in row]
    return outcome(csv_file(folder, [header, list(row.values())]), ImportKind.PAYMENTS)


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (MAN[:17] + "1", "身份证号码 990010********0011 校验位不符，请对照证件逐位核对"),
        ("99001019901332001X", "身份证号码 990010********001X 中的出生日期不存在，请核对第7至14位"),
        (MAN[:17], "身份证号码应为18位，现为17位，请核对"),
        ("990010900101001", "15位旧身份证号码已停用，请填写18位号码"),
    ],
)
def test_an_impossible_identity_number_is_turned_down(
    tmp_path: Path, number: str, message: str
) -> None:
    found = roster(tmp_path, ("村", "1", "张三", number, "户主"))
    assert found.said == [(2, "ID_NUMBER", "身份证号码")]
    assert found.rejections[0].message == message


def test_no_report_shows_a_whole_identity_number() -> None:
    assert shown(f"张三{MAN}、{WOMAN}") == "张三990010********001X、990010********0024"
    assert shown("990010900101001") == "***************"


def test_birth_and_sex_must_be_those_of_the_number(tmp_path: Path) -> None:
    row = (*FAMILY[0], "1990-02-01", "女")
    found = roster(tmp_path, row, header=(*ROSTER_HEADER, "出生日期", "性别"))
    assert found.said == [(2, "BIRTH_MISMATCH", "出生日期"), (2, "SEX_MISMATCH", "性别")]
    assert found.rejections[1].message == "性别“女”与身份证号码第17位（男）不一致"


def test_who_has_no_number_is_known_by_guardian_birth_and_order(tmp_path: Path) -> None:
    twins = [
        ("示范村", "0001", name, "", "子", "2021-11-01", "男", WOMAN, at)
        for at, name in ((1, "张大双"), (2, "张小双"))
    ]
    head = (*FAMILY[0], "", "", "", "")
    found = roster(tmp_path, head, *twins, header=NO_NUMBER)
    assert (found.rows, found.refused) == (3, 0)
    assert [(one.line.born, one.line.gender) for one in found.lines[1:]] == [
        (date(2021, 11, 1), Sex.MALE),
        (date(2021, 11, 1), Sex.MALE),
    ]


def test_who_has_neither_number_nor_guardian_is_turned_down(tmp_path: Path) -> None:
    baby = ("示范村", "0001", "张小四", "", "子", "2021-11-01", "男", "", "")
    found = roster(tmp_path, (*FAMILY[0], "", "", "", ""), baby, header=NO_NUMBER)
    assert found.said == [(3, "REQUIRED", "身份证号码")]
    assert found.rejections[0].message.endswith("现缺：监护人身份证号码")


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    found = roster(tmp_path, *FAMILY, FAMILY[1], FAMILY[0])
    assert [one.row for one in found.lines] == [2, 3, 4]
    assert found.said == [(5, "DUPLICATE", None), (6, "DUPLICATE", None)]
    assert found.rejections[0].message == "与第 3 行完全相同，只取一次"


def test_rows_that_contradict_each_other_are_all_turned_down(tmp_path: Path) -> None:
    found = roster(tmp_path, *FAMILY, ("示范村", "0002", "李四", WOMAN, "户主"))
    assert [one.row for one in found.lines] == [2, 4]
    assert found.said == [(3, "CONFLICT", None), (5, "CONFLICT", None)]
    assert found.rejections[0].message == (
        "身份证号码与第 5 行相同，内容却不同；请核对后只保留正确的一行"
    )


def test_a_household_without_a_head_is_turned_down_and_others_go_in(tmp_path: Path) -> None:
    other = ("示范村", "0002", "王五", "990010196504040049", "户主")
    found = roster(tmp_path, *FAMILY[1:], other)
    assert [one.line.name for one in found.lines] == ["王五"]
    assert found.said == [(2, "NO_HEAD", None), (3, "NO_HEAD", None)]


def test_a_household_with_two_heads_is_turned_down(tmp_path: Path) -> None:
    found = roster(tmp_path, FAMILY[0], (*FAMILY[1][:4], "户主"))
    assert found.lines == []
    assert found.said == [(2, "SEVERAL_HEADS", None), (3, "SEVERAL_HEADS", None)]
    assert found.rejections[0].message == "本户有 2 个户主：第 2、3 行"


def test_who_depends_on_a_head_that_is_turned_down_waits_for_it(tmp_path: Path) -> None:
    found = roster(tmp_path, ("示范村", "0001", "张三", MAN[:17] + "1", "户主"), FAMILY[1])
    assert found.said == [(2, "ID_NUMBER", "身份证号码"), (3, "HEAD_REJECTED", None)]
    assert found.rejections[1].message == "本户户主（第 2 行）不合格，请先改正该行"


def test_a_member_that_is_turned_down_leaves_the_household_in(tmp_path: Path) -> None:
    found = roster(tmp_path, FAMILY[0], (*FAMILY[1][:3], WOMAN[:17] + "X", "配偶"), FAMILY[2])
    assert [one.row for one in found.lines] == [2, 4]
    assert found.said == [(3, "ID_NUMBER", "身份证号码")]


def test_two_spellings_of_a_village_are_one_and_rows_need_no_order(tmp_path: Path) -> None:
    apart = ("示范村委会", *FAMILY[2][1:])
    other = ("别村", "0001", "王五", "990010196504040049", "户主")
    found = roster(tmp_path, apart, other, FAMILY[1], FAMILY[0])
    assert found.refused == 0
    assert [(one.place.village, one.row) for one in found.lines] == [
        ("别村", 3), ("示范村", 2), ("示范村", 4), ("示范村", 5)
    ]  # fmt: skip


def test_the_name_of_the_head_tells_who_it_is_where_relations_are_left_out(
    tmp_path: Path,
) -> None:
    rows = [(*row[:4], "张三") for row in FAMILY]
    found = roster(tmp_path, *rows, header=(*ROSTER_HEADER[:4], "户主"))
    assert [one.line.kinship for one in found.lines] == ["户主", "成员", "成员"]


def test_all_that_is_wrong_with_a_row_is_said_at_once(tmp_path: Path) -> None:
    found = payments(tmp_path, 订单号="", 金额="三百", 日期="2022-01-01", 渠道="支票")
    assert found.said == [
        (2, "BAD_AMOUNT", "金额"),
        (2, "FUTURE_DATE", "缴费日期"),
        (2, "BAD_CHOICE", "渠道"),
        (2, "REQUIRED", "订单号"),
    ]
    assert (found.rows, found.refused) == (1, 1)
    assert found.rejections[2].candidates[:2] == ("手机APP", "小程序")


@pytest.mark.parametrize("amount", ["0", "-320", "320.005", "1e99", "nan", "inf", "320元整"])
def test_an_impossible_amount_is_turned_down(tmp_path: Path, amount: str) -> None:
    assert payments(tmp_path, 金额=amount).said == [(2, "BAD_AMOUNT", "金额")]


@pytest.mark.parametrize("day", ["2021-02-29", "20211318", "十月", "1880-01-01", "18/10/2021"])
def test_a_day_that_is_none_is_turned_down(tmp_path: Path, day: str) -> None:
    assert payments(tmp_path, 日期=day).said == [(2, "BAD_DATE", "缴费日期")]


def test_one_payment_may_be_for_several_people(tmp_path: Path) -> None:
    found = payments(tmp_path, 身份证号码=f"{MAN}、{WOMAN};{CHILD}", 渠道="代征员")
    [kept] = found.lines
    assert [one.text for one in kept.line.id_numbers] == [MAN, WOMAN, CHILD]
    assert kept.line.channel is Channel.VILLAGE_AGENT


def test_a_payment_is_for_people_or_for_a_household(tmp_path: Path) -> None:
    assert payments(tmp_path, 身份证号码="").said == [(2, "REQUIRED", "身份证号码")]
    home = payments(tmp_path, 身份证号码="", 村="示范村", 户编号="0001")
    assert [one.place.household for one in home.lines] == ["0001"]
    assert payments(tmp_path, 村="示范村", 户编号="").said == [(2, "REQUIRED", "户编号")]


def test_two_orders_of_one_number_and_other_amounts_are_both_turned_down(tmp_path: Path) -> None:
    header = ("订单号", "身份证号码", "金额", "缴费日期", "渠道")
    rows = [("A1", MAN, amount, "2021-10-18", "微信") for amount in (320, 160)]
    found = outcome(csv_file(tmp_path, [header, *rows]), ImportKind.PAYMENTS)
    assert found.said == [(2, "CONFLICT", None), (3, "CONFLICT", None)]


def test_a_list_names_groups_by_their_known_names(tmp_path: Path) -> None:
    header = ("身份证号码", "姓名", "类别", "认定日期", "退出日期", "认定部门")
    rows = [
        (MAN, "张三", "低保", "2021-09-01", "2021-09-01", "民政"),
        (WOMAN, "李四", "低保", "2021-09-01", "2021-11-01", "民政"),
        (CHILD, "张小三", "特困", "2021-09-01", "", "民政局"),
    ]
    found = outcome(csv_file(tmp_path, [header, *rows]), ImportKind.CATEGORY_LIST)
    [kept] = found.lines
    assert (kept.line.category, kept.line.until) == ("subsistence", date(2021, 11, 1))
    assert kept.line.department is DepartmentKind.CIVIL_AFFAIRS
    assert found.said == [(2, "DATE_ORDER", "退出日期"), (4, "UNKNOWN_CATEGORY", "类别")]
    assert found.rejections[1].candidates == ("特困人员",)


def test_a_quota_has_a_unit_people_and_a_source(tmp_path: Path) -> None:
    rows = [("乡镇", "任务数", "来源", "年度"), ("甲镇", "5000人", "附件1", "2022年度")]
    [kept] = outcome(csv_file(tmp_path, rows), ImportKind.QUOTAS).lines
    assert (kept.line.people, kept.line.year, kept.line.unit) == (5000, 2022, "甲镇")


def test_who_answers_for_a_grid_answers_for_it_in_a_village(tmp_path: Path) -> None:
    header = ("单位", "岗位", "姓名", "任职日期", "职责", "包保村", "组")
    rows = [
        ("甲镇", "包村干部", "王五", "2021-09-01", "包村", "示范村", "第1组"),
        ("甲镇", "包村干部", "王五", "2021-09-01", "", "", "第1组"),
    ]
    found = outcome(csv_file(tmp_path, [header, *rows]), ImportKind.POSTS)
    assert [one.line.holder for one in found.lines] == ["王五"]
    assert found.said == [(3, "REQUIRED", "包保村")]


def test_money_of_the_fund_has_a_household_or_a_payer(tmp_path: Path) -> None:
    header = ("回单号", "村", "户编号", "缴款人", "到账金额", "到账日期")
    rows = [
        ("R1", "示范村", "0001", "", "960", "2021-10-20"),
        ("R2", "", "", "张三", "320", "2021-10-20"),
        ("R3", "", "", "", "320", "2021-10-20"),
        ("R4", "示范村", "", "张三", "320", "2021-10-20"),
    ]
    found = outcome(csv_file(tmp_path, [header, *rows]), ImportKind.FUND_RECEIPTS)
    assert {one.line.receipt for one in found.lines} == {"R1", "R2"}
    assert found.said == [(4, "REQUIRED", "户编号"), (5, "REQUIRED", "户编号")]


def test_no_two_columns_of_a_form_go_by_the_same_name() -> None:
    for form in FORMS.values():
        names = [name for one in form.columns for name in (one.header, *one.names)]
        assert sorted(names) == sorted(set(names)), form.title


def test_the_documents_explain_every_code() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "errors.md").read_text(encoding="utf-8")
    files = text.split("## Files")[1]
    assert [one for one in Fault if f"`{one}`" not in files] == []
