"""The two ways to a subsidy give the same figures."""

from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from graph_seed.law import read_notices, scheme_of
from policy.scheme import Scheme
from policy.standards import Standard, Unit
from policy.subsidy import SubsidyFacts, SubsidyTerms, amounts, decide

NOTICES = read_notices()
KEYS = [notice.key for notice in NOTICES if notice.year is not None]
DAYS = [
    date(2019, 10, 1),
    date(2019, 10, 2),
    date(2020, 1, 1),
    date(2021, 11, 30),
    date(2021, 12, 1),
    date(2022, 1, 1),
    date(2022, 2, 28),
    date(2022, 3, 1),
    date(2023, 1, 1),
    date(2023, 3, 1),
]


def agrees(scheme: Scheme, facts: SubsidyFacts, day: date) -> bool:
    slow = decide(scheme, facts)
    fast = amounts(
        scheme,
        facts.categories,
        day,
        recognised=facts.recognised,
        already_paid=facts.already_paid,
        extension_granted=facts.extension_granted,
    )
    return (fast.category, fast.due_fen, fast.subsidy_fen, fast.pay_first) == (
        slow.category,
        slow.advance_payment,
        slow.subsidy,
        slow.pay_first,
    )


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("paid", [False, True])
@pytest.mark.parametrize("extended", [False, True])
def test_remembered_amounts_equal_the_decision(key: str, paid: bool, extended: bool) -> None:
    scheme = scheme_of(NOTICES, key)
    groups = [rule.key for rule in scheme.of(SubsidyTerms)]
    cases = [frozenset(pair) for pair in combinations(groups, 2)] + [frozenset()]
    differing = [
        (case, day)
        for case in cases
        for day in DAYS
        if not agrees(
            scheme,
            SubsidyFacts(case, day, dict.fromkeys(case, day), paid, extended),
            day,
        )
    ]
    assert differing == []


@pytest.mark.parametrize("key", KEYS)
def test_no_reason_speaks_of_a_day_that_is_unset(key: str) -> None:
    scheme = scheme_of(NOTICES, key)
    unset = replace(
        scheme.standard("several_groups"),
        key="subsidy_in_place_by",
        name="资助资金到位期限",
        terms=Standard(Unit.DATE),
        note="未定日期",
    )
    kept = tuple(rule for rule in scheme.rules if rule.key != unset.key)
    without_day = Scheme(scheme.jurisdiction, scheme.year, scheme.notices, (*kept, unset))
    texts = [
        reason.text
        for rule in scheme.of(SubsidyTerms)
        for reason in decide(without_day, SubsidyFacts(frozenset({rule.key}))).because
    ]
    assert "资助资金到位期限：未定日期" in texts
    assert [text for text in texts if "None" in text] == []
