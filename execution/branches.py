"""Branches: items of a list, with all that is asked below them, whose answer may be given again.

    Rules ── branch of a list's items ──> Branch ── given ──> arguments of the fields below
    context.shelf(branch, given) ──> answers that are still good, by key; None: none are kept

A plan says what is a branch, the context how long its answers hold: it gives another shelf then.
Answers with errors, and those that had to wait, are not kept.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import GraphQLError
from graphql.execution.values import get_argument_values

from execution.kinds import Kind, Shape

if TYPE_CHECKING:
    from execution.drawing import Field, Selected
    from execution.executor import CompiledExecutor

TYPENAME = "__typename"

Given = tuple[tuple[str, str, object], ...]  # field, argument, value
Complete = Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """Of one list of one plan, told from all others. fields: those with arguments."""

    key: str  # the attribute that tells items apart
    fields: tuple["Field", ...]

    def given(self, executor: "CompiledExecutor") -> Given | None:
        """With the client's variables; None where some value is no good."""
        variables = executor.variable_values
        found: list[tuple[str, str, object]] = []
        try:
            for one in self.fields:
                node = one.details[0].node
                values = get_argument_values(one.definition, node, variables)
                found += ((one.name, name, value) for name, value in values.items())
        except GraphQLError:  # told by the field itself
            return None
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Rules:
    """kind: the type of the items; key: the attribute that tells them apart.

    table: by type and field, the type of what it gives and the arguments that it may have; what is
    not in it depends on more than the item.
    """

    kind: str
    key: str
    table: Mapping[str, Mapping[str, tuple[str, frozenset[str]]]]

    def branch(self, kind: Kind, below: tuple["Selected", ...]) -> Branch | None:
        """Of the items of a field, where there is a list below them: else it is not worth it."""
        if not kind.is_list or kind.shape is not Shape.OBJECT or kind.named.name != self.kind:
            return None
        [items] = below
        fields = list(_all(items))
        if items.known is None or not any(one.kind.is_list and one.below for one in fields):
            return None
        if not all(self._holds(one) for one in fields):
            return None
        return Branch(self.key, tuple(one for one in fields if one.details[0].node.arguments))

    def _holds(self, field: "Field") -> bool:
        if field.name == TYPENAME:
            return True
        _, allowed = self.table.get(field.parent.name, {}).get(field.name, (None, None))
        given = {one.name.value for one in field.details[0].node.arguments or ()}
        return allowed is not None and given <= allowed


def _all(selected: "Selected") -> Iterator["Field"]:
    for field in selected.fields:
        yield field
        for below in field.below:
            yield from _all(below)


def kept(executor: "CompiledExecutor", branch: Branch, complete: Complete) -> Complete:
    """What completes an item, unless it was completed before."""
    context: Any = executor.context_value
    given = branch.given(executor)
    if given is None or not hasattr(context, "shelf"):
        return complete

    def found(item: Any, at: Any) -> Any:
        shelf = context.shelf(branch, given)
        if shelf is None:
            return complete(item, at)
        key = getattr(item, branch.key)
        made = shelf.get(key)
        if made is None:
            faults = executor.faults
            made = complete(item, at)
            if type(made) is dict and faults == executor.faults:
                shelf[key] = made
        return made

    return found
