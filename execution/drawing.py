"""An operation, read once: which fields of which types it asks for, in their order.

    Drawing ── root: Selected ── fields: Field ── below: Selected, one for each possible type
                                                 number: its place in Drawing.fields

Fragments, @skip and @include are already applied: graphql-core's own collecting decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLField, GraphQLObjectType, GraphQLSchema
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet

from execution.branches import Branch, Rules
from execution.kinds import Kind, Method, Shape, Source, class_of, classes_of, method_of, source_of

MOST_FIELDS = 400  # of a plan: fragments within fragments multiply; 40 ms to compile


class TooLarge(Exception):
    """The operation has more fields than a plan may have."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one type. branch: where answers to the items of a list may be kept."""

    number: int
    key: str  # under which it answers
    parent: GraphQLObjectType
    name: str
    definition: GraphQLField
    details: FieldDetailsList
    kind: Kind
    source: Source
    method: Method | None
    below: tuple["Selected", ...]
    branch: Branch | None

    @property
    def nodes(self) -> list[FieldNode]:
        return [one.node for one in self.details]

    @property
    def attribute(self) -> str:
        """The name of the attribute or function in Python."""
        name: str = self.definition.extensions["strawberry-definition"].python_name
        return name


@dataclass(frozen=True, slots=True)
class Selected:
    """What is asked of objects of one type. known: the class that tells it, if one does."""

    number: int
    known: type | None
    kind: GraphQLObjectType
    fields: tuple[Field, ...]


Collect = Callable[[GraphQLObjectType, FieldDetailsList], GroupedFieldSet]


@dataclass(slots=True)
class Drawing:
    """All fields of an operation by their numbers."""

    schema: GraphQLSchema
    collect: Collect  # the fields below a field, for objects of a type
    has_handlers: bool = False  # strawberry may turn exceptions of resolvers into values
    rules: Rules | None = None
    fields: list[Field] = field(default_factory=list)
    selections: int = 0

    def selected(self, kind: GraphQLObjectType, grouped: GroupedFieldSet) -> Selected:
        """A selection set, with all below it. Raises TooLarge."""
        self.selections += 1
        number = self.selections
        read = (self._field(kind, key, details) for key, details in grouped.items())
        return Selected(number, class_of(kind), kind, tuple(one for one in read if one))

    def _field(
        self, parent: GraphQLObjectType, key: str, details: FieldDetailsList
    ) -> Field | None:
        name = details[0].node.name.value
        definition = self.schema.get_field(parent, name)
        if definition is None:  # graphql-core leaves it out
            return None
        number = len(self.fields)
        if number >= MOST_FIELDS:
            raise TooLarge
        self.fields.append(None)  # type: ignore[arg-type]  # its place, before those below it
        kind, source = Kind.of(definition.type), source_of(definition, name)
        if self.has_handlers and source is not Source.TYPENAME:
            source = Source.WHOLE
        below = () if source is Source.WHOLE else self._below(kind, details)
        strawberry: Any = definition.extensions.get("strawberry-definition")
        method = method_of(strawberry) if source is Source.METHOD else None
        branch = self.rules.branch(kind, below) if self.rules and below else None
        made = Field(
            number, key, parent, name, definition, details, kind, source, method, below, branch
        )
        self.fields[number] = made
        return made

    def _below(self, kind: Kind, details: FieldDetailsList) -> tuple[Selected, ...]:
        if kind.shape is Shape.OBJECT:
            return (self.selected(kind.named, self.collect(kind.named, details)),)
        if kind.shape is Shape.ABSTRACT:
            members = list(self.schema.get_possible_types(kind.named))
            known = classes_of(kind.named, members).values()
            return tuple(self.selected(one, self.collect(one, details)) for one in known)
        return ()
