"""Persons and households as the API shows them: one by one, and as the lists behind numbers."""

from dataclasses import dataclass, field
from datetime import date

from graph.gateway import Store
from policy.vocabulary import State
from resolvers.area import Area
from resolvers.figures import Span
from resolvers.households import Households
from resolvers.households_along import Beside, Within
from resolvers.households_page import read_households
from resolvers.moment import Moment
from resolvers.pages import Position, page
from resolvers.people_page import read_people
from resolvers.persons import HEAD, Persons
from resolvers.sums import Sums
from schema.context import NOTHING, Along, AsOf, HouseholdMoney, PeopleFilter, Soon
from schema.errors import ApiError, Code
from schema.household import Household, HouseholdConnection
from schema.person import Person, PersonConnection, PersonEdge


@dataclass(slots=True)
class PeopleShown:
    """Answers of one request; `today`: the civil day in China."""

    store: Store
    sums: Sums
    area: Area
    today: date
    persons: Persons = field(init=False)
    homes: Households = field(init=False)

    def __post_init__(self) -> None:
        self.persons = Persons(self.store, self.area)
        self.homes = Households(self.store, self.area, self.sums.geography, self.today)

    async def page(
        self, code: str, asked: PeopleFilter, first: int, after: str | None
    ) -> PersonConnection:
        self.area.need_persons("people")
        villages = await self._below(code, asked.asked)
        groups = await self.area.groups()
        if asked.groups:
            groups = (groups or frozenset(asked.groups)).intersection(asked.groups)
        rows, total = await read_people(
            self.store,
            villages,
            asked,
            groups,
            self.sums.span(asked.asked),
            Position.read(after),
            first + 1,
        )
        shown = page(rows, [self.persons.shown(row["person"]) for row in rows], first, after)
        edges = [PersonEdge(node=node, cursor=cursor) for node, cursor in shown.edges()]
        return PersonConnection(
            edges=edges, nodes=shown.nodes, page_info=shown.info, total_count=total
        )

    async def households(
        self,
        code: str,
        asked: AsOf,
        unpaid_only: bool,
        grid: str | None,
        first: int,
        after: str | None,
        along: Along = NOTHING,
    ) -> HouseholdConnection:
        """along: what is going to be asked of each of them."""
        self.area.need_households("households")
        villages = await self._below(code, asked)
        span = self.sums.span(asked)
        beside = self._beside(along, span)
        row = await read_households(
            self.store,
            villages,
            unpaid_only,
            grid,
            span,
            Position.read(after),
            first + 1,
            self.today,
            beside,
            await self.area.parameters() if along.members else {},
        )
        rows = row["rows"]
        for at, village in row["lives"]:
            rows[at]["village"] = village
        if along.members:
            self.persons.keep([(one["key"], self.today) for one in rows], row["members"])
        for at, *money in row.get("money", ()):
            self.homes.money_along[rows[at]["key"], asked] = HouseholdMoney(*money)
        shown = page(rows, await self.homes.shown(rows), first, after)
        return HouseholdConnection(
            nodes=shown.nodes,
            page_info=shown.info,
            total_count=row["total"],
            cursors=shown.cursors,
        )

    def _beside(self, along: Along, span: Span) -> Beside:
        within = Within.NOBODY
        if along.members:
            within = Within.ALL if self.area.viewer.sees_all else Within.SEEN
        return Beside(within, along.is_whole, along.money and span.is_now)

    async def _below(self, code: str, asked: AsOf) -> list[str]:
        """The viewer's part of the unit, in the tree of the season, in code order."""
        await self.sums.geography.ensure(code)
        if self.sums.geography.known(code) is None:
            raise ApiError(Code.UNKNOWN, f"没有代码为 {code} 的单位", jurisdiction=code)
        return self.area.villages(code, self.sums.tree(asked))

    async def person(self, key: str) -> Person | None:
        row = await self.persons.by_key.load(key)
        return self.persons.shown(row) if row else None

    async def household(self, key: str) -> Household | None:
        row = await self.homes.by_key.load(key)
        return (await self.homes.shown([row]))[0] if row else None

    async def home_of(self, person: str, on: date | None) -> Household | None:
        key = await self.homes.homes.load((person, on or self.today))
        return await self.household(key) if key else None

    def members(self, household: str, on: date | None) -> Soon[list[Person]]:
        """At once where they were read along with a list."""
        family = self.persons.families.get((household, on or self.today))
        return self._members(household, on) if family is None else family.members

    async def _members(self, household: str, on: date | None) -> list[Person]:
        rows = await self.persons.members.load((household, on or self.today))
        return [self.persons.shown(row) for row in rows]

    def head(self, household: str) -> Soon[Person | None]:
        """At once where the members were read along with a list."""
        family = self.persons.families.get((household, self.today))
        return self._head(household) if family is None else family.head

    async def _head(self, household: str) -> Person | None:
        rows = await self.persons.members.load((household, self.today))
        return next((self.persons.shown(row) for row in rows if row["relation"] == HEAD), None)

    async def state(self, person: str, asked: AsOf) -> State | None:
        return await self.persons.states.load((person, self._moment(asked)))

    async def counted_in(self, person: str, year: int) -> str | None:
        return await self.persons.counted_in.load((person, year))

    def money(self, household: str, asked: AsOf) -> Soon[HouseholdMoney]:
        """At once where it was read along with a list."""
        self.area.need_households("household")
        if (found := self.homes.money_along.get((household, asked))) is not None:
            return found
        return self.homes.money.load((household, self._moment(asked)))

    async def has_voucher(self, person: str, on: date | None) -> bool:
        activated = await self.persons.voucher_on(person)
        return activated is not None and activated <= (on or self.today)

    def _moment(self, asked: AsOf) -> Moment:
        return Moment.of(self.sums.span(asked))
