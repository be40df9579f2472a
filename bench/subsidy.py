"""Subsidy decisions on one core: every group and every two groups of every scheme, asked again.

amounts   the figures alone, remembered: what a roll of millions is worked out with
decide    with every reason: what people are shown
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import combinations

from bench.workload import Measured, Target, Workload, timed
from graph_seed.law import read_notices, scheme_of
from policy.scheme import Scheme, collection
from policy.subsidy import SubsidyFacts, SubsidyTerms, amounts, decide

Case = tuple[Scheme, frozenset[str], date]
NEWLY = timedelta(days=10)  # recognised so long before the window closes


def cases() -> list[Case]:
    """Nobody's group, one, or two of the scheme, at the end of its window."""
    notices = read_notices()
    schemes = [scheme_of(notices, notice.key) for notice in notices if notice.year is not None]
    return [
        (scheme, frozenset(groups), collection(scheme).terms.closes)
        for scheme in schemes
        for size in (0, 1, 2)
        for groups in combinations((rule.key for rule in scheme.of(SubsidyTerms)), size)
    ]


def work_out(found: list[Case]) -> None:
    """The figures of each case."""
    for scheme, groups, day in found:
        amounts(scheme, groups, day, recognised=dict.fromkeys(groups, day - NEWLY))


def decide_all(found: list[Case]) -> None:
    """The decision of each case with its reasons."""
    for scheme, groups, day in found:
        decide(scheme, SubsidyFacts(groups, day, dict.fromkeys(groups, day - NEWLY)))


def measure(work: Callable[[list[Case]], None], target: Target, rounds: int) -> Measured:
    """In this process; CPU time counts, so that others on the machine do not."""
    found = cases()
    work(found)
    times, cpu_ms = timed(partial(work, found), rounds)
    each_second = len(found) * 1000 / cpu_ms
    return Measured(times, cpu_ms, amount=f"{len(found)} cases, {each_second:,.0f}/s")


AMOUNTS = Workload("subsidy amounts", partial(measure, work_out))
DECISIONS = Workload("subsidy decisions", partial(measure, decide_all))
