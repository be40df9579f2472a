"""Answers of different stacks come to one shape; what differs is found and named."""

from typing import Any

import pytest

from bench.rivals import answers
from bench.rivals.dialect import nested
from bench.rivals.same import difference, leaves

RIVAL: dict[str, Any] = {
    "code": "43",
    "name": "湖南省",
    "level": "PROVINCE",
    "quota": 4,
    "enrolled": 3,
    "paid": 2,
    "fen": "64000",  # large numbers come as texts
    "completion": 0.75,
}
OURS = {
    **{name: RIVAL[name] for name in ("code", "name", "level")},
    "progress": {
        **{name: RIVAL[name] for name in ("quota", "enrolled", "paid")},
        "contributionPaid": "640.00",
        "completionRate": 0.75,
    },
}


def test_a_place_of_ours_reads_as_one_of_a_rival() -> None:
    ours, rival = {**OURS, "children": [OURS]}, {**RIVAL, "children": [RIVAL]}
    assert answers.own_tree(ours) == answers.tree(rival)
    assert answers.tree(rival)["fen"] == 64_000


def test_cities_of_ours_read_as_those_of_a_rival() -> None:
    assert answers.own_cities({"children": [OURS]}) == answers.cities([RIVAL])


def test_the_post_of_a_group_counts_with_its_village() -> None:
    post = {"key": "1", "title": "代征员", "holder": "某人"}
    village = {"code": "431123100001", "name": "某村", "level": "VILLAGE", "posts": []}
    group = {"code": "43112310000101", "name": "第1组", "level": "GROUP", "posts": [post]}
    place = {name: village[name] for name in ("code", "name", "level")}
    link = {"jurisdiction": place, "post": post, "holder": {"name": "某人"}}
    ours = answers.own_chain({"accountability": {"links": [link]}})
    assert ours == answers.chain([group, village])
    assert ours == answers.nested_chain({**group, "above": [{**village, "above": []}]})


def test_a_page_of_ours_reads_as_one_of_a_rival() -> None:
    member = {"id": "Person:p1", "name": "某人"}
    home = {
        "number": "1",
        "head": {"name": "某人"},
        "contributionDue": "960.00",
        "village": {"code": "431123100001"},
        "members": [member],
    }
    rival = {
        "number": "1",
        "head": "某人",
        "fen": 96_000,
        "village": [{"code": "431123100001"}],
        "members": [{"key": "p1", "name": "某人"}],
    }
    assert answers.own_page({"households": {"nodes": [home]}}) == answers.page([rival])


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        ({"a": [1, 2]}, {"a": [1, 2]}, None),
        ({"a": [1, 2]}, {"a": [1, 3]}, ".a[1]: 2, 3"),
        ([1, 2], [1], "[1]: 2, None"),
        ({"a": 1}, {"b": 1}, "the top: {'a': 1}, {'b': 1}"),
    ],
)
def test_the_first_difference_is_named(one: object, other: object, where: str | None) -> None:
    assert difference(one, other) == where


def test_the_values_of_an_answer_are_counted() -> None:
    assert leaves({"a": [1, {"b": 2}], "c": "x"}) == 3


def test_a_tree_is_asked_for_level_by_level() -> None:
    assert nested("code", 3) == "code children { code children { code } }"
