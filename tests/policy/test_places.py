import pytest

from policy.places import Level, depth, level_of, parent_code


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("0", Level.NATION, None),
        ("43", Level.PROVINCE, "0"),
        ("4311", Level.CITY, "43"),
        ("431123", Level.COUNTY, "4311"),
        ("431122L01", Level.TOWNSHIP, "431122"),
        ("431123402206", Level.VILLAGE, "431123402"),
    ],
)
def test_a_code_tells_its_level_and_parent(code: str, level: Level, parent: str | None) -> None:
    assert (level_of(code), parent_code(code)) == (level, parent)


@pytest.mark.parametrize("code", ["", "1", "431", "43112", "4311234022060"])
def test_a_text_that_is_no_code_is_named_in_the_error(code: str) -> None:
    with pytest.raises(ValueError, match=f"^{code}: not a division code"):
        level_of(code)


def test_the_depth_grows_from_the_nation_to_the_village() -> None:
    assert [depth(level) for level in Level] == [0, 1, 2, 3, 4, 5]
