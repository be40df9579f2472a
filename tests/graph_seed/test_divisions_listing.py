from collections import Counter

import pytest

from graph_seed.divisions.listing import Division, UnknownProvince, provinces, read


@pytest.fixture(scope="module")
def country() -> dict[str, Division]:
    return {division.code: division for division in read()}


def test_the_whole_country_is_there(country: dict[str, Division]) -> None:
    assert Counter(division.level.name for division in country.values()) == {
        "NATION": 1,
        "PROVINCE": 31,
        "CITY": 342,
        "COUNTY": 2978,
        "TOWNSHIP": 41353,  # 41,352 of the code list and one acting unit
        "VILLAGE": 620573,
    }


def test_every_parent_comes_before_its_children(country: dict[str, Division]) -> None:
    seen: set[str | None] = {None}
    for division in country.values():
        assert division.parent in seen
        seen.add(division.code)


def test_rows_that_stand_for_no_authority_are_placeholders(country: dict[str, Division]) -> None:
    marked = [division.code for division in country.values() if division.placeholder]
    cities = ["1101", "1201", "3101", "4190", "4290", "4690", "5001", "5002", "6590"]
    repeated = ["350527000", "441900", "442000", "460400", "540173400", "620201"]
    assert sorted(marked) == sorted(cities + repeated)


def test_a_city_without_districts_keeps_its_towns(country: dict[str, Division]) -> None:
    towns = [code for code, division in country.items() if division.parent == "441900"]
    assert len(towns) == 36
    assert country["441900"].parent == "4419"


def test_the_acting_units_are_marked_and_have_their_other_names(
    country: dict[str, Division],
) -> None:
    acting = {code: unit for code, unit in country.items() if unit.acting}
    assert {code: (unit.name, unit.parent, unit.aliases) for code, unit in acting.items()} == {
        "431123402": ("阳明山国家森林公园管理局", "431123", ("阳明山管理局",)),
        "431122L01": ("舜皇山国家森林公园管理局", "431122", ("舜管局",)),
    }


def test_one_province_is_read_without_the_rest() -> None:
    codes = [division.code for division in read(["43"])]
    assert codes[:4] == ["0", "43", "4301", "430102"]
    assert len(codes) == 31693
    assert {code[:2] for code in codes[1:]} == {"43"}


def test_an_unknown_province_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownProvince, match=r"^99: no such province; there are 11 12 13 "):
        list(read(["99"]))
    assert len(provinces()) == 31
