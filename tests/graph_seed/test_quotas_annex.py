from pathlib import Path

import pytest

from graph_seed.quotas.annex import annexes, read_annex
from graph_seed.quotas.fields import BadAnnex

HEAD = """
notice: made-up
year: 2022
unit: "990101001"
level: VILLAGE
base: QUOTA
clause: 附件
source: 试〔2021〕1号 附件
printed: {people: 3}
"""
ROWS = "rows:\n  - {name: 甲村, people: 1, amount_yuan: 320}\n  - {name: 乙村, people: 2}\n"


def annex(folder: Path, text: str) -> Path:
    path = folder / "made-up.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_annex_is_read_as_printed_with_money_in_fen(tmp_path: Path) -> None:
    read = read_annex(annex(tmp_path, HEAD + ROWS))
    assert [(line.row, line.name, line.people, line.amount_fen) for line in read.lines] == [
        (1, "甲村", 1, 32000),
        (2, "乙村", 2, None),
    ]
    assert (read.total_people, read.total_fen, read.standard) == (3, None, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD, "made-up.yaml: rows must be a list"),
        (HEAD + ROWS.replace("people: 2", "people: -2"), "row 2: people is -2; it must be a whole"),
        (HEAD + ROWS.replace("people: 2", "people: 2.5"), "row 2: people is 2.5; it must be"),
        (HEAD + ROWS.replace("乙", "甲"), "row 2: name 甲村 stands in row 1 already"),
        (HEAD + ROWS.replace("people: 2", "persons: 2"), "row 2: persons is 2; it must be left"),
        (HEAD.replace('"990101001"', "990101001") + ROWS, "made-up.yaml: unit is 990101001; it"),
        (HEAD.replace("VILLAGE", "HAMLET") + ROWS, "level is 'HAMLET'; it must be one of NATION"),
        (HEAD.replace("{people: 3}", "3") + ROWS, "made-up.yaml, printed: names and values"),
        ("rows: [", "made-up.yaml: not readable as YAML"),
    ],
)
def test_an_error_names_file_row_and_field(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadAnnex) as raised:
        read_annex(annex(tmp_path, text))
    assert message in str(raised.value)


def test_q1_q2_the_annexes_of_the_notices_are_as_printed() -> None:
    dongan, qixian = annexes()
    assert (len(dongan.lines), dongan.total_people) == (16, 578500)
    assert (len(qixian.lines), qixian.total_people) == (14, 63018)
    assert qixian.total_fen == 1575450000
    assert sum(line.people for line in qixian.lines) == 63018
