"""Findings: contradictions and gaps that the system names and people decide about."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.context import Info
from schema.law import Clause
from schema.node import Node
from schema.terms import FindingKind, Severity

if TYPE_CHECKING:
    from schema.jurisdiction import Jurisdiction


@strawberry.type(
    description="A contradiction or gap in sources and data, or a sanction that a rule triggers, "
    "with where it was found."
)
class Finding:
    key: str = strawberry.field(description="The same finding keeps its key.")
    kind: FindingKind = strawberry.field(description="Where it comes from.")
    severity: Severity = strawberry.field(description="How grave it is.")
    message: str = strawberry.field(description="In Chinese, for the clerk who looks into it.")
    jurisdiction: Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")] | None = (
        strawberry.field(description="The unit it is about.")
    )
    subject: strawberry.ID | None = strawberry.field(description="The id of what it is about.")
    expected: str | None = strawberry.field(description="What should stand there.")
    found: str | None = strawberry.field(description="What stands there.")
    cited: strawberry.Private[tuple[str | None, str | None]]

    @strawberry.field(description="The clause it is about.")
    async def clause(self, info: Info) -> Clause | None:
        return await info.context.law.clause(*self.cited)

    @strawberry.field(description="What subject is the id of; null where there is no subject.")
    async def node(self, info: Info) -> Node | None:
        from schema.lookup import fetch  # which knows the types that have findings

        return await fetch(info, self.subject) if self.subject else None
