"""Members of households: who comes, moves, or was written down wrongly.

Households change from a day on; what stood there before stays. The roll follows as long as it is
open (facts/rolls.py).
"""

import json
from dataclasses import replace
from typing import LiteralString

from facts.change import Cause, Origin
from facts.deeds import CorrectPerson, Move, NewHousehold, Register, home_key
from facts.listing import known_person
from facts.request import Refused
from facts.rolls import SETTLE_DUTY, account_for, enter, is_locked, is_open, place
from facts.room import Desk, Membership, PersonFacts
from graph.gateway import Row

# (:Household {key, number, grid})-[:LIVES_IN {from}]->(:Jurisdiction)
FOUND_HOUSEHOLDS: LiteralString = """
UNWIND $rows AS row
MATCH (v:Jurisdiction {code: row.village})
CREATE (h:Household {key: row.key, number: row.number, grid: row.grid})
CREATE (h)-[:LIVES_IN {from: row.since}]->(v)
"""

# (:Identity)-[:OF]->(:Person)-[:MEMBER_OF {from, relation}]->(:Household)
REGISTER_PEOPLE: LiteralString = """
UNWIND $rows AS row
MATCH (h:Household {key: row.household})
CREATE (p:Person {key: row.key})
SET p += row.person
CREATE (p)-[:MEMBER_OF {from: row.since, relation: row.relation}]->(h)
FOREACH (hash IN CASE WHEN row.id_hash IS NULL THEN [] ELSE [row.id_hash] END |
  CREATE (:Identity {key: hash, from: row.since})-[:OF]->(p))
"""

# (:Person)-[:MEMBER_OF {from, to}]->(old), (:Person)-[:MEMBER_OF {from}]->(new)
MOVE_MEMBERS: LiteralString = """
UNWIND $rows AS row
MATCH (p:Person {key: row.person}), (h:Household {key: row.household})
CALL (p, row) {
  MATCH (p)-[m:MEMBER_OF]->() WHERE m.to IS NULL SET m.to = row.on, m.reason = row.reason
}
CREATE (p)-[:MEMBER_OF {from: row.on, relation: row.relation}]->(h)
"""

# (:Correction {before, after})-[:OF]->(:Person), (:Identity)-[:OF]->(:Person)
CORRECT_PEOPLE: LiteralString = """
UNWIND $rows AS row
MATCH (p:Person {key: row.person})
CREATE (c:Correction {key: row.key, on: row.on, evidence: row.evidence, by: row.by,
  name: p.name, sex: p.sex, birth: p.birth, id_mask: p.id_mask, id_sealed: p.id_sealed,
  changed: row.changed, recorded: datetime.transaction().epochMillis})-[:OF]->(p)
SET p += row.values
FOREACH (hash IN CASE WHEN row.id_hash IS NULL THEN [] ELSE [row.id_hash] END |
  MERGE (i:Identity {key: hash}) ON CREATE SET i.from = row.on MERGE (i)-[:OF]->(p))
"""


def register(desk: Desk, deed: Register) -> Row:
    """Somebody new, on the roll of the year while it is open."""
    new = deed.person
    desk.check_past(deed.since, "from")
    if deed.since < new.birth:
        raise Refused("BAD_INPUT", f"from: {deed.since} 早于出生日期 {new.birth}", "from")
    _check_identity(desk, new.id_hash, None)
    village = _household(desk, deed.household, deed.since)
    home = home_key(deed.household)
    values: Row = {"name": new.name, "sex": new.sex.value, "birth": new.birth}
    values |= {"id_sealed": new.id_sealed, "id_mask": new.id_mask, "by": desk.by}
    row = {"key": new.key, "household": home, "since": deed.since, "relation": deed.relation}
    desk.write(REGISTER_PEOPLE, {**row, "id_hash": new.id_hash, "person": values})
    if new.id_hash:
        desk.identities[new.id_hash] = {"person": new.key, "county": village[:6]}
    member = Membership(home, village, deed.relation, deed.since)
    person = PersonFacts(new.key, memberships=(member,))
    desk.people[new.key] = person
    on_roll = is_open(desk, village, deed.year, deed.since)
    if on_roll:
        why = Origin(Cause.REGISTERED)
        enter(desk, person, home, deed.year, deed.since, why)
    return {"person": new.key, "household": home, "on_roll": on_roll}


