"""Advances (请款, 拨付, 到账): batches that move subsidies on, or bring them back.

Each moves fen from one station to another; what a subsidy has at its stations always adds up to it.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any, LiteralString

from facts.account import AccountFacts
from facts.change import Cause, Origin
from facts.deeds import Advance, Part, ReverseAdvance
from facts.request import Refused
from facts.room import Desk
from graph.gateway import Row
from policy.claims import SubsidyTerms
from policy.ledger import (
    Movement,
    Station,
    SubsidySteps,
    landing,
    movable,
    requests,
    returnable,
    source_of,
    subsidy_steps,
)
from policy.money import Fen, yuan
from policy.stations import NO_TERMS, Group, rule_of
from policy.steps import value_on
from policy.timeline import Due, Terms, Value, timeline
from policy.vocabulary import State

# (:Advance)-[:MOVED {from, to, amount_fen}]->(:Subsidy)
CREATE_ADVANCES: LiteralString = """
UNWIND $rows AS row
CREATE (v:Advance)
SET v += row.advance, v.recorded = datetime.transaction().epochMillis
WITH v, row
UNWIND row.moved AS part
MATCH (b:Subsidy {key: part.subsidy})
CREATE (v)-[m:MOVED]->(b)
SET m += part.moved
"""


def advance(desk: Desk, deed: Advance) -> Row:
    """All of the batch or nothing."""
    if deed.key in desk.room.advances:
        raise Refused("DUPLICATE", f"批次 {deed.key} 已登记")
    desk.check_day(deed.on, deed.year, "on")
    if not deed.parts:
        raise Refused("WRONG_STEP", f"没有等待进入 {deed.to.value} 的资助", "to")
    moved = [_advance(desk, deed, part) for part in deed.parts]
    total = sum(row["moved"]["amount_fen"] for row in moved)
    if deed.amount_fen is not None and deed.amount_fen != total:
        said, sum_ = _yuan(deed.amount_fen), _yuan(total)
        message = f"文件金额 {said} 元，与 {len(moved)} 笔资助合计 {sum_} 元不符"
        raise Refused("AMOUNT_MISMATCH", message, "amount")
    head = {"department": deed.department, "unit": deed.unit, "to": deed.to.value}
    _write(desk, deed.key, deed.year, deed.on, deed.document, head, moved)
    return {"advance": deed.key, "people": len(moved), "amount_fen": total}


def _advance(desk: Desk, deed: Advance, part: Part) -> Row:
    account = desk.holding(part.person, deed.year)
    if account is None:
        raise Refused("UNKNOWN", "名单中有人不在本年度名册上", "subsidies")
    terms = _terms(desk, account, part.group)
    source = source_of(deed.to, terms)
    if source is None:
        raise Refused("WRONG_STEP", f"通知没有 {deed.to.value} 这一步", "to")
    steps = ledger(desk, account, part.person, part.group)
    most = movable(steps, deed.on, desk.room.today, deed.to, terms)
    fen = most if part.amount_fen is None else part.amount_fen
    if fen <= 0 or fen > most:
        name = f"{_category(part.group)} 的一笔资助"
        message = f"{name}在 {deed.on} 至多可推进 {_yuan(most)} 元到 {deed.to.value}"
        raise Refused("WRONG_STEP", message, "amounts" if part.amount_fen else "subsidies")
    return _move(desk, account, part, deed.on, source, landing(deed.to, terms), fen)


def ledger(desk: Desk, account: AccountFacts, person: str, group: str) -> SubsidySteps:
    """The subsidy of one person and group, day by day."""
    terms = desk.terms(account)
    steps = timeline(account.people[person], terms)
    moved = account.movements.get(person, ())
    return subsidy_steps(steps, moved, terms.group_of).get(group, ())


def _terms(desk: Desk, account: AccountFacts, group: str) -> SubsidyTerms:
    scheme = desk.scheme(account)
    rule = rule_of(scheme, _category(group)) if scheme else None
    return rule.terms if rule else NO_TERMS


def _category(group: str) -> str:
    """Of the text of a group; a made-up id may hold any other text."""
    parts = group.split("|")
    return parts[1] if len(parts) == len(fields(Group)) else group


def _move(
    desk: Desk,
    account: AccountFacts,
    part: Part,
    on: date,
    source: Station,
    target: Station,
    fen: int,
) -> Row:
    """One movement; a full subsidy that is on the way is settled from then on."""
    person, group = part.person, part.group
    known = account.movements.get(person, ())
    facts, terms = account.people[person], desk.terms(account)
    value = value_on(timeline(facts, terms), on)
    full = _full(value, terms, group) if fen > 0 else None
    moved = (*known, Movement(on, group, source, target, fen, len(known), full))
    changed = replace(account, movements={**account.movements, person: moved})
    changed = changed.with_person(person, replace(facts, requested=requests(moved)))
    desk.put(changed)
    desk.because(person, on, Origin(Cause.ADVANCE, None, fen))
    row = {"from": source.value, "to": target.value, "amount_fen": fen, "full": full is not None}
    if full:
        row["person_fen"] = full.subsidy_fen
    return {"subsidy": f"{person}|{account.year}|{group}", "moved": row}


def _full(value: Value | None, terms: Terms, group: str) -> Due | None:
    """What a fully subsidised person is to get of this group, to be held from then on."""
    if value is None or value.state is not State.FULLY_SUBSIDISED or value.category is None:
        return None
    if terms.group_of(value.category) != group:
        return None
    return Due(0, value.subsidy_fen, value.category, is_free=True)


def reverse_advance(desk: Desk, deed: ReverseAdvance) -> Row:
    """A batch of its own with negative amounts; at whatever step the money stands."""
    known = desk.room.advances.get(deed.advance)
    if known is None:
        raise Refused("UNKNOWN", f"没有批次 {deed.advance}", "advance")
    if known.get("reverses"):
        raise Refused("WRONG_STEP", "该批次本身是退回，不能再退回", "advance")
    desk.check_past(deed.on, "on")
    if deed.on < known["on"]:
        raise Refused("BEFORE_ENTRY", f"{deed.on} 早于该批次的 {known['on']}", "on")
    named = {(part.person, part.group) for part in deed.parts}
    left = [row for row in known["moved"] if row[4] > 0]
    if named - {(row[0], row[1]) for row in left}:
        raise Refused("WRONG_STEP", "所列资助不在该批次中，或已退回", "subsidies")
    chosen = [row for row in left if not named or (row[0], row[1]) in named]
    if not chosen:
        raise Refused("WRONG_STEP", "该批次已全部退回", "advance")
    moved = [_bring_back(desk, deed, known, row) for row in chosen]
    head = {"department": known["department"], "unit": known["unit"], "to": known["to"]}
    head |= {"reverses": deed.advance, "reason": deed.reason}
    _write(desk, deed.key, known["year"], deed.on, deed.document, head, moved)
    total = sum(row["moved"]["amount_fen"] for row in moved)
    whose = {name: known[name] for name in ("department", "unit", "year")}
    return {"advance": deed.key, "people": len(moved), "amount_fen": total, **whose}


def _bring_back(desk: Desk, deed: ReverseAdvance, known: Row, row: list[Any]) -> Row:
    person, group, source, target, fen = row
    account = desk.holding(person, known["year"])
    assert account is not None  # its accounts were locked by the batch
    at = Station(target)
    steps = ledger(desk, account, person, group)
    if returnable(steps, deed.on, desk.room.today, at) < fen:
        message = f"{_category(group)} 的一笔资助已离开 {at.value}；请先退回其后的批次"
        raise Refused("WRONG_STEP", message, "advance")
    return _move(desk, account, Part(person, group), deed.on, Station(source), at, -fen)


def _write(
    desk: Desk, key: str, year: int, on: date, document: str, head: Row, moved: Iterable[Row]
) -> None:
    rows = list(moved)
    advanced = {
        "key": key,
        "year": year,
        "on": on,
        "document": document,
        "people": len({row["subsidy"] for row in rows}),
        "amount_fen": sum(row["moved"]["amount_fen"] for row in rows),
        "by": desk.by,
        **head,
    }
    desk.room.advances[key] = {**advanced, "moved": []}
    desk.write(CREATE_ADVANCES, {"advance": advanced, "moved": rows})


def _yuan(fen: int) -> str:
    return yuan(Fen(fen))
