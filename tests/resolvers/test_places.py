import pytest

from graph.gateway import Gateway
from graph_seed.divisions.listing import Division, read
from graph_seed.divisions.load import load_batch
from policy.places import Level
from resolvers.places import PlaceMatch, Resolved, UnknownPlace, Unresolved, find, resolve

COUNTIES = ("431122", "431123")  # 东安县, 双牌县
ABOVE = {"0", "43", "4311"}


def wanted(division: Division) -> bool:
    return division.code in ABOVE or division.code.startswith(COUNTIES)


@pytest.fixture
async def yongzhou(graph: Gateway) -> Gateway:
    await load_batch(graph.directory, [place for place in read(["43"]) if wanted(place)])
    return graph


async def test_a_part_of_a_name_finds_the_highest_unit_first(yongzhou: Gateway) -> None:
    found = await find(yongzhou.at("43"), "双牌", first=2)
    assert found[0] == PlaceMatch("431123", "双牌县", exact=False)


async def test_an_alias_finds_its_unit_and_is_named(yongzhou: Gateway) -> None:
    store = yongzhou.at("43")
    assert await find(store, "舜管局") == [PlaceMatch("431122L01", "舜管局", exact=True)]
    assert (await find(store, "阳明山管理局"))[0].code == "431123402"


async def test_a_search_stays_within_its_unit_and_level(yongzhou: Gateway) -> None:
    store = yongzhou.at("43")
    inside = await find(store, "舜皇村", within="431122")
    assert [(place.code, place.exact) for place in inside] == [
        ("431122101245", True),
        ("431122L01", False),
    ]
    assert await find(store, "舜皇村", within="431123") == []
    towns = await find(store, "大庙口", level=Level.TOWNSHIP)
    assert [place.code for place in towns] == ["431122101", "431122400"]


@pytest.mark.parametrize("name", ["", "　", '" OR name:*', "\\", "~", "*"])
async def test_signs_of_the_index_are_only_text(yongzhou: Gateway, name: str) -> None:
    assert await find(yongzhou.at("43"), name) == []


async def test_names_of_a_file_resolve_inside_their_unit_alone(yongzhou: Gateway) -> None:
    meanings = await resolve(yongzhou.at("43"), ["白牙市镇", "舜管局", "阳明山管理局"], "431122")
    assert meanings["白牙市镇"] == Resolved("431122100", "白牙市镇")
    assert meanings["舜管局"] == Resolved("431122L01", "舜管局")
    assert meanings["阳明山管理局"] == Unresolved("阳明山管理局", "431122", "UNKNOWN", ())


async def test_a_unit_that_moved_away_is_no_longer_below(yongzhou: Gateway) -> None:
    await yongzhou.directory.write(
        "MATCH ({code: '431122100'})-[part:PART_OF]->() SET part.to = date('2024-01-01')"
    )
    meanings = await resolve(yongzhou.at("43"), ["白牙市镇"], "431122", Level.TOWNSHIP)
    assert isinstance(meanings["白牙市镇"], Unresolved)


async def test_a_unit_that_is_not_loaded_is_named(yongzhou: Gateway) -> None:
    with pytest.raises(UnknownPlace, match=r"^341302113: the graph holds no places below it"):
        await resolve(yongzhou.at("34"), ["蕲县村"], "341302113")
