"""Subsidies as the API shows them: one by one, and as lists behind the numbers of the ledger."""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString, NamedTuple

from graph.gateway import Row, Store
from policy.claims import SubsidyTerms
from policy.ledger import Station, SubsidyValue, in_place_by, next_station, overdue_fen
from policy.stations import NO_TERMS, Group, mover, rule_of
from policy.steps import value_on
from policy.subsidy import SubsidyDecision as Nothing
from resolvers.area import SUBSIDY_SEEN
from resolvers.courses import Courses, Taken
from resolvers.figures import Span
from resolvers.ledger import Ledger
from resolvers.pages import Page, Position, page
from resolvers.people import PeopleShown
from resolvers.standing import PersonLaw
from resolvers.subsidies_page import count_subsidies, filters_of, read_subsidies
from schema.context import AsOf, SubsidyFilter
from schema.decision import SubsidyDecision
from schema.department import Department
from schema.errors import ApiError, Code
from schema.node import node_id
from schema.scalars import Yuan
from schema.subsidy import Subsidy, SubsidyConnection, SubsidyEdge

LATE = (Station.PAYABLE, Station.REQUESTED, Station.DISBURSED)  # where money waits for departments
NO_DECISION = Nothing(None, None, None, None, note="不在本年度名册上，或没有适用的通知")

# (:Subsidy {key: person|year|group})-[:FOR]->(:Participation)-[:OF]->(:Person)
BEGIN_OF_KEYS: LiteralString = """
UNWIND $keys AS key
MATCH (p:Person)<-[:OF]-(:Participation)<-[:FOR]-(s:Subsidy {key: key})"""
END_OF_KEYS: LiteralString = """
RETURN collect({subsidy: s {.key, .group}, person: p {.key, .name, .birth, .sex, .id_mask,
  .voucher_on}, at: coalesce(s.now_village, head(COLLECT {
    MATCH (s)<-[:CHANGED]-(c:Change) WHERE c.before_village IS NOT NULL
    RETURN c.before_village ORDER BY c.on DESC, c.recorded DESC LIMIT 1 })),
  columns: [s.now_subsidies, s.now_unset, s.now_amount_fen, s.now_payable_fen, s.now_requested_fen,
    s.now_disbursed_fen, s.now_received_fen]}) AS rows
"""
OF_KEYS: LiteralString = BEGIN_OF_KEYS + END_OF_KEYS
OF_KEYS_SEEN: LiteralString = BEGIN_OF_KEYS + " WHERE " + SUBSIDY_SEEN + END_OF_KEYS

# (:Person)<-[:OF]-(:Participation {key: person|year})<-[:FOR]-(:Subsidy)
OF_PERSON: LiteralString = """
MATCH (p:Person)<-[:OF]-(:Participation {key: $person + '|' + toString($year)})<-[:FOR]-(s:Subsidy)
WHERE s.now_subsidies > 0
WITH s, p ORDER BY s.group
RETURN collect({subsidy: s {.key, .group}, person: p {.key, .name, .birth, .sex, .id_mask,
  .voucher_on}, at: s.now_village,
  columns: [s.now_subsidies, s.now_unset, s.now_amount_fen, s.now_payable_fen, s.now_requested_fen,
    s.now_disbursed_fen, s.now_received_fen]}) AS rows
"""


class Wanted(NamedTuple):
    """Which subsidies a list holds."""

    villages: list[str]
    filters: Row
    span: Span


