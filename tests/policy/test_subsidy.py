"""The two ways to a subsidy give the same figures."""

from datetime import date
from itertools import combinations

import pytest

from graph_seed.law import read_notices, scheme_of
from policy.scheme import Scheme
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
