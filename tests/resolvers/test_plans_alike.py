"""The whole schema, asked as every role: plans answer as graphql-core does, statements alike."""

import os
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from execution.executor import CompiledExecutor, plain
from execution.plans import Plans
from graph.gateway import Gateway
from policy.viewer import OPERATOR, Viewer
from schema.root import context_of, schema
from tests.execution.questions import Questions
from tests.resolvers.test_walk import ANALYST, DEPARTMENTS, OFFICERS, TODAY, pools
from tests.walk import Walk, pairs
from tests.worlds import OTHERS, OWN, VAULT, VILLAGES, Somebody, World, settle

EXAMPLES = int(os.environ.get("ZEREN_EXAMPLES", "60"))
VIEWERS = [OPERATOR, OFFICERS[5], DEPARTMENTS[5], ANALYST]
CORE, COMPILED = plain(schema), schema
WORLD = World(
    tuple(
        Somebody(f"p{at}a", f"h{at}", VILLAGES[at % 5], (None, OWN, OTHERS)[at % 3], at % 2 > 0, at)
        for at in range(1, 9)
    ),
    moves=True,
)
SHARE = int(os.environ.get("ZEREN_SHARE", "2"))  # of the fields: all of them with 1
READS = {
    "idReads",
    "idNumber",
}  # tell of the reading itself: the second asks for what the first did


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CompiledExecutor, "plans", Plans(at_once=True))


LAW = '{ jurisdiction(code: "43") { accountability { gaps } } }'


async def answered(
    one: Any, graph: Gateway, viewer: Viewer, text: str, variables: dict[str, Any] | None = None
) -> Any:
    """All that a client sees, with the order of keys and of errors."""
    context = context_of(viewer, graph, TODAY, VAULT)
    found = await one.execute(text, variable_values=variables, context_value=context)
    errors = [(error.formatted, type(error.original_error)) for error in found.errors or ()]
    return repr(found.data), errors


@pytest.mark.parametrize("turn", range(len(VIEWERS)))
async def test_every_field_is_answered_alike_to_one_role_after_the_other(
    drawn: Gateway, turn: int, statements: list[str]
) -> None:
    viewer = VIEWERS[turn]
    await settle(drawn, WORLD)
    await answered(CORE, drawn, viewer, LAW)  # is read once
    for pair in [one for one in pairs() if one[1] not in READS][turn :: SHARE * len(VIEWERS)]:
        text = Walk(Random(str(pair)), pools(WORLD)).query(pair)
        statements.clear()
        core = await answered(CORE, drawn, viewer, text)
        asked = set(statements)  # how often each is sent depends on which answer comes first
        statements.clear()
        assert await answered(COMPILED, drawn, viewer, text) == core, text
        assert set(statements) == asked, text


@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each answer is asked of the engine
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.randoms(use_true_random=False), st.sampled_from(VIEWERS))
async def test_random_operations_are_answered_alike(
    settled: Gateway, random: Random, viewer: Viewer
) -> None:
    literals = {name: [_literal(one) for one in pool] for name, pool in pools(WORLD).items()}
    skip = frozenset(READS)
    questions = Questions(schema._schema, random, literals, depth=4, width=4, given=0.2, skip=skip)
    text, variables = questions.operation()
    for left in (2, 1, 0):  # which of several statements is answered first is up to the engine
        core = await answered(CORE, settled, viewer, text, variables)
        found = await answered(COMPILED, settled, viewer, text, variables)
        if found == core or not left:
            break
    assert found == core, text


@pytest.fixture
async def settled(drawn: Gateway) -> Gateway:
    await settle(drawn, WORLD)
    return drawn


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
