"""Rosters: households come into the graph with their people, and onto the roll of the year.

new households ── add_people ──┐
known people, other homes ─────┼── Move ──> enter ──> Register, CorrectRoster
                               └ homes of this chunk that are not on the roll

A person who stands on this year's roll in another household is not moved by a file: which of the
two is right, people decide. Who is on record and not in the file stays where they are.
"""

import secrets
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from facts.deeds import CorrectRoster, Move, NewPerson, Register
from facts.entry import enter
from facts.people import add_people
from facts.records import HouseholdRow, MemberRow
from facts.request import Deed
from graph.gateway import Store
from graph_seed.imports.forms.roster import RosterLine
from graph_seed.imports.known import (
    KnownHousehold,
    KnownPerson,
    hash_of,
    known_households,
    known_members,
    known_people,
)
from graph_seed.imports.rejection import Fault
from graph_seed.imports.spool import Kept
from graph_seed.imports.task import Task, do
from graph_seed.imports.told import Became, Told, rejected
from policy.identity import mask

CAUSE = "名册导入"

# two files about one village wait for each other: else both would found the same household
LOCK_VILLAGES: LiteralString = """
UNWIND $keys AS key
MERGE (r:Receipt {key: key})
SET r.lock = 1
"""

# (:Roster {key: village|year})
READ_CONFIRMED: LiteralString = """
UNWIND $keys AS key
MATCH (r:Roster {key: key}) WHERE r.confirmed_on IS NOT NULL
RETURN collect([r.village, toString(r.confirmed_on)]) AS rosters
"""

Home = tuple[str, str]  # village, number


@dataclass
class _Chunk:
    """What a chunk of lines comes to, before any of it is written."""

    people: dict[str, KnownPerson]
    homes: dict[Home, KnownHousehold]
    confirmed: dict[str, str]
    members_known: frozenset[tuple[str, str, date]]  # household, name, birth
    founded: dict[Home, str] = field(default_factory=dict)
    members: dict[Home, list[Kept]] = field(default_factory=dict)  # new people of new households
    late: list[Kept] = field(default_factory=list)  # new people who are registered one by one
    moved: list[tuple[Kept, KnownPerson]] = field(default_factory=list)
    missing: list[tuple[Kept, KnownPerson]] = field(default_factory=list)  # at home, off the roll
    told: list[Told] = field(default_factory=list)

    def household(self, home: Home) -> str:
        known = self.homes.get(home)
        return known.key if known else self.founded[home]


async def apply_roster(store: Store, task: Task, lines: Sequence[Kept], receipt: str) -> list[Told]:
    """Each line's person into the household and onto the roll."""
    villages = sorted({one.place.village for one in lines})
    await store.write(LOCK_VILLAGES, keys=[f"import|village|{code}" for code in villages])
    chunk = await _read(store, task, lines, villages)
    homes: dict[Home, list[Kept]] = {}
    for one in lines:
        homes.setdefault((one.place.village, one.place.household), []).append(one)
    for home, members in homes.items():
        _decide_home(chunk, task, home, members)
    founded = await _found(store, task, chunk, receipt)
    moves: list[tuple[int, Deed, Became]] = [
        (one.row, _move(task, chunk, one, person), Became.CHANGED) for one, person in chunk.moved
    ]
    told = await do(store, task, f"{receipt}|move", moves)
    await _enter(store, task, chunk, receipt, founded if not moves else [])
    later: list[tuple[int, Deed, Became]] = [
        (one.row, _register(task, chunk, one), Became.CREATED) for one in chunk.late
    ]
    later += [
        (one.row, _correct(task, chunk, one, person), Became.CHANGED)
        for one, person in chunk.missing
    ]
    return [*chunk.told, *told, *await do(store, task, f"{receipt}|register", later)]


async def _read(store: Store, task: Task, lines: Sequence[Kept], villages: Sequence[str]) -> _Chunk:
    year = task.season.year
    hashes = {hash_of(task.vault, one.line) for one in lines}
    places = {(one.place.village, one.place.household) for one in lines}
    [row] = await store.read(READ_CONFIRMED, keys=[f"{village}|{year}" for village in villages])
    people = await known_people(store, hashes, year)
    homes = await known_households(store, places, year)
    strangers = [one.place for one in lines if hash_of(task.vault, one.line) not in people]
    joined = {(at.village, at.household) for at in strangers} & homes.keys()
    members = await known_members(store, {homes[at].key for at in joined}) if joined else ()
    return _Chunk(people, homes, dict(row["rosters"]), frozenset(members))


def _decide_home(chunk: _Chunk, task: Task, home: Home, lines: list[Kept]) -> None:
    """Line by line; a household that would be founded without its head is not."""
    problems = {one.row: _problem(chunk, task, home, one) for one in lines}
    head = next((one for one in lines if one.place.is_head), None)
    headless = head is not None and problems[head.row] is not None and home not in chunk.homes
    if home not in chunk.homes and not headless:
        chunk.founded[home] = new_key()
        chunk.members[home] = []
    for one in lines:
        problem = problems[one.row]
        if problem is not None:
            chunk.told.append(problem)
        elif headless and head is not None:
            message = f"本户户主（第 {head.row} 行）不合格，请先改正该行"
            chunk.told.append(rejected(one.row, Fault.HEAD_REJECTED, message))
        else:
            _sort(chunk, task, home, one)


