"""Puts the departments and posts that notices name beside their units (R1–R3).

    (:Department {key: unit|kind})-[:SERVES]->(:Jurisdiction), -[:OFFICE_AT]->(:Department)
    (:Post {key: unit or department|slug})-[:IN]->(:Jurisdiction), -[:IN]->(:Department)
    (:Post)-[:ANSWERS_FOR {key, duty, from, to, clause}]->(:Jurisdiction)

A county's or township's notice sets up posts down to its villages; that of a province or city only
departments down to the counties: posts below are set up by who takes the notice over. Posts of
grids and households come with the rolls. Loading again changes no holding, ends no assignment.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import LiteralString

from facts.lawbook import LawBook
from facts.posts import MARK_UNITS
from graph.gateway import Gateway, Row, Store, Transaction
from policy.departments import department_key, full_name
from policy.law import Category, Notice, Rule
from policy.places import Level, depth
from policy.responsibility import DepartmentTerms, PostTerms, Scope
from policy.scheme import Scheme
from policy.stations import payer
from policy.subsidy import SubsidyTerms
from policy.terms import DepartmentKind

ALWAYS = (DepartmentKind.HEALTHCARE_SECURITY, DepartmentKind.FINANCE)  # the fund is theirs


@dataclass(frozen=True, slots=True)
class Unit:
    """A place that a notice concerns, with all above it that it concerns too."""

    code: str
    name: str
    level: Level
    above: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """A scheme and the units that it concerns."""

    scheme: Scheme
    units: Mapping[str, Unit]

    def at(self, levels: Iterable[Level]) -> list[Unit]:
        wanted = set(levels)
        return [unit for unit in self.units.values() if unit.level in wanted]

    def over(self, unit: Unit, level: Level) -> Unit | None:
        """The unit itself or the one above it at a level."""
        for code in (unit.code, *unit.above):
            if code in self.units and self.units[code].level is level:
                return self.units[code]
        return None


async def load_posts(
    gateway: Gateway, notices: Sequence[Notice], categories: Mapping[str, Category]
) -> None:
    """What each scheme names, those of higher units first: the nearest notice has the last word."""
    book = LawBook({notice.key: notice for notice in notices}, categories)
    dated = [notice for notice in notices if notice.year is not None]
    for notice in sorted(dated, key=lambda one: (len(one.issuer), one.year or 0)):
        scheme, store = book.scheme(notice.key), gateway.at(notice.issuer)
        reach = Reach(scheme, await _units(store, notice.issuer))
        departments = {row["key"]: row for row in _departments(reach, categories)}
        await _write(store, list(departments.values()), list(_posts(reach, notices)))


# (above)<-[:PART_OF]-(issuer)<-[:PART_OF]-(below)
UNITS: LiteralString = """
MATCH (issuer:Jurisdiction {code: $code})
CALL (issuer) {
  MATCH (issuer)-[:PART_OF*0..5]->(j) RETURN j
  UNION
  MATCH (issuer)<-[:PART_OF*1..4]-(j) WHERE j.level IN $levels RETURN j
}
WITH DISTINCT j WHERE j.level <> 'NATION' AND NOT j.placeholder
WITH j ORDER BY j.code
RETURN collect([j.code, j.name, j.level, COLLECT {
  MATCH (j) (()-[e:PART_OF WHERE e.to IS NULL]->()){1,5} (a) RETURN a.code ORDER BY size(e)
}]) AS units
"""
COUNTIES_ON: LiteralString = """
MATCH (j:Jurisdiction {code: $code}) RETURN j.level IN ['PROVINCE', 'CITY'] AS wide
"""


async def _units(store: Store, issuer: str) -> dict[str, Unit]:
    """All above the issuer, and below it as far down as its notice sets posts up."""
    row = await store.one(COUNTIES_ON, code=issuer)
    if row is None:
        return {}
    lowest = Level.COUNTY if row["wide"] else Level.VILLAGE
    levels = [level.value for level in Level if depth(level) <= depth(lowest)]
    found = await store.one(UNITS, code=issuer, levels=levels)
    rows = found["units"] if found else []
    return {code: Unit(code, name, Level(level), tuple(up)) for code, name, level, up in rows}


def _departments(reach: Reach, categories: Mapping[str, Category]) -> Iterator[Row]:
    """Those that subsidies need, then those that the notice names, under the names it gives."""
    kinds = _needed(reach.scheme, categories)
    own = reach.units.get(reach.scheme.jurisdiction)
    for unit in reach.at((Level.COUNTY, own.level if own else Level.COUNTY)):
        if unit.level is not Level.TOWNSHIP:
            for kind in kinds:
                yield _department(unit, kind, full_name(unit.name, kind, unit.level))
    for rule in reach.scheme.of(DepartmentTerms):
        terms = rule.terms
        for unit in reach.at(terms.levels):
            name = full_name(unit.name, terms.department, unit.level, terms.called)
            office = department_key(unit.code, terms.office) if terms.office else None
            yield _department(unit, terms.department, name, terms.slug, office)


def _needed(scheme: Scheme, categories: Mapping[str, Category]) -> list[DepartmentKind]:
    """The kinds that the scheme's subsidies name."""
    found = dict.fromkeys(ALWAYS)
    for rule in scheme.of(SubsidyTerms):
        listed_by = rule.terms.listed_by or categories[rule.key].listed_by
        for kind in (listed_by, rule.terms.requested_by, payer(rule.terms)):
            if kind is not None:
                found[kind] = None
    return list(found)


