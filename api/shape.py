"""How deep and how wide a query is, measured on its text before anything else looks at it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

MAX_NESTING = 60  # braces and fragments within each other, so that no walk runs out of stack


@dataclass(slots=True)
class Shape:
    """What limits.py compares with its limits."""

    depth: int = 0  # fields within each other; what is below __schema and __type does not count
    nesting: int = 0
    aliases: int = 0
    directives: int = 0
    repeats: int = 0  # the same field, or any fragment, within one pair of braces
    _fragments: Mapping[str, FragmentDefinitionNode] = field(default_factory=dict)
    _depths: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, document: DocumentNode) -> "Shape":
        """Each fragment is walked once, however often it is spread."""
        shape = cls(_fragments=fragments(document))
        for definition in document.definitions:
            if isinstance(definition, OperationDefinitionNode):
                shape.directives += len(definition.directives or ())
                shape.depth = max(shape.depth, shape._selected(definition.selection_set, 1))
        return shape

    def _selected(self, selections: SelectionSetNode | None, nesting: int) -> int:
        self.nesting = max(self.nesting, nesting)
        if selections is None or nesting > MAX_NESTING:
            return 0
        keys = Counter(map(_key, selections.selections))
        self.repeats = max(self.repeats, *keys.values(), 0)
        return max((self._selection(node, nesting) for node in selections.selections), default=0)

    def _selection(self, node: object, nesting: int) -> int:
        if isinstance(node, FragmentSpreadNode):
            self.directives += len(node.directives or ())
            return self._fragment(node.name.value, nesting)
        if isinstance(node, InlineFragmentNode):
            self.directives += len(node.directives or ())
            return self._selected(node.selection_set, nesting + 1)
        assert isinstance(node, FieldNode)
        self.directives += len(node.directives or ())
        self.aliases += node.alias is not None
        below = self._selected(node.selection_set, nesting + 1)
        return 1 if node.name.value.startswith("__") else 1 + below

    def _fragment(self, name: str, nesting: int) -> int:
        """Unknown and circular fragments count as nothing: validation refuses them."""
        if name not in self._depths and name in self._fragments:
            self._depths[name] = 0
            below = self._selected(self._fragments[name].selection_set, nesting + 1)
            self._depths[name] = below
        return self._depths.get(name, 0)


def _key(node: object) -> str:
    """Under which name a field answers; fragments may hold any field."""
    if isinstance(node, FieldNode):
        return (node.alias or node.name).value
    return "..."


def fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The fragments of a query by name."""
    return {
        definition.name.value: definition
        for definition in document.definitions
        if isinstance(definition, FragmentDefinitionNode)
    }
