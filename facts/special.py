"""Special enrolment (中途参保): outside the ordinary window, by what happened to somebody."""

import json
from dataclasses import replace
from typing import LiteralString

from facts.account import AccountFacts
from facts.change import Cause, Origin
from facts.deeds import EnrolSpecially, Pay
from facts.lawtext import text_of
from facts.listing import known_person
from facts.paying import pay
from facts.request import Refused
from facts.rolls import counts, enter, place
from facts.room import Desk
from graph.gateway import Row
from policy.enrolment import EnrolmentDecision, EnrolmentFacts, decide
from policy.scheme import Scheme, extended
from policy.terms import EnrolmentRate
from policy.timeline import Due, timeline
from policy.vocabulary import Channel, State

# what the rules said, on (:Participation)
ENROL: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
SET n += row.special
"""


def enrol(desk: Desk, deed: EnrolSpecially) -> Row:
    """By the rules; the decision is stored with the participation."""
    person = known_person(desk, deed.person)
    desk.check_day(deed.on, deed.year, "on")
    account = desk.holding(deed.person, deed.year)
    home = account.household if account else person.home.household if person.home else None
    if home is None:
        raise Refused("WRONG_STEP", "此人不属于任何户，请先登记其家庭", "person")
    village = account.village if account else desk.village_of(home)
    if village is None and person.home is not None:
        village = person.home.village
    scheme = desk.room.law.scheme(village or "", deed.year)
    if scheme is None:
        raise Refused("NO_SCHEME", f"{village} 在 {deed.year} 年度没有适用的通知", "year")
    if account is not None and _is_enrolled(desk, account, deed.person):
        raise Refused("ALREADY_ENROLLED", f"此人 {deed.year} 年度已参保", "person")
    decision = decided(desk, deed, scheme, village or "")
    if decision.allowed is False:
        raise _refused(decision)
    account = _on_roll(desk, deed, account, home, village or "")
    _apply(desk, deed, account, decision)
    if deed.amount_fen:
        _pay(desk, deed, account)
    return {"person": deed.person, "paid": bool(deed.amount_fen)}


def decided(desk: Desk, deed: EnrolSpecially, scheme: Scheme, village: str) -> EnrolmentDecision:
    person = known_person(desk, deed.person)
    longer = desk.room.law.granted(village, deed.year, deed.on)
    groups = frozenset(
        row["category"]
        for row in person.listings
        if row["since"] <= deed.on and (row["until"] is None or deed.on < row["until"])
    )
    facts = EnrolmentFacts(
        deed.event, deed.on, deed.event_on, groups, extension_granted=longer is not None
    )
    return decide(extended(scheme, longer.until) if longer else scheme, facts)


def _refused(decision: EnrolmentDecision) -> Refused:
    reason = decision.because[-1]
    clause = (reason.clause.notice, reason.clause.number) if reason.clause else None
    refused = Refused("NOT_ELIGIBLE", reason.text, "event", clause)
    refused.decision = decision
    return refused


def _is_enrolled(desk: Desk, account: AccountFacts, person: str) -> bool:
    last = timeline(account.people[person], desk.terms(account))[-1].value
    return last is not None and last.state in (State.PAID, State.FULLY_SUBSIDISED)


def _on_roll(
    desk: Desk, deed: EnrolSpecially, account: AccountFacts | None, home: str, village: str
) -> AccountFacts:
    why = Origin(Cause.REGISTERED, deed.evidence)
    on = max(desk.opens(deed.year), min(deed.event_on, deed.on))
    if account is None:
        desk.households.setdefault(home, village)
        return enter(desk, known_person(desk, deed.person), home, deed.year, on, why)
    if not counts(desk, account, deed.person, desk.room.today):
        place(desk, account, deed.person, on, account.village, why)
    found = desk.account(account.key)
    assert found is not None
    return found


def _apply(
    desk: Desk, deed: EnrolSpecially, account: AccountFacts, decision: EnrolmentDecision
) -> None:
    """Another rate than that of the groups makes another due; the decision stays on record."""
    due = None
    if decision.rate is EnrolmentRate.TOTAL_COST:
        due = Due(decision.amount or 0, 0)
    elif decision.rate is EnrolmentRate.NOTHING:
        due = Due(0, 0, is_free=True)
    special: Row = {
        "special_event": deed.event.value,
        "special_event_on": deed.event_on,
        "special_on": deed.on,
        "special_due_fen": due.counter_fen if due else None,
        "special_full": due.is_free if due else None,
        "special_decision": json.dumps(text_of(decision), ensure_ascii=False),
        "special_evidence": deed.evidence,
    }
    of = f"{deed.person}|{deed.year}"
    desk.write(ENROL, {"of": of, "special": special})
    facts = replace(account.people[deed.person], special=due)
    why = Origin(Cause.REGISTERED, deed.evidence)
    specials = {**account.specials, deed.person: special}
    desk.change(replace(account, specials=specials), deed.person, facts, facts.entered_on, why)


def _pay(desk: Desk, deed: EnrolSpecially, account: AccountFacts) -> None:
    pay(
        desk,
        Pay(
            deed.key,
            deed.year,
            (deed.person,),
            deed.on,
            deed.channel or Channel.OTHER,
            household=account.household,
            amount_fen=deed.amount_fen,
            evidence=deed.evidence,
        ),
    )
