"""Duties: what a notice asks of somebody by a day, and whether it was done."""

from collections.abc import Awaitable
from datetime import date
from typing import Any

import strawberry

from policy import duties as policy
from policy.duties import DutyStatus as DutyStatus
from policy.law import Clause as PolicyClause
from schema.context import Info
from schema.department import Department
from schema.law import Clause, LazyJurisdiction
from schema.node import Node, node_id
from schema.payload import UserError
from schema.scalars import Yuan

strawberry.enum(
    DutyStatus,
    description="DUE: still to be done, the deadline itself is in time; without a deadline nothing "
    "is late. DONE: all of it, in time or not. LATE: past its deadline and not done.",
)


@strawberry.type(
    description="Something that a notice asks of a department or unit (职责). One that recurs is "
    "one Duty an occurrence."
)
class Duty(Node):
    text: str = strawberry.field(description="What is to be done, in Chinese.")
    deadline: date | None = strawberry.field(
        description="The last day in time; null where the notice names none: note says what it "
        "does."
    )
    recurring: str | None = strawberry.field(
        description="How often, in Chinese; null for what is done once."
    )
    note: str | None = strawberry.field(description="What the notice says besides.")
    key: strawberry.Private[str]
    unit: strawberry.Private[str]
    year: strawberry.Private[int]
    department_key: strawberry.Private[str]
    household: strawberry.Private[str | None]
    rests_on: strawberry.Private[PolicyClause]
    is_money: strawberry.Private[bool]
    amount_fen: strawberry.Private[int | None]
    parts: strawberry.Private[tuple[policy.Part, ...]]
    day: strawberry.Private[date]
    starts: strawberry.Private[date | None]
    rule: strawberry.Private[str]

    def reached(self, on: date | None = None) -> policy.Reached:
        """How far it is done on a day: that of the list which it stands in."""
        return policy.reached(self.is_money, self.amount_fen, self.parts, on or self.day)

    @strawberry.field(
        name="status",
        description="At the end of a day; left out: that of the list it stands in, else today.",
    )
    def status_on(self, on: date | None = None) -> DutyStatus:
        return policy.status_of(self.deadline, self.reached(on), on or self.day)

    @strawberry.field(description="Who answers for it.")
    async def department(self, info: Info) -> Department:
        return await info.context.duties.department(self.department_key)

    @strawberry.field(graphql_type=LazyJurisdiction, description="The unit that it concerns.")
    def jurisdiction(self, info: Info) -> Any:
        return info.context.places.one(self.unit)

    @strawberry.field(description="The day on which all of it was done.")
    def done_on(self) -> date | None:
        return self.reached().done_on

    @strawberry.field(description="Of what completed it; for who may see the unit's people.")
    def evidence(self) -> str | None:
        return self.reached().evidence or None

    @strawberry.field(
        description="The whole, in yuan, where it is about money; null until somebody says it, "
        "where no rule does."
    )
    def amount(self) -> Yuan | None:
        whole = self.reached().whole_fen
        return None if whole is None else Yuan(whole)

    @strawberry.field(description="In place, in yuan; null where it is not about money.")
    def amount_done(self) -> Yuan | None:
        there = self.reached().there_fen
        return None if there is None else Yuan(there)

    @strawberry.field(
        graphql_type=Node | None, description="The household of a roster error, and the like."
    )
    def about(self, info: Info) -> Awaitable[Node | None] | None:
        return info.context.people.household(self.household) if self.household else None

    @strawberry.field(description="Where it stands.")
    def clause(self) -> Clause:
        return Clause.of(self.rests_on)


def duty_id(key: str) -> strawberry.ID:
    return node_id("Duty", key)


KEY = "1 to 64 characters, made by the client; the same key and body give the first answer again."


@strawberry.input(description="Say that a duty was done, or a part of its money is in place.")
class CompleteDutyInput:
    idempotency_key: str = strawberry.field(description=KEY)
    duty: strawberry.ID = strawberry.field(description="Which one.")
    on: date = strawberry.field(description="The day on which it was done; not after today.")
    amount: Yuan | None = strawberry.field(
        default=None,
        description="Yuan put in place by this, where it is about money; left out: all that is "
        "missing.",
    )
    of: Yuan | None = strawberry.field(
        default=None,
        description="The whole in yuan, where no rule gives it; the newest one counts.",
    )
    evidence: str = strawberry.field(description="Document or place where it can be seen.")


@strawberry.type(description="What completeDuty did.")
class CompleteDutyPayload:
    duty: Duty | None = strawberry.field(description="As it stands now; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")


@strawberry.input(description="An error of the roster (名册差错) that was found about a household.")
class ReportRosterErrorInput:
    idempotency_key: str = strawberry.field(description=KEY)
    household: strawberry.ID = strawberry.field(description="Whose entry is wrong.")
    year: int = strawberry.field(description="The scheme's year.")
    on: date = strawberry.field(description="The day of the report; not after today.")
    text: str = strawberry.field(description="What is wrong, and what should stand there.")


@strawberry.type(description="What reportRosterError did.")
class ReportRosterErrorPayload:
    duty: Duty | None = strawberry.field(description="Who mends it by when; null when refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")
