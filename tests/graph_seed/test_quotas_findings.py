from graph_seed.quotas.annex import Annex, Line, Standard, annexes
from graph_seed.quotas.findings import editorial, of_figures
from policy.places import Level


def annex(*lines: Line, people: int | None = None, standard: Standard | None = None) -> Annex:
    where = ("made-up", 2022, "990101001", Level.VILLAGE, "QUOTA", "附件", "试〔2021〕1号 附件")
    return Annex(*where, lines, people, None, standard)


def test_q1_the_rows_of_dongan_add_up_to_one_more_than_printed() -> None:
    dongan, _ = annexes()
    (finding,) = of_figures(dongan)
    assert finding.key == "dongan-2020|附件1|sum-of-people"
    assert (finding.severity, finding.expected, finding.found) == ("WARNING", "578501", "578500")


def test_q2_the_amounts_of_qixian_are_one_finding_of_250_against_320() -> None:
    _, qixian = annexes()
    (finding,) = of_figures(qixian)
    assert (finding.severity, finding.expected, finding.found) == ("ERROR", "320", "250")
    assert finding.message == (
        "附件2有14行金额按每人250元计算，四(一)规定的个人缴费标准却是每人320元"
        "（上一年为280元）；金额照印保留"
    )


def test_an_annex_in_order_has_no_finding() -> None:
    lines = (Line(1, "甲村", 2, 64000), Line(2, "乙村", 1, 32000))
    assert of_figures(annex(*lines, people=3, standard=Standard(32000, "四", None))) == []


def test_an_uneven_amount_is_shown_as_a_fraction() -> None:
    lines = (Line(1, "甲村", 3, 100000), Line(2, "乙村", 1, 32000))
    (finding,) = of_figures(annex(*lines, standard=Standard(32000, "四", None)))
    assert finding.found == "1000/3"


def test_what_people_found_names_notice_clause_and_unit() -> None:
    assert [(finding.key, finding.unit) for finding in editorial()] == [
        ("dongan-2020|附件1|annex-heading-year", "431122"),
        ("qixian-2022|附件2|annex-heading-base", "341302113"),
        ("shuangqing-2023|二(四)|numbering-gap", "430502"),
        ("shuangqing-2023|三(三)b|section-numbered-twice", "430502"),
    ]
