"""What is refused before it runs, and what is not."""

from typing import Any

import pytest
import strawberry
from graphql import get_introspection_query, parse

from api.limits import limited
from api.shape import Shape

PLACE = "code name quota registered enrolled unpaid rate paid"
TREE = "{ %s children { %s children { %s children { %s } } } }" % ((PLACE,) * 4)


def nested(depth: int) -> str:
    """A query whose fields are that deep."""
    return "{ place " + "{ children " * (depth - 2) + "{ code }" + " }" * (depth - 1)


async def refused(ask: Any, query: str, **more: Any) -> tuple[str, int, int]:
    status, answer = await ask(query, **more)
    facts = answer["errors"][0]["extensions"]
    assert (status, list(answer), facts["code"]) == (400, ["errors"], "LIMIT")
    assert f"{facts['figure']:,}" in answer["errors"][0]["message"]
    return facts["what"], facts["figure"], facts["limit"]


async def test_fields_may_be_15_deep_and_no_deeper(ask: Any) -> None:
    assert (await refused(ask, nested(16))) == ("depth", 16, 15)
    assert Shape.of(parse(nested(15))).depth == 15


async def test_depth_is_counted_through_fragments(ask: Any) -> None:
    fragments = (
        "fragment A on Place { children { ...B } } fragment B on Place { children { code } }"
    )
    query = "{ place " + "{ children " * 12 + "{ ...A }" + " }" * 13 + fragments
    assert await refused(ask, query) == ("depth", 16, 15)


async def test_chained_fragments_are_refused_by_their_nesting(ask: Any) -> None:
    chain = "".join(f"fragment F{n} on Query {{ ...F{n + 1} }} " for n in range(300))
    query = "{ ...F0 } " + chain + "fragment F300 on Query { hello }"
    assert (await refused(ask, query))[0] == "nesting"


async def test_circular_fragments_are_a_mistake_not_a_crash(ask: Any) -> None:
    status, answer = await ask("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }")
    assert status == 400
    assert answer["errors"][0]["extensions"]["code"] == "BAD_INPUT"


async def test_there_may_be_60_aliases(ask: Any) -> None:
    query = "{ " + " ".join(f"a{n}: hello" for n in range(60)) + "%s }"
    assert (await ask(query % ""))[0] == 200
    assert await refused(ask, query % " b: hello") == ("aliases", 61, 60)


async def test_there_may_be_60_directives(ask: Any) -> None:
    query = (
        "{ "
        + "hello @include(if: true) " * 30
        + "place { "
        + "code @skip(if: false) " * 30
        + "%s} }"
    )
    assert (await ask(query % ""))[0] == 200
    assert await refused(ask, query % "name @skip(if: true)") == ("directives", 61, 60)


async def test_a_query_may_have_4000_tokens(ask: Any) -> None:
    query = "{ places(codes: [%s]) { code } }"  # 12 tokens
    assert (await ask(query % ('"a" ' * 3_988)))[0] == 200
    assert await refused(ask, query % ('"a" ' * 3_989)) == ("tokens", 4_001, 4_000)


@pytest.mark.parametrize("again", ["hello ", "...{ hello } ", "...F "])
async def test_a_query_made_of_repetitions_is_refused(ask: Any, again: str) -> None:
    fragment = "fragment F on Query { hello }" if again == "...F " else ""
    query = "{ " + again * 30 + "%s }" + fragment
    assert (await ask(query % ""))[0] == 200
    assert await refused(ask, query % again) == ("repeats", 31, 30)


async def test_what_graphql_gives_up_comparing_is_refused(ask: Any) -> None:
    status, answer = await ask("{ " + ("place { " + "code " * 30 + "} ") * 30 + "}")
    assert status == 400
    assert answer["errors"][0]["extensions"] == {"code": "LIMIT", "what": "repetition"}


async def test_a_text_that_exhausts_the_parser_is_refused(ask: Any) -> None:
    assert await refused(ask, "{ place " * 900 + "}" * 900) == ("nesting", 61, 60)


async def test_a_cost_beyond_all_numbers_is_still_told(ask: Any) -> None:
    page = "households(first: 2147483647) { nodes { number } } "
    query = "{ place { " + "children { " * 10 + page + "}" * 10 + " } }"
    assert await refused(ask, query) == ("cost", 10**15, 500_000)


async def test_one_of_several_operations_must_be_named(ask: Any) -> None:
    query = "query A { hello } query B { sum }"
    status, answer = await ask(query)
    assert (status, answer["errors"][0]["extensions"]) == (400, {"code": "BAD_INPUT"})
    assert (await ask(query, operationName="B")) == (200, {"data": {"sum": "320.10"}})


async def test_comments_do_not_make_a_query_endless(ask: Any) -> None:
    query = "{ hello } #" + "a" * 100_000
    assert await refused(ask, query) == ("length", 100_011, 100_000)


async def test_the_tree_of_a_city_passes(ask: Any) -> None:
    status, answer = await ask("{ place " + TREE + " }")
    towns = [town for county in answer["data"]["place"]["children"] for town in county["children"]]
    assert status == 200
    assert sum(len(town["children"]) for town in towns) == 3_420


@pytest.mark.parametrize("first", ["200", "$n"])
async def test_pages_below_each_village_of_a_city_are_refused(ask: Any, first: str) -> None:
    given = "query($n: Int!) " if first == "$n" else ""
    page = f"households(first: {first}) {{ nodes {{ number members }} }}"
    query = f"{given}{{ place {{ children {{ children {{ children {{ {page} }} }} }} }} }}"
    # place, 16 cities, 256, 4,096 villages with a connection and 200 × 3 values each
    figure = 1 + 1 + 16 * (1 + 1 + 16 * (1 + 1 + 16 * (1 + 1 + 1 + 200 * 3)))
    assert await refused(ask, query, variables={"n": 200}) == ("cost", figure, 500_000)


async def test_a_list_costs_as_much_as_the_keys_it_is_given(ask: Any) -> None:
    query = "query($codes: [String!]!) { places(codes: $codes) " + TREE + " }"
    codes = [str(n) for n in range(20)]
    assert (await refused(ask, query, variables={"codes": codes}))[0] == "cost"
    assert (await ask(query, variables={"codes": codes[:1]}))[0] == 400  # 16 all the same


async def test_introspection_is_allowed(ask: Any) -> None:
    status, answer = await ask(
        get_introspection_query(descriptions=True, input_value_deprecation=True)
    )
    assert (status, list(answer)) == (200, ["data"])


async def test_the_given_schema_stays_as_it_is() -> None:
    @strawberry.type
    class Query:
        hello: str = "hello"

    schema = strawberry.Schema(Query)
    assert limited(schema).extensions != ()
    assert schema.extensions == ()
