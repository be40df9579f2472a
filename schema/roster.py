"""Rosters: the roll of a village as it stands, confirmed or not."""

from datetime import date

import strawberry

from schema.context import Info
from schema.duty import Duty


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
    unit: strawberry.Private[str]
    year: strawberry.Private[int]

    @strawberry.field(
        description="Errors (名册差错) of households here and below that were reported and are "
        "not mended, by unit and deadline."
    )
    async def open_errors(self, info: Info) -> list[Duty]:
        return await info.context.duties.open_errors(self.unit, self.year)
