"""How long the answer to an operation holds, as far as its text tells (schema/stamped.py)."""

import re
from collections.abc import Mapping
from functools import lru_cache

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
)

from schema.stamped import PASSING, STAMPED

MOST_TEXT = 4_000  # characters; as plans (execution/executor.py)
KEPT_TEXTS = 512
NAME = re.compile(r"[_A-Za-z]\w*")


def is_stamped(text: str, name: str | None) -> bool:
    """Whether sequences say when the answer to an operation may have changed."""
    return _is_short(text, name) and _is_stamped(text, name)


def is_quiet(text: str, name: str | None) -> bool:
    """Whether the answer stays the same for a day and viewer as long as nothing is written."""
    return _is_short(text, name) and _is_quiet(text, name)


def _is_short(text: str, name: str | None) -> bool:
    """So that it may be kept."""
    return len(text) + len(name or "") <= MOST_TEXT


@lru_cache(KEPT_TEXTS)
def _is_stamped(text: str, name: str | None) -> bool:
    document = _read(text)
    operation = _query(document, name) if document else None
    if document is None or operation is None:
        return False
    fragments = {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    return _Look(fragments).holds(operation.selection_set, "Query")


@lru_cache(KEPT_TEXTS)
def _is_quiet(text: str, name: str | None) -> bool:
    document = _read(text)
    if document is None or _query(document, name) is None:
        return False
    return PASSING.isdisjoint(NAME.findall(text))


def _read(text: str) -> DocumentNode | None:
    try:
        return parse(text)
    except (GraphQLError, RecursionError):
        return None


def _query(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """The one that is asked for; None where that is not plain, or it is not a query."""
    every = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    named = [one for one in every if name is None or (one.name and one.name.value == name)]
    if len(named) != 1 or named[0].operation is not OperationType.QUERY:
        return None
    return named[0]


class _Look:
    """Through the fields of one operation; each fragment once."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._met: set[str] = set()

    def holds(self, selected: SelectionSetNode | None, kind: str) -> bool:
        """Whether all that is asked of a type is stamped."""
        for one in selected.selections if selected else ():
            if isinstance(one, FieldNode):
                if not self._field(one, kind):
                    return False
            elif isinstance(one, FragmentSpreadNode):
                if not self._fragment(one.name.value, kind):
                    return False
            else:
                about = getattr(one, "type_condition", None)
                inner: SelectionSetNode | None = getattr(one, "selection_set", None)
                if (about and about.name.value != kind) or not self.holds(inner, kind):
                    return False
        return True

    def _field(self, field: FieldNode, kind: str) -> bool:
        if field.name.value == "__typename":
            return True
        found = STAMPED[kind].get(field.name.value)
        if found is None:
            return False
        below, allowed = found
        given = {one.name.value for one in field.arguments or ()}
        return given <= allowed and (not below or self.holds(field.selection_set, below))

    def _fragment(self, name: str, kind: str) -> bool:
        found = self._fragments.get(name)
        if found is None or found.type_condition.name.value != kind:
            return False
        if name in self._met:
            return True
        self._met.add(name)
        return self.holds(found.selection_set, kind)
