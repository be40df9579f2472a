"""No mutation runs for who may not write what its input names."""

from datetime import date
from typing import Any

import pytest
from graphql import (
    GraphQLInputObjectType,
    GraphQLNonNull,
    get_named_type,
    is_enum_type,
    is_list_type,
)

from graph.gateway import Gateway
from policy.viewer import OPERATOR, Role, Viewer
from schema.guard import DEPARTMENTS, OFFICERS, Touched
from schema.root import context_of, schema
from tests.campaigns import TOWNSHIP, VILLAGES, small_campaign

MUTATIONS = schema._schema.mutation_type.fields if schema._schema.mutation_type else {}
NAMES = {field.python_name for field in schema.mutation.__strawberry_definition__.fields}  # type: ignore[union-attr]
VALUES = {
    "JurisdictionCode": VILLAGES[1],
    "Date": "2021-10-15",
    "ID": "Person:h3a",
    "Int": 2022,
    "Yuan": "1.00",
    "Float": 1.0,
    "Boolean": True,
    "String": "低保",
}
PUBLIC = Viewer("public", Role.PUBLIC)
ANALYST = Viewer("analyst", Role.ANALYST, ("990101",))
CLERK = Viewer("clerk", Role.OFFICER, (VILLAGES[0],))
CIVIL = Viewer("mz", Role.DEPARTMENT, (VILLAGES[0],), f"{VILLAGES[0]}|CIVIL_AFFAIRS")


def value(kind: Any) -> Any:
    """Something that the type takes: only what it requires."""
    bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if is_list_type(bare):
        return [value(bare.of_type)]
    if is_enum_type(bare):
        return next(iter(bare.values))
    if isinstance(bare, GraphQLInputObjectType):
        needed = {n: f for n, f in bare.fields.items() if isinstance(f.type, GraphQLNonNull)}
        return {name: value(field.type) for name, field in needed.items()}
    return VALUES[bare.name]


async def codes(graph: Gateway, viewer: Viewer, mutation: str, given: Any) -> list[str]:
    kind = MUTATIONS[mutation].args["input"].type
    payload = get_named_type(MUTATIONS[mutation].type).name
    text = f"mutation ($input: {kind}) {{ {mutation}(input: $input) {{ __typename }} }}"
    result = await schema.execute(
        text,
        variable_values={"input": given},
        context_value=context_of(viewer, graph, date(2100, 1, 1)),
    )
    assert result.errors or result.data == {mutation: {"__typename": payload}}
    return [getattr(one.original_error, "code", "fault") for one in result.errors or ()]


def test_every_mutation_says_what_it_touches() -> None:
    assert NAMES - set(OFFICERS) == set()
    assert set(DEPARTMENTS) <= set(OFFICERS)


@pytest.mark.parametrize("viewer", [PUBLIC, ANALYST, CLERK, CIVIL], ids=lambda one: one.subject)
async def test_every_mutation_refuses_who_may_not_write_there(
    graph: Gateway, viewer: Viewer
) -> None:
    await small_campaign(graph)
    count = "MATCH (n) RETURN count(n) AS nodes"
    before = await graph.directory.read(count)
    found = {
        name: await codes(graph, viewer, name, value(field.args["input"].type))
        for name, field in MUTATIONS.items()
    }
    assert found == {name: ["FORBIDDEN"] for name in MUTATIONS}
    assert await graph.directory.read(count) == before


EXTEND = {
    "idempotencyKey": "x",
    "year": 2022,
    "until": "2022-01-31",
    "on": "2021-12-30",
    "document": "d",
}


@pytest.mark.parametrize(
    ("viewer", "code", "refused"),
    [
        (CLERK, VILLAGES[0], []),
        (CLERK, VILLAGES[1], ["FORBIDDEN"]),
        (CLERK, TOWNSHIP, ["FORBIDDEN"]),
        (CLERK, "990199", ["FORBIDDEN"]),
        (CIVIL, VILLAGES[0], ["FORBIDDEN"]),
        (OPERATOR, TOWNSHIP, []),
    ],
)
async def test_an_officer_writes_in_the_area_alone(
    graph: Gateway, viewer: Viewer, code: str, refused: list[str]
) -> None:
    await small_campaign(graph)
    given = {**EXTEND, "jurisdiction": code}
    assert await codes(graph, viewer, "grantExtension", given) == refused


@pytest.mark.parametrize(
    ("kind", "inside", "outside"),
    [
        ("PERSON", "Person:h1a", "Person:h3a"),
        ("HOUSEHOLD", "Household:h1", "Household:h3"),
        ("RESIDENT", "Person:h1a", "Person:h4a"),
        ("PLACE", VILLAGES[0], VILLAGES[1]),
        ("PAYMENT", "Payment:h1a|2021-10-15", "Payment:h3a|2021-10-15"),
    ],
)
async def test_what_an_input_names_must_lie_in_the_area(
    graph: Gateway, kind: str, inside: str, outside: str
) -> None:
    campaign = await small_campaign(graph)
    day = date(2021, 10, 15)
    assert not await campaign.post(
        "p", [campaign.payment(day, "h1a"), campaign.payment(day, "h3a")]
    )
    rights = context_of(CLERK, graph, date(2100, 1, 1)).rights
    touched = Touched[kind]
    assert await rights.may_write([(touched, inside)])
    assert not await rights.may_write([(touched, outside)])
    assert not await rights.may_write([(touched, inside), (touched, outside)])
    assert not await rights.may_write([(touched, "Person:nobody")])
