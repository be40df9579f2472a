"""What must be recorded to turn one step function into another."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from policy.steps import Shift, Step, differences, shifts, value_on

FIRST, SECOND, THIRD = date(2021, 9, 1), date(2021, 10, 1), date(2021, 11, 1)
Steps = tuple[Step[str], ...]


def test_the_value_of_a_day_is_that_of_the_newest_step() -> None:
    steps: Steps = (Step(FIRST, "a"), Step(SECOND, None), Step(THIRD, "b"))
    days = [FIRST - timedelta(days=1), FIRST, SECOND - timedelta(days=1), SECOND, THIRD]
    assert [value_on(steps, day) for day in days] == [None, "a", "a", None, "b"]


def test_shifts_name_what_ends_and_what_begins() -> None:
    steps: Steps = (Step(FIRST, "a"), Step(SECOND, None), Step(THIRD, "b"))
    assert shifts(steps) == [
        Shift(FIRST, None, "a"),
        Shift(SECOND, "a", None),
        Shift(THIRD, None, "b"),
    ]


def test_nothing_is_recorded_where_nothing_differs() -> None:
    steps = (Step(FIRST, "a"), Step(SECOND, "b"))
    assert differences(steps, steps) == ()


def test_a_fact_that_comes_late_cancels_the_step_it_replaces() -> None:
    before = (Step(FIRST, "unpaid"), Step(THIRD, "paid"))
    after = (Step(FIRST, "unpaid"), Step(SECOND, "paid"))
    assert differences(before, after) == (
        Shift(THIRD, "paid", "unpaid"),
        Shift(SECOND, "unpaid", "paid"),
    )


def test_a_value_in_the_middle_changes_both_of_its_ends() -> None:
    before = (Step(FIRST, "a"), Step(SECOND, "b"), Step(THIRD, "c"))
    after = (Step(FIRST, "a"), Step(SECOND, "x"), Step(THIRD, "c"))
    assert differences(before, after) == (
        Shift(SECOND, "b", "a"),
        Shift(THIRD, "c", "b"),
        Shift(SECOND, "a", "x"),
        Shift(THIRD, "x", "c"),
    )


def test_who_is_struck_off_on_the_day_of_entry_is_taken_out_and_nothing_else() -> None:
    assert differences((Step(FIRST, "a"),), (Step(FIRST, None),)) == (Shift(FIRST, "a", None),)


VALUES = st.none() | st.sampled_from("abc")


@st.composite
def step_functions(draw: st.DrawFn) -> Steps:
    days = sorted(draw(st.sets(st.integers(0, 8), max_size=6)))
    return tuple(Step(FIRST + timedelta(days=n), draw(VALUES)) for n in days)


def count(value: str, changes: list[Shift[str]], day: date) -> int:
    """How many stand in a value on a day when each change takes one out and puts one in."""
    until_now = [change for change in changes if change.on <= day]
    into = sum(change.after == value for change in until_now)
    return into - sum(change.before == value for change in until_now)


@given(step_functions(), step_functions())
def test_differences_added_to_the_sums_of_before_give_those_of_after(
    before: Steps, after: Steps
) -> None:
    recorded = [*shifts(before), *differences(before, after)]
    for day in (FIRST + timedelta(days=n) for n in range(-1, 10)):
        counts = [count(value, recorded, day) for value in "abc"]
        assert counts == [int(value_on(after, day) == value) for value in "abc"]


@given(step_functions(), step_functions())
def test_no_difference_cancels_another(before: Steps, after: Steps) -> None:
    found = differences(before, after)
    undone = {Shift(shift.on, shift.after, shift.before) for shift in found}
    assert not undone & set(found)


@given(step_functions(), step_functions(), step_functions())
def test_two_writes_come_to_the_same_as_one(one: Steps, two: Steps, three: Steps) -> None:
    recorded = [*shifts(one), *differences(one, two), *differences(two, three)]
    for day in (FIRST + timedelta(days=n) for n in range(-1, 10)):
        counts = [count(value, recorded, day) for value in "abc"]
        assert counts == [int(value_on(three, day) == value) for value in "abc"]
