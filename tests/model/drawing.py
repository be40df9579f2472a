"""Random campaigns: steps that Hypothesis draws, made into deeds by what the clerk knows by then.

A step is one batch of requests, and what happens to it: recorded a day later than the one before,
cut off after some statement and sent again, or followed by an earlier one that is repeated.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from hypothesis import strategies as st

from facts import deeds as d
from policy.terms import RefundReason, SubsidyStepKind
from policy.vocabulary import Channel, Sex, State
from tests.campaigns import VILLAGES
from tests.model.book import EXCUSED
from tests.model.clerk import Clerk, Enter
from tests.model.eras import ERAS, GROUPS, LONG, YEAR, Era

T = TypeVar("T")


class Draw(NamedTuple):
    """Numbers without a meaning of their own: they choose among what is there."""

    kind: str
    day: int
    a: int
    b: int
    c: int


@dataclass(frozen=True, slots=True)
class Step:
    """`cut`: the batch breaks off after this many statements; `again`: an earlier request."""

    requests: tuple[tuple[Draw, ...], ...]
    next_day: bool
    cut: int | None
    again: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`listed`: groups before the roll is entered, as person, group, first day."""

    era: Era
    listed: tuple[tuple[int, int, int], ...]
    steps: tuple[Step, ...]


KINDS = (
    *("pay", "pay", "pay", "school", "reverse", "dispose", "mark", "mark", "end"),
    *("register", "move", "move", "strike", "add", "advance", "advance", "return"),
    *("refund", "close", "confirm", "activate", "enter"),
)
NUMBERS = st.integers(0, 59)
DAYS = st.integers(-2, 70)
DRAWS = st.builds(Draw, st.sampled_from(KINDS), DAYS, NUMBERS, NUMBERS, NUMBERS)
REQUESTS = st.lists(DRAWS, min_size=1, max_size=2).map(tuple)
STEPS = st.builds(
    Step,
    st.lists(REQUESTS, min_size=1, max_size=3).map(tuple),
    st.booleans(),
    st.none() | st.integers(1, 24),
    st.none() | NUMBERS,
)


