"""The state of a person in a year, as a step function of the day.

    ParticipationFacts ── timeline(facts, terms) ──> (Step(on, Value), Step(on, Value), …)

A day's value follows from the facts with a day on or before it and from nothing else. `None` is the
value of a day on which the person is not on the roll.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from policy.steps import Step
from policy.vocabulary import State


@dataclass(frozen=True, slots=True)
class Due:
    """What the law makes of somebody's groups on a day; amounts in fen."""

    counter_fen: int  # to be taken at the counter
    subsidy_fen: int
    category: str | None = None  # the deciding group; with a subsidy of 0: of an open amount
    pays_first: bool = False
    is_free: bool = False  # somebody else pays all of it, without a subsidy

    @property
    def is_full(self) -> bool:
        """Nothing to take at the counter, and not because somebody pays later."""
        is_paid_for = self.subsidy_fen > 0 or self.is_free
        return self.counter_fen == 0 and is_paid_for and not self.pays_first


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody stands on a list of a group, from a day, until before a day."""

    category: str
    since: date
    until: date | None = None
    end_seen: date | None = None  # when the end came on record, if that was later than the entry

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Settled:
    """A share of a payment, with what was due when it was recorded; negative: taken back.

    `order` tells which of one day came later. What takes a share back has its due.
    """

    on: date
    amount_fen: int
    due: Due
    order: int = 0


@dataclass(frozen=True, slots=True)
class Disposed:
    """A disposition; `order` tells which of one day came later. UNPAID withdraws the last one."""

    on: date
    order: int
    state: State


@dataclass(frozen=True, slots=True)
class Moved:
    """A change of village before the roll was confirmed, or leaving the roll (None)."""

    on: date
    village: str | None
    order: int = 0


@dataclass(frozen=True, slots=True)
class Requested:
    """From a day on a full subsidy is held as a batch found it; None: all of it came back."""

    on: date
    due: Due | None


Law = Callable[[tuple[Listed, ...], date], Due]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law says of a village in a year."""

    dues: Law
    settled_from: date  # the day after the window closed
    benefits_from: date  # from then on who is enrolled leaves only by a refund
    turns: tuple[date, ...] = ()  # days on which the law itself changes
    group_of: Callable[[str], str] = str  # who owes the subsidy of a category to whom

    @property
    def kept_from(self) -> date:
        """From this day on nobody loses a full subsidy with the group that gave it."""
        return min(self.settled_from, self.benefits_from)


@dataclass(frozen=True, slots=True)
class ParticipationFacts:
    """All that is on record about one person in one year."""

    entered_on: date
    village: str
    listings: tuple[Listed, ...] = ()
    settlements: tuple[Settled, ...] = ()
    dispositions: tuple[Disposed, ...] = ()
    moves: tuple[Moved, ...] = ()
    voucher_on: date | None = None
    requested: tuple[Requested, ...] = ()
    special: Due | None = None  # of a special enrolment at another rate than that of the groups


@dataclass(frozen=True, slots=True)
class Value:
    """What a participation adds to the sums on a day; amounts in fen."""

    village: str
    state: State
    due_fen: int
    subsidy_fen: int
    category: str | None = None  # the deciding group
    categories: tuple[str, ...] = ()
    e_voucher: bool = False

    @property
    def is_unset(self) -> bool:
        """Entitled, to an amount that the notice leaves open: an amount of 0 decides nothing."""
        return self.category is not None and self.subsidy_fen == 0


EXCUSED = (State.COVERED_ELSEWHERE, State.DEPARTED, State.REFUSED)


@lru_cache(maxsize=8_192)  # a writer asks for the same facts several times
def timeline(facts: ParticipationFacts, terms: Terms) -> tuple[Step[Value], ...]:
    """The values of a participation, oldest first, each from its day on; equal ones joined."""
    steps: list[Step[Value]] = []
    last: Value | None = None
    kept: Due | None = None  # a full subsidy that can no longer be lost
    for day in _days(facts, terms):
        kept = kept or _kept(last, day, terms)
        value = _value(facts, terms, day, _requested(facts, day) or kept, last)
        if value != last or not steps:
            steps.append(Step(day, value))
        last = value
    return tuple(steps)


