"""Lists of hardship groups and of e-vouchers, against the people on record (D3)."""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString

from facts.deeds import Activate, EndMark, Mark
from facts.request import Deed
from graph.gateway import Store
from graph_seed.imports.forms.lists import ListLine
from graph_seed.imports.known import KnownPerson, hashes_of, known_people
from graph_seed.imports.presence import absent
from graph_seed.imports.rejection import Fault
from graph_seed.imports.spool import Kept
from graph_seed.imports.task import Task, do
from graph_seed.imports.told import Became, Told, rejected
from policy.identity import IdNumber

# (:Listing)-[:OF]->(:Person)
READ_LISTINGS: LiteralString = """
UNWIND $people AS key
MATCH (p:Person {key: key})<-[:OF]-(l:Listing)
RETURN collect([key, l.category, l.from, l.to]) AS listings
"""


async def apply_list(store: Store, task: Task, lines: Sequence[Kept], receipt: str) -> list[Told]:
    """Who came is marked, who left is ended; who stands there already stays as they are."""
    people = await _people(store, task, [one.line.id_number for one in lines])
    keys = sorted({person.key for person in people.values()})
    [row] = await store.read(READ_LISTINGS, people=keys)
    held: dict[tuple[str, str, date], date | None] = {}
    for key, category, since, until in row["listings"]:
        held[key, category, since.to_native()] = until.to_native() if until else None
    told: list[Told] = []
    deeds: list[tuple[int, Deed, Became]] = []
    for one in lines:
        found = _listing(task, one, people, held)
        if isinstance(found, Told):
            told.append(found)
        else:
            deed, became = found
            deeds.append((one.row, deed, became))
    return told + await do(store, task, f"{receipt}|mark", deeds)


def _listing(
    task: Task,
    one: Kept,
    people: dict[str, KnownPerson],
    held: dict[tuple[str, str, date], date | None],
) -> Told | tuple[Deed, Became]:
    line: ListLine = one.line
    person = people.get(task.vault.hash(line.id_number.text))
    problem = absent(task, one.row, person, line.id_number, line.name)
    if problem is not None:
        return problem
    assert person is not None  # else there is a problem
    place = (person.key, line.category, line.since)
    if place not in held:
        kind = line.department.value if line.department else None
        marked = Mark(*place, until=line.until, source=line.source, department=kind)
        return marked, Became.CREATED
    if held[place] == line.until:
        return Told(one.row, Became.UNCHANGED)
    if held[place] is None and line.until is not None:
        reason = line.source or "名单"
        return EndMark(person.key, line.category, line.until, reason), Became.CHANGED
    message = f"此人该类别已登记为 {line.since} 至 {held[place]}，与本行不同；请核对"
    return rejected(one.row, Fault.CONFLICT, message, "退出日期", str(line.until or ""))


async def _people(store: Store, task: Task, numbers: list[IdNumber]) -> dict[str, KnownPerson]:
    return await known_people(store, hashes_of(task.vault, numbers), task.season.year)


async def apply_vouchers(
    store: Store, task: Task, lines: Sequence[Kept], receipt: str
) -> list[Told]:
    """The first day counts; a later one changes nothing."""
    people = await _people(store, task, [one.line.id_number for one in lines])
    told: list[Told] = []
    deeds: list[tuple[int, Deed, Became]] = []
    for one in lines:
        person = people.get(task.vault.hash(one.line.id_number.text))
        problem = absent(task, one.row, person, one.line.id_number)
        if problem is not None:
            told.append(problem)
            continue
        assert person is not None  # else there is a problem
        deeds.append((one.row, Activate(person.key, one.line.on), Became.CREATED))
    return told + await do(store, task, f"{receipt}|activate", deeds)
