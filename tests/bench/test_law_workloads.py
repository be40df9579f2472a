"""What the workloads of the law measure is what they say."""

import orjson
import pytest

from bench.assessment import assessment_query, judged
from bench.client import BenchError
from bench.subsidy import AMOUNTS, DECISIONS, cases
from bench.workload import Target, Workload


def test_no_case_is_measured_twice() -> None:
    found = [(scheme.jurisdiction, groups, day) for scheme, groups, day in cases()]
    assert len(set(found)) == len(found) == 559


@pytest.mark.parametrize("work", [AMOUNTS, DECISIONS], ids=lambda work: work.name)
def test_every_case_is_decided_each_round(work: Workload) -> None:
    measured = work.run(Target("none"), 2)
    assert len(measured.times_ms) == 2
    assert measured.amount.startswith("559 cases, ")


def test_the_units_of_a_county_come_with_what_they_were_given() -> None:
    units = [{"code": "431123100", "assessments": [{"rank": 1}]}]
    content = orjson.dumps({"data": {"jurisdiction": {"children": units}}})
    assert judged(content, "431123") == units


def test_a_county_in_which_nobody_is_judged_is_told() -> None:
    content = orjson.dumps({"data": {"jurisdiction": {"children": [{"assessments": []}]}}})
    with pytest.raises(BenchError, match="nobody judged in 431123"):
        judged(content, "431123")


def test_the_query_asks_for_every_unit_of_the_county() -> None:
    assert assessment_query().startswith('query { jurisdiction(code: "431123") { children { code')
