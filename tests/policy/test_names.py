import pytest

from policy.names import best, likeness, normal, stem


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("蕲县村", "蕲县村"),
        ("蕲县村委会", "蕲县村"),
        ("蕲县村民委员会", "蕲县村"),
        ("蕲县村村民委员会", "蕲县村"),
        (" 蕲 县　村 ", "蕲县村"),
        ("蕲南矿居委会", "蕲南矿社区"),
        ("蕲南矿社区居委会", "蕲南矿社区"),
        ("蕲南矿居民委员会", "蕲南矿社区"),
        ("团结嘎查村委会", "团结嘎查"),
        ("双牌县人民政府", "双牌县"),
        ("兴隆街道办事处", "兴隆街道"),
        ("泗县开发区管理委员会", "泗县开发区管委会"),
        ("名居花园（万科）居委会", "名居花园(万科)社区"),
        ("村委会", "村委会"),
    ],
)
def test_ways_of_writing_a_name_have_one_form(written: str, form: str) -> None:
    assert normal(written) == form


def test_a_village_and_a_community_of_one_name_stay_apart() -> None:
    assert normal("许寨村委会") != normal("许寨社区居委会")


def test_the_stem_drops_the_kind_but_never_leaves_one_character() -> None:
    assert [stem("蕲县村委会"), stem("蕲南矿社区"), stem("东村")] == ["蕲县", "蕲南矿", "东村"]


def test_names_of_one_form_are_wholly_alike() -> None:
    assert likeness("蕲县村", "蕲县村委会") == 1.0
    assert likeness("蕲县村", "邱元乡") == 0.0


def test_the_nearest_name_is_chosen_among_name_and_aliases() -> None:
    names = ["舜皇山国家森林公园管理局", "舜管局"]
    assert best("舜管局", names) == ("舜管局", 1.0)
