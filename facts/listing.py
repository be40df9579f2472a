"""Groups and e-vouchers: facts about a person that count in every year."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import LiteralString

from facts.change import Cause, Origin
from facts.deeds import Activate, EndMark, Mark
from facts.request import Refused
from facts.room import Desk, PersonFacts
from graph.gateway import Row
from policy.timeline import Listed, ParticipationFacts

# (:Listing {key: person|category|from})-[:OF]->(:Person)
MARK: LiteralString = """
UNWIND $rows AS row
MATCH (p:Person {key: row.person})
CREATE (l:Listing {key: row.key})-[:OF]->(p)
SET l += row.listing, l.recorded = datetime.transaction().epochMillis
"""

END_MARK: LiteralString = """
UNWIND $rows AS row
MATCH (l:Listing {key: row.key})
SET l.to = row.to, l.ended = datetime.transaction().epochMillis, l.end_reason = row.reason
"""

ACTIVATE: LiteralString = """
UNWIND $rows AS row
MATCH (p:Person {key: row.person})
SET p.voucher_on = row.on
"""


def mark(desk: Desk, deed: Mark) -> Row:
    """Onto the list from a day on; who stands there already on that day is refused."""
    person = known_person(desk, deed.person)
    desk.check_past(deed.since, "from")
    if deed.until is not None:
        desk.check_past(deed.until, "to")
        if deed.until < deed.since:
            raise Refused("BAD_INPUT", f"止日 {deed.until} 早于起日 {deed.since}", "to")
    for row in person.listings:
        until = row["until"]
        later = until is None or deed.since < until
        earlier = deed.until is None or row["since"] < deed.until
        if row["category"] == deed.category and later and earlier:
            held = f"{row['since']} 至 {until or '今'}"
            raise Refused("DUPLICATE", f"已在 {deed.category} 名单上（{held}）", "category")
    key = f"{deed.person}|{deed.category}|{deed.since}"
    if any(row["key"] == key for row in person.listings):
        raise Refused("DUPLICATE", f"{deed.since} 起的 {deed.category} 已登记过", "from")
    listing = {
        "category": deed.category,
        "from": deed.since,
        "to": deed.until,
        "list": deed.source,
        "department": deed.department,
        "by": desk.by,
    }
    row = {"key": key, "category": deed.category, "since": deed.since, "until": deed.until}
    desk.people[person.key] = replace(person, listings=(*person.listings, row))
    desk.write(MARK, {"person": deed.person, "key": key, "listing": listing})
    listed = Listed(deed.category, deed.since, deed.until)
    why = Origin(Cause.CATEGORY_MARKED, deed.source)
    _everywhere(desk, person, lambda facts: _with(facts, listed), deed.since, why)
    if deed.until is not None:
        ended = Origin(Cause.CATEGORY_ENDED, deed.source)
        desk.because(person.key, deed.until, ended)
    years = [int(account.rpartition("|")[2]) for account in person.accounts]
    return {"person": deed.person, "listing": key, "years": years}


def _with(facts: ParticipationFacts, listed: Listed) -> ParticipationFacts:
    """As the graph orders them: by category and first day."""
    listings = sorted((*facts.listings, listed), key=lambda one: (one.category, one.since))
    return replace(facts, listings=tuple(listings))


def end_mark(desk: Desk, deed: EndMark) -> Row:
    """Off the list on a day; the last one that is open."""
    person = known_person(desk, deed.person)
    desk.check_past(deed.to, "to")
    open_ = [
        row for row in person.listings if row["category"] == deed.category and row["until"] is None
    ]
    if not open_:
        held = "、".join(sorted({row["category"] for row in person.listings if not row["until"]}))
        message = f"此人当前不在 {deed.category} 名单上；现有：{held or '无'}"
        raise Refused("WRONG_STEP", message, "category")
    row = open_[-1]
    if deed.to < row["since"]:
        raise Refused("BEFORE_ENTRY", f"止日 {deed.to} 早于起日 {row['since']}", "to")
    ended = {**row, "until": deed.to, "end_seen": desk.room.today}
    rest = tuple(ended if one is row else one for one in person.listings)
    desk.people[person.key] = replace(person, listings=rest)
    desk.write(END_MARK, {"key": row["key"], "to": deed.to, "reason": deed.reason})

    def end(facts: ParticipationFacts) -> ParticipationFacts:
        known = Listed(deed.category, row["since"])
        closed = Listed(deed.category, row["since"], deed.to, desk.room.today)
        return replace(
            facts, listings=tuple(closed if one == known else one for one in facts.listings)
        )

    why = Origin(Cause.CATEGORY_ENDED, deed.reason)
    _everywhere(desk, person, end, deed.to, why)
    return {"person": deed.person, "listing": row["key"]}


def activate(desk: Desk, deed: Activate) -> Row:
    """The e-voucher, once; an earlier day takes the place of a later one."""
    person = known_person(desk, deed.person)
    desk.check_past(deed.on, "on")
    if person.voucher_on is not None and person.voucher_on <= deed.on:
        return {"person": deed.person, "unchanged": True}
    desk.people[person.key] = replace(person, voucher_on=deed.on)
    desk.write(ACTIVATE, {"person": deed.person, "on": deed.on})
    why = Origin(Cause.E_VOUCHER)
    _everywhere(desk, person, lambda facts: replace(facts, voucher_on=deed.on), deed.on, why)
    return {"person": deed.person}


def known_person(desk: Desk, key: str) -> PersonFacts:
    person = desk.person(key)
    if person is None:
        raise Refused("UNKNOWN", "没有此人", "person")
    return person


def _everywhere(
    desk: Desk,
    person: PersonFacts,
    change: Callable[[ParticipationFacts], ParticipationFacts],
    on: date,
    why: Origin,
) -> None:
    """In every year that counts the person; before the entry it begins with the entry."""
    for key in person.accounts:
        account = desk.account(key)
        if account is None or person.key not in account.people:
            continue
        facts = account.people[person.key]
        desk.change(account, person.key, change(facts), max(on, facts.entered_on), why)
