"""What an operation is going to ask of the tree, so that it is read at once and not bit by bit.

reach(operation)     how many levels below a place: `children { name }` looks one level
questions(operation) the years and days of its `progress` fields
names(operation)     the fields themselves
of_rows(list)        what it asks of each row of a list
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
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

from schema.context import Along, AsOf, Info

MEMBERS = {"members", "head"}
WHOLE = {"birthDate", "sex", "idNumber", "eVoucher"}  # of a person, besides id and name
MONEY = {"contributionDue", "contributionPaid", "settled", "locked"}

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
                yield from _question(_given(field, variables))
            yield from within(field.selection_set)

    return set(within(operation.selection_set))


def names(operation: OperationDefinitionNode, fragments: Fragments) -> set[str]:
    """Every field that it asks for, by name."""

    def within(selected: SelectionSetNode | None) -> Iterator[str]:
        for field in _selections(selected, fragments):
            yield field.name.value
            yield from within(field.selection_set)

    return set(within(operation.selection_set))


def asked_along(info: Info) -> Along:
    """What a list of households is asked of each of them."""
    raw = info._raw_info
    rows = list(of_rows(raw.field_nodes, raw.fragments))
    today = {row.name.value for row in rows if not row.arguments}
    asked = {row.name.value for row in rows}
    is_whole = not WHOLE.isdisjoint(names(raw.operation, raw.fragments))
    return Along(not MEMBERS.isdisjoint(today), is_whole, not MONEY.isdisjoint(asked))


def days_of_chains(info: Info) -> set[date | None]:
    """The days on which an object itself is asked who answers for it; None: today."""
    raw, found = info._raw_info, set()
    for field in raw.field_nodes:
        for one in _selections(field.selection_set, raw.fragments):
            if one.name.value == "accountability":
                given = _given(one, info.variable_values)
                with suppress(TypeError, ValueError):  # arguments that it will refuse itself
                    found.add(_day(given.get("on")))
    return found


def of_rows(listed: Iterable[FieldNode], fragments: Fragments) -> Iterator[FieldNode]:
    """What a list is asked of each of its rows."""
    for field in listed:
        for one in _selections(field.selection_set, fragments):
            if one.name.value == "edges":
                yield from of_rows([one], fragments)
            elif one.name.value in ("nodes", "node"):
                yield from _selections(one.selection_set, fragments)


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


def _given(field: FieldNode, variables: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a field, as they are written."""
    return {
        argument.name.value: value_from_ast_untyped(argument.value, dict(variables))
        for argument in field.arguments or ()
    }


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