@dataclass(slots=True)
class Subsidies:
    """Answers of one request; `today`: the civil day in China."""

    store: Store
    ledger: Ledger
    people: PeopleShown
    person_law: PersonLaw
    today: date
    courses: Courses = field(init=False)

    def __post_init__(self) -> None:
        self.courses = Courses(self.store)

    async def page(
        self, code: str, asked: SubsidyFilter, first: int, after: str | None
    ) -> SubsidyConnection:
        """A page, with the figures of all pages."""
        wanted = await self._wanted(code, asked)
        shown = await self._listed(wanted, first, after)
        total, fen = await count_subsidies(self.store, *wanted)
        return connection(shown, total, fen)

    async def edges(
        self, code: str, asked: SubsidyFilter, first: int, after: str | None
    ) -> list[SubsidyEdge]:
        """A page, without them."""
        return edges_of(await self._listed(await self._wanted(code, asked), first, after))

    async def _listed(self, wanted: Wanted, first: int, after: str | None) -> Page[Subsidy]:
        rows = await read_subsidies(self.store, *wanted, Position.read(after), first + 1)
        return page(rows, await self.shown(rows[:first]), first, after)

    async def _wanted(self, code: str, asked: SubsidyFilter) -> Wanted:
        """Villages, filters and span of a list; raises UNKNOWN, FORBIDDEN."""
        self.ledger.area.need_persons("subsidies")
        question, stations = self._late(asked)
        sums = self.ledger.law.sums
        await sums.geography.ensure(code)
        if sums.geography.known(code) is None:
            raise ApiError(Code.UNKNOWN, f"没有代码为 {code} 的单位", jurisdiction=code)
        await self.ledger.law.book()
        villages = self._villages(code, asked)
        owed, span = asked.owed, sums.span(question)
        category = self.ledger.category(owed.category).key if owed.category else None
        filters = filters_of(owed, category, stations or (), self.ledger.own_kind)
        return Wanted([] if stations is None else villages, filters, span)

    def _late(self, asked: SubsidyFilter) -> tuple[AsOf, tuple[Station, ...] | None]:
        """As of when, and the stations at which money is looked for; None: it can be at none."""
        question, on = asked.asked, asked.overdue_on
        if on is None:
            return question, asked.steps
        as_of = question.as_of or min(on, self.today)
        stations = tuple(one for one in LATE if not asked.steps or one in asked.steps)
        return AsOf(question.year, as_of, question.known_on), stations or None

    def _villages(self, code: str, asked: SubsidyFilter) -> list[str]:
        """Those below a place in which such subsidies can be, in code order."""
        sums, year = self.ledger.law.sums, asked.asked.year
        tree = sums.tree(AsOf(year))
        found = self.ledger.area.villages(code, tree)
        if asked.owed.department:
            unit = asked.owed.department.split("|")[0]
            found = [one for one in found if self.ledger.seat(tree, one) == unit]
        if asked.overdue_on:
            found = [one for one in found if self._is_late(one, year, asked.overdue_on)]
        return found

    def _is_late(self, village: str, year: int, on: date) -> bool:
        scheme = self.ledger.scheme(village, year)
        deadline = in_place_by(scheme) if scheme else None
        return deadline is not None and deadline.overdue(on)

    async def of_person(self, person: str, year: int) -> list[Subsidy]:
        row = await self.store.one(OF_PERSON, person=person, year=year)
        found = await self.shown(row["rows"] if row else [])
        groups = await self.ledger.area.groups()
        return [one for one in found if groups is None or one.category.key in groups]

    async def subsidy(self, key: str) -> Subsidy | None:
        area = self.ledger.area
        statement = OF_KEYS if area.viewer.sees_all else OF_KEYS_SEEN
        row = await self.store.one(statement, keys=[key], **await area.parameters())
        found = await self.shown(row["rows"] if row else [])
        return found[0] if found else None

    async def shown(self, rows: Sequence[Row]) -> list[Subsidy]:
        """Rows of subsidy, person, at (the village) and columns."""
        await self.ledger.law.book()
        geography = self.ledger.law.sums.geography
        await geography.ensure(*{row["at"] for row in rows} - {*geography.forest.places})
        return list(await gather(*(self._shown(row) for row in rows)))

    async def _shown(self, row: Row) -> Subsidy:
        key, village = row["subsidy"]["key"], row["at"]
        year, group = int(key.split("|")[1]), Group.read(row["subsidy"]["group"])
        terms, value = self.terms(village, year, group), _value(village, row["columns"])
        to = None if value.subsidies == 0 else next_station(value.station, terms)
        scheme = self.ledger.scheme(village, year)
        deadline = in_place_by(scheme) if scheme else None
        is_open = value.unset > 0 and value.amount_fen == 0
        tree = self.ledger.law.sums.tree(AsOf(year))
        seat, who = self.ledger.seat(tree, village), mover(to, terms)
        return Subsidy(
            id=node_id("Subsidy", key),
            person=self.people.persons.shown(row["person"]),
            year=year,
            jurisdiction=self.ledger.law.sums.geography.place(village),
            category=self.ledger.category(group.category),
            amount=None if is_open else Yuan(value.amount_fen),
            fund=group.fund,
            department=await self._department(f"{seat}|{group.kind.value}"),
            step=value.station,
            next_step=to,
            waiting_for=await self._department(f"{seat}|{who.value}") if who else None,
            deadline=deadline.day if deadline else None,
            key=key,
            value=value,
        )

    async def _department(self, key: str) -> Department:
        return await self.ledger.departments.loader.load(key)

    def terms(self, village: str, year: int, group: Group) -> SubsidyTerms:
        """What the notice says of the money; the book and the place are here already."""
        scheme = self.ledger.scheme(village, year)
        rule = rule_of(scheme, group.category) if scheme else None
        return rule.terms if rule else NO_TERMS

    async def taken(self, subsidy: Subsidy) -> list[Taken]:
        """Every station that it came to, by the notice that holds where it counts."""
        group = Group.read(subsidy.key.split("|", 2)[2])
        course = await self.courses.by_key.load(subsidy.key)
        return course.taken(self.terms(subsidy.value.village, subsidy.year, group))

    async def is_overdue(self, subsidy: Subsidy, on: date) -> bool:
        course = await self.courses.by_key.load(subsidy.key)
        value = value_on(course.steps, on)
        if value is None:
            return False
        await self.ledger.law.sums.geography.ensure(value.village)
        scheme = self.ledger.scheme(value.village, subsidy.year)
        return overdue_fen(value, in_place_by(scheme) if scheme else None, on) > 0

    async def decision(self, subsidy: Subsidy) -> SubsidyDecision:
        """By the groups of the day on which it was marked, or its amount last changed."""
        marked = [one.on for one in await self.taken(subsidy) if one.station is Station.MARKED]
        day = max(marked, default=self.today)
        found = await self.person_law.subsidy(subsidy.person.key, subsidy.year, day)
        groups = (await self.ledger.law.book()).categories
        return found or SubsidyDecision.of(NO_DECISION, groups)


def _value(village: str, columns: Sequence[int | None]) -> SubsidyValue:
    return SubsidyValue(village, *(column or 0 for column in columns))


def edges_of(shown: Page[Subsidy]) -> list[SubsidyEdge]:
    return [SubsidyEdge(node=node, cursor=cursor) for node, cursor in shown.edges()]


def connection(shown: Page[Subsidy], total: int, amount_fen: int) -> SubsidyConnection:
    """A page of subsidies with the figures of all pages."""
    return SubsidyConnection(
        edges=edges_of(shown),
        nodes=shown.nodes,
        page_info=shown.info,
        total_count=total,
        total_amount=Yuan(amount_fen),
    )
