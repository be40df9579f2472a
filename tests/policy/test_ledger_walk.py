"""Whatever happens to somebody and to the money, in whatever order: the ledger adds up."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.claims import SubsidyTerms
from policy.ledger import (
    Movement,
    Station,
    SubsidySteps,
    SubsidyValue,
    landing,
    movable,
    returnable,
    source_of,
    subsidy_steps,
)
from policy.steps import Step, differences, value_on
from policy.terms import DepartmentKind, PaymentPath
from policy.timeline import Value
from policy.vocabulary import State

D = date(2021, 10, 1)
LAST = D + timedelta(days=40)
DAYS = [D + timedelta(days=n) for n in range(41)]
GIVES = {"half": 16_000, "full": 32_000, "open": 0}
TERMS = (
    SubsidyTerms(requested_by=DepartmentKind.CIVIL_AFFAIRS, paid_to=PaymentPath.HOUSEHOLD_CARD),
    SubsidyTerms(paid_to=PaymentPath.HOUSEHOLD_CARD),
    SubsidyTerms(requested_by=DepartmentKind.FINANCE, paid_to=PaymentPath.FUND_ACCOUNT),
    SubsidyTerms(paid_to=PaymentPath.TREASURY),
)


@st.composite
def values(draw: st.DrawFn) -> Value | None:
    state = draw(st.sampled_from([State.PAID, State.FULLY_SUBSIDISED, State.UNPAID, State.REFUSED]))
    category = draw(st.sampled_from(["half", "half", "full", "open", None]))
    if draw(st.integers(0, 9)) == 0:
        return None
    if state is State.REFUSED:
        category = None
    village = draw(st.sampled_from(["v1", "v2"]))
    return Value(village, state, 0, GIVES[category] if category else 0, category)


@st.composite
def timelines(draw: st.DrawFn) -> tuple[Step[Value], ...]:
    days = sorted(set(draw(st.lists(st.sampled_from(DAYS), max_size=3))) - {D})
    first = Value("v1", draw(st.sampled_from([State.PAID, State.UNPAID])), 0, 16_000, "half")
    return (Step(D, first), *(Step(day, draw(values())) for day in days))


BATCHES = st.lists(
    st.tuples(
        st.sampled_from(DAYS),
        st.sampled_from(["half", "half", "half", "full", "open"]),
        st.sampled_from([Station.REQUESTED, Station.DISBURSED, Station.RECEIVED]),
        st.sampled_from([30, 50, 100]),
        st.sampled_from([False, False, True]),
    ),
    min_size=1,
    max_size=8,
)


def ledger_of(steps: tuple[Step[Value], ...], movements: list[Movement]) -> dict[str, SubsidySteps]:
    return subsidy_steps(steps, movements, lambda category: category, home="v1")


def run(
    steps: tuple[Step[Value], ...],
    batches: list[tuple[date, str, Station, int, bool]],
    terms: SubsidyTerms,
) -> list[Movement]:
    """Batches in the order of recording, each a share of what the ledger allows at that time."""
    done: list[Movement] = []
    for order, (day, group, to, percent, is_back) in enumerate(batches):
        source, target = source_of(to, terms), landing(to, terms)
        ledger = ledger_of(steps, done).get(group)
        if source is None or ledger is None:
            continue
        today = last_day(day, done)
        forward = movable(ledger, day, today, to, terms)
        most = -returnable(ledger, day, today, target) if is_back else forward
        fen = int(most * percent / 100)
        done.append(Movement(day, group, source, target, fen, order))
    return done


def last_day(day: date, done: list[Movement]) -> date:
    """The day of a batch, or the last of those before it: what comes later is not yet known."""
    return max([day, *(movement.on for movement in done)])


@settings(max_examples=400)
@given(timelines(), BATCHES, st.sampled_from(TERMS))
def test_on_every_day_columns_fall_and_nothing_is_negative(
    steps: tuple[Step[Value], ...],
    batches: list[tuple[date, str, Station, int, bool]],
    terms: SubsidyTerms,
) -> None:
    for ledger in ledger_of(steps, run(steps, batches, terms)).values():
        for day in DAYS:
            value = value_on(ledger, day)
            if value:
                assert list(value.columns) == sorted(value.columns, reverse=True)
                assert value.received_fen >= 0
                assert sum(map(value.standing, Station)) == value.amount_fen


@given(timelines(), BATCHES, st.sampled_from(TERMS))
def test_batches_move_money_and_never_make_any(
    steps: tuple[Step[Value], ...],
    batches: list[tuple[date, str, Station, int, bool]],
    terms: SubsidyTerms,
) -> None:
    done: list[Movement] = []
    for movement in run(steps, batches, terms):
        before, after = ledger_of(steps, done), ledger_of(steps, [*done, movement])
        known = [day for day in DAYS if day <= last_day(movement.on, done)]
        done.append(movement)
        if movement.amount_fen >= 0:
            assert _amounts(before, known) == _amounts(after, known)


def _amounts(ledgers: dict[str, SubsidySteps], days: list[date]) -> list[tuple[str, date, int]]:
    return [
        (group, day, value.amount_fen)
        for group, ledger in ledgers.items()
        for day in days
        if (value := value_on(ledger, day)) and value.amount_fen
    ]


@given(timelines(), BATCHES, st.sampled_from(TERMS), st.randoms())
def test_the_order_of_recording_changes_nothing(
    steps: tuple[Step[Value], ...],
    batches: list[tuple[date, str, Station, int, bool]],
    terms: SubsidyTerms,
    dice: Random,
) -> None:
    movements = run(steps, batches, terms)
    shuffled = dice.sample(movements, len(movements))
    assert ledger_of(steps, shuffled) == ledger_of(steps, movements)


@given(timelines(), timelines(), BATCHES, st.sampled_from(TERMS))
def test_sums_of_differences_are_sums_worked_out_anew(
    before: tuple[Step[Value], ...],
    after: tuple[Step[Value], ...],
    batches: list[tuple[date, str, Station, int, bool]],
    terms: SubsidyTerms,
) -> None:
    movements = run(before, batches, terms)
    old, new = ledger_of(before, movements), ledger_of(after, movements)
    for group in {*old, *new}:
        effects = differences((), old.get(group, ()))
        effects += differences(old.get(group, ()), new.get(group, ()))
        for day in DAYS:
            left: Counter[SubsidyValue | None] = Counter()
            for shift in effects:
                if shift.on <= day:
                    left[shift.before] -= 1
                    left[shift.after] += 1
            standing = {value: n for value, n in left.items() if value and n}
            now = value_on(new.get(group, ()), day)
            assert standing == ({now: 1} if now else {})


@given(timelines(), BATCHES, st.sampled_from(TERMS))
def test_each_batch_taken_back_on_its_day_leaves_the_facts_alone(
    steps: tuple[Step[Value], ...],
    batches: list[tuple[date, str, Station, int, bool]],
    terms: SubsidyTerms,
) -> None:
    movements = run(steps, batches, terms)
    back = [
        Movement(one.on, one.group, one.source, one.target, -one.amount_fen) for one in movements
    ]
    assert ledger_of(steps, [*movements, *back]) == ledger_of(steps, [])
