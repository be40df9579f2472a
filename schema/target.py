"""How far a campaign reached what its scheme aims at, and each of its groups."""

import strawberry

from schema.law import Category
from schema.scalars import Yuan
from schema.scheme import Target


@strawberry.type(description="A target of the scheme, measured on its own base.")
class TargetProgress:
    target: Target = strawberry.field(description="What is aimed at.")
    base: int | None = strawberry.field(
        description="People that the rate is taken of; null where the figure is not known."
    )
    reached: int | None = strawberry.field(
        description="People who count towards it; for RESIDENTS those covered elsewhere too. Null "
        "where it is not counted here."
    )
    rate: float | None = strawberry.field(description="reached / base; null without either.")
    missing: int | None = strawberry.field(
        description="People missing from the target, at least 0; null without base or reached."
    )


@strawberry.type(
    description="The people of a group (困难群体). Somebody in several groups counts in each."
)
class CategoryProgress:
    category: Category = strawberry.field(description="The group.")
    registered: int = strawberry.field(description="People of the group on the roll.")
    enrolled: int = strawberry.field(description="PAID + FULLY_SUBSIDISED.")
    unpaid: int = strawberry.field(description="People of the group still to be won.")
    rate: float | None = strawberry.field(description="enrolled / registered; null when 0.")
    subsidy_due: Yuan = strawberry.field(
        description="Subsidies, in yuan, of people whose deciding group this is."
    )
    subsidy_received: Yuan = strawberry.field(description="Of these, what arrived, in yuan.")