def move(desk: Desk, deed: Move) -> Row:
    """From one household to another; the roll of a season follows only while it is open."""
    person = known_person(desk, deed.person)
    desk.check_past(deed.on, "on")
    home, target = person.home, home_key(deed.household)
    if home is None:
        raise Refused("WRONG_STEP", "此人现不属于任何户", "person")
    if home.household == target:
        raise Refused("DUPLICATE", "此人已在该户", "household")
    if deed.on < home.since:
        raise Refused("BEFORE_ENTRY", f"{deed.on} 早于其进入现户之日 {home.since}", "on")
    village = _household(desk, deed.household, deed.on)
    relation = deed.relation or home.relation
    desk.write(
        MOVE_MEMBERS,
        {
            "person": person.key,
            "household": target,
            "on": deed.on,
            "reason": deed.reason,
            "relation": relation,
        },
    )
    left = replace(home, until=deed.on)
    rest = tuple(left if one is home else one for one in person.memberships)
    new = Membership(target, village, relation, deed.on)
    desk.people[person.key] = replace(person, memberships=(*rest, new))
    for key in person.accounts:
        _follow(desk, deed, key, target, village)
    return {"person": person.key, "household": target}


def _follow(desk: Desk, deed: Move, key: str, target: str, village: str) -> None:
    """The roll of a season that is still open counts the person where they are now."""
    old = desk.account(key)
    if old is None or deed.person not in old.people:
        return
    year = old.year
    both = (old.village, village)
    if not all(is_open(desk, one, year, deed.on) for one in both) or is_locked(desk, old):
        return
    if old.movements.get(deed.person) or deed.person in old.specials:
        return  # money of theirs is on the way, or they were enrolled here by a decision
    facts = old.people[deed.person]
    why = Origin(Cause.MOVED, deed.reason)
    desk.put(old.without(deed.person))
    account = account_for(desk, target, year)
    desk.change(account, deed.person, facts, facts.entered_on, why)
    desk.moved[deed.person, year] = account.key
    if village != old.village:
        now = desk.account(account.key)
        assert now is not None
        place(desk, now, deed.person, facts.entered_on, village, why)
    person = desk.people[deed.person]
    accounts = tuple(account.key if one == key else one for one in person.accounts)
    desk.people[deed.person] = replace(person, accounts=accounts)


def correct_person(desk: Desk, deed: CorrectPerson) -> Row:
    """Name, number, sex or birth; what stood there stays as a record of its own."""
    person = known_person(desk, deed.person)
    desk.check_past(deed.on, "on")
    if deed.duty is None:
        for key in person.accounts:
            account = desk.account(key)
            if account is not None and is_locked(desk, account):
                message = "该户已缴费，登记内容已锁定：请先经乡镇报告错误（reportRosterError）"
                raise Refused("LOCKED", message, "person")
    _check_identity(desk, deed.id_hash, deed.person)
    given = {
        "name": deed.name,
        "sex": deed.sex.value if deed.sex else None,
        "birth": deed.birth,
        "id_sealed": deed.id_sealed,
        "id_mask": deed.id_mask,
    }
    values = {name: value for name, value in given.items() if value is not None}
    if not values:
        raise Refused("BAD_INPUT", "没有要更正的内容", "person")
    row = {"key": deed.key, "person": deed.person, "on": deed.on, "evidence": deed.evidence}
    changed = json.dumps(sorted(set(values) - {"id_sealed"}))
    desk.write(
        CORRECT_PEOPLE,
        {**row, "by": desk.by, "changed": changed, "values": values, "id_hash": deed.id_hash},
    )
    if deed.id_hash:
        desk.identities[deed.id_hash] = {"person": deed.person, "county": ""}
    if deed.duty is not None:
        settle = {"duty": deed.duty, "on": deed.on, "evidence": deed.evidence}
        desk.write(SETTLE_DUTY, settle)
    return {"person": deed.person}


def _household(desk: Desk, household: str | NewHousehold, since: object) -> str:
    """The village of a household that is there, or of one that is founded now."""
    if isinstance(household, str):
        village = desk.village_of(household)
        if village is None:
            raise Refused("UNKNOWN", f"没有户 {household}", "household")
        return village
    if household.village not in desk.room.villages:
        raise Refused("UNKNOWN", f"没有代码为 {household.village} 的村（社区）", "village")
    desk.households[household.key] = household.village
    row = {"key": household.key, "number": household.number, "grid": household.grid}
    desk.write(FOUND_HOUSEHOLDS, {**row, "village": household.village, "since": since})
    return household.village


def _check_identity(desk: Desk, id_hash: str | None, person: str | None) -> None:
    """A number is one person's; who asks learns the county of the other entry, no more (E11)."""
    if id_hash is None:
        return
    held = desk.identities.get(id_hash) or desk.room.identities.get(id_hash)
    if held is not None and held["person"] != person:
        where = f"（登记地 {held['county']}）" if held["county"] else ""
        raise Refused("DUPLICATE", f"该证件号码已登记在另一人名下{where}", "idNumber")
