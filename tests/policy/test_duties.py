"""R1, Q6, S4: what each notice asks of whom by when; dates worked out from the notices."""

from datetime import date
from typing import Any

import pytest

from graph_seed.law import read_notices, scheme_of
from policy.duties import (
    DutyStatus,
    DutyTerms,
    Part,
    Reached,
    Rhythm,
    occurrences,
    problem,
    reached,
    status_of,
)
from policy.law import Rule
from policy.places import Level
from policy.sanctions import SanctionTerms, Trigger
from policy.terms import DepartmentKind

NOTICES = read_notices()
KEYS = [notice.key for notice in NOTICES if notice.year is not None]
RULES: list[Rule[Any]] = [
    rule for notice in NOTICES for rule in notice.rules if isinstance(rule.terms, DutyTerms)
]


def dates(notice: str, key: str) -> list[str]:
    scheme = scheme_of(NOTICES, notice)
    rule = scheme.get(DutyTerms, key)
    assert rule is not None
    return [str(one.deadline) for one in occurrences(rule, scheme)]


@pytest.mark.parametrize("notice", KEYS)
def test_r1_every_notice_names_duties(notice: str) -> None:
    own = [rule for rule in RULES if rule.clause.notice == notice]
    assert len(own) >= 9


def test_r1_each_duty_has_a_clause_and_a_deadline_or_a_note_why_none() -> None:
    clauses = {clause for notice in NOTICES for clause in notice.clauses}
    assert [rule.key for rule in RULES if not {rule.clause, *rule.also} <= clauses] == []
    assert [rule.key for rule in RULES if not rule.terms.dated and not rule.note] == []


@pytest.mark.parametrize(
    ("notice", "key", "deadline"),
    [
        ("shuangpai-2022", "mark_identities", "2021-09-15"),
        ("shuangpai-2022", "preparation", "2021-09-20"),
        ("shuangqing-2023", "ledgers", "2022-10-01"),
        ("dongan-2020", "mobilisation_meeting", "2019-10-31"),
        ("dongan-2020", "whole_review", "2019-12-25"),
        ("hunan-2022", "mark_identities", "2021-08-31"),
        ("qixian-2022", "lists_checked", "None"),
    ],
)
def test_r1_a_duty_that_comes_once_has_its_day(notice: str, key: str, deadline: str) -> None:
    assert dates(notice, key) == [deadline]


@pytest.mark.parametrize(
    ("notice", "deadline"),
    [
        ("hunan-2022", "2022-07-31"),
        ("shuangpai-2022", "2022-07-31"),
        ("shuangqing-2023", "2023-07-31"),
    ],
)
def test_s4_the_fiscal_subsidy_is_to_be_in_place_by_its_day(notice: str, deadline: str) -> None:
    rule = scheme_of(NOTICES, notice).get(DutyTerms, "fiscal_subsidy_in_place")
    assert rule is not None
    assert (rule.terms.money, rule.terms.departments) == (True, (DepartmentKind.FINANCE,))
    assert dates(notice, "fiscal_subsidy_in_place") == [deadline]


@pytest.mark.parametrize(
    ("notice", "key", "count", "first", "second", "last"),
    [
        # a week ends on Sunday, the last one with the collection period
        ("shuangpai-2022", "weekly_unpaid_list", 15, "2021-09-26", "2021-10-03", "2021-12-31"),
        ("shuangpai-2022", "monthly_bulletin", 4, "2021-09-30", "2021-10-31", "2021-12-31"),
        ("shuangpai-2022", "monthly_additions", 4, "2021-09-30", "2021-10-31", "2021-12-31"),
        # from the day of issue: nothing is asked before it
        ("qixian-2022", "daily_ranking", 44, "2021-10-18", "2021-10-19", "2021-11-30"),
        ("qixian-2022", "weekly_dispatch", 7, "2021-10-24", "2021-10-31", "2021-11-30"),
        ("shuangqing-2023", "weekly_dispatch", 14, "2022-10-02", "2022-10-09", "2022-12-31"),
        ("shuangqing-2023", "monthly_bulletin", 4, "2022-09-30", "2022-10-31", "2022-12-31"),
        ("shuangqing-2023", "monthly_changes", 5, "2022-10-31", "2022-11-30", "2023-02-28"),
        ("dongan-2020", "half_monthly_report", 5, "2019-10-31", "2019-11-15", "2019-12-31"),
        ("dongan-2020", "monthly_inspection", 3, "2019-10-31", "2019-11-30", "2019-12-31"),
        ("dongan-2020", "monthly_bulletin", 3, "2019-10-31", "2019-11-30", "2019-12-31"),
        ("dongan-2020", "cash_paid_in", 22, "2019-10-31", "2019-11-03", "2019-12-31"),
    ],
)
def test_q6_what_recurs_is_one_duty_an_occurrence(
    notice: str, key: str, count: int, first: str, second: str, last: str
) -> None:
    found = dates(notice, key)
    assert (len(found), found[0], found[1], found[-1]) == (count, first, second, last)


