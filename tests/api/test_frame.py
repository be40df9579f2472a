"""The same query takes the same effort, however deep its caller stands."""

import asyncio
import resource
from collections.abc import Callable

import httpx
from starlette.applications import Starlette

from api.frame import roomy

PLACE = "code name quota registered enrolled unpaid rate paid"
TREE = "{ place { %s children { %s children { %s children { %s } } } } }" % ((PLACE,) * 4)
MOST_FAULTS = 2_000  # of a page each; over the cliff it is 120,000


def at_depth(depth: int, function: Callable[[], int]) -> int:
    return function() if depth == 0 else at_depth(depth - 1, function)


async def faults_of_one(app: Starlette) -> int:
    """Page faults of one request."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost"
    ) as client:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        answer = await client.post("/graphql", json={"query": TREE})
    assert len(answer.content) > 400_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_no_depth_of_the_caller_lets_a_query_fall_off_the_stack_cliff(toy_app: Starlette) -> None:
    def served() -> int:
        return roomy(lambda: asyncio.run(faults_of_one(toy_app)))

    served()  # the first one takes its memory from the system
    faults = [at_depth(depth, served) for depth in range(0, 120, 4)]
    assert len(faults) == 30
    assert max(faults) <= MOST_FAULTS
