"""Execution by plans: the same answers as graphql-core, several times as fast.

    operation ── Plans: text, name, what may be skipped ──> plan ── Run ──> data
                   └ none: subscriptions, mutations of several fields (one after the other),
                           what is long or came once ──> graphql-core

`compiled(schema)` is the same schema executed this way, `plain(schema)` by graphql-core alone.
"""

import copy
from collections.abc import Sequence
from typing import Any, ClassVar

import strawberry
from graphql import GraphQLError, GraphQLObjectType, OperationType
from graphql.execution.collect_fields import DeferUsage, FieldDetailsList, GroupedFieldSet
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from execution.branches import Rules
from execution.drawing import Drawing, TooLarge
from execution.plans import NoPlan, Plan, Plans
from execution.run import Run
from execution.source import compiled as compiled_plan

MOST_TEXT = 4_000  # characters: longer ones are not kept as parsed texts either
WEIGHT_OF_FIELD = 10


class CompiledExecutor(StrawberryGraphQLCoreExecutionContext):
    """graphql-core's executor, with plans for its root fields and all below them."""

    plans: ClassVar[Plans] = Plans()
    rules: ClassVar[Rules | None] = None
    faults = 0  # errors of fields so far

    def execute_collected_root_fields(
        self,
        root_type: GraphQLObjectType,
        root_value: Any,
        grouped_field_set: GroupedFieldSet,
        serially: bool,
        new_defer_usages: Sequence[DeferUsage],
    ) -> Any:
        """Data, or a coroutine that gives it."""
        is_plain = self._is_plain() and (not serially or len(grouped_field_set) == 1)
        plan = self._plan(root_type, grouped_field_set) if is_plain else None
        if plan is None:
            return super().execute_collected_root_fields(
                root_type, root_value, grouped_field_set, serially, new_defer_usages
            )
        return plan.bind(Run(self, plan.fields, plan.constants))(root_value, None)

    def _is_plain(self) -> bool:
        """Whether nothing stands around the resolvers that plans do not know."""
        middleware = self.middleware_manager
        return (
            self.operation.operation is not OperationType.SUBSCRIPTION
            and self.error_propagation
            and self.abort_signal is None
            and not (middleware and middleware.middlewares)
            and self.schema.get_directive("defer") is None
        )

    def _plan(self, root: GraphQLObjectType, grouped: GroupedFieldSet) -> Plan | None:
        location, name = self.operation.loc, self.operation.name
        if location is None or len(location.source.body) > MOST_TEXT:
            return None
        text = location.source.body
        key = (self.schema, text, name and name.value, self._switches())
        return self.plans.get(key, lambda: self._drawn(text, root, grouped))

    def _switches(self) -> tuple[tuple[str, object], ...]:
        """The variables by which @skip and @include can go."""
        given = self.variable_values.coerced.items()
        return tuple([one for one in given if one[1] is True or one[1] is False or one[1] is None])

    def _drawn(self, text: str, root: GraphQLObjectType, grouped: GroupedFieldSet) -> Plan | NoPlan:
        none = NoPlan(len(text), final=True)
        if any(one.variable_signatures for one in self.fragments.values()):
            return none
        strawberry_schema: Any = self.schema._strawberry_schema  # type: ignore[attr-defined]
        has_handlers = bool(strawberry_schema.exception_handlers)
        drawing = Drawing(self.schema, self._fields, has_handlers, self.rules)
        try:
            bind = compiled_plan(drawing, drawing.selected(root, grouped))
        except (TooLarge, GraphQLError, RecursionError):  # what is wrong is told by graphql-core
            return none
        return Plan(bind, drawing.fields, len(text) + WEIGHT_OF_FIELD * len(drawing.fields))

    def handle_field_error(self, *given: Any) -> None:
        """As graphql-core does; counted."""
        self.faults += 1
        super().handle_field_error(*given)

    def _fields(self, kind: GraphQLObjectType, details: FieldDetailsList) -> GroupedFieldSet:
        return self.collect_subfields(kind, details).grouped_field_set


def compiled(schema: strawberry.Schema, rules: Rules | None = None) -> strawberry.Schema:
    """The same schema, executed by plans; the given one stays as it is. rules: of branches."""
    return _executed(schema, type("CompiledExecutor", (CompiledExecutor,), {"rules": rules}))


def plain(schema: strawberry.Schema) -> strawberry.Schema:
    """The same schema, executed by graphql-core alone."""
    return _executed(schema, StrawberryGraphQLCoreExecutionContext)


def _executed(
    schema: strawberry.Schema, executor: type[StrawberryGraphQLCoreExecutionContext]
) -> strawberry.Schema:
    found = copy.copy(schema)
    found.execution_context_class = executor
    return found
