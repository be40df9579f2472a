"""Quotas: figures that a rate is taken of."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.context import Info
from schema.law import Clause
from schema.scalars import Yuan
from schema.terms import TargetBase

if TYPE_CHECKING:
    from schema.jurisdiction import Jurisdiction


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
    cited: strawberry.Private[tuple[str | None, str | None]]

    @strawberry.field(description="The clause that prints it; null where somebody set it.")
    async def clause(self, info: Info) -> Clause | None:
        return await info.context.law.clause(*self.cited)