def _problem(chunk: _Chunk, task: Task, home: Home, one: Kept) -> Told | None:
    line: RosterLine = one.line
    person = chunk.people.get(hash_of(task.vault, line))
    on_roll = person is not None and person.account is not None
    confirmed = chunk.confirmed.get(home[0])
    if confirmed is not None and not on_roll:
        message = f"该村名册已于 {confirmed} 确认；增减人员请用更正登记"
        return rejected(one.row, Fault.LOCKED, message, "村", home[0])
    who = mask(line.id_number.text) if line.id_number else line.name
    if person is None:
        known = chunk.homes.get(home)
        if known is None or (known.key, line.name, line.born) not in chunk.members_known:
            return None
        message = (
            f"本户已登记“{line.name}”（{line.born} 出生），号码与本行不同或尚无号码；"
            "若是同一人，请用更正登记补正号码，不要重复登记"
        )
        return rejected(one.row, Fault.CONFLICT, message, "身份证号码", who)
    if person.where is not None and person.where not in task.units:
        message = f"{who} 登记在 {person.where[:6]}，不在本次导入的范围 {task.order.within}"
        return rejected(one.row, Fault.ELSEWHERE, message, "身份证号码", who)
    if person.name != line.name:
        message = (
            f"{who} 登记的姓名是“{person.name}”，文件写的是“{line.name}”，未作更改；"
            "登记有误请用更正登记，文件有误请改正后重新导入本行"
        )
        return rejected(one.row, Fault.CONFLICT, message, "姓名", line.name)
    if on_roll and (person.village, person.number) != home:
        message = (
            f"{who} 已在本年度名册上，登记在 {person.village} 户 {person.number}，文件写的是 "
            f"{home[0]} 户 {home[1]}，未作迁移；确已迁入请用成员迁移，文件有误请改正后重新导入本行"
        )
        return rejected(one.row, Fault.ALREADY_ENROLLED, message, "身份证号码", who)
    return None


def _sort(chunk: _Chunk, task: Task, home: Home, one: Kept) -> None:
    """What has to be done for a line that can be taken."""
    line: RosterLine = one.line
    person = chunk.people.get(hash_of(task.vault, line))
    if person is None:
        is_early = line.id_number is not None and line.born <= task.season.opens
        if home in chunk.members and is_early:
            chunk.members[home].append(one)
            chunk.told.append(Told(one.row, Became.CREATED))
        else:
            chunk.late.append(one)
    elif (person.village, person.number) != home:
        chunk.moved.append((one, person))
    elif person.account is not None:
        chunk.told.append(Told(one.row, Became.UNCHANGED))
    elif chunk.homes[home].entered:
        chunk.missing.append((one, person))
    else:
        chunk.told.append(Told(one.row, Became.CHANGED))


async def _found(store: Store, task: Task, chunk: _Chunk, receipt: str) -> list[HouseholdRow]:
    if not chunk.founded:
        return []
    rows = [_household(chunk, home, lines) for home, lines in chunk.members.items()]
    since = task.season.opens
    await add_people(store, f"{receipt}|people", rows, (), (), since=since, vault=task.vault)
    return rows


def _household(chunk: _Chunk, home: Home, lines: list[Kept]) -> HouseholdRow:
    ordered = sorted(lines, key=lambda one: (not one.place.is_head, one.row))
    grid = next((one.line.grid for one in ordered if one.line.grid), None)
    members = tuple(_member(one.line) for one in ordered)
    return HouseholdRow(chunk.founded[home], home[1], home[0], grid, members)


def _member(line: RosterLine) -> MemberRow:
    number = line.id_number.text if line.id_number else None
    return MemberRow(new_key(), line.name, line.gender, line.born, number, line.kinship)


def _move(task: Task, chunk: _Chunk, one: Kept, person: KnownPerson) -> Move:
    home = (one.place.village, one.place.household)
    return Move(person.key, chunk.household(home), one.line.kinship, task.season.opens, CAUSE)


async def _enter(
    store: Store, task: Task, chunk: _Chunk, receipt: str, founded: Sequence[HouseholdRow]
) -> None:
    """Households of lines that were taken, once they are as the file says.

    founded: those that are as they were founded, where nobody moved into one since.
    """
    fresh = {known.key for known in chunk.homes.values() if not known.entered}
    keys = sorted({*chunk.founded.values(), *fresh} - {row.key for row in founded})
    if keys or founded:
        season, book, by = task.season, task.book, task.order.by
        await enter(store, f"{receipt}|enter", season, keys, book, by, founded)


def _register(task: Task, chunk: _Chunk, one: Kept) -> Register:
    line: RosterLine = one.line
    number = line.id_number
    person = NewPerson(
        new_key(),
        line.name,
        line.gender,
        line.born,
        hash_of(task.vault, line),
        task.vault.seal(number.text) if number else None,
        number.masked if number else None,
    )
    home = (one.place.village, one.place.household)
    since = max(task.season.opens, line.born)
    return Register(person, chunk.household(home), line.kinship, since, task.season.year)


def _correct(task: Task, chunk: _Chunk, one: Kept, person: KnownPerson) -> CorrectRoster:
    home = chunk.household((one.place.village, one.place.household))
    season = task.season
    return CorrectRoster(person.key, season.year, home, True, season.opens, CAUSE)


def new_key() -> str:
    """128 random bits: 26 characters of base32 in lower case."""
    return b32encode(secrets.token_bytes(16))[:26].decode().lower()
