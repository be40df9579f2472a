"""A place that changes: what is worked out anew, and that all its rows go along.

0 ─ 99 ─┬─ 9901 ─ 990101
        └─ 9902 ─ 990201
"""

from dataclasses import replace
from datetime import date

import pytest

import rollup.land
from policy.places import Edge, Level
from rollup.land import Land
from rollup.tree import Place
from rollup.year import Year

OPENS, TODAY = date(2021, 9, 1), date(2022, 6, 1)
LEVELS = {1: Level.NATION, 2: Level.PROVINCE, 4: Level.CITY, 6: Level.COUNTY}
ABOVE = {"99": "0", "9901": "99", "9902": "99", "990101": "9901", "990201": "9902"}


def place(code: str, above: str | None) -> Place:
    edges = (Edge(above, None, None),) if above else ()
    return Place(code, code, LEVELS[len(code)], False, False, (), None, None, edges)


@pytest.fixture
def land(monkeypatch: pytest.MonkeyPatch) -> Land:
    monkeypatch.setattr(rollup.land, "place_of", lambda row: row[1])
    codes = {"0": None, **ABOVE}
    return Land(1, "e", {code: place(code, above) for code, above in codes.items()})


@pytest.fixture
def year(land: Land) -> Year:
    year = Year(2022, 1, "e", land.order(OPENS))
    rows = [[code, "h|APP", 100 * at, at] for at, code in enumerate(("990101", "990201", "990301"))]
    return year.with_rows(rows)


def test_a_new_name_leaves_the_tree_and_the_rows_where_they_are(land: Land, year: Year) -> None:
    renamed = replace(land.places["990201"], name="新名")
    after = land.amended(2, [("990201", renamed)])
    order = after.order(OPENS)
    assert order.codes is year.order.codes
    assert order.tree is after.tree(OPENS, season=True)
    assert order.tree.places["990201"].name == "新名"
    assert land.tree(OPENS, season=True).places["990201"].name == "990201"
    found = year.relaid(order)
    assert (found.order, found.columns) == (order, year.columns)


def test_a_county_that_moves_takes_its_rows_along(land: Land, year: Year) -> None:
    after = land.amended(2, [("990201", place("990201", "9901"))])
    found = year.relaid(after.order(OPENS))
    assert found.order.codes is not year.order.codes
    totals = [found.total(code, "h|APP") for code in ("9901", "9902", "0")]
    assert totals == [[100, 1], [0, 0], [100, 1]]


def test_rows_of_a_county_that_comes_later_are_counted_then(land: Land, year: Year) -> None:
    after = land.amended(2, [("990301", place("990301", "9902"))])
    found = year.relaid(after.order(OPENS))
    assert year.elsewhere == {("990301", "h|APP"): [200, 2]}
    assert found.elsewhere == {}
    assert [found.total(code, "h|APP") for code in ("9902", "0")] == [[300, 3], [300, 3]]


def test_rows_of_a_county_that_is_not_in_the_tree_are_kept(land: Land, year: Year) -> None:
    left = {code: one for code, one in land.places.items() if code != "990201"}
    found = year.relaid(Land(2, "e", left).order(OPENS))
    assert found.elsewhere["990201", "h|APP"] == [100, 1]
    assert found.total("0", "h|APP") == [0, 0]


def test_a_placeholder_is_another_tree(land: Land) -> None:
    before = land.order(OPENS)
    hidden = replace(land.places["9902"], placeholder=True)
    after = land.amended(2, [("9902", hidden)]).order(OPENS)
    assert before.tree.shown("99") == ["9901", "9902"]
    assert after.tree.shown("99") == ["9901", "990201"]
