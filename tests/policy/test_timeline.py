"""Where one person stands, day by day, as facts come in."""

from dataclasses import replace
from datetime import date

from policy.steps import Step, value_on
from policy.timeline import (
    Disposed,
    Due,
    Listed,
    Moved,
    ParticipationFacts,
    Settled,
    Terms,
    Value,
    timeline,
)
from policy.vocabulary import State

ENTRY, CLOSED, BENEFITS = date(2021, 9, 1), date(2021, 12, 21), date(2022, 1, 1)
TURN = date(2022, 2, 1)  # from then on the contribution is 380 yuan
PLAIN, HALF, FULL = Due(32000, 0), Due(16000, 16000, "half"), Due(0, 32000, "full")


def dues(listed: tuple[Listed, ...], day: date) -> Due:
    groups = {listing.category for listing in listed}
    whole = 32000 if day < TURN else 38000
    if "full" in groups:
        return Due(0, whole, "full")
    if "first" in groups:
        return Due(whole, whole, "first", pays_first=True)
    return Due(whole - 16000, 16000, "half") if "half" in groups else Due(whole, 0)


TERMS = Terms(dues, CLOSED, BENEFITS, (TURN,))
EARLY = replace(TERMS, turns=())  # for what happens before the law turns
NOBODY = ParticipationFacts(ENTRY, "v1")


def unpaid(due_fen: int = 32000, *groups: str) -> Value:
    subsidy = 16000 if "half" in groups else 0
    return Value("v1", State.UNPAID, due_fen, subsidy, "half" if subsidy else None, groups)


def full(*groups: str) -> Value:
    return Value("v1", State.FULLY_SUBSIDISED, 0, 32000, "full", groups)


PAID = Value("v1", State.PAID, 32000, 0)


def steps(facts: ParticipationFacts) -> list[tuple[date, Value | None]]:
    """The steps before the law turns."""
    return [(step.on, step.value) for step in timeline(facts, TERMS) if step.on < TURN]


def test_who_enters_owes_the_contribution() -> None:
    assert steps(NOBODY) == [(ENTRY, unpaid())]


def test_a_law_that_turns_changes_what_is_owed_without_any_fact() -> None:
    assert timeline(NOBODY, TERMS)[1:] == (Step(TURN, unpaid(38000)),)


def test_who_pays_is_paid_from_that_day_and_stays_so_when_the_law_turns() -> None:
    facts = replace(NOBODY, settlements=(Settled(date(2021, 10, 8), 32000, PLAIN),))
    assert timeline(facts, TERMS) == (Step(ENTRY, unpaid()), Step(date(2021, 10, 8), PAID))


def test_a_payment_put_on_record_late_counts_from_the_day_it_was_made() -> None:
    gone = Disposed(date(2021, 11, 1), 0, State.DEPARTED)
    facts = replace(NOBODY, dispositions=(gone,))
    late = replace(facts, settlements=(Settled(date(2021, 10, 8), 32000, PLAIN),))
    excused = Value("v1", State.DEPARTED, 0, 0)
    assert steps(facts) == [(ENTRY, unpaid()), (date(2021, 11, 1), excused)]
    assert steps(late) == [(ENTRY, unpaid()), (date(2021, 10, 8), PAID)]


def test_a_disposition_that_is_withdrawn_leaves_the_days_between() -> None:
    gone = Disposed(date(2021, 10, 1), 0, State.REFUSED)
    back = Disposed(date(2021, 10, 5), 1, State.UNPAID)
    assert steps(replace(NOBODY, dispositions=(gone, back))) == [
        (ENTRY, unpaid()),
        (date(2021, 10, 1), Value("v1", State.REFUSED, 0, 0)),
        (date(2021, 10, 5), unpaid()),
    ]


def test_of_two_dispositions_of_one_day_the_later_recorded_holds() -> None:
    day = date(2021, 10, 1)
    two = (Disposed(day, 1, State.DEPARTED), Disposed(day, 0, State.REFUSED))
    value = value_on(timeline(replace(NOBODY, dispositions=two), TERMS), day)
    assert value == Value("v1", State.DEPARTED, 0, 0)


