"""How far down the tree an operation looks: `children { name }` looks one level.

Whatever sums needs all levels; a plain list of names needs no more than it shows.
"""

from collections.abc import Mapping

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    SelectionNode,
)

SUMS = frozenset({"progress", "ranking", "trend", "forecast", "people", "households"})


def reach(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> int | None:
    """Levels below the place asked for; None for all of them."""

    def deepest(selections: tuple[SelectionNode, ...]) -> int | None:
        depths = [depth(selection) for selection in selections]
        known = [one for one in depths if one is not None]
        return None if len(known) < len(depths) else max(known, default=0)

    def depth(selection: SelectionNode) -> int | None:
        if isinstance(selection, FragmentSpreadNode):
            return deepest(tuple(fragments[selection.name.value].selection_set.selections))
        inner = getattr(selection, "selection_set", None)
        below = deepest(tuple(inner.selections)) if inner else 0
        if not isinstance(selection, FieldNode):
            return below
        if selection.name.value in SUMS:
            return None
        return below + 1 if below is not None and selection.name.value == "children" else below

    return deepest(tuple(operation.selection_set.selections))
