"""Who is asking."""

from typing import Any

import strawberry

from policy.viewer import Role as Role
from policy.viewer import Viewer as PolicyViewer
from schema.context import Info
from schema.department import Department
from schema.law import LazyJurisdiction

strawberry.enum(
    Role,
    description="PUBLIC: progress and the law. OFFICER: also persons of some units, and writes "
    "there. DEPARTMENT: people of the groups that it lists or pays for. ANALYST: counts, no "
    "persons. ADMINISTRATOR: all.",
)


@strawberry.type(description="Who is asking, and what they may see.")
class Viewer:
    subject: str = strawberry.field(description="As the token names them.")
    role: Role = strawberry.field(description="What they are to the system.")
    may_see_persons: bool = strawberry.field(description="Those of their area.")
    may_write: bool = strawberry.field(description="What belongs to their area.")
    asking: strawberry.Private[PolicyViewer]

    @staticmethod
    def of(viewer: PolicyViewer) -> "Viewer":
        return Viewer(
            subject=viewer.subject,
            role=viewer.role,
            may_see_persons=viewer.may_see_persons,
            may_write=viewer.may_write,
            asking=viewer,
        )

    @strawberry.field(
        graphql_type=list[LazyJurisdiction],
        description="The units whose sub-trees are their area; empty for who sees all or nobody.",
    )
    async def jurisdictions(self, info: Info) -> Any:
        places = info.context.places
        await places.ensure(*self.asking.jurisdictions)
        found = [places.known(code) for code in self.asking.jurisdictions]
        return [place for place in found if place is not None]

    @strawberry.field(description="The department that they act for, where they do.")
    async def department(self, info: Info) -> Department | None:
        return await info.context.rights.department()
