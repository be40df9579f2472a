"""The roll (参保缴费名册) of a village: confirmed once; who comes and goes afterwards, and why.

Before the roll is confirmed it follows the households; afterwards people come and go by a
correction with its cause alone.
"""

from dataclasses import replace
from datetime import date
from typing import LiteralString

from facts.account import AccountFacts
from facts.change import Cause, Origin
from facts.deeds import ConfirmRoster, CorrectRoster
from facts.listing import known_person
from facts.request import Refused
from facts.room import Desk, PersonFacts
from graph.gateway import Row
from policy.steps import value_on
from policy.timeline import Listed, Moved, ParticipationFacts, timeline
from policy.vocabulary import State

CONFIRM: LiteralString = """
UNWIND $rows AS row
MATCH (r:Roster {key: row.key})
SET r.confirmed_on = row.on, r.confirmed = datetime.transaction().epochMillis,
  r.confirmed_by = row.by
"""

# (:Placing {village})-[:ON]->(:Participation); without a village: struck off
PLACE: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
CREATE (g:Placing)-[:ON]->(n)
SET g += row.placing, g.recorded = datetime.transaction().epochMillis
"""


# (:Completion)-[:OF]->(:Duty) of an error that was reported
SETTLE_DUTY: LiteralString = """
UNWIND $rows AS row
MATCH (d:Duty {key: row.duty}) WHERE d.household IS NOT NULL
MERGE (c:Completion {key: row.duty + '|1'})
  ON CREATE SET c.n = 1, c.on = row.on, c.evidence = row.evidence,
    c.recorded = datetime.transaction().epochMillis
MERGE (c)-[:OF]->(d)
"""


def confirm(desk: Desk, deed: ConfirmRoster) -> Row:
    """The roll stands as it is."""
    key = f"{deed.village}|{deed.year}"
    rosters = {**desk.room.rosters, **desk.rosters}
    desk.check_day(deed.on, deed.year, "on")
    if key not in rosters:
        message = f"{deed.village} 没有 {deed.year} 年度名册；请先导入名册"
        raise Refused("UNKNOWN", message, "village")
    if rosters[key] is not None:
        raise Refused("DUPLICATE", f"该名册已于 {rosters[key]} 确认", "village")
    desk.rosters[key] = deed.on
    desk.write(CONFIRM, {"key": key, "on": deed.on, "by": desk.by})
    return {"village": deed.village}


def correct_roster(desk: Desk, deed: CorrectRoster) -> Row:
    """On the roll, or off it, from a day on."""
    person = known_person(desk, deed.person)
    desk.check_day(deed.on, deed.year, "on")
    account = desk.holding(deed.person, deed.year)
    if deed.on_roll:
        _add(desk, deed, person, account)
    else:
        _strike(desk, deed, account)
    if deed.duty is not None:
        evidence = deed.evidence or deed.cause
        desk.write(SETTLE_DUTY, {"duty": deed.duty, "on": deed.on, "evidence": evidence})
    holding = desk.holding(deed.person, deed.year)
    village = holding.village if holding else None
    return {"person": deed.person, "village": village, "duty": deed.duty}


def _add(
    desk: Desk, deed: CorrectRoster, person: PersonFacts, account: AccountFacts | None
) -> None:
    why = Origin(Cause.CORRECTED, deed.evidence or deed.cause)
    if account is None:
        if deed.household is None and person.home is None:
            raise Refused("BAD_INPUT", "须指明此人计入哪一户（household）", "household")
        home = deed.household or (person.home.household if person.home else "")
        enter(desk, person, home, deed.year, deed.on, why)
        return
    if counts(desk, account, deed.person, desk.room.today):
        raise Refused("DUPLICATE", f"此人已在 {deed.year} 年度名册上", "person")
    entered_on = account.people[deed.person].entered_on
    place(desk, account, deed.person, max(deed.on, entered_on), account.village, why)


def _strike(desk: Desk, deed: CorrectRoster, account: AccountFacts | None) -> None:
    if account is None or not counts(desk, account, deed.person, desk.room.today):
        raise Refused("UNKNOWN", f"此人不在 {deed.year} 年度名册上", "person")
    if is_paid(desk, account, deed.person):
        raise Refused("LOCKED", "此人已缴费：请先办理退费或冲销，再从名册剔除", "person")
    facts = account.people[deed.person]
    day = max(deed.on, facts.entered_on)
    why = Origin(Cause.CORRECTED, deed.evidence or deed.cause)
    place(desk, account, deed.person, day, None, why)


def place(
    desk: Desk, account: AccountFacts, person: str, on: date, village: str | None, why: Origin
) -> None:
    """From a day on counted in a village, or nowhere."""
    facts = account.people[person]
    of = f"{person}|{account.year}"
    moved = Moved(on, village, len(facts.moves))
    placing = {
        "key": f"{of}|{moved.order}",
        "order": moved.order,
        "on": on,
        "village": village,
        "cause": why.evidence,
        "by": desk.by,
    }
    desk.write(PLACE, {"of": of, "placing": placing})
    desk.change(account, person, replace(facts, moves=(*facts.moves, moved)), on, why)


def enter(
    desk: Desk, person: PersonFacts, household: str, year: int, on: date, why: Origin
) -> AccountFacts:
    """Onto the roll of a year, in the account of a household that is there or begins now."""
    opens = desk.opens(year)
    account = account_for(desk, household, year)
    facts = ParticipationFacts(
        entered_on=max(opens, on),
        village=account.village,
        listings=listed(person),
        voucher_on=person.voucher_on,
    )
    desk.change(account, person.key, facts, facts.entered_on, why)
    desk.moved[person.key, year] = account.key
    desk.people[person.key] = replace(person, accounts=(*person.accounts, account.key))
    found = desk.account(account.key)
    assert found is not None
    return found


def account_for(desk: Desk, household: str, year: int) -> AccountFacts:
    """The account of a household; a new one while the roll of its village is open."""
    key = f"{household}|{year}"
    account = desk.account(key)
    if account is not None:
        return account
    village = desk.village_of(household)
    if village is None:
        raise Refused("UNKNOWN", f"没有户 {household}", "household")
    roster = f"{village}|{year}"
    if roster not in desk.room.rosters:  # the roll of a village begins with its first account
        desk.rosters.setdefault(roster, None)
    return AccountFacts(key, village, {})


def is_open(desk: Desk, village: str, year: int, on: date) -> bool:
    """Not confirmed yet, and the window has not closed: the roll follows the households."""
    rosters = {**desk.room.rosters, **desk.rosters}
    confirmed = rosters.get(f"{village}|{year}")
    return confirmed is None and on < desk.room.law.terms(village, year).settled_from


def listed(person: PersonFacts) -> tuple[Listed, ...]:
    """What stands in the person's lists, ordered as the graph does."""
    rows = sorted(person.listings, key=lambda row: str(row["key"]))
    return tuple(
        Listed(row["category"], row["since"], row["until"], row.get("end_seen")) for row in rows
    )


def counts(desk: Desk, account: AccountFacts, person: str, day: date) -> bool:
    value = value_on(timeline(account.people[person], desk.terms(account)), day)
    return value is not None


def is_paid(desk: Desk, account: AccountFacts, person: str) -> bool:
    """Today, after all that is on record."""
    last = timeline(account.people[person], desk.terms(account))[-1].value
    return last is not None and last.state is State.PAID


def is_locked(desk: Desk, account: AccountFacts) -> bool:
    """A payment stands: the household's entries change only by a reported error (D4)."""
    return sum(money.amount_fen for money in account.payments) > 0
