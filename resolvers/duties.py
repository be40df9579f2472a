"""Duties of places: worked out from the law, joined with what is on record about them.

    law ── rules ──> units of their levels ── occurrences ──┐
    (:Duty)<-[:OF]-(:Completion), days of payments ─────────┴─> Duty, one a time and department

Four statements at most, whatever the number of units: places, law, what is on record, payments.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import LiteralString

from facts.duties import part_of
from graph.gateway import Row
from policy.duties import DutyEvent, DutyStatus, DutyTerms, Occurrence, Part, occurrences
from policy.law import Rule
from policy.places import Level
from policy.scheme import Scheme
from policy.workdays import working_days_after
from resolvers.duty_rows import Stated, error_duty, rule_duty
from resolvers.figures import prefixes
from resolvers.law import LawShown
from resolvers.offices import Offices
from resolvers.people import PeopleShown
from resolvers.tree import Tree, day_of
from schema.context import AsOf
from schema.department import Department
from schema.duty import Duty
from schema.errors import ApiError, Code
from schema.node import key_of, node_id
from schema.scalars import CODE

YEAR = re.compile(r"[0-9]{4}")
MOST = 5_000
NEVER = date.max


@dataclass(frozen=True, slots=True)
class DutyAsked:
    """Which duties: of a unit or below it too, as they stand on a day."""

    code: str
    year: int
    on: date
    status: DutyStatus | None = None
    department: str | None = None
    below: bool = False


# (:Duty {key, year, unit})<-[:OF]-(:Completion)
DUTIES_BELOW: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (d:Duty)
WHERE d.year = $year AND d.unit STARTS WITH prefix
RETURN collect(d {.*, parts: COLLECT {
  MATCH (c:Completion)-[:OF]->(d) RETURN c {.on, .evidence, .amount_fen, .of_fen} ORDER BY c.n
}}) AS duties
"""

# the same of one unit
DUTIES_HERE: LiteralString = """
MATCH (d:Duty)
WHERE d.year = $year AND d.unit = $unit
RETURN collect(d {.*, parts: COLLECT {
  MATCH (c:Completion)-[:OF]->(d) RETURN c {.on, .evidence, .amount_fen, .of_fen} ORDER BY c.n
}}) AS duties
"""

