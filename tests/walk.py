"""Queries that reach every field of the schema, generated from its types, also what is new.

    pairs()          every (type, field) that a query can ask for
    Walk.query(pair) Query ─ … ─> type { field { all leaves } }, by a way and with arguments drawn

Arguments come from pools by their type or name, so that they name what the graph holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_enum_type,
    is_leaf_type,
    is_list_type,
)

from schema.root import schema

TYPES = schema._schema.type_map
LONGEST = 6  # fields from the query to the type
Pair = tuple[str, str]


def _fields(name: str) -> Mapping[str, GraphQLField]:
    kind = TYPES[name]
    return kind.fields if isinstance(kind, GraphQLObjectType) else {}


def _members(kind: Any) -> list[str]:
    """The object types that a field of this type may give."""
    if isinstance(kind, GraphQLInterfaceType | GraphQLUnionType):
        return [one.name for one in schema._schema.get_possible_types(kind)]
    return [kind.name] if isinstance(kind, GraphQLObjectType) else []


Ways = dict[str, list[Pair]]


def ways(skip: frozenset[str] = frozenset()) -> Ways:
    """Which fields give a type, the straightest first, for every type that a query reaches."""
    found: Ways = {"Query": []}
    waiting = ["Query"]
    while waiting:
        parent = waiting.pop(0)
        for name, one in _fields(parent).items():
            for kind in _members(get_named_type(one.type)):
                if kind in skip:
                    continue
                if kind not in found:
                    found[kind] = []
                    waiting.append(kind)
                found[kind].append((parent, name))
    return found


def pairs(skip: frozenset[str] = frozenset()) -> list[Pair]:
    """Every field that a query can ask for, without these types."""
    return [
        (kind, name)
        for kind in ways(skip)
        for name, one in _fields(kind).items()
        if get_named_type(one.type).name not in skip
    ]


@dataclass(slots=True)
class Walk:
    """Draws ways and arguments. skip: types that are not asked for."""

    random: Random
    pools: Mapping[str, Sequence[object]]
    skip: frozenset[str] = frozenset()
    ways: Ways = field(init=False)

    def __post_init__(self) -> None:
        self.ways = ways(self.skip)

    def query(self, pair: Pair) -> str:
        """An operation that asks for this field, and the leaves of what it gives."""
        kind, name = pair
        text = self._asked(kind, name)
        for parent, name in self._way(pair[0]):
            inner = f"{{ __typename ... on {kind} {{ {text} }} }}"
            text = f"{name}{self._arguments(_fields(parent)[name])} {inner}"
            kind = parent
        return f"{{ {text} }}"

    def _way(self, kind: str) -> Iterator[Pair]:
        """From a type back to the query, by any way, by the straight one when it gets long."""
        left = LONGEST
        while kind != "Query":
            known = self.ways[kind]
            straight = left <= 0 or self.random.random() < 0.3
            way = known[0] if straight else self.random.choice(known)
            yield way
            kind, left = way[0], left - 1

    def _asked(self, kind: str, name: str) -> str:
        asked = _fields(kind)[name]
        below = get_named_type(asked.type)
        text = f"{name}{self._arguments(asked)}"
        if is_leaf_type(below):
            return text
        return f"{text} {{ __typename {self._spread(below)} }}"

    def _spread(self, kind: Any) -> str:
        """The leaves of each type that a field may give."""
        members = [one for one in _members(kind) if one not in self.skip]
        return " ".join(f"... on {one} {{ {self._leaves(one)} }}" for one in members)

    def _leaves(self, kind: str) -> str:
        """All leaves of a type, and one level of leaves below its lists of nodes."""
        texts = []
        for at, (name, asked) in enumerate(_fields(kind).items()):
            below = get_named_type(asked.type)
            if is_leaf_type(below) and below.name not in self.skip:
                texts.append(f"{kind}{at}: {name}{self._arguments(asked)}")
            elif name in ("nodes", "node") and below.name not in self.skip:
                texts.append(f"{kind}{at}: {name} {{ __typename {self._spread(below)} }}")
        return " ".join(texts) or "__typename"

    def _arguments(self, asked: GraphQLField) -> str:
        given = []
        for name, argument in asked.args.items():
            needed = isinstance(argument.type, GraphQLNonNull) and argument.default_value is None
            if name == "after" or (not needed and not self._wants(argument.type)):
                continue
            given.append(f"{name}: {self._value(name, argument.type)}")
        return f"({', '.join(given)})" if given else ""

    def _wants(self, kind: Any) -> bool:
        return isinstance(kind, GraphQLNonNull) or self.random.random() < 0.4

    def _value(self, name: str, kind: Any) -> str:
        bare = get_nullable_type(kind)
        if is_list_type(bare):
            return f"[{self._value(name, bare.of_type)}]"
        if is_enum_type(bare):
            return str(self.random.choice(list(bare.values)))
        if isinstance(bare, GraphQLInputObjectType):
            needed = [one for one in bare.fields.items() if isinstance(one[1].type, GraphQLNonNull)]
            inner = ", ".join(f"{key}: {self._value(key, one.type)}" for key, one in needed)
            return f"{{{inner}}}"
        pool = self.pools.get(name) or self.pools[bare.name]
        value = self.random.choice(list(pool))
        if isinstance(value, bool):
            return str(value).lower()
        return f'"{value}"' if isinstance(value, str) else str(value)
