"""Quotas: figures that a rate is taken of."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.scalars import Yuan

if TYPE_CHECKING:
    from schema.jurisdiction import Jurisdiction


@strawberry.enum(
    description="RESIDENTS: all residents, over both schemes. INSURED: members of both schemes."
)
class TargetBase(Enum):
    QUOTA = "QUOTA"
    RESIDENTS = "RESIDENTS"
    HARDSHIP = "HARDSHIP"
    INSURED = "INSURED"
    MANAGED_PATIENTS = "MANAGED_PATIENTS"


@strawberry.type(description="A figure that a rate is taken of (任务数), as its source prints it.")
class Quota:
    jurisdiction: Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")] = (
        strawberry.field(description="The unit whose figure it is.")
    )
    year: int = strawberry.field(description="The scheme's year.")
    base: TargetBase = strawberry.field(description="What it counts.")
    people: int = strawberry.field(description="People, as printed.")
    amount: Yuan | None = strawberry.field(description="Yuan, where the source prints an amount.")
    source: str = strawberry.field(description="Where it stands, or who set it.")
    recorded_at: datetime = strawberry.field(description="When the system learnt of it.")