# (:Tally {year, group, village, on}): the days on which money came in
PAID: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (t:Tally)
WHERE t.year = $year AND t.group = 'all' AND t.village STARTS WITH prefix AND t.payments > 0
RETURN collect(DISTINCT [t.village, t.on]) AS paid
"""


@dataclass(slots=True)
class Duties:
    """What one request asks about duties; `today`: the civil day in China."""

    law: LawShown
    people: PeopleShown
    today: date
    offices: Offices = field(init=False)

    def __post_init__(self) -> None:
        self.offices = Offices(self.law.sums.geography)

    async def of(
        self,
        code: str,
        year: int,
        on: date | None = None,
        status: DutyStatus | None = None,
        department: str | None = None,
        below: bool = False,
    ) -> list[Duty]:
        """Duties of a unit, or of all below it too, by unit and deadline; at most 5,000."""
        key = None if department is None else key_of(department, "Department")
        if department is not None and key is None:
            message = f"department: {department} 不是部门的 id"
            raise ApiError(Code.BAD_INPUT, message, field="department")
        asked = DutyAsked(code, year, on or self.today, status, key, below)
        found = list(await self.read(asked))
        if len(found) > MOST:
            message = f"{code} 在 {year} 年度有 {len(found)} 项职责，一次最多 {MOST} 项"
            raise ApiError(Code.LIMIT, f"{message}；请按单位、部门或状态缩小范围")
        return found

    async def of_department(self, key: str, year: int, on: date | None = None) -> list[Duty]:
        """All that a department answers for, in its unit and below; key: code|KIND."""
        unit = key.partition("|")[0]
        return await self.of(unit, year, on, None, node_id("Department", key), below=True)

    async def open_errors(self, code: str, year: int, on: date | None = None) -> list[Duty]:
        """Errors of rosters here and below that were reported by a day and are not mended."""
        found = await self.read(DutyAsked(code, year, on or self.today, below=True))
        open_ones = (one for one in found if one.household is not None)
        return [one for one in open_ones if one.reached().done_on is None]

    async def read(self, asked: DutyAsked) -> list[Duty]:
        """As `of`, however many there are."""
        await self.law.of(asked.code, asked.year)
        self.law.place_of(asked.code)
        tree = self.law.sums.tree(AsOf(asked.year))
        units = tree.below(asked.code) if asked.below else [asked.code]
        stated = [one for unit in units for one in self._stated(tree, unit, asked)]
        rows = await self._rows(asked, units)
        stated = await self._begun(stated, tree, asked)
        duties = [*self._computed(stated, asked, rows), *await self._errors(asked, units, rows)]
        wanted = (one for one in duties if asked.status in (None, one.status_on()))
        return sorted(wanted, key=lambda one: (one.unit, one.deadline or NEVER, one.key))

    def _stated(self, tree: Tree, unit: str, asked: DutyAsked) -> Iterator[Stated]:
        """The rules of the nearest notice that concern a unit, for each department."""
        place = tree.places[unit]
        scheme = None if place.placeholder else self.law.now(unit, asked.year)
        for rule in scheme.of(DutyTerms) if scheme else ():
            if place.level not in rule.terms.levels or rule.terms.after is DutyEvent.ROSTER_ERROR:
                continue
            at = office_unit(tree, unit, rule.terms.at)
            for kind in rule.terms.departments:
                key = f"{at}|{kind.value}"
                if scheme and asked.department in (None, key):
                    yield Stated(rule, unit, key, _times(scheme, rule))

    async def _rows(self, asked: DutyAsked, units: list[str]) -> list[Row]:
        store = self.law.sums.store
        if not asked.below:
            row = await store.one(DUTIES_HERE, year=asked.year, unit=asked.code)
        else:
            heads = prefixes(units, [asked.code])
            row = await store.one(DUTIES_BELOW, year=asked.year, prefixes=heads)
        return row["duties"] if row else []

    async def _begun(self, stated: list[Stated], tree: Tree, asked: DutyAsked) -> list[Stated]:
        """The same, with the days of payments where a limit begins with them."""
        waiting = {one.unit for one in stated if one.rule.terms.after is DutyEvent.PAYMENT}
        if not waiting:
            return stated
        below = {unit: set(tree.below(unit)) for unit in waiting}
        places = [code for codes in below.values() for code in codes]
        heads = prefixes(places, sorted(waiting))
        row = await self.law.sums.store.one(PAID, year=asked.year, prefixes=heads)
        paid = [(village, on.to_native()) for village, on in (row["paid"] if row else [])]
        days = {unit: sorted({on for v, on in paid if v in below[unit]}) for unit in waiting}
        return [_with_events(one, days[one.unit]) if one.unit in days else one for one in stated]

    def _computed(
        self, stated: Iterable[Stated], asked: DutyAsked, rows: Iterable[Row]
    ) -> Iterator[Duty]:
        """Each time that has begun by the day asked for."""
        done = {row["key"]: self._parts(row) for row in rows}
        for one in stated:
            for time in one.times:
                if time.starts is None or time.starts <= asked.on:
                    parts = tuple(done.get(one.key(asked.year, time), ()))
                    yield rule_duty(one, time, asked.year, parts, asked.on)

    async def _errors(self, asked: DutyAsked, units: list[str], rows: list[Row]) -> list[Duty]:
        """Those that are about households, reported by the day asked for."""
        book, inside = await self.law.book(), set(units)
        rows = await self._seen([row for row in rows if row.get("household") is not None])
        found = []
        for row in rows:
            if row["unit"] not in inside:
                continue
            reported = day_of(row["reported_on"])
            right = asked.department in (None, row["department"])
            if right and reported is not None and reported <= asked.on:
                clause = book.clause(row["notice"], row["clause"])
                found.append(error_duty(row, clause, asked.on))
        return found

    async def _seen(self, errors: list[Row]) -> list[Row]:
        """Errors about households that the viewer sees; a department is told those it mends."""
        viewer = self.people.area.viewer
        if viewer.sees_all:
            return errors
        if viewer.department is not None:
            return [one for one in errors if one["department"] == viewer.department]
        homes = await self.people.homes.by_key.load_many([one["household"] for one in errors])
        return [one for one, home in zip(errors, homes, strict=True) if home]

    def _parts(self, row: Row) -> list[Part]:
        """What was done of a duty; where it can be seen is told in the area alone."""
        parts, area = [part_of(part) for part in row["parts"]], self.people.area
        tree = self.law.sums.tree(AsOf(row["year"]))
        if area.viewer.may_see_persons and area.holds(row["unit"], tree):
            return parts
        return [replace(part, evidence="") for part in parts]

    async def by_key(self, key: str) -> Duty | None:
        """A duty by its key; None where no rule states it and no report made it."""
        row = await self.law.sums.store.one(ERROR, key=key)
        if row and row["duty"]:
            if not await self._seen([row["duty"]]):
                return None
            found = row["duty"]
            clause = (await self.law.book()).clause(found["notice"], found["clause"])
            return error_duty(found, clause, self.today)
        unit, _, rest = key.partition("|")
        year = rest.partition("|")[0]
        if not CODE.fullmatch(unit) or not YEAR.fullmatch(year) or not await self.is_place(unit):
            return None
        found = await self.read(DutyAsked(unit, int(year), NEVER))
        known = next((one for one in found if one.key == key), None)
        if known is not None:
            known.day = self.today
        return known

    async def is_place(self, code: str) -> bool:
        await self.law.sums.geography.ensure(code)
        return self.law.sums.geography.known(code) is not None

    async def department(self, key: str) -> Department:
        return await self.offices.loader.load(key)


# (:Completion)-[:OF]->(:Duty {key}) of a roster error
ERROR: LiteralString = """
MATCH (d:Duty {key: $key})
WHERE d.household IS NOT NULL
RETURN d {.*, parts: COLLECT {
  MATCH (c:Completion)-[:OF]->(d) RETURN c {.on, .evidence, .amount_fen, .of_fen} ORDER BY c.n
}} AS duty
"""


def office_unit(tree: Tree, unit: str, level: Level | None) -> str:
    """Where a department serves: the unit at that level, itself or above, else the unit."""
    if level is None:
        return unit
    chain = [unit, *tree.ancestors(unit)]
    return next((one for one in chain if tree.places[one].level is level), unit)


def _times(scheme: Scheme, rule: Rule[DutyTerms]) -> tuple[Occurrence, ...]:
    """Worked out once for all units of a scheme."""
    known = ("duty", rule.key)
    found: tuple[Occurrence, ...] | None = scheme.memory.get(known)
    if found is None:
        found = scheme.memory[known] = occurrences(rule, scheme)
    return found


def _with_events(stated: Stated, days: list[date]) -> Stated:
    """A limit that begins with each of these days."""
    terms = stated.rule.terms
    if terms.after is not DutyEvent.PAYMENT or terms.working_days is None:
        return stated
    times = tuple(
        Occurrence(day.isoformat(), day, working_days_after(day, terms.working_days))
        for day in days
    )
    return Stated(stated.rule, stated.unit, stated.department, times)
