"""On which days the law itself changes."""

from dataclasses import replace
from datetime import date

from graph_seed.law import read_notices, scheme_of
from policy.scheme import Scheme
from policy.subsidy import SubsidyTerms, amounts

NOTICES = read_notices()


def ending(last_day: date) -> Scheme:
    """A scheme of which every subsidy ends after a day."""
    scheme = scheme_of(NOTICES, "qixian-2022")
    rules = tuple(
        replace(rule, valid_to=last_day) if isinstance(rule.terms, SubsidyTerms) else rule
        for rule in scheme.rules
    )
    return Scheme(scheme.jurisdiction, scheme.year, scheme.notices, rules)


def test_the_law_turns_on_the_day_after_the_last_of_a_rule() -> None:
    assert ending(date(2021, 10, 31)).turns == (date(2021, 11, 1),)


def test_what_was_worked_out_for_the_last_day_does_not_hold_for_the_next() -> None:
    scheme = ending(date(2021, 10, 31))
    [group, *_] = [rule.key for rule in scheme.rules if isinstance(rule.terms, SubsidyTerms)]
    last = amounts(scheme, frozenset({group}), date(2021, 10, 31))
    following = amounts(scheme, frozenset({group}), date(2021, 11, 1))
    assert (last.category, following.category) == (group, None)