def plans(deeds: int) -> st.SearchStrategy[Plan]:
    """Campaigns of about so many deeds."""
    most = max(1, deeds // 2)
    listed = st.tuples(NUMBERS, NUMBERS, st.integers(-20, 30))
    return st.builds(
        Plan,
        st.sampled_from(ERAS),
        st.lists(listed, max_size=3).map(tuple),
        st.lists(STEPS, min_size=most // 2, max_size=most).map(tuple),
    )


def chosen(things: Sequence[T], number: int) -> T:
    return things[number % len(things)]


@dataclass
class Drawn:
    """Makes draws into deeds; `None`: there is nothing yet that such a deed could be about."""

    clerk: Clerk
    number: int = 0

    def deed(self, draw: Draw) -> Any:
        self.number += 1
        return MAKERS[draw.kind](self, draw)

    def on(self, draw: Draw) -> date:
        return self.clerk.era.day(draw.day)

    def key(self, kind: str) -> str:
        return f"{kind}{self.number:03}"

    def person(self, number: int) -> str:
        return chosen(sorted(self.clerk.homes), number)

    def pay(self, draw: Draw) -> d.Pay | None:
        """A household, or some of its people; all that is due, or money that was collected."""
        homes = sorted(self.clerk.book.villages)
        if not homes:
            return None
        home = chosen(homes, draw.a)
        members = self.clerk.members(home)
        people = tuple(members[draw.b % 3 :]) if draw.b % 4 else ()
        amount = (None, 10_000, 64_000, 16_000, None, 100_000)[draw.c % 6]
        collected = amount is not None and draw.c % 12 < 8
        at = self.key("y"), YEAR, people, self.on(draw), chosen(tuple(Channel)[:3], draw.b)
        return d.Pay(*at, household=home, amount_fen=amount, payer="某", collected=collected)

    def school(self, draw: Draw) -> d.Pay | None:
        """For people of several households at once."""
        on_roll = sorted(self.clerk.now.account_of)
        if not on_roll:
            return None
        people = tuple(
            dict.fromkeys(chosen(on_roll, draw.a + 2 * n) for n in range(1 + draw.b % 4))
        )
        amount = (None, 50_000, None, 130_000)[draw.c % 4]
        at = self.key("y"), YEAR, people, self.on(draw), Channel.SCHOOL_BATCH
        return d.Pay(*at, amount_fen=amount, payer="学校", collected=amount is not None)

    def _payment(self, draw: Draw) -> tuple[str, tuple[str, ...]] | None:
        """One that was recorded, and nobody or somebody of it."""
        keys = sorted(self.clerk.payments) + sorted(self.clerk.reversals)[:1]
        if not keys:
            return None
        key = chosen(keys, draw.a)
        people = [one.person for one in self.clerk.book.shares if one.payment == key]
        return key, ((chosen(people, draw.b),) if people and draw.b % 2 else ())

    def reverse(self, draw: Draw) -> d.Reverse | None:
        found = self._payment(draw)
        return d.Reverse(self.key("z"), *found, self.on(draw), "误缴") if found else None

    def refund(self, draw: Draw) -> d.OpenRefund | None:
        found = self._payment(draw)
        reason = chosen(tuple(RefundReason), draw.c)
        if found is None:
            return None
        return d.OpenRefund(self.key("f"), *found, reason, self.on(draw), "申请")

    def close(self, draw: Draw) -> d.CloseRefund | None:
        cases = sorted(self.clerk.refunds)
        if not cases:
            return None
        is_paid = draw.b % 4 > 0
        return d.CloseRefund(self.key("z"), chosen(cases, draw.a), self.on(draw), is_paid, "文")

    def dispose(self, draw: Draw) -> d.Dispose:
        state = State(chosen((*EXCUSED, "unpaid"), draw.b).upper())
        return d.Dispose(self.person(draw.a), YEAR, state, self.on(draw), "证明")

    def mark(self, draw: Draw) -> d.Mark:
        since = self.on(draw)
        until = self.clerk.era.day(min(draw.day + draw.c // 2, LONG)) if draw.c % 5 == 0 else None
        return d.Mark(self.person(draw.a), chosen(GROUPS, draw.b), since, until, "名单")

    def end(self, draw: Draw) -> d.EndMark | None:
        open_ = [one for one in self.clerk.now.listings if one.until is None]
        if not open_:
            return None
        one = chosen(open_, draw.a)
        return d.EndMark(one.person, one.category, self.on(draw), "退出")

    def activate(self, draw: Draw) -> d.Activate:
        return d.Activate(self.person(draw.a), self.on(draw))

    def household(self, number: int) -> str | d.NewHousehold:
        """One that is there, or a new one in any of the villages."""
        if number % 3:
            return chosen(sorted(self.clerk.households), number)
        return d.NewHousehold(self.key("n"), chosen(VILLAGES, number // 3), self.key("新"))

    def register(self, draw: Draw) -> d.Register:
        new = d.NewPerson(self.key("p"), "某", Sex.FEMALE, date(2000, 1, 1))
        return d.Register(new, self.household(draw.a), "子", self.on(draw), YEAR)

    def move(self, draw: Draw) -> d.Move:
        return d.Move(self.person(draw.a), self.household(draw.b), None, self.on(draw), "迁")

    def strike(self, draw: Draw) -> d.CorrectRoster:
        return d.CorrectRoster(self.person(draw.a), YEAR, None, False, self.on(draw), "误登")

    def add(self, draw: Draw) -> d.CorrectRoster:
        away = [who for who in sorted(self.clerk.homes) if not self.clerk.counts(who)]
        person = chosen(away, draw.a) if away else self.person(draw.a)
        return d.CorrectRoster(person, YEAR, None, True, self.on(draw), "漏登")

    def confirm(self, draw: Draw) -> d.ConfirmRoster:
        return d.ConfirmRoster(chosen(VILLAGES, draw.a), YEAR, self.on(draw))

    def enter(self, draw: Draw) -> Enter:
        return Enter(chosen(sorted(self.clerk.households), draw.a))

    def advance(self, draw: Draw) -> d.Advance | None:
        """One or two subsidies, all that can be moved or a part."""
        known = sorted(self.clerk.now.subsidies)
        if not known:
            return None
        parts = {chosen(known, draw.a + n) for n in range(1 + draw.c % 2)}
        fen = (None, 7_000, None)[draw.b % 3]
        to = SubsidyStepKind.RECEIVED if draw.b % 4 == 0 else SubsidyStepKind.DISBURSED
        return d.Advance(
            *(self.key("v"), YEAR, "990101|CIVIL_AFFAIRS", "990101", to, self.on(draw), "文"),
            tuple(d.Part(*one, fen) for one in sorted(parts)),
        )

    def back(self, draw: Draw) -> d.ReverseAdvance | None:
        batches = sorted(self.clerk.batches)
        if not batches:
            return None
        known = self.clerk.batches[chosen(batches, draw.a)]
        parts = known.parts[:1] if draw.b % 3 == 0 else ()
        return d.ReverseAdvance(self.key("w"), known.key, parts, self.on(draw), "误", "文")


MAKERS: dict[str, Callable[[Drawn, Draw], Any]] = {
    **{kind: getattr(Drawn, kind) for kind in KINDS if kind != "return"},
    "return": Drawn.back,
}
