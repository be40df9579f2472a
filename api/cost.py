"""What a query costs, estimated before it runs: the number of values that it may give back.

    a field                              1
    a list (bounded by law or tree)      16 × what is selected of an item
    a list that is given keys            their number, if that is more
    first: n, here or on the connection  n × what is selected of an item
    __schema, __type                     1: GraphQL bounds them itself

A city's whole tree, four levels with 8 fields a place, is estimated at 4,369 places (it has 3,540)
and about 45,000 values. A page of 200 households below each of its villages is 4,096 × 200 times
what is selected of a household, and refused.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    get_operation_ast,
    is_list_type,
)

from api.shape import fragments

LIST = 16  # children of a unit, members of a household, categories of a scheme: rarely more
BEYOND = 10**15  # no figure of an answer is larger
PAGE = 50  # of a connection where neither the query nor the schema says


def estimate(
    schema: GraphQLSchema,
    document: DocumentNode,
    name: str | None,
    variables: Mapping[str, Any] | None,
) -> int:
    """The cost of the operation to be run; of a valid document."""
    operation = get_operation_ast(document, name)
    root = operation and schema.get_root_type(operation.operation)
    if operation is None or root is None:
        return 0
    walk = _Walk(schema, document, _given(operation, variables or {}))
    return min(walk.selected(operation.selection_set, root, None), BEYOND)


def _given(operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Variables as sent, or their defaults."""
    defaults = {
        definition.variable.name.value: _value(definition.default_value, {})
        for definition in operation.variable_definitions or ()
    }
    return defaults | dict(variables)


def _value(node: ValueNode | None, given: Mapping[str, Any]) -> Any:
    """Only what bears on the cost: integers, and how many items a list has."""
    if isinstance(node, VariableNode):
        return given.get(node.name.value)
    if isinstance(node, IntValueNode):
        return int(node.value)
    return node.values if isinstance(node, ListValueNode) else None


class _Walk:
    """Over the fields with their types; a fragment is counted once for each kind of parent."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, given: Mapping[str, Any]
    ) -> None:
        self._schema = schema
        self._given = given
        self._fragments = fragments(document)
        self._known: dict[tuple[str, int | None], int] = {}

    def selected(self, selections: SelectionSetNode | None, parent: Any, page: int | None) -> int:
        """page: how many items the lists right below have, if their connection was told."""
        nodes = selections.selections if selections else ()
        return sum(self._selection(node, parent, page) for node in nodes)

    def _selection(self, node: SelectionNode, parent: Any, page: int | None) -> int:
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value, page)
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            kind = self._schema.get_type(condition.name.value) if condition else parent
            return self.selected(node.selection_set, kind, page)
        assert isinstance(node, FieldNode)
        return self._field(node, parent, page)

    def _fragment(self, name: str, page: int | None) -> int:
        if (name, page) not in self._known:
            definition = self._fragments[name]
            kind = self._schema.get_type(definition.type_condition.name.value)
            self._known[name, page] = self.selected(definition.selection_set, kind, page)
        return self._known[name, page]

    def _field(self, node: FieldNode, parent: Any, page: int | None) -> int:
        if node.name.value.startswith("__") or node.selection_set is None:
            return 1
        definition: GraphQLField = parent.fields[node.name.value]
        first = self._first(node, definition)
        is_list = is_list_type(get_nullable_type(definition.type))
        kind = get_named_type(definition.type)
        if not is_list:
            return 1 + self.selected(node.selection_set, kind, first)
        items = first if first is not None else page if page is not None else self._keys(node)
        return 1 + items * (1 + self.selected(node.selection_set, kind, None))

    def _first(self, node: FieldNode, definition: GraphQLField) -> int | None:
        """How long a page the field gives; None if it has no pages."""
        if "first" not in definition.args:
            return None
        asked = [arg.value for arg in node.arguments or () if arg.name.value == "first"]
        value = _value(asked[0], self._given) if asked else definition.args["first"].default_value
        return value if isinstance(value, int) and value >= 0 else PAGE

    def _keys(self, node: FieldNode) -> int:
        """A list has as many items as the keys that it is asked for."""
        values = [_value(argument.value, self._given) for argument in node.arguments or ()]
        return max([LIST, *(len(value) for value in values if isinstance(value, list | tuple))])
