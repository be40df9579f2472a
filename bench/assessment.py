"""The assessment of a county: what every rule of its notice gives each township, over HTTP."""

from functools import partial
from typing import Any

import orjson

from bench.client import BenchError, connected, encoded
from bench.workload import Measured, Target, Workload, timed

COUNTY = "431123"  # 双牌县
WARM_UP = 3
FIELDS = (
    "rule { key } provisional rank amount"
    " items { key measured points amount because { text arithmetic clause { number } } }"
)


def assessment_query(code: str = COUNTY) -> str:
    """All units below the place."""
    asked = f"code name assessments(year: 2022) {{ {FIELDS} }}"
    return f'query {{ jurisdiction(code: "{code}") {{ children {{ {asked} }} }} }}'


def measure(target: Target, rounds: int, code: str = COUNTY) -> Measured:
    """Over one connection, one request after another."""
    body = encoded(assessment_query(code))
    count = target.statements or (lambda: 0)
    with connected(target.address) as client:
        for _ in range(WARM_UP):
            content = client.ask(body)
        units = judged(content, code)
        before = count()
        times, cpu_ms = timed(partial(client.ask, body), rounds)
    results = sum(len(unit["assessments"]) for unit in units)
    return Measured(
        times,
        cpu_ms,
        amount=f"{len(units)} units, {results} results, {len(content) / 1024:,.0f} KB",
        statements=(count() - before) / rounds if target.statements else None,
    )


def judged(content: bytes, code: str) -> list[dict[str, Any]]:
    """The units with what they were given. Raises BenchError where nobody was judged."""
    answer = orjson.loads(content)
    place = (answer.get("data") or {}).get("jurisdiction") or {}
    units: list[dict[str, Any]] = place.get("children") or []
    if answer.get("errors") or not any(unit["assessments"] for unit in units):
        raise BenchError(f"nobody judged in {code}: {content[:300].decode()}; is the demo loaded?")
    return units


ASSESSMENT = Workload("assessment of a county", measure)
