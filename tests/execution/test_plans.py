"""Which operations have a plan, how many plans are kept, and what stands in their text."""

import gc
import weakref
from typing import Any

import httpx
import pytest
from graphql import parse
from graphql.execution.collect_fields import collect_fields
from strawberry.extensions import SchemaExtension

from api.app import create_app
from execution.drawing import MOST_FIELDS, Drawing
from execution.executor import MOST_TEXT, CompiledExecutor, compiled
from execution.plans import MOST, MOST_WEIGHT, NoPlan, Plan, Plans
from execution.source import Writer, quoted
from tests.execution.odd import SCHEMA, batches

COMPILED = compiled(SCHEMA)
WEIGHT = 50


def small() -> Plan:
    return Plan(lambda run: lambda source, at: None, (), WEIGHT)


async def ask(text: str, **given: Any) -> Any:
    found = await COMPILED.execute(text, context_value=batches(), **given)
    assert not found.errors
    return found.data


def text_of(query: str) -> str:
    """The Python text of the plan of a query."""
    executor = CompiledExecutor.build(SCHEMA._schema, parse(query))
    assert isinstance(executor, CompiledExecutor)
    root = SCHEMA._schema.query_type
    assert root is not None
    drawing = Drawing(SCHEMA._schema, executor._fields)
    grouped = collect_fields(
        SCHEMA._schema, executor.fragments, executor.variable_values, root, executor.operation
    ).grouped_field_set
    selected = drawing.selected(root, grouped)
    return Writer(drawing).text(selected)


def test_100_000_different_operations_leave_a_bounded_number_of_plans() -> None:
    plans = Plans(at_once=True)
    for number in range(100_000):
        assert plans.get(f"{{ a{number}: at }}", small) is not None
    assert plans.made == 100_000
    assert len(plans) == MOST == 512
    assert plans.weight == MOST * WEIGHT <= MOST_WEIGHT


def test_long_operations_leave_fewer_plans() -> None:
    plans = Plans(at_once=True)
    for number in range(1_000):
        plans.get(number, lambda: Plan(small().bind, (), 4_000))
    assert len(plans) == MOST_WEIGHT // 4_000 == 64
    assert plans.weight == 256_000


def test_the_plan_that_was_not_used_for_longest_goes_first() -> None:
    plans = Plans(most=2, at_once=True)
    for key in ("a", "b", "a", "c", "a"):
        plans.get(key, small)
    assert plans.made == 3
    plans.get("b", small)
    assert plans.made == 4


async def test_2_000_different_operations_are_answered_with_few_plans_kept(plans: Plans) -> None:
    plans.most = 20
    for number in range(2_000):
        assert await ask(f"{{ a{number}: __typename }}") == {f"a{number}": "Query"}
    assert (plans.made, len(plans)) == (2_000, 20)


async def test_an_operation_has_a_plan_when_it_comes_again(plans: Plans) -> None:
    plans.at_once = False
    made = []
    for _ in range(3):
        assert await ask("{ odd { at } }") == {"odd": {"at": 1}}
        made.append(plans.made)
    assert made == [0, 1, 1]


async def test_what_is_skipped_belongs_to_the_plan(plans: Plans) -> None:
    text = "query ($no: Boolean!, $at: Int!) { odd(at: $at) { at maybe @skip(if: $no) } }"
    for no, at in ((True, 1), (False, 2), (True, 3)):
        data = await ask(text, variable_values={"no": no, "at": at})
        assert data == {"odd": {"at": at} if no else {"at": at, "maybe": None}}
    assert plans.made == 2


async def test_operations_of_one_text_have_plans_of_their_own(plans: Plans) -> None:
    text = "query A { odd { at } } query B { many(count: 1) { at } }"
    assert await ask(text, operation_name="A") == {"odd": {"at": 1}}
    assert await ask(text, operation_name="B") == {"many": [{"at": 0}]}
    assert plans.made == 2


