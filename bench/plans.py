"""python -m bench.plans: what execution itself costs, on 3,613 made-up places × 8 fields.

No graph, no HTTP: the same question by graphql-core and by a plan, beside orjson.dumps of the ready
answer. CPU milliseconds of this thread, since machines are shared: the median, and the least.
"""

import asyncio
import sys
import time
from statistics import median

import orjson
import strawberry

from api.frame import roomy
from api.limits import limited
from execution.executor import compiled, plain

ROUNDS = 20
WIDTHS = (12, 15, 19)  # counties, townships, villages below each
FIELDS = "code name quota registered enrolled unpaid rate paid"


@strawberry.type
class Place:
    code: str
    below: strawberry.Private["list[Place]"]
    name: str = "某地"
    quota: int = 100
    registered: int = 99
    enrolled: int = 98
    unpaid: int = 1
    rate: float = 0.98
    paid: str = "31360.00"

    @strawberry.field
    def children(self) -> list["Place"]:
        return self.below


def grown(code: str, widths: tuple[int, ...] = WIDTHS) -> Place:
    """A place with all below it."""
    inner = range(widths[0]) if widths else ()
    return Place(code=code, below=[grown(f"{code}{at:02}", widths[1:]) for at in inner])


ROOT = grown("4311")


@strawberry.type
class Query:
    @strawberry.field
    async def place(self) -> Place:
        return ROOT


def question() -> str:
    text = f"{{ {FIELDS} }}"
    for _ in WIDTHS:
        text = f"{{ {FIELDS} children {text} }}"
    return f"{{ place {text} }}"


async def measure() -> None:
    """Prints a line each."""
    schema, text = strawberry.Schema(Query), question()
    ways = {"graphql-core": limited(plain(schema)), "by a plan": limited(compiled(schema))}
    answers = {}
    for name, way in ways.items():
        times = []
        for _ in range(ROUNDS):
            started = time.thread_time()
            answers[name] = (await way.execute(text)).data
            times.append((time.thread_time() - started) * 1000)
        print(f"{name:13} p50 {median(times):6.2f} ms, least {min(times):6.2f} ms", flush=True)
    if orjson.dumps(answers["graphql-core"]) != orjson.dumps(answers["by a plan"]):
        raise SystemExit("bench: the answers differ")
    times = []
    for _ in range(ROUNDS):
        started = time.thread_time()
        orjson.dumps(answers["by a plan"])
        times.append((time.thread_time() - started) * 1000)
    print(f"orjson.dumps  p50 {median(times):6.2f} ms, least {min(times):6.2f} ms")


if __name__ == "__main__":
    sys.exit(roomy(lambda: asyncio.run(measure())))
