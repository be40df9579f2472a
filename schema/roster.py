"""Rosters: the roll of a village as it stands, confirmed or not."""

from datetime import date

import strawberry


@strawberry.type(
    description="The state of the roll (参保缴费名册) of a village; of larger units, the sums."
)
class Roster:
    villages: int = strawberry.field(description="Villages that have a roll of the year.")
    confirmed: int = strawberry.field(description="Villages whose roll is confirmed (核定).")
    confirmed_on: date | None = strawberry.field(
        description="The day on which the last of them was confirmed; null while one is not."
    )
    households: int = strawberry.field(description="Households on the roll now.")
    people: int = strawberry.field(description="People on the roll now.")
