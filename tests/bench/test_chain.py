"""The workload of the chain asks what it says, and tells where there is nothing to measure."""

import orjson
import pytest

from bench.chain import chain_query, linked
from bench.client import BenchError


def test_the_query_asks_for_the_links_of_one_household() -> None:
    query = chain_query("Household:h1")
    assert query.startswith('query { node(id: "Household:h1") { ... on Household { number')
    assert "gaps links { direction distance" in query


def test_the_links_of_an_answer_are_counted() -> None:
    answer = {"data": {"node": {"accountability": {"links": [{"distance": 0}]}}}}
    assert linked(orjson.dumps(answer)) == [{"distance": 0}]


def test_a_household_for_which_nobody_answers_is_told() -> None:
    answer: dict[str, object] = {"data": {"node": {"accountability": {"links": []}}}}
    with pytest.raises(BenchError, match="nobody answers"):
        linked(orjson.dumps(answer))
