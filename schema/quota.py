"""Quotas: figures that a rate is taken of."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.context import Info
from schema.law import Clause
from schema.payload import UserError
from schema.progress import Progress
from schema.scalars import JurisdictionCode, Yuan
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


@strawberry.input(
    description="A figure from a paper outside the notices; a correction is a new row."
)
class SetQuotaInput:
    idempotency_key: str = strawberry.field(
        description="1 to 64 characters, made by the client; the same key and body give the first "
        "answer again."
    )
    jurisdiction: JurisdictionCode = strawberry.field(description="The unit whose figure it is.")
    year: int = strawberry.field(description="The scheme's year.")
    base: TargetBase | None = strawberry.field(
        default=TargetBase.QUOTA, description="What the figure counts."
    )
    people: int = strawberry.field(description="People, at least 0.")
    amount: Yuan | None = strawberry.field(
        default=None, description="Yuan, at least 0, where the source prints an amount."
    )
    source: str = strawberry.field(description="The document that sets it.")


@strawberry.type(description="What setQuota did.")
class SetQuotaPayload:
    quota: Quota | None = strawberry.field(description="Null when refused.")
    progress: Progress | None = strawberry.field(
        description="The unit's progress, measured on the new figure; null when refused."
    )
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")
