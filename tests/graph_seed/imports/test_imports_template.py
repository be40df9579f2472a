"""Workbooks that go out: templates to fill in, rows that come back."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from graph_seed.imports.checking import read, settle
from graph_seed.imports.forms import FORMS
from graph_seed.imports.rejection import Fault, FileRefused
from graph_seed.imports.returned import ADDED, write_returned
from graph_seed.imports.spool import Spool
from graph_seed.imports.template import template
from policy.imports import ImportKind
from tests.graph_seed.imports.filed import (
    AGAINST,
    FAMILY,
    MAN,
    ROSTER_HEADER,
    csv_file,
    outcome,
    workbook,
)


@pytest.mark.parametrize("kind", ImportKind)
def test_a_template_sent_as_it_is_holds_only_its_example(tmp_path: Path, kind: ImportKind) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template(FORMS[kind], ["特困人员", "低保对象"]))
    with pytest.raises(FileRefused, match="只有表头") as caught:
        outcome(path, kind)
    assert (caught.value.rejection.code, caught.value.rejection.row) == (Fault.FILE_EMPTY, 1)


@pytest.mark.parametrize("kind", ImportKind)
def test_the_help_of_a_template_explains_every_column(kind: ImportKind) -> None:
    with CalamineWorkbook.from_filelike(BytesIO(template(FORMS[kind]))) as book:
        rows = book.get_sheet_by_name("填写说明").to_python()
    explained = {row[0]: row[2] for row in rows}
    assert {one.header: one.help for one in FORMS[kind].columns}.items() <= explained.items()


def test_a_template_offers_words_and_keeps_numbers_as_text() -> None:
    with ZipFile(BytesIO(template(FORMS[ImportKind.ROSTER]))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<formula1>选项!$F$1:$F$11</formula1>" in sheet
    assert 'numFmtId="49"' in styles


@pytest.mark.parametrize("kind", ImportKind)
def test_the_example_of_a_template_would_be_taken(tmp_path: Path, kind: ImportKind) -> None:
    form = FORMS[kind]
    rows = [[one.header for one in form.columns], [one.example for one in form.columns]]
    found = outcome(workbook(tmp_path, ("表", rows)), kind)
    assert (found.rows, found.rejections) == (1, [])


def test_rows_come_back_with_the_reasons_beside_them(tmp_path: Path) -> None:
    bad = ("示范村", "0001", "张三", MAN[:17] + "1", "户主")
    path, form = csv_file(tmp_path, [ROSTER_HEADER, bad, *FAMILY[1:]]), FORMS[ImportKind.ROSTER]
    with Spool(tmp_path / "spool") as spool:
        found = read(path, form, AGAINST, spool)
        settle(spool, form, found.sheet)
        out = tmp_path / "returned.xlsx"
        assert write_returned(out, found.headers, spool.returned()) == 3
    with CalamineWorkbook.from_path(out) as book:
        header, first, *rest = book.get_sheet_by_index(0).to_python()
    assert header == [*ROSTER_HEADER, *ADDED]
    assert first[:5] == ["示范村", "0001", "张三", "990010********0011", "户主"]
    assert first[5:8] == [
        "2",
        "身份证号码：身份证号码 990010********0011 校验位不符，请对照证件逐位核对",
        "ID_NUMBER",
    ]
    assert [row[7] for row in rest] == ["HEAD_REJECTED", "HEAD_REJECTED"]


def test_rows_put_right_in_the_workbook_that_came_back_are_taken(tmp_path: Path) -> None:
    bad = ("示范村", "0001", "张三", MAN[:17] + "1", "户主")
    path, form = csv_file(tmp_path, [ROSTER_HEADER, bad]), FORMS[ImportKind.ROSTER]
    with Spool(tmp_path / "spool") as spool:
        found = read(path, form, AGAINST, spool)
        write_returned(tmp_path / "returned.xlsx", found.headers, spool.returned(), masked=False)
    with CalamineWorkbook.from_path(tmp_path / "returned.xlsx") as book:
        header, row = book.get_sheet_by_index(0).to_python()
    row[3] = MAN
    again = outcome(workbook(tmp_path, ("退回的行", [header, row])))
    assert (again.refused, [one.line.name for one in again.lines]) == (0, ["张三"])
    assert again.read.warnings == (
        "没有用到的列：原行号（F列）、退回原因（G列）、代码（H列）、可选（I列）",
    )
