from resolvers.places import Named, PlaceMatch, Resolved, Unresolved, choose

VILLAGES = [
    Named("341302113200", ("蕲县村委会",)),
    Named("341302113205", ("许寨村委会",)),
    Named("341302113400", ("蕲南矿居委会",)),
    Named("341302113401", ("许寨社区居委会",)),
    Named("341302113900", ("东社区村民委员会",)),
    Named("341302113901", ("东社区居委会",)),
]


def meaning(name: str) -> Resolved | Unresolved:
    return choose([name], "341302113", VILLAGES)[name]


def test_another_way_of_writing_the_name_resolves() -> None:
    assert meaning("蕲县村") == Resolved("341302113200", "蕲县村委会")


def test_the_kind_of_settlement_decides_between_two_of_one_name() -> None:
    assert meaning("许寨村") == Resolved("341302113205", "许寨村委会")
    assert meaning("许寨社区") == Resolved("341302113401", "许寨社区居委会")


def test_a_name_without_its_kind_is_not_guessed() -> None:
    assert meaning("许寨") == Unresolved(
        "许寨",
        "341302113",
        "UNKNOWN",
        (
            PlaceMatch("341302113205", "许寨村委会", exact=False),
            PlaceMatch("341302113401", "许寨社区居委会", exact=False),
        ),
    )


def test_a_name_of_two_units_is_ambiguous_unless_written_to_the_letter() -> None:
    unclear = meaning("东社区")
    assert isinstance(unclear, Unresolved)
    assert (unclear.code, [place.code for place in unclear.candidates]) == (
        "AMBIGUOUS",
        ["341302113900", "341302113901"],
    )
    assert meaning("东社区居委会") == Resolved("341302113901", "东社区居委会")


def test_an_unknown_name_is_reported_in_chinese_with_the_nearest() -> None:
    unknown = meaning("蕲县存")
    assert isinstance(unknown, Unresolved)
    assert unknown.message == (
        "“蕲县存”在 341302113 范围内没有对应的单位，"
        "候选：蕲县村委会(341302113200)；请改用其中一个的代码或全称"
    )


def test_a_name_like_no_other_has_no_candidates() -> None:
    assert meaning("花果山") == Unresolved("花果山", "341302113", "UNKNOWN", ())
