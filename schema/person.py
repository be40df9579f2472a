"""Persons: who should enrol."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.context import AsOf, Info
from schema.decision import SubsidyDecision
from schema.node import Node, PageInfo
from schema.person_category import PersonCategory
from schema.terms import EnrolmentState, Sex

if TYPE_CHECKING:
    from schema.accountability import AccountabilityChain
    from schema.change import Change
    from schema.enrolment import Enrolment
    from schema.household import Household
    from schema.jurisdiction import Jurisdiction
    from schema.subsidy import Subsidy


@strawberry.type(description="A person (参保对象), whatever household or village holds them now.")
class Person(Node):
    name: str = strawberry.field(description="As the roll has it.")
    birth_date: date | None = strawberry.field(description="As the identity number says.")
    sex: Sex | None = strawberry.field(description="As the identity number says.")
    key: strawberry.Private[str]
    mask: strawberry.Private[str | None]

    @strawberry.field(
        graphql_type=str | None,
        description="Masked, 431123********1234. full: true gives all of it to those who may see "
        "it (else FORBIDDEN) and puts the read on record.",
    )
    def id_number(self, info: Info, full: bool | None = False) -> Any:
        return info.context.identities.number(self.key) if full else self.mask

    @strawberry.field(description="The household they belong to on a day (today where left out).")
    async def household(
        self, info: Info, on: date | None = None
    ) -> Annotated["Household", strawberry.lazy("schema.household")] | None:
        return await info.context.people.home_of(self.key, on)

    @strawberry.field(
        description="The village (for students, the school) whose figures of the year hold this "
        "person, wherever they live now."
    )
    async def counted_in(
        self, info: Info, year: int
    ) -> Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")] | None:
        code = await info.context.people.counted_in(self.key, year)
        if code is None:
            return None
        found: Any = info.context.places.one(code)
        place: Jurisdiction | None = found if found is None or _is_here(found) else await found
        return place

    @strawberry.field(description="Null when not on the roll of that year.")
    async def state(
        self, info: Info, year: int, as_of: date | None = None
    ) -> EnrolmentState | None:
        return await info.context.people.state(self.key, AsOf(year, as_of))

    @strawberry.field(
        description="How it came to that state: newest first, each with its day and evidence."
    )
    async def changes(
        self, info: Info, year: int
    ) -> list[Annotated["Change", strawberry.lazy("schema.change")]]:
        return await info.context.records.changes_of(self.key, year)

    @strawberry.field(
        description="Their enrolment (参保) of a year; null for who is not enrolled today, and "
        "without a scheme."
    )
    async def enrolment(
        self, info: Info, year: int
    ) -> Annotated["Enrolment", strawberry.lazy("schema.enrolment")] | None:
        return await info.context.records.enrolment(self.key, year)

    @strawberry.field(
        description="The groups (困难群体) they stand in on a day (today where left out), oldest "
        "first."
    )
    async def categories(self, info: Info, on: date | None = None) -> list[PersonCategory]:
        return await info.context.person_law.categories(self.key, on)

    @strawberry.field(
        description="What is paid for them in a year, by their groups of a day (today where left "
        "out), and why. Null without a scheme, and off the roll of that year."
    )
    async def subsidy_decision(
        self, info: Info, year: int, on: date | None = None
    ) -> SubsidyDecision | None:
        return await info.context.person_law.subsidy(self.key, year, on)

    @strawberry.field(
        description="Everyone who answers for them (责任链) on a day (today where left out)."
    )
    async def accountability(
        self, info: Info, on: date | None = None
    ) -> Annotated["AccountabilityChain", strawberry.lazy("schema.accountability")]:
        return await info.context.chains.person(self, on)

    @strawberry.field(
        description="What is paid for them in a year and how far it has come: one, or what was "
        "moved before they came into another group besides."
    )
    async def subsidies(
        self, info: Info, year: int
    ) -> list[Annotated["Subsidy", strawberry.lazy("schema.subsidy")]]:
        return await info.context.ledgers.of_person(self.key, year)

    @strawberry.field(description="Whether the e-voucher (医保电子凭证) was active on a day.")
    async def e_voucher(self, info: Info, on: date | None = None) -> bool:
        return await info.context.people.has_voucher(self.key, on)


def _is_here(found: object) -> bool:
    return not hasattr(found, "__await__")


@strawberry.type(description="A person in a list.")
class PersonEdge:
    node: Person = strawberry.field(description="The person.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of persons.")
class PersonConnection:
    edges: list[PersonEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Person] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="Of all pages.")