def test_q6_another_reading_lets_the_rhythm_run_to_the_extended_day() -> None:
    scheme = scheme_of(NOTICES, "shuangqing-2023").choose({"duty_window": "to_extension"})
    rule = scheme.get(DutyTerms, "weekly_dispatch")
    assert rule is not None
    assert occurrences(rule, scheme)[-1].deadline == date(2023, 2, 28)


def test_s4_a_county_has_its_own_duty_instead_of_the_provinces() -> None:
    rules = scheme_of(NOTICES, "shuangpai-2022").of(DutyTerms)
    [fiscal] = [rule for rule in rules if rule.key == "fiscal_subsidy_in_place"]
    assert (fiscal.clause.number, fiscal.terms.levels) == ("四2", (Level.COUNTY,))


def test_r1_the_deadline_itself_is_in_time_and_nothing_is_late_without_one() -> None:
    day = date(2021, 9, 15)
    assert status_of(day, Reached(), day) is DutyStatus.DUE
    assert status_of(day, Reached(), date(2021, 9, 16)) is DutyStatus.LATE
    assert status_of(None, Reached(), date(2100, 1, 1)) is DutyStatus.DUE
    assert status_of(day, Reached(date(2021, 9, 20), "文件"), date(2021, 9, 20)) is DutyStatus.DONE


def test_s4_money_is_done_when_all_of_it_is_there() -> None:
    parts = (
        Part(date(2022, 3, 1), "拨款一", 600_000_00, 1_000_000_00),
        Part(date(2022, 7, 30), "拨款二", 400_000_00),
    )
    first = reached(True, None, parts, date(2022, 7, 29))
    assert (first.done_on, first.missing_fen) == (None, 400_000_00)
    whole = reached(True, None, parts, date(2022, 7, 30))
    assert (whole.done_on, whole.evidence, whole.missing_fen) == (date(2022, 7, 30), "拨款二", 0)


COUNTY = (Level.COUNTY,)


@pytest.mark.parametrize(
    ("terms", "note", "term"),
    [
        (DutyTerms("做", COUNTY), None, "by"),
        (DutyTerms("做", COUNTY, by=date(2021, 1, 1), every=Rhythm.WEEK), None, "every"),
        (DutyTerms("做", COUNTY, working_days=3), None, "after"),
        (DutyTerms("做", COUNTY, since=date(2021, 1, 1)), "未定", "since"),
        (DutyTerms("做", COUNTY, every=Rhythm.WEEK, days=2), None, "days"),
        (DutyTerms("做", ()), "未定", "levels"),
    ],
)
def test_a_duty_that_nobody_could_keep_is_refused(
    terms: DutyTerms, note: str | None, term: str
) -> None:
    found = problem(terms, note)
    assert found is not None
    assert found[0] == term


@pytest.mark.parametrize("notice", [key for key in KEYS if key != "hunan-2022"])
def test_r6_each_sanction_names_rules_of_its_scheme_or_why_people_decide(notice: str) -> None:
    scheme = scheme_of(NOTICES, notice)
    keys = {rule.key for rule in scheme.rules}
    for rule in scheme.of(SanctionTerms):
        terms = rule.terms
        assert {terms.assessment or rule.key, *terms.duties} <= keys
        assert terms.trigger is not Trigger.PEOPLE or rule.note
