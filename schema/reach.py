"""What an operation is going to ask of the tree, so that it is read at once and not bit by bit.

reach(operation)     how many levels below a place: `children { name }` looks one level
questions(operation) the years and days of its `progress` fields
names(operation)     the fields themselves
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    Undefined,
    value_from_ast_untyped,
)

from schema.context import AsOf

Fragments = Mapping[str, FragmentDefinitionNode]

SUMS = frozenset(
    {
        "progress",
        "progressChanged",
        "ranking",
        "trend",
        "forecast",
        "people",
        "households",
        "assessments",
        "liabilities",
        "subsidies",
        "responsibility",
        "duties",
        "findings",
    }
    | {"payments", "refunds", "matches", "changes", "roster"}
)


def reach(operation: OperationDefinitionNode, fragments: Fragments) -> int | None:
    """Levels below the place asked for; None for all of them: whatever sums needs them."""

    def deepest(selected: SelectionSetNode | None) -> int | None:
        depths = [depth(one) for one in _selections(selected, fragments)]
        known = [one for one in depths if one is not None]
        return None if len(known) < len(depths) else max(known, default=0)

    def depth(field: FieldNode) -> int | None:
        if field.name.value in SUMS:
            return None
        below = deepest(field.selection_set)
        return below + 1 if below is not None and field.name.value == "children" else below

    return deepest(operation.selection_set)


def questions(
    operation: OperationDefinitionNode, fragments: Fragments, variables: Mapping[str, Any]
) -> set[AsOf]:
    """Every question about progress in it, wherever it stands."""

    def within(selected: SelectionSetNode | None) -> Iterator[AsOf]:
        for field in _selections(selected, fragments):
            if field.name.value == "progress":
                given = {
                    argument.name.value: value_from_ast_untyped(argument.value, dict(variables))
                    for argument in field.arguments or ()
                }
                yield from _question(given)
            yield from within(field.selection_set)

    return set(within(operation.selection_set))


def names(operation: OperationDefinitionNode, fragments: Fragments) -> set[str]:
    """Every field that it asks for, by name."""

    def within(selected: SelectionSetNode | None) -> Iterator[str]:
        for field in _selections(selected, fragments):
            yield field.name.value
            yield from within(field.selection_set)

    return set(within(operation.selection_set))


def _selections(selected: SelectionSetNode | None, fragments: Fragments) -> Iterator[FieldNode]:
    """The fields of a selection set, those of its fragments among them."""
    for one in selected.selections if selected else ():
        if isinstance(one, FieldNode):
            yield one
        else:
            yield from _selections(_fragment(one, fragments), fragments)


def _fragment(one: SelectionNode, fragments: Fragments) -> SelectionSetNode | None:
    if isinstance(one, FragmentSpreadNode):
        return fragments[one.name.value].selection_set
    found: SelectionSetNode | None = getattr(one, "selection_set", None)
    return found


def _question(given: Mapping[str, Any]) -> Iterator[AsOf]:
    """Nothing for arguments that the field itself will refuse."""
    try:
        days = [_day(given.get(name)) for name in ("asOf", "knownOn", "treeOn")]
        yield AsOf(int(given["year"]), *days)
    except (KeyError, TypeError, ValueError):
        return


def _day(value: object) -> date | None:
    if value is None or value is Undefined:
        return None
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
