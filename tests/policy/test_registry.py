"""Every number of the law names its clause; every rule is of use."""

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from graph_seed.law import read_categories, read_notices, scheme_of
from policy import enrolment, refund, subsidy
from policy.assessment import Figure
from policy.assessments import assess, assessment_rules, inputs
from policy.law import Rule
from policy.money import Fen
from policy.scheme import Scheme
from policy.standards import Standard
from policy.terms import EnrolmentEvent, RefundReason

NOTICES = read_notices()
KEYS = [notice.key for notice in NOTICES if notice.year is not None]
CLAUSES = {clause for notice in NOTICES for clause in notice.clauses}


@pytest.fixture(params=KEYS)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return scheme_of(NOTICES, request.param)


def test_every_parameter_names_a_clause_of_a_notice(scheme: Scheme) -> None:
    without = [p.key for p in scheme.parameters() if p.clause not in CLAUSES]
    assert without == []


def test_parameters_cover_every_number_of_the_data(scheme: Scheme) -> None:
    keys = {parameter.key for parameter in scheme.parameters()}
    assert {rule.key for rule in scheme.of(Standard)} <= keys
    assert any(key.startswith("windows.collection.closes") for key in keys)


def test_every_rule_and_reading_rests_on_a_clause(scheme: Scheme) -> None:
    rules: tuple[Rule[Any], ...] = scheme.rules
    assert [r.key for r in rules if not {r.clause, *r.also} <= CLAUSES] == []
    assert [r.key for r in scheme.readings if r.clause not in CLAUSES] == []


def test_every_unset_value_has_a_note(scheme: Scheme) -> None:
    unset = [r for r in scheme.of(Standard) if r.terms.value is None]
    assert [rule.key for rule in unset if not rule.note] == []


def test_every_reading_can_be_chosen_otherwise(scheme: Scheme) -> None:
    for reading in scheme.readings:
        for alternative in reading.alternatives:
            changed = scheme.choose({reading.key: alternative.name})
            chosen = [r.chosen for r in changed.readings if r.key == reading.key]
            assert chosen == [alternative.name]


def numbers_without_clause(reasons: tuple[Any, ...]) -> list[str]:
    return [
        reason.text
        for reason in reasons
        if reason.clause is None and re.search(r"\d", reason.text + (reason.arithmetic or ""))
    ]


def test_no_number_of_a_subsidy_decision_is_without_clause(scheme: Scheme) -> None:
    for category in read_categories():
        for day in (None, date(scheme.year - 1, 10, 2), date(scheme.year, 5, 5)):
            recognised = {category: day} if day else {}
            facts = subsidy.SubsidyFacts(frozenset({category}), day, recognised)
            decision = subsidy.decide(scheme, facts)
            assert decision.because
            assert numbers_without_clause(decision.because) == []


def test_no_number_of_an_enrolment_decision_is_without_clause(scheme: Scheme) -> None:
    days = [date(scheme.year - 1, 11, 20), date(scheme.year, 1, 31), date(scheme.year, 7, 1)]
    for event in EnrolmentEvent:
        for day in days:
            decision = enrolment.decide(scheme, enrolment.EnrolmentFacts(event, day))
            assert decision.because
            assert numbers_without_clause(decision.because) == []


def test_no_number_of_a_refund_decision_is_without_clause(scheme: Scheme) -> None:
    paid = date(scheme.year - 1, 11, 20)
    for reason in RefundReason:
        for day in (date(scheme.year - 1, 12, 31), date(scheme.year, 1, 1)):
            decision = refund.decide(scheme, refund.RefundFacts(reason, paid, day, Fen(32000)))
            assert decision.because
            assert numbers_without_clause(decision.because) == []


@pytest.mark.parametrize("reached", [0, 95, 100])
def test_no_number_of_an_assessment_is_without_clause(scheme: Scheme, reached: int) -> None:
    first = date(scheme.year - 1, 9, 1)
    for rule in assessment_rules(scheme):
        figures = tuple(
            Figure(unit, one.key, Fraction(value), first)
            for unit, value in (("甲", reached), ("乙", 100))
            for one in inputs(rule)
        )
        for judged in assess(scheme, rule.key, date(scheme.year, 12, 31), figures):
            reasons = [*judged.because, *(why for item in judged.items for why in item.because)]
            assert reasons or judged.missing  # without its figures a rule says nothing
            assert numbers_without_clause(tuple(reasons)) == []


def test_every_assessment_names_its_inputs(scheme: Scheme) -> None:
    assert [rule.key for rule in assessment_rules(scheme) if not inputs(rule)] == []


def test_every_group_is_named_by_a_notice() -> None:
    named = {rule.key for n in NOTICES for rule in n.rules if rule.kind == "subsidies"}
    assert set(read_categories()) - named == set()
