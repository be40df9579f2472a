from graph_seed.law import read_notices, scheme_of
from policy.household import Member, left_out
from policy.targets import enrolment_target

NOTICES = read_notices()
DONGAN = scheme_of(NOTICES, "dongan-2020")
ENROLLED = Member(enrolled=True)


def test_a_member_who_is_picked_out_breaks_the_whole_household() -> None:
    found = left_out(DONGAN, {"甲": ENROLLED, "乙": Member(enrolled=False)})
    assert [(key, r.clause.number) for key, r in found if r.clause] == [("乙", "五")]


def test_a_member_covered_elsewhere_is_excused_with_evidence_alone() -> None:
    proven = Member(enrolled=False, elsewhere=True, evidence=True)
    claimed = Member(enrolled=False, elsewhere=True)
    found = left_out(DONGAN, {"甲": ENROLLED, "乙": proven, "丙": claimed})
    assert [key for key, _ in found] == ["丙"]


def test_under_the_other_reading_nobody_is_excused() -> None:
    strict = DONGAN.choose({"household_whole": "nobody_excused"})
    proven = Member(enrolled=False, elsewhere=True, evidence=True)
    assert [key for key, _ in left_out(strict, {"甲": ENROLLED, "乙": proven})] == ["乙"]


def test_the_assessed_rate_is_that_of_the_nearest_notice() -> None:
    found = {n.key: enrolment_target(scheme_of(NOTICES, n.key)) for n in NOTICES if n.year}
    assert {key: rule and rule.key for key, rule in found.items()} == {
        "hunan-2022": "residents",
        "shuangpai-2022": "quota_assessed",
        "qixian-2022": "quota",
        "shuangqing-2023": "residents",
        "dongan-2020": "residents",
    }