def _days(facts: ParticipationFacts, terms: Terms) -> list[date]:
    """Every day on which the value can change; nothing begins before the entry."""
    days = {facts.entered_on, terms.benefits_from, terms.settled_from, *terms.turns}
    for listing in facts.listings:
        days.update(day for day in (listing.since, listing.until) if day)
    for dated in (facts.settlements, facts.dispositions, facts.moves, facts.requested):
        days.update(fact.on for fact in dated)
    if facts.voucher_on:
        days.add(facts.voucher_on)
    return sorted(day for day in days if day >= facts.entered_on)


def _requested(facts: ParticipationFacts, day: date) -> Due | None:
    """Its money is on the way: gaining or losing a group changes nothing any more."""
    reached = [one for one in facts.requested if one.on <= day]
    return reached[-1].due if reached else None


def _kept(last: Value | None, day: date, terms: Terms) -> Due | None:
    """Fully subsidised as the window closed or benefits began: so it stays, group or not."""
    if last and last.state is State.FULLY_SUBSIDISED and day >= terms.kept_from:
        return Due(0, last.subsidy_fen, last.category, is_free=True)
    return None


def _value(
    facts: ParticipationFacts, terms: Terms, day: date, kept: Due | None, last: Value | None
) -> Value | None:
    village = _village(facts, day)
    if village is None:
        return None
    listed = tuple(listing for listing in facts.listings if listing.holds(day))
    was_full = last is not None and last.state is State.FULLY_SUBSIDISED
    stays = was_full and day >= terms.benefits_from
    state, due = _state(facts, kept or _due(facts, terms, day, listed), day, stays)
    is_owed = state not in EXCUSED
    return Value(
        village=village,
        state=state,
        due_fen=due.counter_fen if is_owed else 0,
        subsidy_fen=due.subsidy_fen if is_owed else 0,
        category=due.category if is_owed else None,
        categories=tuple(sorted({listing.category for listing in listed})),
        e_voucher=facts.voucher_on is not None and facts.voucher_on <= day,
    )


def _due(facts: ParticipationFacts, terms: Terms, day: date, listed: tuple[Listed, ...]) -> Due:
    """By the groups of the day; an end that came on record too late takes no full subsidy away."""
    if facts.special is not None:
        return facts.special
    due = terms.dues(listed, day)
    late = tuple(one for one in facts.listings if _ended_late(one, terms, day))
    if due.is_full or not late:
        return due
    as_known = terms.dues((*listed, *late), day)
    return as_known if as_known.is_full else due


def _ended_late(listing: Listed, terms: Terms, day: date) -> bool:
    return (
        listing.end_seen is not None
        and listing.end_seen >= terms.kept_from
        and listing.since <= day
        and not listing.holds(day)
    )


def _village(facts: ParticipationFacts, day: date) -> str | None:
    moves = [move for move in facts.moves if move.on <= day]
    return max(moves, key=lambda move: (move.on, move.order)).village if moves else facts.village


def _state(facts: ParticipationFacts, due: Due, day: date, stays: bool) -> tuple[State, Due]:
    """The first that holds: paid, disposed of (unless enrolled as benefits began), full, unpaid."""
    paid = _paid(facts.settlements, day)
    if paid:
        return State.PAID, paid
    disposition = _disposition(facts.dispositions, day)
    if disposition and not stays:
        return disposition, due
    return (State.FULLY_SUBSIDISED if due.is_full else State.UNPAID), due


def _paid(settlements: tuple[Settled, ...], day: date) -> Due | None:
    """What was due when it was paid, while the shares that were not taken back reach it."""
    until_now = [share for share in settlements if share.on <= day]
    standing = _standing(until_now)
    if not standing:
        return None
    due = max(standing, key=lambda share: (share.on, share.order)).due
    total = sum(share.amount_fen for share in until_now)
    return due if total >= due.counter_fen else None


def _standing(shares: list[Settled]) -> list[Settled]:
    """Each share that is taken back meets one of the same amount and due, and both go."""
    taken = Counter((-share.amount_fen, share.due) for share in shares if share.amount_fen < 0)
    standing = []
    for share in sorted(shares, key=lambda share: (share.on, share.order)):
        if share.amount_fen > 0 and taken[share.amount_fen, share.due]:
            taken[share.amount_fen, share.due] -= 1
        elif share.amount_fen > 0:
            standing.append(share)
    return standing


def _disposition(dispositions: tuple[Disposed, ...], day: date) -> State | None:
    until_now = [one for one in dispositions if one.on <= day]
    if not until_now:
        return None
    newest = max(until_now, key=lambda one: (one.on, one.order))
    return None if newest.state is State.UNPAID else newest.state
