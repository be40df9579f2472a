"""What is known about a type or a field before anything is asked: how it may be answered directly.

Whatever is not of a kind named here is left to graphql-core, value by value.
"""

import keyword
from dataclasses import dataclass
from enum import Enum
from inspect import Parameter, Signature, signature
from types import FunctionType
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver

DEFINITION = GraphQLCoreConverter.DEFINITION_BACKREF
MADE_BY = GraphQLCoreConverter.__module__  # of resolvers that do what strawberry documents


class Shape(Enum):
    """What the type of a field says."""

    LEAF = "a scalar or an enum"
    OBJECT = "an object of one type"
    ABSTRACT = "an interface or a union"
    OTHER = "a list of lists"


class Source(Enum):
    """Where the value of a field comes from."""

    TYPENAME = "the type itself"
    ATTRIBUTE = "an attribute of the parent"
    METHOD = "a function of the parent, called directly"
    RESOLVER = "strawberry's resolver, with whatever stands around it"
    WHOLE = "graphql-core: the schema's own fields"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type, unwrapped. required: null is an error; the same of the items of a list."""

    shape: Shape
    named: Any
    required: bool
    is_list: bool = False
    item_required: bool = False

    @classmethod
    def of(cls, kind: GraphQLOutputType) -> "Kind":
        """The kind of a field."""
        required, bare = _bare(kind)
        named = get_named_type(kind)
        if not is_list_type(bare):
            return cls(_shape(named), named, required)
        item_required, item = _bare(bare.of_type)
        shape = Shape.OTHER if is_list_type(item) else _shape(named)
        return cls(shape, named, required, True, item_required)


def _bare(kind: Any) -> tuple[bool, Any]:
    return (True, kind.of_type) if is_non_null_type(kind) else (False, kind)


def _shape(named: object) -> Shape:
    if is_leaf_type(named):
        return Shape.LEAF
    return Shape.OBJECT if is_object_type(named) else Shape.ABSTRACT


@dataclass(frozen=True, slots=True)
class Method:
    """A resolver that can be called as f(source, info, *values): all by position."""

    function: Any
    takes_info: bool
    parameters: tuple[Parameter, ...]  # of the arguments that clients give
    is_async: bool


def source_of(definition: GraphQLField, name: str) -> Source:
    """Where its value comes from."""
    if name == "__typename":
        return Source.TYPENAME
    if name.startswith("__"):
        return Source.WHOLE
    field: Any = definition.extensions.get(DEFINITION)
    resolve: Any = definition.resolve
    plain = type(field) is StrawberryField and not field.extensions
    if not plain or getattr(resolve, "__module__", None) != MADE_BY:
        return Source.RESOLVER
    if field.base_resolver is not None:
        return Source.METHOD if method_of(field) else Source.RESOLVER
    direct = field.is_basic_field and field.default_resolver is getattr
    return Source.ATTRIBUTE if direct and _is_name(field.python_name) else Source.RESOLVER


def method_of(field: StrawberryField) -> Method | None:
    """How to call it directly; None where that would not be the same."""
    resolver = field.base_resolver
    function = resolver.wrapped_func if resolver else None
    if type(resolver) is not StrawberryResolver or type(function) is not FunctionType:
        return None
    if hasattr(function, "__wrapped__"):  # its signature is another one's
        return None
    given = list(signature(function).parameters.values())
    if any(one.kind is not Parameter.POSITIONAL_OR_KEYWORD for one in given):
        return None
    if not given or resolver.self_parameter is None or given[0].name != "self":
        return None
    info = resolver.info_parameter
    takes_info = len(given) > 1 and info is not None and given[1].name == info.name
    rest = given[2:] if takes_info else given[1:]
    named = {one.python_name for one in field.arguments}
    if {one.name for one in rest} != named:  # parent or root among them, or info further back
        return None
    return Method(function, takes_info, tuple(rest), bool(field.is_async))


def absent(parameter: Parameter) -> bool:
    """Whether a call needs a value for it."""
    return parameter.default is Signature.empty


def _is_name(text: str) -> bool:
    return text.isidentifier() and not keyword.iskeyword(text)


def class_of(kind: GraphQLObjectType) -> type | None:
    """The class whose instances are of this type and of no other; None where one cannot tell."""
    definition = kind.extensions.get(DEFINITION)
    if not isinstance(definition, StrawberryObjectDefinition):
        return None
    if definition.concrete_of or definition.is_graphql_generic or definition.is_type_of:
        return None
    known = definition.origin.__dict__.get("__strawberry_definition__") is definition
    return definition.origin if known and definition.name == kind.name else None


def classes_of(abstract: Any, members: list[GraphQLObjectType]) -> dict[type, GraphQLObjectType]:
    """The members that are told by the class of a value alone."""
    definition = abstract.extensions.get(DEFINITION)
    if definition is None or not is_abstract_type(abstract):
        return {}
    if getattr(definition, "resolve_type", None) is not None:
        return {}
    base = getattr(definition, "origin", object)  # of an interface
    found = {class_of(one): one for one in members}
    return {one: kind for one, kind in found.items() if one and issubclass(one, base)}
