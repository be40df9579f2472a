"""Random operations over any schema: aliases, fragments, directives, variables, right and wrong.

    Questions(schema, random, pools).operation() -> text, variables

Pools give texts of literals, by the argument's name or its type; a variable gets the same value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    get_nullable_type,
    is_abstract_type,
    is_enum_type,
    is_leaf_type,
    is_list_type,
    parse,
    validate,
    value_from_ast_untyped,
)
from graphql.language import parse_value

Pools = Mapping[str, Sequence[str]]  # literals
TRIES = 20


@dataclass(slots=True)
class Questions:
    """depth: of selection sets within each other; given: how often an argument is that need not."""

    schema: GraphQLSchema
    random: Random
    pools: Pools
    depth: int = 4
    width: int = 5
    given: float = 0.7
    skip: frozenset[str] = frozenset()
    declared: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    names: int = 0

    def operation(self) -> tuple[str, dict[str, Any]]:
        """A valid operation, and its variables, now and then wrong ones."""
        for _ in range(TRIES):
            text = self._operation()
            if not validate(self.schema, parse(text)):
                return text, self.variables
        return "{ __typename }", {}

    def _operation(self) -> str:
        self.declared, self.variables, self.fragments = [], {}, []
        assert self.schema.query_type is not None
        selected = self._selected(self.schema.query_type, self.depth)
        declared = f"({', '.join(self.declared)})" if self.declared else ""
        return " ".join([f"query Asked{declared} {selected}", *self.fragments])

    def _selected(self, kind: Any, depth: int) -> str:
        chosen = [self._one(kind, depth) for _ in range(self.random.randint(1, self.width))]
        return f"{{ {' '.join(chosen)} }}"

    def _one(self, kind: Any, depth: int) -> str:
        dice = self.random.random()
        if dice < 0.08:
            return f"{self._alias()}__typename{self._directives()}"
        if dice < 0.2 and depth > 1:
            condition = self.random.choice(["", f"... on {self._narrow(kind)}"])
            inner = self._narrowed(condition.removeprefix("... on ") or kind.name)
            return f"{condition or '...'}{self._directives()} {self._selected(inner, depth)}"
        if dice < 0.28 and depth > 1:
            return f"...{self._fragment(kind, depth)}{self._directives()}"
        return self._field(kind, depth)

    def _narrow(self, kind: Any) -> str:
        if is_abstract_type(kind):
            names = [one.name for one in self.schema.get_possible_types(kind)]
        else:
            names = [kind.name, *(one.name for one in kind.interfaces)]
        return self.random.choice(names)

    def _narrowed(self, name: str) -> Any:
        return self.schema.type_map[name]

    def _fragment(self, kind: Any, depth: int) -> str:
        self.names += 1
        name, on = f"Part{self.names}", self._narrow(kind)
        inner = self._selected(self._narrowed(on), depth - 1)
        self.fragments.append(f"fragment {name} on {on} {inner}")
        return name

    def _field(self, kind: Any, depth: int) -> str:
        fields: dict[str, GraphQLField] = getattr(kind, "fields", {})
        usable = [
            name
            for name, one in fields.items()
            if (depth > 1 or self._is_leaf(one)) and name not in self.skip
        ]
        if not usable:
            return f"{self._alias()}__typename"
        name = self.random.choice(usable)
        asked = fields[name]
        below = get_named_type(asked.type)
        alias = self._alias() if self.random.random() < 0.6 or asked.args else ""
        text = f"{alias}{name}{self._arguments(asked)}{self._directives()}"
        return text if is_leaf_type(below) else f"{text} {self._selected(below, depth - 1)}"

    @staticmethod
    def _is_leaf(one: GraphQLField) -> bool:
        return is_leaf_type(get_named_type(one.type))

    def _alias(self) -> str:
        self.names += 1
        return f"a{self.names}: "

    def _directives(self) -> str:
        if self.random.random() > 0.12:
            return ""
        yes = self.random.random() < 0.7
        name = self.random.choice(["skip", "include"])
        value = str(yes is (name == "include")).lower()
        if self.random.random() < 0.5:
            value = self._variable("Boolean!", value)
        return f" @{name}(if: {value})"

    def _arguments(self, asked: GraphQLField) -> str:
        given = []
        for name, argument in asked.args.items():
            needed = isinstance(argument.type, GraphQLNonNull) and argument.default_value is None
            if (
                needed
                or isinstance(argument.type, GraphQLNonNull)
                or self.random.random() < self.given
            ):
                given.append(f"{name}: {self._given(name, argument.type)}")
        return f"({', '.join(given)})" if given else ""

    def _given(self, name: str, kind: Any) -> str:
        literal = self._literal(name, kind)
        if self.random.random() < 0.3:
            return self._variable(str(kind), literal)
        return literal

    def _variable(self, kind: str, literal: str) -> str:
        """A variable that has this value, as its default, or not at all where it need not."""
        self.names += 1
        name, dice = f"v{self.names}", self.random.random()
        if dice < 0.2 and not kind.endswith("!"):
            self.declared.append(f"${name}: {kind} = {literal}")
        elif dice < 0.3 and not kind.endswith("!"):
            self.declared.append(f"${name}: {kind}")
        else:
            self.declared.append(f"${name}: {kind}")
            self.variables[name] = value_from_ast_untyped(parse_value(literal))
        return f"${name}"

    def _literal(self, name: str, kind: Any) -> str:
        bare = get_nullable_type(kind)
        if not isinstance(kind, GraphQLNonNull) and self.random.random() < 0.08:
            return "null"
        if is_list_type(bare):
            items = [self._literal(name, bare.of_type) for _ in range(self.random.randint(0, 3))]
            return f"[{', '.join(items)}]"
        if is_enum_type(bare):
            return str(self.random.choice(list(bare.values)))
        if isinstance(bare, GraphQLInputObjectType):
            return self._input(bare)
        return self.random.choice(list(self.pools.get(name) or self.pools[bare.name]))

    def _input(self, kind: GraphQLInputObjectType) -> str:
        given = [
            f"{name}: {self._literal(name, one.type)}"
            for name, one in kind.fields.items()
            if isinstance(one.type, GraphQLNonNull) or self.random.random() < 0.3
        ]
        return f"{{{', '.join(given)}}}"


def objects(schema: GraphQLSchema) -> list[GraphQLObjectType]:
    """The types of a schema's own objects."""
    kinds = (one for one in schema.type_map.values() if isinstance(one, GraphQLObjectType))
    return [one for one in kinds if not one.name.startswith("__")]
