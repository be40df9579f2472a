"""A subsidy from the day it is marked until it has arrived, one situation each."""

from datetime import date

from policy.claims import SubsidyTerms
from policy.ledger import (
    Movement,
    Station,
    SubsidySteps,
    SubsidyValue,
    movable,
    overdue_fen,
    returnable,
    subsidy_steps,
)
from policy.steps import Step, value_on
from policy.terms import DepartmentKind, PaymentPath
from policy.timeline import Value
from policy.vocabulary import State

D = date(2021, 10, 1)
PAID_ON, ASKED, GIVEN, ARRIVED = (date(2021, 10, day) for day in (5, 10, 15, 20))
TODAY = date(2021, 12, 1)
HALF, FULL = "CIVIL_AFFAIRS|half", "CIVIL_AFFAIRS|full"
TO_CARD = SubsidyTerms(
    requested_by=DepartmentKind.CIVIL_AFFAIRS, paid_to=PaymentPath.HOUSEHOLD_CARD
)
TO_FUND = SubsidyTerms(paid_to=PaymentPath.FUND_ACCOUNT)


def unpaid(category: str | None = "half", subsidy_fen: int = 16_000) -> Value:
    return Value("v1", State.UNPAID, 32_000, subsidy_fen, category)


def paid(category: str | None = "half", subsidy_fen: int = 16_000) -> Value:
    return Value("v1", State.PAID, 32_000, subsidy_fen, category)


def full() -> Value:
    return Value("v1", State.FULLY_SUBSIDISED, 0, 32_000, "full")


def group_of(category: str) -> str:
    return f"CIVIL_AFFAIRS|{category}"


def moved(on: date, source: Station, target: Station, fen: int = 16_000) -> Movement:
    return Movement(on, HALF, source, target, fen)


REQUEST = moved(ASKED, Station.PAYABLE, Station.REQUESTED)
PAYOUT = moved(GIVEN, Station.REQUESTED, Station.DISBURSED)
ARRIVAL = moved(ARRIVED, Station.DISBURSED, Station.RECEIVED)
PAYER = (Step(D, unpaid()), Step(PAID_ON, paid()))


def half(steps: tuple[Step[Value], ...], *movements: Movement) -> SubsidySteps:
    return subsidy_steps(steps, movements, group_of)[HALF]


def columns(ledger: SubsidySteps) -> list[tuple[date, tuple[int, ...] | None]]:
    return [(step.on, step.value.columns if step.value else None) for step in ledger]


def test_b13_the_life_of_a_subsidy_from_marked_to_received() -> None:
    assert columns(half(PAYER, REQUEST, PAYOUT, ARRIVAL)) == [
        (D, (16_000, 0, 0, 0, 0)),
        (PAID_ON, (16_000, 16_000, 0, 0, 0)),
        (ASKED, (16_000, 16_000, 16_000, 0, 0)),
        (GIVEN, (16_000, 16_000, 16_000, 16_000, 0)),
        (ARRIVED, (16_000, 16_000, 16_000, 16_000, 16_000)),
    ]


def test_the_station_is_the_earliest_that_holds_money() -> None:
    part = moved(ASKED, Station.PAYABLE, Station.REQUESTED, 6_000)
    value = value_on(half(PAYER, part), ASKED)
    assert value == SubsidyValue("v1", 1, 0, 16_000, 16_000, 6_000, 0, 0)
    assert value.station is Station.PAYABLE
    assert (value.standing(Station.PAYABLE), value.standing(Station.REQUESTED)) == (10_000, 6_000)


def test_who_is_fully_subsidised_is_payable_at_once() -> None:
    [step] = subsidy_steps((Step(D, full()),), (), group_of)[FULL]
    assert step == Step(D, SubsidyValue("v1", 1, 0, 32_000, 32_000, 0, 0, 0))


def test_a_person_without_groups_has_no_subsidy() -> None:
    assert subsidy_steps((Step(D, unpaid(None, 0)), Step(PAID_ON, None)), (), group_of) == {}


def test_an_open_amount_counts_as_a_person_and_not_as_money() -> None:
    [step] = half((Step(D, unpaid(subsidy_fen=0)), Step(PAID_ON, paid(subsidy_fen=0))))
    assert step == Step(D, SubsidyValue("v1", 1, 1, 0, 0, 0, 0, 0))


def test_who_is_excused_gets_nothing() -> None:
    excused = Value("v1", State.COVERED_ELSEWHERE, 0, 0)
    assert columns(half((Step(D, unpaid()), Step(PAID_ON, excused)))) == [
        (D, (16_000, 0, 0, 0, 0)),
        (PAID_ON, None),
    ]


def test_b13_who_loses_a_group_before_paying_loses_its_subsidy() -> None:
    assert columns(half((Step(D, unpaid()), Step(PAID_ON, unpaid(None, 0)))))[-1] == (PAID_ON, None)


def test_b13_who_loses_a_group_after_paying_keeps_it() -> None:
    steps = (*PAYER, Step(ASKED, paid()))  # a timeline keeps what was settled
    assert columns(half(steps))[-1] == (PAID_ON, (16_000, 16_000, 0, 0, 0))


