"""What a query may ask for. Refused before it runs, with the limit and the figure.

text ── parse ──> document ── shape ──> validation ── cost (knows the variables) ──> execution
       tokens              depth, aliases,
       length              directives
       └────── kept for short texts ──────┘              kept for these and what bears on it
"""

import copy
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import strawberry
from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    get_operation_ast,
    parse,
    validate,
)
from strawberry.extensions import SchemaExtension

from api.cost import estimate
from api.shape import MAX_NESTING, Shape
from schema.errors import Code

MAX_TOKENS = 4_000
MAX_LENGTH = 100_000  # characters, comments and texts included
MAX_DEPTH = 15
MAX_ALIASES = 60
MAX_DIRECTIVES = 60
MAX_REPEATS = 30  # in one selection set; comparing them takes the square of it
MAX_COST = 500_000  # values; about a second of work

KEPT = 64  # parsed and validated queries; at worst 70 MB
KEPT_VARIABLES = 30  # with more of them the cost is worked out each time
KEPT_LENGTH = 4_000  # characters: a longer one is parsed each time, so that memory stays bounded


def limited(schema: strawberry.Schema) -> strawberry.Schema:
    """The same schema with these limits; the given one stays as it is."""
    guarded = copy.copy(schema)
    guarded.extensions = (*schema.extensions, Guard)
    return guarded


class Guard(SchemaExtension):
    """Parses and validates in the place of GraphQL's own steps."""

    def on_parse(self) -> Iterator[None]:
        text = self.execution_context.query or ""
        parsed = _kept_parse if len(text) <= KEPT_LENGTH else _parse
        self.execution_context.graphql_document = parsed(text)
        yield

    def on_validate(self) -> Iterator[None]:
        context = self.execution_context
        document, schema = context.graphql_document, context.schema._schema
        text = context.query or ""
        assert document is not None
        is_kept = len(text) <= KEPT_LENGTH
        errors = list(_kept_check(schema, text) if is_kept else _check(schema, document))
        if not errors and _is_unclear(document, context._provided_operation_name):
            errors = [GraphQLError("查询含有几个操作：请用 operationName 指明运行哪一个")]
        if not errors:
            name, variables = context.operation_name, context.variables or {}
            weights = _weights(variables)
            cost = (
                _kept_cost(schema, text, name, weights)
                if is_kept and _is_small(variables)
                else _cost(schema, document, name, weights)
            )
            errors = _over("cost", "估计返回的数据", cost, MAX_COST)
        context.pre_execution_errors = errors
        yield


def _parse(text: str) -> DocumentNode:
    if len(text) > MAX_LENGTH:
        raise _refusal("length", "查询的字符数", len(text), MAX_LENGTH)
    try:
        return parse(text, max_tokens=MAX_TOKENS)
    except GraphQLSyntaxError as error:
        if "Document contains more than" in error.message:
            raise _refusal("tokens", "查询的词数", MAX_TOKENS + 1, MAX_TOKENS) from None
        if "nested too deeply" in error.message:
            raise _refusal("nesting", "括号的嵌套层数", MAX_NESTING + 1, MAX_NESTING) from None
        raise


def _check(schema: GraphQLSchema, document: DocumentNode) -> tuple[GraphQLError, ...]:
    """The shape first: validation itself is slow on a query made to be slow."""
    shape = Shape.of(document)
    too_much = [
        *_over("nesting", "选择集和片段的嵌套层数", shape.nesting, MAX_NESTING),
        *_over("depth", "查询的嵌套层数", shape.depth, MAX_DEPTH),
        *_over("aliases", "别名数", shape.aliases, MAX_ALIASES),
        *_over("repeats", "一个选择集里重复的字段或片段数", shape.repeats, MAX_REPEATS),
        *_over("directives", "指令数", shape.directives, MAX_DIRECTIVES),
    ]
    return tuple(too_much or map(_explained, validate(schema, document)))


def _is_unclear(document: DocumentNode, name: str | None) -> bool:
    """Strawberry would run the first of several; the specification wants to be told which."""
    return name is None and get_operation_ast(document) is None


def _explained(error: GraphQLError) -> GraphQLError:
    """graphql-core ends comparing fields and fragments with each other after so much work."""
    if error.message != "Validation aborted.":
        return error
    message = "查询里重复的字段或片段太多，无法逐一比对：请合并它们，或拆成几次查询"
    return GraphQLError(message, extensions={"code": Code.LIMIT, "what": "repetition"})


_kept_parse = lru_cache(maxsize=KEPT)(_parse)

Weights = tuple[tuple[str, int | None, int | None], ...]  # a variable: itself or how many it has


def _weights(variables: Mapping[str, Any]) -> Weights:
    """All of the variables that bears on the cost."""
    return tuple(
        (
            name,
            value if isinstance(value, int) else None,
            len(value) if isinstance(value, list | tuple) else None,
        )
        for name, value in variables.items()
    )


def _is_small(variables: Mapping[str, Any]) -> bool:
    """Nobody fills the memory with names of variables."""
    return len(variables) <= KEPT_VARIABLES and all(len(name) <= 100 for name in variables)


def _cost(schema: GraphQLSchema, document: DocumentNode, name: str | None, weights: Weights) -> int:
    variables = {key: value if size is None else (None,) * size for key, value, size in weights}
    return estimate(schema, document, name, variables)


@lru_cache(maxsize=KEPT)
def _kept_check(schema: GraphQLSchema, text: str) -> tuple[GraphQLError, ...]:
    """By the text: comparing two documents walks through both."""
    return _check(schema, _kept_parse(text))


@lru_cache(maxsize=KEPT * 4)
def _kept_cost(schema: GraphQLSchema, text: str, name: str | None, weights: Weights) -> int:
    return _cost(schema, _kept_parse(text), name, weights)


def _over(what: str, called: str, figure: int, limit: int) -> list[GraphQLError]:
    return [_refusal(what, called, figure, limit)] if figure > limit else []


def _refusal(what: str, called: str, figure: int, limit: int) -> GraphQLError:
    facts = {"code": Code.LIMIT, "what": what, "limit": limit, "figure": figure}
    message = f"{called}为 {figure:,}，上限 {limit:,}：请拆成几次查询，或减少所选字段、缩短分页"
    return GraphQLError(message, extensions=facts)
