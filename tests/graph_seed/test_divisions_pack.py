from pathlib import Path

import pytest

from graph_seed.divisions.listing import read
from graph_seed.divisions.pack import BrokenList, lines, pack

TABLES = {
    "provinces": 'code,name\n11,"北京市"\n',
    "cities": 'code,name,provinceCode\n1101,"市辖区",11\n',
    "areas": 'code,name,cityCode,provinceCode\n110101,"东城区",1101,11\n',
    "streets": 'code,name,areaCode,provinceCode,cityCode\n110101001,"东华门街道",110101,11,1101\n',
    "villages": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
    '110101001001,"多福巷社区居委会",110101001,11,1101,110101\n'
    '110101001002,"768厂社区居委会",110101001,11,1101,110101\n',
}


def write(folder: Path, **tables: str) -> Path:
    (folder / "dist").mkdir()
    for name, text in (TABLES | tables).items():
        (folder / "dist" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_what_was_packed_is_read_back(tmp_path: Path) -> None:
    archive = tmp_path / "china.zip"
    assert pack(write(tmp_path), archive) == 6
    villages = [division for division in read(archive=archive) if len(division.code) == 12]
    assert [(village.code, village.name) for village in villages] == [
        ("110101001001", "多福巷社区居委会"),
        ("110101001002", "768厂社区居委会"),
    ]


def test_the_same_tables_give_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("one.zip", "two.zip"):
        pack(tmp_path, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_code_that_follows_its_sibling_is_left_out() -> None:
    rows = [("43", "湖南省"), ("4301", "长沙市"), ("4302", "株洲市"), ("4331", "湘西州")]
    assert "".join(lines(rows)) == "43 湖南省\n\t01 长沙市\n\t 株洲市\n\t31 湘西州\n"


@pytest.mark.parametrize(
    ("table", "row", "message"),
    [
        ("cities", '1101,"市辖区",11\n1101,"县",11\n', "cities: 1101 appears twice"),
        ("areas", '120101,"和平区",1201,12\n', "areas: 120101 has no parent 1201"),
        ("areas", '1101,"东城区",1101,11\n', "areas: 1101 is not a code of level COUNTY"),
        ("provinces", '11,"北 京"\n', "provinces: 11 has a name that cannot be packed: '北 京'"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(
    tmp_path: Path, table: str, row: str, message: str
) -> None:
    head = TABLES[table].splitlines()[0] + "\n"
    with pytest.raises(BrokenList, match=f"^{message}$"):
        pack(write(tmp_path, **{table: head + row}), tmp_path / "china.zip")