def test_b12_the_better_group_takes_over_and_there_are_never_two() -> None:
    found = subsidy_steps((Step(D, unpaid()), Step(PAID_ON, full())), (), group_of)
    assert columns(found[HALF]) == [(D, (16_000, 0, 0, 0, 0)), (PAID_ON, None)]
    assert columns(found[FULL]) == [(PAID_ON, (32_000, 32_000, 0, 0, 0))]


def test_money_that_was_moved_stays_when_the_group_is_lost() -> None:
    steps = (*PAYER, Step(GIVEN, unpaid(None, 0)))
    assert columns(half(steps, REQUEST))[-1] == (ASKED, (16_000, 16_000, 16_000, 0, 0))


def test_an_amount_falls_as_far_as_its_money_was_not_moved() -> None:
    part = moved(ASKED, Station.PAYABLE, Station.REQUESTED, 6_000)
    lost = (*PAYER, Step(GIVEN, unpaid(None, 0)))
    assert columns(half(lost, part))[-1] == (GIVEN, (6_000, 6_000, 6_000, 0, 0))


def test_b13_a_refunded_enrolment_gives_the_subsidy_back_by_a_batch() -> None:
    refunded = (*PAYER, Step(GIVEN, unpaid(None, 0)))
    back = moved(ARRIVED, Station.PAYABLE, Station.REQUESTED, -16_000)
    assert columns(half(refunded, REQUEST, back))[-1] == (ARRIVED, None)


def test_b13_a_batch_sent_back_is_as_if_it_never_was_from_that_day() -> None:
    back = moved(GIVEN, Station.PAYABLE, Station.REQUESTED, -16_000)
    ledger = half(PAYER, REQUEST, back)
    assert value_on(ledger, GIVEN) == value_on(half(PAYER), GIVEN)
    assert value_on(ledger, ASKED) == value_on(half(PAYER, REQUEST), ASKED)


def test_what_was_moved_by_mistake_for_somebody_struck_off_counts_at_home() -> None:
    found = subsidy_steps((Step(D, None),), [REQUEST], group_of, home="v9")
    assert found[HALF] == (Step(ASKED, SubsidyValue("v9", 1, 0, 16_000, 16_000, 16_000, 0, 0)),)


def test_moved_money_follows_the_person_to_another_village() -> None:
    elsewhere = Value("v2", State.PAID, 32_000, 16_000, "half")
    last = half((*PAYER, Step(GIVEN, elsewhere)), REQUEST)[-1].value
    assert last == SubsidyValue("v2", 1, 0, 16_000, 16_000, 16_000, 0, 0)


def test_only_what_is_payable_can_be_requested() -> None:
    ledger = half(PAYER)
    assert movable(ledger, D, D, Station.REQUESTED, TO_CARD) == 0
    assert movable(ledger, PAID_ON, TODAY, Station.REQUESTED, TO_CARD) == 16_000
    assert movable(ledger, PAID_ON, TODAY, Station.DISBURSED, TO_CARD) == 0


def test_a_batch_dated_back_leaves_what_later_ones_took() -> None:
    later = moved(GIVEN, Station.PAYABLE, Station.REQUESTED, 10_000)
    assert movable(half(PAYER, later), ASKED, TODAY, Station.REQUESTED, TO_CARD) == 6_000
    assert movable(half(PAYER, later), ASKED, ASKED, Station.REQUESTED, TO_CARD) == 16_000


def test_a_batch_dated_back_cannot_move_what_a_later_loss_took_away() -> None:
    ledger = half((*PAYER, Step(GIVEN, unpaid(None, 0))))
    assert movable(ledger, ASKED, TODAY, Station.REQUESTED, TO_CARD) == 0


def test_b13_a_station_that_the_notice_does_not_know_is_skipped() -> None:
    ledger = half(PAYER)
    assert movable(ledger, ASKED, TODAY, Station.REQUESTED, TO_FUND) == 0
    assert movable(ledger, ASKED, TODAY, Station.DISBURSED, TO_FUND) == 16_000
    assert movable(ledger, ASKED, TODAY, Station.RECEIVED, TO_FUND) == 16_000


def test_only_what_still_stands_where_a_batch_left_it_comes_back() -> None:
    passed_on = moved(GIVEN, Station.REQUESTED, Station.DISBURSED, 6_000)
    ledger = half(PAYER, REQUEST, passed_on)
    assert returnable(ledger, ASKED, TODAY, Station.REQUESTED) == 10_000
    assert returnable(ledger, GIVEN, TODAY, Station.DISBURSED) == 6_000
    assert returnable(ledger, GIVEN, TODAY, Station.RECEIVED) == 0


def test_without_a_deadline_nothing_is_overdue() -> None:
    value = SubsidyValue("v1", 1, 0, 16_000, 16_000, 0, 0, 0)
    assert overdue_fen(value, None, date(2030, 1, 1)) == 0
