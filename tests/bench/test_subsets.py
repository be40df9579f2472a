"""Each step of places contains the one before, whole down to its villages."""

from bench.subsets import CITIES, COUNTIES, NATION, PROVINCES, fresh


def test_two_counties_stand_with_all_above_them() -> None:
    places = {one.code: one for one in fresh(COUNTIES, None)}
    assert len(places) == 1_007  # 365 and 639, their city, their province, the nation
    assert {code for code in places if len(code) < 7} == {"0", "43", "4311", "431122", "431181"}
    assert all(one.parent in places for one in places.values() if one.parent)


def test_a_later_step_adds_only_what_the_one_before_lacks() -> None:
    before = {one.code for one in fresh(COUNTIES, None)}
    more = {one.code for one in fresh(CITIES, COUNTIES)}
    assert not before & more
    assert before | more == {one.code for one in fresh(CITIES, None)}


def test_a_code_of_another_unit_is_not_held() -> None:
    assert not COUNTIES.holds("431123")
    assert CITIES.holds("431123100001")
    assert PROVINCES.holds("34")
    assert not PROVINCES.holds("44")
    assert NATION.holds("650000")
