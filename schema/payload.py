"""What mutations answer besides their result."""

import strawberry

from schema.law import Clause


@strawberry.type(description="Why an input was refused. Nothing was changed.")
class UserError:
    message: str = strawberry.field(description="In Chinese, for the clerk.")
    field: list[str] | None = strawberry.field(description="The path of the input at fault.")
    code: str = strawberry.field(description="Stable; docs/errors.md explains each.")
    clause: Clause | None = strawberry.field(
        default=None, description="The clause that is in the way."
    )
    candidates: list[str] = strawberry.field(
        default_factory=list, description="What would have been possible."
    )
