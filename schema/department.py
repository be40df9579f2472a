"""Departments: who owes, lists, judges or is judged."""

from typing import TYPE_CHECKING, Annotated

import strawberry

from schema.node import Node
from schema.terms import DepartmentKind

if TYPE_CHECKING:
    from schema.jurisdiction import Jurisdiction


@strawberry.type(description="A department (部门) of a unit.")
class Department(Node):
    name: str = strawberry.field(description="As notices and documents call it.")
    kind: DepartmentKind = strawberry.field(description="What it is for.")
    jurisdiction: Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")] = (
        strawberry.field(description="The unit that it serves.")
    )
