"""Day by day, as the design words it: what any set of facts must come to."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from policy.steps import value_on
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
PLAIN, HALF = Due(32000, 0), Due(16000, 16000, "half")


def dues(listed: tuple[Listed, ...], day: date) -> Due:
    groups = {listing.category for listing in listed}
    whole = 32000 if day < TURN else 38000
    if "full" in groups:
        return Due(0, whole, "full")
    if "first" in groups:
        return Due(whole, whole, "first", pays_first=True)
    return Due(whole - 16000, 16000, "half") if "half" in groups else Due(whole, 0)


TERMS = Terms(dues, CLOSED, BENEFITS, (TURN,))

T = TypeVar("T")
DAYS = st.integers(-20, 200).map(lambda n: ENTRY + timedelta(days=n))
LISTINGS = st.builds(
    lambda group, since, days, seen: Listed(
        group, since, since + timedelta(days=days) if days else None, seen if days else None
    ),
    st.sampled_from(["full", "half", "first"]),
    DAYS,
    st.integers(0, 120),
    st.none() | DAYS,
)
SHARES = st.tuples(DAYS, st.sampled_from([PLAIN, HALF]), st.integers(0, 60) | st.none())
DISPOSED = st.tuples(DAYS, st.sampled_from([*list(State)[2:]]))
MOVES = st.tuples(DAYS, st.sampled_from(["v1", "v2", None]))


@st.composite
def all_facts(draw: st.DrawFn) -> ParticipationFacts:
    shares: list[Settled] = []
    for on, due, back_after in draw(st.lists(SHARES, max_size=3)):
        shares.append(Settled(on, due.counter_fen, due, len(shares)))
        if back_after is not None:
            back = on + timedelta(days=back_after)
            shares.append(Settled(back, -due.counter_fen, due, len(shares)))
    return ParticipationFacts(
        entered_on=ENTRY,
        village="v1",
        listings=tuple(draw(st.lists(LISTINGS, max_size=3))),
        settlements=tuple(shares),
        dispositions=tuple(
            Disposed(on, order, state)
            for order, (on, state) in enumerate(draw(st.lists(DISPOSED, max_size=3)))
        ),
        moves=tuple(
            Moved(on, village, order)
            for order, (on, village) in enumerate(draw(st.lists(MOVES, max_size=2)))
        ),
        voucher_on=draw(st.none() | DAYS),
    )


class Naive:
    """One day after the other, remembering only what yesterday settled."""

    def __init__(self, facts: ParticipationFacts, terms: Terms) -> None:
        self.facts, self.terms = facts, terms
        self.full_yesterday: Value | None = None
        self.settled: Due | None = None

    def walk(self, until: date) -> list[Value | None]:
        number = (until - self.facts.entered_on).days
        days = [self.facts.entered_on + timedelta(days=n) for n in range(number)]
        return [self.day(day) for day in days]

    def day(self, day: date) -> Value | None:
        enrolled = self.full_yesterday
        closed = day >= self.terms.settled_from or day >= self.terms.benefits_from
        if enrolled and closed and self.settled is None:
            self.settled = Due(0, enrolled.subsidy_fen, enrolled.category)
        value = self.value(day, enrolled is not None and day >= self.terms.benefits_from)
        is_full = value is not None and value.state is State.FULLY_SUBSIDISED
        self.full_yesterday = value if is_full else None
        return value

    def value(self, day: date, holds_benefits: bool) -> Value | None:
        village = self.facts.village
        for move in sorted(self.facts.moves, key=lambda move: (move.on, move.order)):
            village = move.village if move.on <= day else village  # type: ignore[assignment]
        if village is None:
            return None
        on_lists = [one for one in self.facts.listings if stands(one, day)]
        groups = tuple(sorted({one.category for one in on_lists}))
        voucher = self.facts.voucher_on is not None and self.facts.voucher_on <= day
        state, due = self.state(day, tuple(on_lists), holds_benefits)
        if state in (State.COVERED_ELSEWHERE, State.DEPARTED, State.REFUSED):
            due = Due(0, 0)
        return Value(
            village, state, due.counter_fen, due.subsidy_fen, due.category, groups, voucher
        )

    def state(
        self, day: date, on_lists: tuple[Listed, ...], holds_benefits: bool
    ) -> tuple[State, Due]:
        shares = [share for share in self.facts.settlements if share.on <= day]
        if (due := reached(shares)) is not None:
            return State.PAID, due
        due = self.settled or self.due(day, on_lists)
        newest = State.UNPAID
        for one in sorted(self.facts.dispositions, key=lambda one: (one.on, one.order)):
            newest = one.state if one.on <= day else newest
        if newest is not State.UNPAID and not holds_benefits:
            return newest, due
        return (State.FULLY_SUBSIDISED if due.is_full else State.UNPAID), due

    def due(self, day: date, on_lists: tuple[Listed, ...]) -> Due:
        """An end recorded when full subsidies were settled does not lose one."""
        cut = min(self.terms.settled_from, self.terms.benefits_from)
        known = [
            one
            for one in self.facts.listings
            if stands(one, day)
            or (one.since <= day and one.end_seen is not None and one.end_seen >= cut)
        ]
        as_known = self.terms.dues(tuple(known), day)
        return as_known if as_known.is_full else self.terms.dues(on_lists, day)


def stands(listing: Listed, day: date) -> bool:
    return listing.since <= day and not (listing.until is not None and listing.until <= day)


def reached(shares: list[Settled]) -> Due | None:
    """What was due by the newest share that nobody took back, if the money is there."""
    open_shares = [share for share in shares if share.amount_fen > 0]
    for back in (share for share in shares if share.amount_fen < 0):
        same = [s for s in open_shares if (s.amount_fen, s.due) == (-back.amount_fen, back.due)]
        open_shares.remove(min(same, key=lambda share: (share.on, share.order)))
    if not open_shares:
        return None
    due = max(open_shares, key=lambda share: (share.on, share.order)).due
    return due if sum(share.amount_fen for share in shares) >= due.counter_fen else None


@given(all_facts(), st.sampled_from([date(2021, 12, 21), date(2022, 3, 1)]))
def test_a_timeline_is_what_a_walk_from_day_to_day_finds(
    facts: ParticipationFacts, settled_from: date
) -> None:
    terms = replace(TERMS, settled_from=settled_from)
    found = timeline(facts, terms)
    walked = Naive(facts, terms).walk(ENTRY + timedelta(days=330))
    assert [value_on(found, ENTRY + timedelta(days=n)) for n in range(330)] == walked


@given(all_facts(), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_read_does_not_matter(
    facts: ParticipationFacts, random: Random
) -> None:
    def mixed(rows: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random.sample(rows, len(rows)))

    shuffled = replace(
        facts,
        listings=mixed(facts.listings),
        settlements=mixed(facts.settlements),
        dispositions=mixed(facts.dispositions),
        moves=mixed(facts.moves),
    )
    assert timeline(shuffled, TERMS) == timeline(facts, TERMS)


@given(all_facts())
def test_equal_neighbours_are_one_step(facts: ParticipationFacts) -> None:
    values = [step.value for step in timeline(facts, TERMS)]
    assert all(one != other for one, other in pairwise(values))