@pytest.mark.parametrize(
    "text",
    [
        "mutation { count again: count }",
        "{ __typename #" + "x" * MOST_TEXT + "\n}",
    ],
)
async def test_some_operations_are_left_to_graphql_core(plans: Plans, text: str) -> None:
    assert await ask(text)
    assert plans.made == 0


async def test_fragments_that_multiply_have_no_plan(plans: Plans) -> None:
    twice = "fragment F{} on Odd {{ a: odd {{ ...F{} }} b: odd {{ ...F{} }} }}"
    parts = [twice.format(n, n + 1, n + 1) for n in range(9)]
    text = " ".join(["{ odd { ...F0 } }", *parts, "fragment F9 on Odd { at }"])
    assert MOST_FIELDS < 2**10
    assert (await ask(text))["odd"]["a"]["b"]["a"]
    assert (plans.made, len(plans)) == (0, 1)


async def test_what_stands_around_resolvers_is_not_passed_by(plans: Plans) -> None:
    class Loud(SchemaExtension):
        def resolve(self, _next: Any, root: Any, info: Any, *args: str, **kwargs: Any) -> Any:
            found = _next(root, info, *args, **kwargs)
            return f"{found}!" if isinstance(found, str) else found

    loud = compiled(SCHEMA)
    loud.extensions = (Loud,)
    found = await loud.execute("{ odd { oddName } }", context_value=batches())
    assert found.data == {"odd": {"oddName": "plain!"}}
    assert plans.made == 0


def test_no_value_of_a_client_stands_in_the_text_of_a_plan() -> None:
    asked = "text(value: \"__import__('os')\") near(where: {x: 4711})"
    text = text_of(f"{{ evil: odd(at: 31337) {{ {asked} }} }}")
    assert "'evil'" in text
    assert [word for word in ("31337", "__import__", "4711") if word in text] == []


@pytest.mark.parametrize("name", ["a'b", "a\nb", "", "é", "1a", "a b", "a\\"])
def test_what_is_no_graphql_name_is_never_quoted(name: str) -> None:
    with pytest.raises(ValueError, match="is no GraphQL name"):
        quoted(name)


@pytest.mark.parametrize(("by_plans", "made"), [(True, 1), (False, 0)])
async def test_the_service_answers_alike_with_plans_and_without(
    plans: Plans, by_plans: bool, made: int
) -> None:
    async def context(*_: object) -> object:
        return batches()

    app = create_app(COMPILED, context, context, by_plans=by_plans)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.post("/graphql", json={"query": "{ odd { loaded at } }"})
    assert answer.content == b'{"data":{"odd":{"loaded":10,"at":1}}}'
    assert plans.made == made


class Kept(dict[str, Any]):
    """A context that can be watched."""


async def test_a_plan_keeps_nothing_of_the_request_that_it_was_made_for(plans: Plans) -> None:
    context = Kept(batches())
    found = await COMPILED.execute("{ odd { place loaded } }", context_value=context)
    assert found.data
    assert found.data["odd"]["loaded"] == 10
    watched = weakref.ref(context)
    del context, found
    gc.collect()
    assert watched() is None
    assert plans.made == len(plans) == 1


async def test_a_plan_is_used_with_other_variables_and_other_contexts(plans: Plans) -> None:
    text = "query ($n: Int!) { odd(at: $n) { given(number: $n, colour: RED) loaded } }"
    for number in (1, 2, 3):
        data = await ask(text, variable_values={"n": number})
        given = f"UNSET None <Colour.RED: 'red'> {number}"
        assert data == {"odd": {"given": given, "loaded": number * 10}}
    assert plans.made == 1


def test_an_operation_without_a_plan_is_remembered() -> None:
    plans = Plans(at_once=True)
    asked: list[str] = []

    def make() -> NoPlan:
        asked.append("once")
        return NoPlan(1, final=True)

    assert [plans.get("x", make) for _ in range(3)] == [None, None, None]
    assert asked == ["once"]
