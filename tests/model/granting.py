"""Batches of subsidies that the clerk would let pass."""

from datetime import date

from facts import deeds as d
from policy.terms import SubsidyStepKind
from tests.campaigns import today
from tests.model.book import DAY, DISBURSED, PAYABLE, Movement
from tests.model.clerk import Clerk, need
from tests.model.eras import LONG, Owes, owing_group
from tests.model.naive import Known

STEPS = {SubsidyStepKind.DISBURSED: PAYABLE, SubsidyStepKind.RECEIVED: DISBURSED}


def advance(clerk: Clerk, deed: d.Advance) -> None:
    clerk.need_day(deed.on)
    need(bool(deed.parts) and deed.to in STEPS)
    known, source, moved = clerk.now, STEPS[deed.to], list[Movement]()
    for part in deed.parts:
        need(part.person in known.entries)
        most = least_standing(known, part.person, part.group, deed.on, source)
        fen = most if part.amount_fen is None else part.amount_fen
        need(0 < fen <= most)
        value, full = known.value(part.person, deed.on), None
        is_its = value and value.category and owing_group(value.category) == part.group
        if value and is_its and value.state == "fully_subsidised":
            full = Owes(0, value.subsidy_fen, value.category)
        at = part.group, deed.on, source, source + 1 if source == DISBURSED else DISBURSED
        moved.append(Movement(deed.key, part.person, *at, fen, full, clerk.seen))
    clerk.book.movements += moved
    clerk.batches[deed.key] = deed


def least_standing(known: Known, person: str, group: str, on: date, station: int) -> int:
    """The least that stands at a station on any day from one to today."""
    days = known.subsidies.get((person, group), {})
    last = min(today(), known.era.day(LONG))
    found = []
    for number in range((last - min(on, last)).days + 1):
        one = days.get(min(on, last) + DAY * number)
        come = (*one.come, 0) if one else (0,) * 6
        found.append(come[station] - come[station + 1])
    return max(0, min(found))


def reverse_advance(clerk: Clerk, deed: d.ReverseAdvance) -> None:
    need(deed.advance in clerk.batches)
    need(clerk.batches[deed.advance].on <= deed.on <= today())
    known, named = clerk.now, {(one.person, one.group) for one in deed.parts}
    gone = {
        (one.person, one.group)
        for one in clerk.book.movements
        if clerk.returns.get(one.batch) == deed.advance
    }
    left = [
        one
        for one in clerk.book.movements
        if one.batch == deed.advance and (one.person, one.group) not in gone
    ]
    need(named <= {(one.person, one.group) for one in left})
    back = [one for one in left if not named or (one.person, one.group) in named]
    need(bool(back))
    for one in back:
        stands = least_standing(known, one.person, one.group, deed.on, one.target)
        need(stands >= one.amount_fen)
    for one in back:
        gone_back = one._replace(
            batch=deed.key, on=deed.on, amount_fen=-one.amount_fen, full=None, seen=clerk.seen
        )
        clerk.book.movements.append(gone_back)
    clerk.returns[deed.key] = deed.advance
