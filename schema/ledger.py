"""What departments owe: the liability ledger of a unit, and all that one department answers for."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.context import AsOf, Info, OwedFilter, PeopleFilter
from schema.department import Department
from schema.duty import Duty
from schema.law import Category, Clause
from schema.node import page_size
from schema.person import PersonConnection
from schema.scalars import Yuan
from schema.target import CategoryProgress
from schema.terms import EnrolmentState, Fund

if TYPE_CHECKING:
    from schema.jurisdiction import Jurisdiction

LazyJurisdiction = Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")]


@strawberry.type(
    description="What a department owes for a group out of a fund (资助责任). At every moment "
    "amount = outstanding + received, to the fen. payable, requested, disbursed, received: all "
    "that has come that far; what waits is a difference."
)
class Liability:
    department: Department = strawberry.field(
        description="The one that requests the money; where the notice names none, the one whose "
        "fund pays."
    )
    category: Category = strawberry.field(description="The deciding group.")
    fund: Fund = strawberry.field(description="Whose money it is.")
    people: int = strawberry.field(description="People with a subsidy, unsetPeople among them.")
    unset_people: int = strawberry.field(
        description="Of people, those whose amount the notice leaves open."
    )
    amount: Yuan = strawberry.field(description="In yuan; those of an open amount not in it.")
    payable: Yuan = strawberry.field(
        description="Of amount: all that is asked of the person is done. In yuan."
    )
    requested: Yuan = strawberry.field(description="Of amount: requested, or further. In yuan.")
    disbursed: Yuan = strawberry.field(
        description="Of amount: with the fund or the township, or further. In yuan."
    )
    received: Yuan = strawberry.field(description="Of amount: arrived. In yuan.")
    outstanding: Yuan = strawberry.field(description="amount − received, in yuan.")
    overdue: Yuan = strawberry.field(
        description="Payable and not received although the deadline has passed, in yuan."
    )
    deadline: date | None = strawberry.field(
        description="By when the money must be in place; null where the notice sets no day. Of "
        "several notices the earliest."
    )
    clause: Clause = strawberry.field(
        description="Where the deadline stands; without one, where the subsidy stands."
    )


@strawberry.type(description="What departments owe for the people of a unit (资助责任台账).")
class LiabilityLedger:
    jurisdiction: LazyJurisdiction = strawberry.field(description="The unit with all below it.")
    year: int = strawberry.field(description="The scheme's.")
    as_of: date = strawberry.field(description="The day whose end is meant.")
    rows: list[Liability] = strawberry.field(
        description="One a department, deciding group and fund."
    )
    people: int = strawberry.field(description="Sum of the rows.")
    unset_people: int = strawberry.field(description="Sum of the rows.")
    amount: Yuan = strawberry.field(description="Sum of the rows, in yuan.")
    received: Yuan = strawberry.field(description="Sum of the rows, in yuan.")
    outstanding: Yuan = strawberry.field(description="Sum of the rows, in yuan.")
    overdue: Yuan = strawberry.field(description="Sum of the rows, in yuan.")


@strawberry.type(
    description="All that a department answers for in its jurisdiction: what it owes, and the "
    "groups that it lists, requests money or pays for."
)
class ResponsibilityScope:
    department: Department = strawberry.field(description="Whose scope it is.")
    code: strawberry.Private[str]
    asked: strawberry.Private[AsOf]
    groups: strawberry.Private[tuple[str, ...]]

    @strawberry.field(description="What it owes there.")
    async def liabilities(self, info: Info) -> LiabilityLedger:
        owed = OwedFilter(department=self.department.key)
        return await info.context.ledgers.liabilities(self.code, self.asked, owed)

    @strawberry.field(description="What notices ask of it in the year, on the day of the scope.")
    async def duties(self, info: Info) -> list[Duty]:
        key, year = self.department.key, self.asked.year
        return await info.context.duties.of_department(key, year, self.asked.as_of)

    @strawberry.field(description="The progress of its groups; somebody in several is in each.")
    async def categories(self, info: Info) -> list[CategoryProgress]:
        found = await info.context.campaigns.categories(self.code, self.asked)
        return [one for one in found if one.category.key in self.groups]

    @strawberry.field(
        description="The people of its groups, each once; category: of one of them alone."
    )
    async def people(
        self,
        info: Info,
        state: EnrolmentState | None = None,
        category: str | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> PersonConnection:
        groups = tuple(one for one in self.groups if category in (None, one))
        states = (state,) if state else ()
        asked = PeopleFilter(self.asked, states, groups=groups or ("",))
        return await info.context.people.page(self.code, asked, page_size(first), after)
