"""Files as they come, each with its report."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from graph_seed.imports.limits import Limits
from graph_seed.imports.rejection import Fault, FileRefused
from policy.imports import ImportKind
from tests.graph_seed.imports.filed import (
    CHILD,
    FAMILY,
    MAN,
    ROSTER_HEADER,
    WOMAN,
    csv_file,
    outcome,
    workbook,
)


def refusal(path: Path, kind: ImportKind = ImportKind.ROSTER) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        outcome(path, kind)
    return caught.value


def test_a_valid_workbook_gives_a_line_for_every_person(tmp_path: Path) -> None:
    found = outcome(workbook(tmp_path, ("名册", [ROSTER_HEADER, *FAMILY])))
    assert (found.rows, found.refused, found.rejections) == (3, 0, [])
    assert [(one.row, one.line.name, one.line.kinship) for one in found.lines] == [
        (2, "张三", "户主"),
        (3, "李四", "配偶"),
        (4, "张小三", "子"),
    ]
    assert (found.read.sheet, found.read.header_row, found.read.warnings) == ("名册", 1, ())


def test_columns_stand_in_any_order_under_the_names_people_use(tmp_path: Path) -> None:
    header = ("公民身份号码 ", "关系*", "行政村", "姓 名", "户号")
    rows = [(row[3], row[4], row[0], row[2], row[1]) for row in FAMILY]
    found = outcome(workbook(tmp_path, ("Sheet1", [header, *rows])))
    assert (found.rows, found.refused) == (3, 0)
    assert found.read.columns == (
        ("公民身份号码", "身份证号码"),
        ("关系*", "与户主关系"),
        ("行政村", "村"),
        ("姓 名", "姓名"),
        ("户号", "户编号"),
    )


def test_an_unexpected_column_is_named_and_not_read(tmp_path: Path) -> None:
    rows = [(*ROSTER_HEADER, "联系电话"), *((*row, "13800000000") for row in FAMILY)]
    found = outcome(workbook(tmp_path, ("名册", rows)))
    assert (found.refused, found.read.warnings) == (0, ("没有用到的列：联系电话（F列）",))


def test_a_missing_column_is_named_and_nothing_is_read(tmp_path: Path) -> None:
    rows = [row[:1] + row[2:] for row in (ROSTER_HEADER, *FAMILY)]
    error = refusal(workbook(tmp_path, ("名册", rows))).rejection
    assert (error.code, error.row, error.sheet) == (Fault.MISSING_COLUMN, 1, "名册")
    assert error.message == "第 1 行的表头缺少：户编号；请补上后重新上传"


def test_of_columns_that_may_stand_for_each_other_one_set_is_needed(tmp_path: Path) -> None:
    rows = [row[:3] for row in (ROSTER_HEADER, *FAMILY)]
    assert refusal(workbook(tmp_path, ("名册", rows))).rejection.message == (
        "第 1 行的表头缺少：（与户主关系，或户主姓名）、"
        "（身份证号码，或出生日期、性别、监护人身份证号码）；请补上后重新上传"
    )


def test_a_column_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    rows = [
        (*ROSTER_HEADER[:3], "身份证号", "证件号码", "关系"),
        ("村", "1", "张三", MAN, MAN, "户主"),
    ]
    error = refusal(workbook(tmp_path, ("名册", rows))).rejection
    assert error.code is Fault.DOUBLE_COLUMN
    assert error.message == "“身份证号”（D列）、“证件号码”（E列）都可以是“身份证号码”；请只保留一列"


def test_a_header_of_merged_cells_over_two_rows_is_found_below_a_title(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名册")
        sheet.merge_range("A1:F1", "2022年度参保缴费名册")
        for at, name in enumerate(ROSTER_HEADER[:2]):
            sheet.merge_range(1, at, 2, at, name)
        sheet.merge_range("C2:E2", "成员")
        sheet.write_row("C3", ROSTER_HEADER[2:])
        sheet.merge_range("F2:G2", "监护人")
        sheet.write_row("F3", ("姓名", "身份证号码"))
        sheet.write_row("A4", FAMILY[0])
    found = outcome(path)
    assert (found.rows, found.refused, found.read.header_row) == (1, 0, 3)
    assert dict(found.read.columns)["监护人身份证号码"] == "监护人身份证号码"


@pytest.mark.parametrize("name", ["empty.xlsx", "empty.csv"])
def test_a_file_of_no_bytes_is_empty_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert refusal(tmp_path / name).rejection.code is Fault.FILE_EMPTY


def test_sheets_without_a_cell_are_empty(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, ("名册", []))).rejection.code is Fault.FILE_EMPTY


def test_a_header_alone_is_an_empty_file(tmp_path: Path) -> None:
    error = refusal(workbook(tmp_path, ("名册", [ROSTER_HEADER]))).rejection
    assert (error.code, error.row) == (Fault.FILE_EMPTY, 1)


def test_a_sheet_of_something_else_has_no_header(tmp_path: Path) -> None:
    error = refusal(workbook(tmp_path, ("菜单", [("菜名", "价格"), ("豆腐", 8)]))).rejection
    assert error.code is Fault.NO_HEADER
    assert error.message == "前 20 行里没有找到“参保缴费名册”的表头；须有：村、户编号、姓名"


def test_formulas_give_the_values_that_were_saved_with_them(tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("缴费")
        sheet.write_row(0, 0, ("订单号", "身份证号码", "缴费金额", "缴费日期", "缴费渠道", "凭证"))
        for row in (1, 2, 3):
            sheet.write_row(row, 0, (f"A{row}", MAN, 320, "2021-10-18", "微信"))
        sheet.write_formula(1, 2, "=2*160", None, 319.99999999999994)
        sheet.write_formula(2, 2, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 5, "=B9", None, "")
    found = outcome(path, ImportKind.PAYMENTS)
    assert [one.line.amount_fen for one in found.lines] == [32000]
    assert found.said == [(3, "CELL_ERROR", "缴费金额"), (4, "CELL_ERROR", "凭证")]
    assert found.rejections[0].message == "单元格没有值（#DIV/0!）；请改为数值或文字，不要用公式"


def test_of_two_sheets_the_first_with_a_header_is_read_and_the_other_named(tmp_path: Path) -> None:
    notes = ("说明", [("请各村核对",), ("截止10月底",)])
    rows = [ROSTER_HEADER, *FAMILY]
    found = outcome(workbook(tmp_path, notes, ("一村", rows), ("二村", rows)))
    assert (found.rows, found.read.sheet) == (3, "一村")
    assert found.read.warnings == ("读取的是工作表“一村”；未读取：说明、二村",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    rows = [ROSTER_HEADER, *FAMILY, ("䶮村", "0002", "李䶮", "990010196504040049", "户主")]
    found = outcome(csv_file(tmp_path, rows, encoding))
    assert (found.rows, found.refused) == (4, 0)
    assert {one.line.name for one in found.lines} == {"张三", "李四", "张小三", "李䶮"}
    assert (found.read.sheet, found.read.warnings) == (None, ())


def test_csv_in_utf_16_is_refused_with_what_to_do(tmp_path: Path) -> None:
    error = refusal(csv_file(tmp_path, [ROSTER_HEADER, *FAMILY], "utf-16")).rejection
    assert error.code is Fault.FILE_ENCODING
    assert "请另存为“CSV UTF-8”" in error.message


def test_bytes_of_no_encoding_are_refused_by_their_place(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes("村,户编号\n".encode() + b"\xff\xff\xff\xff\n" + "示范村,1\n".encode())
    error = refusal(path).rejection
    assert (error.code, "第 15 字节" in error.message) == (Fault.FILE_ENCODING, True)


def test_numbers_stored_as_text_are_numbers(tmp_path: Path) -> None:
    header = ("订单号", "证件号", "金额(元)", "缴费时间", "渠道")
    rows = [
        header,
        (20210001, f"'{MAN}", "1,320.50元", "2021-10-18 09:30:00", "POS"),
        ("20210002", f"\t{WOMAN}", " ３２０ ", "44487", "网银"),
    ]
    found = outcome(workbook(tmp_path, ("缴费", rows)), ImportKind.PAYMENTS)
    first, second = (one.line for one in found.lines)
    assert (first.order, first.amount_fen, first.paid_on) == (
        "20210001",
        132050,
        date(2021, 10, 18),
    )
    assert (second.amount_fen, second.paid_on) == (32000, date(2021, 10, 18))


def test_an_identity_number_that_is_a_number_has_lost_its_end(tmp_path: Path) -> None:
    rows = [
        ROSTER_HEADER,
        FAMILY[0],
        ("示范村", "0001", "李四", float(WOMAN), "配偶"),
        ("示范村", "0001", "张小三", "9.9001E+17", "子"),
    ]
    found = outcome(workbook(tmp_path, ("名册", rows)))
    assert [one.line.name for one in found.lines] == ["张三"]
    assert found.said == [(3, "ID_DIGITS_LOST", "身份证号码"), (4, "ID_DIGITS_LOST", "身份证号码")]
    assert found.rejections[0].value == "990010********0080"


@pytest.mark.parametrize(
    "written",
    [
        "2021-10-18",
        "2021/10/18",
        "2021.10.18",
        "2021年10月18日",
        "20211018",
        "2021-10-18 23:59:59",
        20211018,
        44487,
        44487.75,
        "44487",
        date(2021, 10, 18),
        datetime(2021, 10, 18, 8, 30),  # noqa: DTZ001 - a spreadsheet has no zone
    ],
)
def test_days_are_read_as_text_as_serials_and_as_days(tmp_path: Path, written: object) -> None:
    path = tmp_path / "days.xlsx"
    options = {"default_date_format": "yyyy-mm-dd hh:mm"}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("身份证号码", "激活日期"))
        sheet.write_row(1, 0, (MAN, written))
    [kept] = outcome(path, ImportKind.E_VOUCHERS).lines
    assert kept.line.on == date(2021, 10, 18)


def test_a_hundred_thousand_rows_go_through(tmp_path: Path) -> None:
    rows = [("回单号", "村", "户编号", "到账金额", "到账日期")]
    rows += [(f"R{at}", f"第{at % 40}村", str(at), "960", "2021-10-18") for at in range(100_000)]
    found = outcome(workbook(tmp_path, ("到账", rows)), ImportKind.FUND_RECEIPTS)
    assert (found.rows, found.refused, len(found.lines)) == (100_000, 0, 100_000)
    assert sum(one.line.amount_fen for one in found.lines) == 100_000 * 96_000


def test_more_rows_than_the_limit_are_refused_with_the_limit(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [ROSTER_HEADER, *FAMILY])
    with pytest.raises(FileRefused, match="数据超过 2 行的上限") as caught:
        outcome(path, limits=Limits(rows=2))
    assert (caught.value.rejection.code, caught.value.rejection.row) == (Fault.FILE_LIMIT, 4)


def test_a_file_of_more_bytes_than_the_limit_is_not_opened(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [ROSTER_HEADER, *FAMILY])
    with pytest.raises(FileRefused, match=r"上限 100；"):
        outcome(path, limits=Limits(file_bytes=100))


def test_a_workbook_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("名册", [ROSTER_HEADER, *FAMILY]))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(30 << 20))
    error = refusal(path).rejection
    assert error.code is Fault.FILE_LIMIT
    assert error.message.startswith("工作簿的压缩比为 ")


def test_a_small_workbook_that_wants_500_gb_ends_its_reader_alone(tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ROSTER_HEADER)
        sheet.write(1_048_575, 16_383, "x")
    error = refusal(path).rejection
    assert error.code is Fault.FILE_LIMIT
    assert error.message.startswith("工作簿展开后超出上限（内存 ")


@pytest.mark.parametrize("part", [0.25, 0.5, 0.9])
def test_a_workbook_cut_off_is_damaged(tmp_path: Path, part: float) -> None:
    path = workbook(tmp_path, ("名册", [ROSTER_HEADER, *FAMILY]))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    assert refusal(path).rejection.code is Fault.FILE_DAMAGED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_csv_cut_within_a_character_is_damaged(tmp_path: Path, encoding: str) -> None:
    path = csv_file(tmp_path, [ROSTER_HEADER, *FAMILY], encoding)
    path.write_bytes(path.read_bytes()[:-2])
    assert refusal(path).rejection.code is Fault.FILE_DAMAGED


def test_csv_cut_within_a_row_turns_that_row_down(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [ROSTER_HEADER, *FAMILY])
    path.write_bytes(path.read_bytes().removesuffix(f"{CHILD},子\n".encode()) + b"99001020")
    found = outcome(path)
    assert len(found.lines) == 2
    assert found.said == [(4, "ID_NUMBER", "身份证号码"), (4, "ROW_SHAPE", None)]


def test_csv_cut_within_quotes_is_damaged(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [ROSTER_HEADER, *FAMILY, ('"示范', "1")])
    error = refusal(path).rejection
    assert (error.code, error.row) == (Fault.FILE_DAMAGED, 5)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(512), "旧版 .xls"),
        (b"%PDF-1.7", "这是PDF"),
        (b"PK\x03\x04", "损坏"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    assert said in refusal(path).rejection.message


def test_an_archive_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(path).rejection.code is Fault.FILE_FORMAT
