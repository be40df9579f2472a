"""A household counts while somebody of it does, and is settled when nobody is unpaid."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from policy.roll import AccountValue, account_steps
from policy.steps import Step, value_on
from policy.timeline import Value
from policy.vocabulary import State

ENTRY, SECOND, THIRD = date(2021, 9, 1), date(2021, 10, 1), date(2021, 11, 1)
OPEN, SETTLED = AccountValue("v1", False), AccountValue("v1", True)


def person(state: State) -> Value:
    return Value("v1", state, 0, 0)


def member(*steps: tuple[date, State | None]) -> tuple[Step[Value], ...]:
    return tuple(Step(on, person(state) if state else None) for on, state in steps)


UNPAID = member((ENTRY, State.UNPAID))


def test_a_household_without_people_is_not_on_the_roll() -> None:
    assert account_steps("v1", []) == ()


def test_a_household_is_settled_when_the_last_of_it_has_paid() -> None:
    one = member((ENTRY, State.UNPAID), (SECOND, State.PAID))
    other = member((ENTRY, State.UNPAID), (THIRD, State.PAID))
    assert account_steps("v1", [one, other]) == (Step(ENTRY, OPEN), Step(THIRD, SETTLED))


def test_a_household_is_settled_where_nobody_has_to_pay() -> None:
    away, full = member((ENTRY, State.DEPARTED)), member((ENTRY, State.FULLY_SUBSIDISED))
    assert account_steps("v1", [away, full]) == (Step(ENTRY, SETTLED),)


def test_a_reversal_opens_the_household_again() -> None:
    one = member((ENTRY, State.UNPAID), (SECOND, State.PAID), (THIRD, State.UNPAID))
    assert account_steps("v1", [one]) == (
        Step(ENTRY, OPEN),
        Step(SECOND, SETTLED),
        Step(THIRD, OPEN),
    )


def test_whoever_is_struck_off_does_not_keep_the_household_open() -> None:
    one = member((ENTRY, State.PAID))
    other = member((ENTRY, State.UNPAID), (SECOND, None))
    assert account_steps("v1", [one, other]) == (Step(ENTRY, OPEN), Step(SECOND, SETTLED))


def test_a_household_of_which_all_are_struck_off_leaves_the_roll() -> None:
    one = member((ENTRY, State.UNPAID), (SECOND, None))
    assert account_steps("v1", [one]) == (Step(ENTRY, OPEN), Step(SECOND, None))


def test_a_newborn_opens_a_settled_household() -> None:
    assert account_steps("v1", [member((ENTRY, State.PAID)), member((THIRD, State.UNPAID))]) == (
        Step(ENTRY, SETTLED),
        Step(THIRD, OPEN),
    )


MEMBERS = st.lists(
    st.dictionaries(
        st.sampled_from([ENTRY, SECOND, THIRD]), st.none() | st.sampled_from(State), min_size=1
    ).map(lambda days: member(*sorted(days.items()))),
    max_size=4,
)


@given(MEMBERS)
def test_on_every_day_a_household_is_what_its_members_are(
    members: list[tuple[Step[Value], ...]],
) -> None:
    steps = account_steps("v1", members)
    for day in (ENTRY, SECOND, THIRD):
        there = [value for one in members if (value := value_on(one, day))]
        is_open = any(value.state is State.UNPAID for value in there)
        assert value_on(steps, day) == (AccountValue("v1", not is_open) if there else None)
