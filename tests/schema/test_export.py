"""The exported schema is in the repository, and every part of it is described."""

from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    build_schema,
    is_specified_scalar_type,
)

from schema.root import schema

EXPORT = Path(__file__).resolve().parents[2] / "schema" / "schema.graphql"


def test_the_export_is_what_the_code_says() -> None:
    assert EXPORT.read_text(encoding="utf-8").rstrip() == schema.as_str().rstrip()


def test_every_type_and_field_is_described() -> None:
    bare = []
    for name, kind in build_schema(schema.as_str()).type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        if not kind.description:
            bare.append(name)
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            bare += [
                f"{name}.{field}" for field, what in kind.fields.items() if not what.description
            ]
        else:
            assert isinstance(kind, GraphQLEnumType | GraphQLScalarType) or kind.description
    assert bare == []