def test_a_full_subsidy_is_lost_with_its_group_while_the_window_is_open() -> None:
    listed = Listed("full", date(2021, 8, 1), date(2021, 12, 1))
    assert steps(replace(NOBODY, listings=(listed,))) == [
        (ENTRY, full("full")),
        (date(2021, 12, 1), unpaid()),
    ]


def test_a_full_subsidy_is_kept_when_the_group_ends_after_the_window_closed() -> None:
    listed = Listed("full", date(2021, 8, 1), CLOSED)
    facts = replace(NOBODY, listings=(listed,))
    assert timeline(facts, TERMS) == (Step(ENTRY, full("full")), Step(CLOSED, full()))


def test_a_group_ended_from_an_earlier_day_takes_no_full_subsidy_once_the_window_closed() -> None:
    listed = Listed("full", date(2021, 8, 1), date(2021, 12, 1), end_seen=date(2021, 12, 30))
    assert steps(replace(NOBODY, listings=(listed,))) == [
        (ENTRY, full("full")),
        (date(2021, 12, 1), full()),
    ]


def test_a_group_ended_on_record_by_the_last_day_of_the_window_takes_the_full_subsidy() -> None:
    last_day = date(2021, 12, 20)
    listed = Listed("full", ENTRY, date(2021, 12, 1), end_seen=last_day)
    on_record_next_day = replace(listed, end_seen=CLOSED)
    assert steps(replace(NOBODY, listings=(listed,)))[1:] == [(date(2021, 12, 1), unpaid())]
    assert steps(replace(NOBODY, listings=(on_record_next_day,)))[1:] == [
        (date(2021, 12, 1), full())
    ]


def test_where_the_window_stays_open_benefits_that_began_keep_the_full_subsidy() -> None:
    terms = replace(EARLY, settled_from=date(2022, 3, 1))
    listed = Listed("full", date(2021, 8, 1), date(2022, 1, 10))
    found = timeline(replace(NOBODY, listings=(listed,)), terms)
    assert found == (Step(ENTRY, full("full")), Step(date(2022, 1, 10), full()))


def test_who_is_fully_subsidised_cannot_be_disposed_of_after_benefits_began() -> None:
    gone = Disposed(BENEFITS, 0, State.DEPARTED)
    facts = replace(NOBODY, listings=(Listed("full", ENTRY),), dispositions=(gone,))
    assert steps(facts) == [(ENTRY, full("full"))]


def test_who_is_unpaid_can_be_disposed_of_after_benefits_began() -> None:
    gone = Disposed(BENEFITS, 0, State.DEPARTED)
    assert steps(replace(NOBODY, dispositions=(gone,))) == [
        (ENTRY, unpaid()),
        (BENEFITS, Value("v1", State.DEPARTED, 0, 0)),
    ]


def test_who_pays_first_is_not_fully_subsidised() -> None:
    facts = replace(NOBODY, listings=(Listed("first", ENTRY),))
    assert steps(facts) == [(ENTRY, Value("v1", State.UNPAID, 32000, 32000, "first", ("first",)))]


def test_a_payment_reversed_the_same_day_never_happened() -> None:
    day = date(2021, 10, 8)
    there_and_back = (Settled(day, 32000, PLAIN, 0), Settled(day, -32000, PLAIN, 1))
    assert steps(replace(NOBODY, settlements=there_and_back)) == steps(NOBODY)


def test_a_payment_reversed_later_leaves_the_days_between() -> None:
    paid, back = date(2021, 10, 8), date(2021, 10, 20)
    shares = (Settled(paid, 32000, PLAIN), Settled(back, -32000, PLAIN))
    assert steps(replace(NOBODY, settlements=shares)) == [
        (ENTRY, unpaid()),
        (paid, PAID),
        (back, unpaid()),
    ]


def test_who_pays_again_on_the_day_of_the_reversal_owes_what_was_due_then() -> None:
    day = date(2021, 10, 8)
    shares = (
        Settled(day, 32000, PLAIN, 0),
        Settled(day, -32000, PLAIN, 1),
        Settled(day, 16000, HALF, 2),
    )
    facts = replace(NOBODY, listings=(Listed("half", day),), settlements=shares)
    paid = Value("v1", State.PAID, 16000, 16000, "half", ("half",))
    assert steps(facts) == [(ENTRY, unpaid()), (day, paid)]


