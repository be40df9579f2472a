from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.suppression import LEAST, closed_month, is_published, shown

TOWNS = {"p": ["a", "b", "c"], "a": ["a1", "a2", "a3"], "b": ["b1", "b2"], "c": ["c1"]}


def children(place: str) -> list[str]:
    return TOWNS.get(place, [])


def summed(villages: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """The cells of all places with anybody in them."""
    found = dict(villages)
    for place in ("a", "b", "c", "p"):
        found[place] = sum(found.get(one, 0) for one in children(place))
    return {place: (people,) for place, people in found.items() if people}


def seen(**villages: int) -> set[str]:
    return set(shown("p", children, summed(villages)))


def test_large_cells_are_all_shown() -> None:
    assert seen(a1=10, a2=12, b1=30) == {"p", "a", "a1", "a2", "b", "b1"}


def test_a_small_cell_takes_the_smallest_of_the_others_with_it() -> None:
    assert seen(a1=9, a2=11, a3=12) == {"p", "a", "a3"}


def test_small_cells_that_are_few_together_take_another_with_them() -> None:
    assert seen(a1=4, a2=5, a3=12) == {"p", "a"}


def test_small_cells_that_are_many_together_hide_each_other() -> None:
    assert seen(a1=5, a2=5, a3=12) == {"p", "a", "a3"}


def test_what_is_below_a_hidden_cell_is_hidden() -> None:
    assert seen(a1=40, b1=20, c1=3) == {"p", "a", "a1"}


def test_a_small_whole_shows_nothing() -> None:
    assert seen(a1=5, a2=4) == set()


def test_parts_are_hidden_together() -> None:
    cells = {"a": (30, 12), "a1": (20, 2), "a2": (10, 10)}
    assert shown("a", children, cells) == {"a"}


@given(
    st.dictionaries(
        st.sampled_from(["a1", "a2", "a3", "b1", "b2", "c1"]), st.integers(1, 25), min_size=1
    )
)
def test_no_hidden_cell_is_what_is_left_of_the_one_above(villages: dict[str, int]) -> None:
    cells, visible = summed(villages), seen(**villages)
    assert all(cells[place][0] >= LEAST for place in visible)
    for place in visible:
        below = [one for one in children(place) if one in cells]
        hidden = [one for one in below if one not in visible]
        left = sum(cells[one][0] for one in hidden)
        assert not hidden or (len(hidden) > 1 and left >= LEAST) or set(below) == set(hidden)


@pytest.mark.parametrize(
    ("day", "published"),
    [
        (date(2021, 10, 31), True),
        (date(2021, 10, 30), False),
        (date(2021, 11, 30), False),  # today: the day is not over
        (date(2021, 12, 31), False),
        (date(2020, 2, 29), True),
        (None, False),
    ],
)
def test_cells_are_published_when_a_month_is_over(day: date | None, published: bool) -> None:
    assert is_published(day, date(2021, 11, 30)) is published


def test_the_last_month_that_is_over_ended_before_this_one() -> None:
    assert closed_month(date(2022, 1, 31)) == date(2021, 12, 31)
