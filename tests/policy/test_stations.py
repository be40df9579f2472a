"""What the five notices know of the way of the money."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from graph_seed.law import read_notices, scheme_of
from policy.claims import SubsidyTerms
from policy.ledger import SubsidyValue, overdue_fen
from policy.scheme import Scheme
from policy.stations import (
    ORDER,
    Group,
    Station,
    group_of,
    in_place_by,
    landing,
    mover,
    next_station,
    rule_of,
    source_of,
)
from policy.subsidy import amounts
from policy.terms import DepartmentKind, Fund

NOTICES = read_notices()
KEYS = [notice.key for notice in NOTICES if notice.year is not None]


def scheme(key: str) -> Scheme:
    return scheme_of(NOTICES, key)


def terms(key: str, category: str) -> SubsidyTerms:
    rule = rule_of(scheme(key), category)
    assert rule is not None
    return rule.terms


def way(of: SubsidyTerms) -> list[Station]:
    """All stations that money of a rule comes to, batch by batch."""
    at, passed = Station.MARKED, [Station.MARKED]
    while (to := next_station(at, of)) is not None:
        at = landing(to, of)
        passed.append(at)
    return passed


@pytest.mark.parametrize(
    ("notice", "category", "group"),
    [
        (
            "hunan-2022",
            "destitute",
            "HEALTHCARE_SECURITY|destitute|MEDICAL_ASSISTANCE|hunan-2022/destitute",
        ),
        (
            "shuangpai-2022",
            "severe_disability",
            "DISABLED_PERSONS_FEDERATION|severe_disability|MEDICAL_ASSISTANCE"
            "|shuangpai-2022/severe_disability",
        ),
        (
            "shuangqing-2023",
            "monitored",
            "FINANCE|monitored|FISCAL|shuangqing-2023/monitored",
        ),
        (
            "shuangqing-2023",
            "veteran_in_hardship",
            "VETERANS_AFFAIRS|veteran_in_hardship|VETERANS_FISCAL"
            "|shuangqing-2023/veteran_in_hardship",
        ),
        (
            "qixian-2022",
            "other_hardship",
            "HEALTHCARE_SECURITY|other_hardship|UNSPECIFIED|qixian-2022/other_hardship",
        ),
        (
            "dongan-2020",
            "disability_certificate",
            "DISABLED_PERSONS_FEDERATION|disability_certificate|UNSPECIFIED"
            "|dongan-2020/disability_certificate",
        ),
        ("dongan-2020", "orphan", "HEALTHCARE_SECURITY|orphan|UNSPECIFIED|"),
    ],
)
def test_who_owes_is_who_requests_else_whose_fund_pays(
    notice: str, category: str, group: str
) -> None:
    assert group_of(scheme(notice), category) == group


def test_a_group_is_read_as_it_was_written() -> None:
    group = Group.read(group_of(scheme("shuangqing-2023"), "monitored"))
    source = "shuangqing-2023/monitored"
    assert group == Group(DepartmentKind.FINANCE, "monitored", Fund.FISCAL, source)


def test_a_group_that_is_a_category_alone_is_owed_by_healthcare_security() -> None:
    assert Group.read("half") == Group(
        DepartmentKind.HEALTHCARE_SECURITY, "half", Fund.UNSPECIFIED, ""
    )


def test_a_reading_moves_the_debt_to_another_department() -> None:
    other = scheme("shuangpai-2022").choose({"requesting_department": "article_7"})
    assert group_of(other, "destitute").startswith("HEALTHCARE_SECURITY|destitute|")


def test_what_goes_to_the_household_stops_at_the_township() -> None:
    assert way(terms("shuangpai-2022", "subsistence_allowance")) == [*ORDER]


def test_what_ends_at_the_fund_arrives_by_the_batch_that_disburses_it() -> None:
    assert way(terms("shuangpai-2022", "destitute")) == [
        Station.MARKED,
        Station.PAYABLE,
        Station.REQUESTED,
        Station.RECEIVED,
    ]


@pytest.mark.parametrize("notice", ["qixian-2022", "dongan-2020"])
def test_b13_nobody_requests_where_the_notice_does_not_know_it(notice: str) -> None:
    found = terms(notice, "destitute")
    assert way(found) == [Station.MARKED, Station.PAYABLE, Station.RECEIVED]
    assert source_of(Station.REQUESTED, found) is None
    assert source_of(Station.DISBURSED, found) is Station.PAYABLE


def test_money_waits_for_the_person_then_for_departments() -> None:
    found = terms("shuangpai-2022", "subsistence_allowance")
    assert [mover(to, found) for to in ORDER[1:]] == [
        None,
        DepartmentKind.CIVIL_AFFAIRS,
        DepartmentKind.FINANCE,
        DepartmentKind.CIVIL_AFFAIRS,
    ]


@pytest.mark.parametrize("key", KEYS)
def test_no_rule_knows_a_station_that_its_money_never_comes_to(key: str) -> None:
    for rule in scheme(key).of(SubsidyTerms):
        stations = way(rule.terms)
        assert stations == sorted(stations, key=ORDER.index)
        assert stations[-1] is Station.RECEIVED


def test_b9_what_is_payable_is_overdue_from_the_first_of_march() -> None:
    deadline = in_place_by(scheme("shuangqing-2023"))
    assert deadline is not None
    assert deadline.clause.number == "二(四)8"
    value = SubsidyValue("v1", 1, 0, 17_500, 17_500, 0, 0, 7_500)
    assert overdue_fen(value, deadline, date(2023, 2, 28)) == 0
    assert overdue_fen(value, deadline, date(2023, 3, 1)) == 10_000


def test_b9_what_waits_for_the_person_is_not_overdue() -> None:
    deadline = in_place_by(scheme("shuangqing-2023"))
    value = SubsidyValue("v1", 1, 0, 17_500, 0, 0, 0, 0)
    assert overdue_fen(value, deadline, date(2023, 3, 1)) == 0


def test_b13_a_deadline_without_a_day_makes_nothing_overdue() -> None:
    deadline = in_place_by(scheme("shuangpai-2022"))
    assert deadline is not None
    assert deadline.day is None
    value = SubsidyValue("v1", 1, 0, 16_000, 16_000, 0, 0, 0)
    assert overdue_fen(value, deadline, date(2030, 1, 1)) == 0
    assert in_place_by(scheme("qixian-2022")) is None


@pytest.mark.parametrize("key", KEYS)
def test_a_deciding_group_without_an_amount_is_one_whose_amount_is_open(key: str) -> None:
    law = scheme(key)
    for rule in law.of(SubsidyTerms):
        found = amounts(law, frozenset({rule.key}), date(law.year - 1, 10, 5))
        is_open = rule.terms.amount is None and rule.terms.share is None
        assert (found.category is not None and not found.subsidy_fen) == is_open


def test_a_rule_that_gives_nothing_leaves_no_amount_open() -> None:
    law = scheme("hunan-2022")
    rule = rule_of(law, "destitute")
    assert rule is not None
    nothing = replace(rule, terms=replace(rule.terms, share=Fraction(0)))
    rules = tuple(nothing if one is rule else one for one in law.rules)
    changed = Scheme(law.jurisdiction, law.year, law.notices, rules)
    found = amounts(changed, frozenset({"destitute"}), date(2021, 10, 5))
    assert (found.category, found.subsidy_fen) == (None, 0)
