"""Somebody on the list of a group."""

from datetime import date

import strawberry

from schema.context import Info
from schema.department import Department
from schema.law import Category


@strawberry.type(description="Somebody stands on the list of a group (人员身份), for some days.")
class PersonCategory:
    category: Category = strawberry.field(description="The group.")
    since: date = strawberry.field(name="from", description="First day.")
    to: date | None = strawberry.field(description="The day from which it holds no more.")
    list: str | None = strawberry.field(description="The list that names them.")
    lister: strawberry.Private[str | None]

    @strawberry.field(description="The department that drew up the list; null where none is named.")
    async def listed_by(self, info: Info) -> Department | None:
        if self.lister is None:
            return None
        return await info.context.duties.department(self.lister)
