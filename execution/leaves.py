"""Scalars and enums: which values leave as they are, and how the others are written.

A value that is not of the very type named here goes through graphql-core, which knows what to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLString,
)

# what a scalar of one's own may be given: none of these is awaitable, an error, or nothing
PLAIN = frozenset(
    {str, int, float, bool, bytes, date, datetime, time, timedelta, Decimal, UUID, dict, list}
)

SAME: dict[Any, str] = {
    GraphQLString: "type({v}) is str",
    GraphQLID: "type({v}) is str",
    GraphQLBoolean: "type({v}) is bool",
    GraphQLInt: f"type({{v}}) is int and {GRAPHQL_MIN_INT} <= {{v}} <= {GRAPHQL_MAX_INT}",
    GraphQLFloat: "type({v}) is float and {v} - {v} == 0.0",  # not so for inf and nan
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """test: whether {v} may be written; text: what is written, None: {v} itself. The names that
    both use stand in `names`."""

    test: str
    text: str | None
    names: Mapping[str, object]


def leaf_of(kind: Any, number: int) -> Leaf:
    """How values of a scalar or an enum are written; number: keeps its names apart."""
    if kind in SAME:
        return Leaf(SAME[kind], None, {})
    if isinstance(kind, GraphQLEnumType):
        return _enum(kind, number)
    serialize: Callable[[Any], object] = kind.coerce_output_value
    if serialize is str:
        return Leaf("type({v}) is str", None, {})
    return Leaf("type({v}) in PLAIN", f"S{number}({{v}})", {f"S{number}": serialize})


def _enum(kind: GraphQLEnumType, number: int) -> Leaf:
    """By the name of the member: enums hash slowly."""
    members: type[Enum] | None = getattr(kind, "wrapped_cls", None)
    if members is None or not issubclass(members, Enum):
        return Leaf("False", None, {})
    written = {one.name: kind.coerce_output_value(one) for one in members}
    names = {f"E{number}": members, f"N{number}": written}
    return Leaf(f"type({{v}}) is E{number}", f"N{number}.get({{v}}._name_)", names)