def _department(
    unit: Unit,
    kind: DepartmentKind,
    name: str,
    slug: str | None = None,
    office: str | None = None,
) -> Row:
    key = department_key(unit.code, kind, slug)
    return {
        "key": key,
        "name": name,
        "kind": kind.value,
        "slug": slug,
        "unit": unit.code,
        "office": office,
    }


def _posts(reach: Reach, notices: Sequence[Notice]) -> Iterator[Row]:
    since = {one.key: one.valid_from or one.issued_on for one in notices}
    for place, rule in enumerate(reach.scheme.of(PostTerms)):
        if rule.terms.answers_for in (Scope.GRID, Scope.HOUSEHOLD):
            continue
        head: Row = {
            "slug": rule.key,
            "place": place,
            "duty": rule.terms.duty,
            "clause": f"{rule.clause.notice}|{rule.clause.number}",
            "from": since[rule.clause.notice],
        }
        for unit in reach.at((rule.terms.at,)):
            for row in _seats(reach, rule, unit):
                yield head | row


def _seats(reach: Reach, rule: Rule[PostTerms], unit: Unit) -> Iterator[Row]:
    """The posts of a rule at a unit: one, one in each department, or several seats."""
    terms = rule.terms
    sits = reach.over(unit, terms.level)
    serves = reach.over(unit, terms.department_level or terms.level)
    if sits is None or serves is None:
        return
    answers = None if terms.answers_for is Scope.NOTHING else unit.code
    for kind in terms.departments or (None,):
        department = department_key(serves.code, kind, terms.slug) if kind else None
        owner = department if serves == unit and department else unit.code
        for seat in range(1, (terms.seats or 1) + 1):
            several = terms.seats is not None
            yield {
                "key": f"{owner}|{rule.key}" + (f"-{seat}" if several else ""),
                "title": f"{rule.name}（{seat}）" if several else rule.name,
                "unit": sits.code,
                "department": department,
                "village": unit.code if terms.answers_for is Scope.VILLAGE else None,
                "answers": answers,
            }


# (:Department)-[:SERVES]->(:Jurisdiction), -[:OFFICE_AT]->(:Department)
MERGE_DEPARTMENTS: LiteralString = """
UNWIND $rows AS row
MATCH (j:Jurisdiction {code: row.unit})
MERGE (d:Department {key: row.key})
SET d.name = row.name, d.kind = row.kind, d.slug = row.slug
MERGE (d)-[:SERVES]->(j)
"""
MERGE_OFFICES: LiteralString = """
UNWIND $rows AS row
WITH row WHERE row.office IS NOT NULL
MATCH (d:Department {key: row.key}), (o:Department {key: row.office})
MERGE (d)-[:OFFICE_AT]->(o)
"""

# (:Department)<-[:IN]-(:Post)-[:IN]->(:Jurisdiction); (:Post)-[:ANSWERS_FOR]->(:Jurisdiction)
MERGE_POSTS: LiteralString = """
UNWIND $rows AS row
MATCH (sits:Jurisdiction {code: row.unit})
MERGE (p:Post {key: row.key})
SET p.title = row.title, p.slug = row.slug, p.unit = row.unit, p.department = row.department,
  p.village = row.village, p.place = row.place
MERGE (p)-[:IN]->(sits)
WITH p, row
CALL (p, row) {
  MATCH (d:Department {key: row.department}) MERGE (p)-[:IN]->(d)
}
CALL (p, row) {
  MATCH (j:Jurisdiction {code: row.answers})
  MERGE (p)-[a:ANSWERS_FOR {key: row.key + '|' + row.answers}]->(j)
    ON CREATE SET a.from = row.from
  SET a.duty = row.duty, a.clause = row.clause
}
"""

# (:Department)-[:SERVES]->(:Jurisdiction {posts}): as MARK_UNITS, where departments are made
MARK_SERVED: LiteralString = """
UNWIND $departments AS key
MATCH (:Department {key: key})-[:SERVES]->(j:Jurisdiction)
WITH DISTINCT j ORDER BY j.code
SET j.posts = coalesce(j.posts, 0) + 1
"""


async def _write(store: Store, departments: list[Row], posts: list[Row]) -> None:
    async def body(transaction: Transaction) -> None:
        await transaction.run(MERGE_DEPARTMENTS, rows=departments)
        await transaction.run(MERGE_OFFICES, rows=departments)
        await transaction.run(MERGE_POSTS, rows=posts)
        await transaction.run(MARK_SERVED, departments=[row["key"] for row in departments])
        await transaction.run(MARK_UNITS, posts=[row["key"] for row in posts])

    await store.transact(body)