def test_when_the_later_of_two_shares_is_taken_back_the_due_of_the_first_holds() -> None:
    shares = (
        Settled(date(2021, 10, 1), 32000, PLAIN),
        Settled(date(2021, 10, 2), 16000, HALF),
        Settled(date(2021, 10, 9), -16000, HALF),
    )
    found = timeline(replace(NOBODY, settlements=shares), TERMS)
    assert value_on(found, date(2021, 10, 9)) == PAID


def test_a_group_recognised_from_before_the_payment_moves_the_groups_alone() -> None:
    share = Settled(date(2021, 10, 8), 32000, PLAIN)
    facts = replace(NOBODY, settlements=(share,), listings=(Listed("full", date(2021, 10, 1)),))
    assert steps(facts)[1:] == [
        (date(2021, 10, 1), full("full")),
        (date(2021, 10, 8), replace(PAID, categories=("full",))),
    ]


def test_a_group_gained_after_the_payment_moves_the_groups_alone() -> None:
    share = Settled(date(2021, 10, 8), 32000, PLAIN)
    facts = replace(NOBODY, settlements=(share,), listings=(Listed("half", date(2021, 11, 1)),))
    assert steps(facts)[2:] == [(date(2021, 11, 1), replace(PAID, categories=("half",)))]


def test_who_paid_as_one_of_a_group_keeps_that_due_when_the_group_ends() -> None:
    share = Settled(date(2021, 10, 8), 16000, HALF)
    listed = Listed("half", ENTRY, date(2021, 11, 1))
    paid = Value("v1", State.PAID, 16000, 16000, "half", ("half",))
    assert steps(replace(NOBODY, settlements=(share,), listings=(listed,))) == [
        (ENTRY, unpaid(16000, "half")),
        (date(2021, 10, 8), paid),
        (date(2021, 11, 1), replace(paid, categories=())),
    ]


def test_who_left_a_group_before_paying_owes_the_contribution() -> None:
    listed = Listed("half", ENTRY, date(2021, 10, 1))
    share = Settled(date(2021, 10, 8), 32000, PLAIN)
    assert steps(replace(NOBODY, settlements=(share,), listings=(listed,))) == [
        (ENTRY, unpaid(16000, "half")),
        (date(2021, 10, 1), unpaid()),
        (date(2021, 10, 8), PAID),
    ]


def test_part_payments_count_once_they_reach_the_due() -> None:
    shares = (
        Settled(date(2021, 10, 8), 10000, PLAIN),
        Settled(date(2021, 10, 9), 21999, PLAIN),
        Settled(date(2021, 10, 10), 1, PLAIN),
    )
    found = steps(replace(NOBODY, settlements=shares))
    assert found == [(ENTRY, unpaid()), (date(2021, 10, 10), PAID)]


def test_whoever_is_struck_off_is_nowhere_from_that_day() -> None:
    off = Moved(date(2021, 10, 1), None)
    share = Settled(date(2021, 10, 8), 32000, PLAIN)
    facts = replace(NOBODY, moves=(off,), settlements=(share,))
    assert timeline(facts, TERMS) == (Step(ENTRY, unpaid()), Step(date(2021, 10, 1), None))


def test_of_two_moves_before_the_roll_was_confirmed_the_later_recorded_holds() -> None:
    moves = (Moved(ENTRY, "v2", 0), Moved(ENTRY, "v3", 1))
    assert steps(replace(NOBODY, moves=moves)) == [(ENTRY, replace(unpaid(), village="v3"))]


def test_an_activated_e_voucher_counts_from_its_day_or_the_entry() -> None:
    early, later = date(2020, 5, 1), date(2021, 10, 1)
    active = replace(unpaid(), e_voucher=True)
    assert steps(replace(NOBODY, voucher_on=early)) == [(ENTRY, active)]
    assert steps(replace(NOBODY, voucher_on=later)) == [(ENTRY, unpaid()), (later, active)]
