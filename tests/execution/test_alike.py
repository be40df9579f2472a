"""A plan gives what graphql-core gives: data, order, errors, and what loaders are asked for."""

import asyncio
import logging
import os
from random import Random
from typing import Any

import pytest
from graphql import get_named_type
from hypothesis import given, settings
from hypothesis import strategies as st

from execution.executor import compiled, plain
from execution.plans import Plans
from tests.execution.conftest import Both, told
from tests.execution.odd import SCHEMA, VALUES, batches
from tests.execution.questions import Questions

# of siblings that are cancelled before they begin: graphql-core leaves them as well
pytestmark = [
    pytest.mark.filterwarnings("ignore:coroutine .* was never awaited"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
EXAMPLES = int(os.environ.get("ZEREN_EXAMPLES", "60"))
POOLS = {
    "value": [f'"{name}"' for name in [*VALUES, "raised"]],
    "String": ['"text"', '"a \\"quoted\\" word"'],
    "Int": ["1", "2", "4"],
    "Even": ["2", '"4"', '"x"'],
    "Date": ['"2022-01-01"', '"nope"'],
    "Boolean": ["true", "false"],
}
TICKS = 6  # of the loop, until loaders that nobody waits for any more have run
CORE, COMPILED = plain(SCHEMA), compiled(SCHEMA)
BELOW = {
    "Cat": "{ name legs lives }",
    "Stone": "{ weight }",
    "Animal": "{ __typename name legs ... on Cat { lives } ... on Dog { tail { at } } }",
    "Thing": "{ __typename ... on Cat { name lives } ... on Stone { weight } }",
    "Odd": "{ at must loaded loadedBy cat { name } }",
}


def asked() -> list[tuple[str, str]]:
    """Every field that gives whatever value it is asked for, and what is asked of that."""
    fields: Any = SCHEMA._schema.type_map["Odd"]
    found = {name: get_named_type(one.type).name for name, one in fields.fields.items()}
    return [
        (name, BELOW.get(found[name], "")) for name in found if "value" in fields.fields[name].args
    ]


@pytest.fixture(autouse=True)
def _quiet(plans: Plans) -> Any:
    """strawberry logs each error that is asked for here."""
    logger = logging.getLogger("strawberry.execution")
    logger.disabled = True
    yield
    logger.disabled = False


async def answered(schema: Any, text: str, variables: dict[str, Any]) -> tuple[Any, Any]:
    context = batches()
    found = await schema.execute(text, variable_values=variables, context_value=context)
    for _ in range(TICKS):
        await asyncio.sleep(0)
    return told(found), context["asked"]


@settings(max_examples=EXAMPLES)
@given(st.randoms(use_true_random=False), st.sampled_from([0.02, 0.2, 0.7]))
async def test_random_operations_are_answered_alike(random: Random, given: float) -> None:
    skip = frozenset() if random.random() < 0.1 else frozenset({"nobody", "never", "guarded"})
    questions = Questions(SCHEMA._schema, random, POOLS, given=given, skip=skip)
    text, variables = questions.operation()
    core = await answered(CORE, text, variables)
    for _ in range(2):  # the plan when it is made, and when it is used again
        found = await answered(COMPILED, text, variables)
        assert found[0] == core[0], text
        # of what an error ends, one or the other may just have asked for more
        assert found[1] == core[1] or core[0]["errors"], text


@pytest.mark.parametrize("value", [*VALUES, "raised"])
async def test_every_value_is_answered_alike_by_every_kind_of_field(value: str) -> None:
    waiting = 'slow(value: "failing") slowCat { name } loaded'
    for name, below in asked():
        field = f'{name}(value: "{value}") {below}'
        text = f"{{ slowOdd {{ odd {{ {field} }} at }} many {{ {waiting} x: {field} slowMust }} }}"
        assert await answered(COMPILED, text, {}) == await answered(CORE, text, {}), text


ASKED = {
    "aliases": "{ a: odd { b: at at } odd { oddName } }",
    "merged": "{ odd { odd { at } odd { oddName odd { at } } } }",
    "typename": "{ __typename odd { __typename t: __typename animal { __typename } } }",
    "fragments": "{ odd { ...A ...B } } fragment A on Odd { at ...B } fragment B on Odd { maybe }",
    "interfaces": "{ odd { animal { ...A } cat { ...A } } } fragment A on Animal { name legs }",
    "generics": "{ odd { box { held __typename } boxed { held { at boxed { held { at } } } } } }",
    "introspection": '{ __schema { queryType { name } } __type(name: "Odd") { fields { name } } }',
    "extensions": '{ odd { guarded a: guarded(key: "k") loud b: loud(word: "w") still rooted } }',
    "info": "{ odd { place odd { slowPlace selected { oddName } } } many { place slowPlace } }",
    "streams": "{ odd { streamed tables a: at } }",
    "null in the root": "{ odd { at slowCat { name } } nobody { at } slowOdd { at } }",
    "skipped": "{ odd { at @skip(if: true) ... @skip(if: false) { maybe } } }",
    "nothing left": "{ odd { at @skip(if: true) } }",
}


@pytest.mark.parametrize("text", ASKED.values(), ids=ASKED)
async def test_each_feature_of_the_language_is_answered_alike(both: Both, text: str) -> None:
    await both(SCHEMA, text, context=batches)


GIVEN = (
    "query ($e: Even, $c: Colour, $n: Int! = 7) { odd { given(even: $e, colour: $c, number: $n) } }"
)
NEAR = (
    "query ($w: Near!, $t: [String!], $s: Size! = LARGE) "
    "{ many { near(where: $w, words: $t, size: $s) a: near(where: {inner: {x: 1}}, words: []) } }"
)


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        (GIVEN, {}),
        (GIVEN, {"e": "4", "c": "AZURE", "n": 1}),
        (GIVEN, {"e": None, "c": None}),
        (GIVEN, {"e": "x"}),
        (GIVEN, {"n": None}),
        (GIVEN, {"n": 2**31}),
        (NEAR, {"w": {}}),
        (NEAR, {"w": {"x": 1, "tags": ["a"], "colour": "AZURE"}, "t": ["b"], "s": "SMALL"}),
        (NEAR, {"w": {"y": 1}}),
        ('{ many { given(even: "x") a: given(from: "2022-13-01") at } }', {}),
        ('{ many { given(even: 6, from: "2022-12-01", colour: null) } }', {}),
        ("query ($s: Boolean!) { odd { at @skip(if: $s) oddName @include(if: $s) } }", {"s": True}),
        (
            "query ($s: Boolean!) { odd { at @skip(if: $s) oddName @include(if: $s) } }",
            {"s": False},
        ),
        ("query ($s: Boolean = true) { odd { at odd { at @skip(if: $s) } } }", {"s": None}),
    ],
)
async def test_arguments_and_variables_are_coerced_alike(
    text: str, variables: dict[str, Any]
) -> None:
    assert await answered(COMPILED, text, variables) == await answered(CORE, text, variables)


async def test_loaders_are_asked_for_the_same_keys_together() -> None:
    text = (
        "{ many(count: 4) { loaded loadedBy odds { loaded } } odd(at: 9) { slowOdd { loaded } } }"
    )
    assert (await answered(CORE, text, {}))[1] == [[0, 1, 2, 3], [10, 4]]
    assert (await answered(COMPILED, text, {}))[1] == [[0, 1, 2, 3], [10, 4]]
