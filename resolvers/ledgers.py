"""All that the API asks of the ledger: debts, the subsidies behind them, batches."""

from asyncio import gather
from dataclasses import dataclass, field
from datetime import date

from graph.gateway import Store
from policy.terms import DepartmentKind
from policy.viewer import own_groups
from resolvers.advances import Advances
from resolvers.area import Area
from resolvers.courses import Taken
from resolvers.law import LawShown
from resolvers.ledger import Ledger
from resolvers.offices import Offices
from resolvers.people import PeopleShown
from resolvers.standing import PersonLaw
from resolvers.subsidies import Subsidies
from schema.advance import Advance, AdvanceConnection
from schema.context import AsOf, OwedFilter, Soon, SubsidyFilter
from schema.decision import SubsidyDecision
from schema.department import Department
from schema.ledger import LiabilityLedger, ResponsibilityScope
from schema.scalars import Yuan
from schema.subsidy import Subsidy, SubsidyConnection, SubsidyEdge, SubsidyStep


@dataclass(slots=True)
class LedgersShown:
    """Answers of one request; `today`: the civil day in China."""

    store: Store
    law: LawShown
    people: PeopleShown
    person_law: PersonLaw
    area: Area
    today: date
    ledger: Ledger = field(init=False)
    subsidies: Subsidies = field(init=False)
    batches: Advances = field(init=False)

    def __post_init__(self) -> None:
        departments = Offices(self.law.sums.geography)
        self.ledger = Ledger(self.law, departments, self.area)
        self.subsidies = Subsidies(
            self.store, self.ledger, self.people, self.person_law, self.today
        )
        self.batches = Advances(self.store, departments, self.subsidies)

    async def liabilities(self, code: str, asked: AsOf, owed: OwedFilter) -> LiabilityLedger:
        return await self.ledger.liabilities(code, asked, owed)

    def received(self, code: str, asked: AsOf) -> Soon[Yuan]:
        return self.ledger.received(code, asked)

    async def page(
        self, code: str, asked: SubsidyFilter, first: int, after: str | None
    ) -> SubsidyConnection:
        return await self.subsidies.page(code, asked, first, after)

    async def edges(
        self, code: str, asked: SubsidyFilter, first: int, after: str | None
    ) -> list[SubsidyEdge]:
        """A page of a list without its figures."""
        return await self.subsidies.edges(code, asked, first, after)

    async def of_person(self, person: str, year: int) -> list[Subsidy]:
        return await self.subsidies.of_person(person, year)

    async def subsidy(self, key: str) -> Subsidy | None:
        return await self.subsidies.subsidy(key)

    async def steps(self, subsidy: Subsidy) -> list[SubsidyStep]:
        """Its stations in the order of days, with who took it there and by which batch."""
        taken = await self.subsidies.taken(subsidy)
        return list(await gather(*(self._step(one) for one in taken)))

    async def _step(self, taken: Taken) -> SubsidyStep:
        """A batch that reaches beyond the viewer's area is named by its document alone."""
        advance = await self.batches.shown(taken.advance) if taken.advance else None
        is_seen = advance and self.batches.is_seen(
            advance.department.key, advance.jurisdiction.code
        )
        return SubsidyStep(
            kind=taken.station,
            on=taken.on,
            amount=None if taken.amount_fen is None else Yuan(taken.amount_fen),
            department=advance.department if advance else None,
            document=advance.document if advance else None,
            advance=advance if is_seen else None,
        )

    async def is_overdue(self, subsidy: Subsidy, on: date) -> bool:
        return await self.subsidies.is_overdue(subsidy, on)

    async def decision(self, subsidy: Subsidy) -> SubsidyDecision:
        return await self.subsidies.decision(subsidy)

    async def advance(self, key: str) -> Advance | None:
        return await self.batches.advance(key)

    async def reversal(self, key: str) -> Advance | None:
        return await self.batches.reversal(key)

    async def moved(
        self, advance: str, year: int, first: int, after: str | None
    ) -> SubsidyConnection:
        return await self.batches.moved(advance, first, after)

    async def advances(
        self, department: str, year: int, first: int, after: str | None
    ) -> AdvanceConnection:
        return await self.batches.page(department, year, first, after)

    async def responsibility(
        self, department: Department, year: int, as_of: date | None
    ) -> ResponsibilityScope:
        return ResponsibilityScope(
            department=department,
            code=department.key.split("|")[0],
            asked=AsOf(year, as_of),
            groups=await self.groups(department.key, year),
        )

    async def groups(self, department: str, year: int) -> tuple[str, ...]:
        """The groups that a department lists, requests money or pays for where it is."""
        unit, kind = department.split("|")[:2]
        scheme = await self.law.of(unit, year)
        held = self.law.held_groups
        own = own_groups(DepartmentKind(kind), held, [scheme] if scheme else [])
        return tuple(one.key for one in held if one.key in own)
