"""What a function is called with: worked out once for all values of a field, where it can be.

Once for a plan where nothing depends on variables, or on scalars that are not GraphQL's own.

Values that could be changed by who gets them (lists, inputs) are made anew for each call, and so is
the error of a value that cannot be used: each value has an error of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from graphql import (
    GraphQLBoolean,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLString,
    Undefined,
    VariableNode,
    get_nullable_type,
    is_enum_type,
    is_leaf_type,
)
from graphql.execution.values import get_argument_values
from strawberry.types.arguments import convert_arguments

from execution.asked import Asked
from execution.drawing import Field
from execution.kinds import Method, absent

if TYPE_CHECKING:
    from execution.executor import CompiledExecutor

SHARED = frozenset({str, int, float, bool, type(None), bytes, date, datetime, time, Decimal, UUID})


OWN = {GraphQLString, GraphQLID, GraphQLInt, GraphQLFloat, GraphQLBoolean}


def is_constant(field: Field) -> bool:
    """Whether its arguments are the same in each execution."""
    given = {one.name.value: one.value for one in field.details[0].node.arguments or ()}
    return not any(isinstance(one, VariableNode) for one in given.values()) and all(
        get_nullable_type(one.type) in OWN or is_enum_type(get_nullable_type(one.type))
        for name, one in field.definition.args.items()
        if name in given or one.default_value is not Undefined
    )


@dataclass(frozen=True, slots=True)
class Arguments:
    """Of one field in one execution."""

    executor: "CompiledExecutor"
    field: Field

    def called(self) -> tuple[Any, ...]:
        """The function, then a value for each of its arguments."""
        method = self.field.method
        assert method is not None  # this is asked of methods alone
        if not method.parameters:
            return (method.function,)
        given = self._shared()
        if given is None or not _fits(method, given):
            return (self._afresh, *method.parameters)
        values = (given.get(one.name, one.default) for one in method.parameters)
        return (method.function, *values)

    def _shared(self) -> dict[str, Any] | None:
        kinds = (one.type for one in self.field.definition.args.values())
        if not all(is_leaf_type(get_nullable_type(kind)) for kind in kinds):
            return None
        try:
            return self._converted(self._given())
        except Exception:  # raised again for each value, where it has a path
            return None

    def _afresh(self, source: Any, *rest: Any) -> Any:
        """The same call by strawberry's resolver."""
        info = rest[0] if rest and isinstance(rest[0], Asked) else Asked(self.executor, self.field)
        resolve: Any = self.field.definition.resolve
        return resolve(source, info._raw_info, **self._given())

    def _given(self) -> dict[str, Any]:
        """By graphql-core, as the client named them."""
        executor, field = self.executor, self.field
        return get_argument_values(
            field.definition,
            field.details[0].node,
            executor.variable_values,
            None,
            executor.hide_suggestions,
        )

    def _converted(self, given: dict[str, Any]) -> dict[str, Any]:
        """By strawberry, as the function names them."""
        strawberry: Any = self.executor.schema._strawberry_schema  # type: ignore[attr-defined]
        field: Any = self.field.definition.extensions["strawberry-definition"]
        registry = strawberry.schema_converter.scalar_registry
        return convert_arguments(given, field.arguments, registry, strawberry.config)


def _fits(method: Method, given: dict[str, Any]) -> bool:
    """Whether all values are there, and none of them can be changed."""
    if any(absent(one) and one.name not in given for one in method.parameters):
        return False
    return all(type(one) in SHARED or isinstance(one, Enum) for one in given.values())
