"""Assessments: points and yuan of a unit, line by line."""

from datetime import date
from typing import Any

import strawberry

from policy import assessment as policy
from policy.scheme import Scheme
from schema.context import Info
from schema.department import Department
from schema.law import LazyJurisdiction, Reason
from schema.payload import UserError
from schema.scalars import JurisdictionCode, Yuan
from schema.scheme import Rule, RuleInput


@strawberry.type(description="One figure of a unit, as it stood at the end of a day.")
class Figure:
    key: str = strawberry.field(description="Which input of a rule.")
    value: float = strawberry.field(description="In the unit of that input.")
    on: date = strawberry.field(description="The day whose end is meant.")
    unit: strawberry.Private[str]

    @strawberry.field(graphql_type=LazyJurisdiction, description="Of which unit.")
    def jurisdiction(self, info: Info) -> Any:
        return info.context.places.one(self.unit)


@strawberry.type(
    description="One line of the sheet: what it measures, what was reached, points or yuan given."
)
class AssessmentItem:
    key: str = strawberry.field(description="Unique within the assessment.")
    name: str = strawberry.field(description="In Chinese.")
    measured: str = strawberry.field(description="What was reached, of what.")
    full: float | None = strawberry.field(description="Full points.")
    points: float | None = strawberry.field(description="Points given; null while not known.")
    amount: Yuan | None = strawberry.field(description="Yuan given; negative: taken away.")
    because: list[Reason] = strawberry.field(description="With the arithmetic.")

    @staticmethod
    def of(item: policy.Item) -> "AssessmentItem":
        return AssessmentItem(
            key=item.key,
            name=item.name,
            measured=item.measured,
            full=None if item.full is None else float(item.full),
            points=None if item.points is None else float(item.points),
            amount=None if item.amount is None else Yuan(item.amount),
            because=[Reason.of(reason) for reason in item.because],
        )


@strawberry.type(
    description="What a rule gives a unit (考核). ties: those that share the rank where people "
    "must settle it. figures: what it was worked out from, ready for decideAssessment."
)
class Assessment:
    rule: Rule = strawberry.field(description="The rule that judges.")
    on: date = strawberry.field(description="The day on which it was asked.")
    provisional: bool = strawberry.field(
        description="The deciding day is still to come, or inputs are missing."
    )
    score: float | None = strawberry.field(description="Points; null where the rule gives none.")
    rank: int | None = strawberry.field(description="1 is best; equal ones share a rank.")
    amount: Yuan | None = strawberry.field(description="Yuan; negative: taken away.")
    missing_inputs: list[RuleInput] = strawberry.field(
        description="What the rule asks for and is not there."
    )
    figures: list[Figure] = strawberry.field(description="What it was worked out from.")
    items: list[AssessmentItem] = strawberry.field(description="Line by line.")
    because: list[Reason] = strawberry.field(description="Why, for the whole.")
    unit: strawberry.Private[str]
    tied: strawberry.Private[tuple[str, ...]]
    department: Department | None = strawberry.field(
        default=None, description="Where one is judged and not the unit; null: the unit is."
    )

    @staticmethod
    def of(found: policy.Assessment, scheme: Scheme) -> "Assessment":
        return Assessment(
            rule=Rule.of(found.rule, scheme),
            on=found.on,
            provisional=found.provisional,
            score=None if found.score is None else float(found.score),
            rank=found.rank,
            amount=None if found.amount is None else Yuan(found.amount),
            missing_inputs=[RuleInput.of(one) for one in found.missing],
            figures=[
                Figure(key=one.key, value=float(one.value), on=one.on, unit=one.unit)
                for one in found.figures
            ],
            items=[AssessmentItem.of(item) for item in found.items],
            because=[Reason.of(reason) for reason in found.because],
            unit=found.unit,
            tied=found.ties,
        )

    @strawberry.field(graphql_type=LazyJurisdiction, description="The unit that is judged.")
    def jurisdiction(self, info: Info) -> Any:
        return info.context.places.one(self.unit)

    @strawberry.field(
        graphql_type=list[LazyJurisdiction],
        description="Units that share its rank, where people must settle it.",
    )
    async def ties(self, info: Info) -> Any:
        places = info.context.places
        await places.ensure(*self.tied)
        return [places.known(code) for code in self.tied]


@strawberry.input(
    description="A figure that only people can give (awards chosen, points for other work, "
    "complaints). One of points, count and amount. A later entry for the same day replaces it."
)
class RecordAssessmentInputInput:
    idempotency_key: str = strawberry.field(
        description="1 to 64 characters, made by the client; the same key and body give the first "
        "answer again."
    )
    jurisdiction: JurisdictionCode = strawberry.field(description="The unit that is judged.")
    department: strawberry.ID | None = strawberry.field(
        default=None, description="Where a department is judged and not the unit."
    )
    year: int = strawberry.field(description="The scheme's year.")
    rule: str = strawberry.field(description="The key of the rule.")
    item: str = strawberry.field(description="The key of one of the rule's inputs.")
    on: date = strawberry.field(description="The day whose end it describes; not after today.")
    points: float | None = strawberry.field(default=None, description="Points, at least 0.")
    count: int | None = strawberry.field(
        default=None, description="People, cases, entries or the number of a prize, at least 0."
    )
    amount: Yuan | None = strawberry.field(default=None, description="Yuan, at least 0.")
    because: str = strawberry.field(description="Who decided it, where it stands.")


@strawberry.type(description="What recordAssessmentInput did.")
class RecordAssessmentInputPayload:
    assessment: Assessment | None = strawberry.field(
        description="The assessment as it now stands; null when refused."
    )
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")
