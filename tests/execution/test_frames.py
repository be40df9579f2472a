"""500 different questions from different depths of the caller: none falls off the stack cliff."""

import asyncio
import resource
from collections.abc import Callable
from functools import partial

import httpx
import pytest
import strawberry

from api.app import create_app
from api.frame import roomy

MOST_FAULTS = 1_000  # of a page each; over the cliff it is 26,000
DEPTHS = range(0, 100, 4)
PLACE = "code name quota registered enrolled unpaid rate paid"


@strawberry.type
class Place:
    code: str
    name: str = "某地"
    quota: int = 100
    registered: int = 99
    enrolled: int = 98
    unpaid: int = 1
    rate: float = 0.98
    paid: str = "31360.00"
    below: strawberry.Private["tuple[Place, ...]"] = ()

    @strawberry.field
    def children(self) -> "list[Place]":
        return list(self.below)


def grown(code: str, widths: tuple[int, ...]) -> Place:
    inner = range(widths[0]) if widths else ()
    below = tuple(grown(f"{code}{number:02}", widths[1:]) for number in inner)
    return Place(code=code, below=below)


ROOT = grown("4311", (12, 15, 4))  # 1 + 12 + 180 + 720 places


@strawberry.type
class Query:
    @strawberry.field
    async def place(self) -> Place:
        return ROOT


async def nothing(*_: object) -> object:
    return None


def question(number: int) -> str:
    """Four levels, each with a name of its own for the code."""
    text = f"{{ c{number}: code {PLACE} }}"
    for _ in range(3):
        text = f"{{ c{number}: code {PLACE} children {text} }}"
    return f"{{ place {text} }}"


def at_depth(depth: int, function: Callable[[], list[int]]) -> list[int]:
    return function() if depth == 0 else at_depth(depth - 1, function)


async def faults_of(numbers: range, by_plans: bool) -> list[int]:
    """Page faults of each of these questions; the tests' plans are made when one comes."""
    app = create_app(strawberry.Schema(Query), nothing, nothing, by_plans=by_plans)
    transport, found = httpx.ASGITransport(app), []
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for number in numbers:
            text = question(number)
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
            answer = await client.post("/graphql", json={"query": text})
            found.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
            assert len(answer.content) > 100_000
    return found


@pytest.mark.parametrize(("by_plans", "each"), [(True, 20), (False, 1)])
def test_500_questions_from_any_depth_stay_on_the_stack(by_plans: bool, each: int) -> None:
    def served(first: int) -> list[int]:
        return roomy(lambda: asyncio.run(faults_of(range(first, first + each), by_plans)))

    served(0)  # the first ones take their memory from the system
    faults = [
        one for depth in DEPTHS for one in at_depth(depth, partial(served, 1_000 + depth * each))
    ]
    assert len(faults) == each * 25
    assert max(faults) <= MOST_FAULTS
