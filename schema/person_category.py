"""Somebody on the list of a group."""

from datetime import date

import strawberry

from schema.law import Category


@strawberry.type(description="Somebody stands on the list of a group (人员身份), for some days.")
class PersonCategory:
    category: Category = strawberry.field(description="The group.")
    since: date = strawberry.field(name="from", description="First day.")
    to: date | None = strawberry.field(description="The day from which it holds no more.")
    list: str | None = strawberry.field(description="The list that names them.")
