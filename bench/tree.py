"""The progress tree of a whole city: every county, township and village, 8 fields a place."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import orjson

from bench.client import BenchError, connected, encoded
from bench.workload import Measured, Target, Workload, timed

CITY = "4311"  # 永州市: 3,540 places below it
WARM_UP = 3
FIELDS = (
    "code name progress(year: 2022)"
    " { quota registered enrolled unpaid completionRate contributionPaid }"
)


def tree_query(code: str = CITY, levels: int = 4) -> str:
    """The place and what is below it, so many levels in all."""
    below = FIELDS
    for _ in range(levels - 1):
        below = f"{FIELDS} children {{ {below} }}"
    return f'query {{ jurisdiction(code: "{code}") {{ {below} }} }}'


def measure(target: Target, rounds: int, code: str = CITY) -> Measured:
    """Over one connection, one request after another."""
    body = encoded(tree_query(code))
    count = target.statements or (lambda: 0)
    with connected(target.address) as client:
        for _ in range(WARM_UP):
            content = client.ask(body)
        answer = _checked(content, code)
        before = count()
        times, cpu_ms = timed(partial(client.ask, body), rounds)
    dumps, _ = timed(partial(orjson.dumps, answer), rounds)
    return Measured(
        times,
        cpu_ms,
        amount=f"{sum(1 for _ in _places(answer)):,} places, {len(content) / 1024:,.0f} KB",
        statements=(count() - before) / rounds if target.statements else None,
        baseline="orjson.dumps",
        baseline_ms=sorted(dumps)[len(dumps) // 2],
    )


def _checked(content: bytes, code: str) -> dict[str, Any]:
    """The place that was asked for, complete. Raises BenchError otherwise."""
    answer = orjson.loads(content)
    place = (answer.get("data") or {}).get("jurisdiction")
    if answer.get("errors") or place is None:
        raise BenchError(f"no tree of {code}: {content[:300].decode()}; is the demo loaded?")
    return dict(place)


def _places(place: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield place
    for child in place.get("children", ()):
        yield from _places(child)


TREE = Workload("progress tree of a city", measure)
