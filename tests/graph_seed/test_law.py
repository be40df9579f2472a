"""Notices that are wrong are refused with file, rule and field."""

import shutil
from pathlib import Path

import pytest

from graph_seed.law import FOLDER, read_notices, scheme_of
from graph_seed.typed import LawFileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "notices")
    return tmp_path / "notices"


def change(folder: Path, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), encoding="utf-8")


MISTAKES = [
    (
        "hunan-2022/standards.yaml",
        "value: 320, clause: 二(三)",
        "value: 320, clause: 二(九)",
        "hunan-2022/standards.yaml, rule personal_contribution, field clause: no clause '二(九)'",
    ),
    (
        "hunan-2022/standards.yaml",
        "value: 320",
        "value: viel",
        "rule personal_contribution, field value: expected yuan, found 'viel'",
    ),
    (
        "hunan-2022/subsidies.yaml",
        "share: 100%",
        "share: 100%\n  amount: 320",
        "rule destitute, field share: a share and an amount together",
    ),
    (
        "hunan-2022/subsidies.yaml",
        "share: 100%",
        "share: 100",
        "rule destitute, field share: expected a share",
    ),
    (
        "hunan-2022/subsidies.yaml",
        "fund: MEDICAL_ASSISTANCE",
        "fund: MEDICAL",
        "rule destitute, field fund: 'MEDICAL' is not one of",
    ),
    (
        "hunan-2022/subsidies.yaml",
        "pay_first: false",
        "pays_first: false",
        "rule destitute, field pays_first: unknown",
    ),
    (
        "hunan-2022/subsidies.yaml",
        "key: severe_disability",
        "key: destitute",
        "rule destitute: given twice for the same days",
    ),
    (
        "hunan-2022/subsidies.yaml",
        "key: orphan",
        "key: orphans",
        "rule orphans, field key: no group 'orphans'",
    ),
    (
        "hunan-2022/windows.yaml",
        "closes: 2021-12-31",
        "closes: 2021-12-32",
        "rule collection, field closes: expected a day",
    ),
    (
        "hunan-2022/windows.yaml",
        "  closes: 2021-12-31\n",
        "",
        "rule collection, field closes: is missing",
    ),
    (
        "qixian-2022/subsidies.yaml",
        "requires: [fixed_allowance]",
        "requires: fixed_allowance",
        "rule veteran_armed_police, field requires: expected a list",
    ),
    (
        "shuangpai-2022/subsidies.yaml",
        "chosen: in_full",
        "chosen: unset",
        "the rule does not do what its reading preferential_treatment_share chose: unset",
    ),
    (
        "shuangpai-2022/notice.yaml",
        "parent: hunan-2022",
        "parent: hunan-2021",
        "shuangpai-2022/notice.yaml, field parent: no notice 'hunan-2021'",
    ),
    (
        "shuangpai-2022/findings.yaml",
        "severity: WARNING",
        "severity: HIGH",
        "rule requesting_department, field severity: 'HIGH' is not one of INFO, WARNING, ERROR",
    ),
    (
        "categories.yaml",
        "name: 孤儿",
        "name: 特困人员",
        "rule orphan: the name '特困人员' belongs to destitute already",
    ),
]


@pytest.mark.parametrize(("file", "before", "after", "message"), MISTAKES)
def test_a_wrong_notice_is_refused_with_its_place(
    folder: Path, file: str, before: str, after: str, message: str
) -> None:
    change(folder, file, before, after)
    with pytest.raises(LawFileError) as caught:
        read_notices(folder)
    assert message in str(caught.value)


def test_a_file_of_an_unknown_kind_is_refused(folder: Path) -> None:
    (folder / "hunan-2022" / "surprises.yaml").write_text("[]", encoding="utf-8")
    with pytest.raises(LawFileError, match=r"hunan-2022/surprises.yaml: unknown kind of rule"):
        read_notices(folder)


def test_a_county_overrides_the_province_value_by_value() -> None:
    scheme = scheme_of(read_notices(), "shuangpai-2022")
    own = scheme.parameter("personal_contribution")
    above = scheme.parameter("fiscal_shortfall_made_up_by")
    assert own is not None
    assert (own.value, own.clause.number, own.inherited_from) == ("320.00", "四1", None)
    assert above is not None
    assert (above.clause.number, above.inherited_from) == ("二(二)", "43")
