"""Extensions: a window that stays open longer where it was granted."""

from datetime import date
from typing import Any

import strawberry

from schema.context import Info
from schema.law import Clause, LazyJurisdiction
from schema.payload import UserError
from schema.scalars import JurisdictionCode


@strawberry.type(description="The extension of a collection window (延长缴费期), once granted.")
class Extension:
    until: date = strawberry.field(description="The last day of payment.")
    granted_on: date = strawberry.field(description="The day of the document.")
    document: str = strawberry.field(description="By which it was granted.")
    clause: Clause | None = strawberry.field(description="The clause that knows it.")
    unit: strawberry.Private[str]

    @strawberry.field(graphql_type=LazyJurisdiction, description="The unit that it holds for.")
    def jurisdiction(self, info: Info) -> Any:
        return info.context.places.one(self.unit)


@strawberry.input(
    description="Open the extension of the ordinary window for a unit and all below it."
)
class GrantExtensionInput:
    idempotency_key: str = strawberry.field(
        description="1 to 64 characters, made by the client; the same key and body give the first "
        "answer again."
    )
    jurisdiction: JurisdictionCode = strawberry.field(description="The unit that it holds for.")
    year: int = strawberry.field(description="The scheme's year.")
    until: date = strawberry.field(
        description="The last day of payment: after the window, at most the scheme's extendedTo."
    )
    on: date = strawberry.field(description="The day of the document; not after today.")
    document: str = strawberry.field(description="By which it was granted.")


@strawberry.type(description="What grantExtension did.")
class GrantExtensionPayload:
    extension: Extension | None = strawberry.field(description="Null when refused.")
    user_errors: list[UserError] = strawberry.field(description="Why it was refused.")
