"""Enrolments: the cover that somebody has in a year, and why."""

from datetime import date

import strawberry

from schema.context import Info
from schema.decision import EnrolmentDecision
from schema.law import LazyJurisdiction
from schema.node import Node
from schema.payment import Payment
from schema.person import Person


@strawberry.type(description="The enrolment (参保) of one person in one year.")
class Enrolment(Node):
    year: int = strawberry.field(description="The scheme's year.")
    basis: str = strawberry.field(description="The window or the event that let them in.")
    enrolled_on: date = strawberry.field(
        description="The day from which they are enrolled without a break."
    )
    benefits_from: date = strawberry.field(description="First day of benefits (待遇).")
    benefits_to: date = strawberry.field(description="Last day of benefits.")
    decision: EnrolmentDecision = strawberry.field(
        description="What the notice says of it: as stored for a special enrolment, worked out "
        "anew for an ordinary one."
    )
    person_key: strawberry.Private[str]
    village: strawberry.Private[str]

    @strawberry.field(description="Who is enrolled.")
    async def person(self, info: Info) -> Person:
        found = await info.context.people.person(self.person_key)
        assert found is not None  # a participation has its person
        return found

    @strawberry.field(graphql_type=LazyJurisdiction, description="Where they are counted.")
    def jurisdiction(self, info: Info) -> object:
        return info.context.places.one(self.village)

    @strawberry.field(description="Payments and reversals for them, newest first.")
    async def payments(self, info: Info) -> list[Payment]:
        return await info.context.records.payments_of(self.person_key, self.year)
