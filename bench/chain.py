"""The accountability chain of a household: everyone who answers for it, with post and holder."""

from functools import partial
from statistics import median
from typing import Any

import orjson

from bench.client import BenchError, Client, connected, encoded
from bench.workload import Measured, Target, Workload, timed

VILLAGE = "341302113201"  # the groups of 蕲县镇 have two posts each
WARM_UP = 3
ON = "2021-11-20"
LINK = (
    "direction distance jurisdiction { name } department { name } post { title }"
    " holder { name from } duty clause { number }"
)
FIRST = f"""query {{ jurisdiction(code: "{VILLAGE}") {{
  households(year: 2022, first: 1) {{ nodes {{ id }} }} }} }}"""


def chain_query(household: str) -> str:
    """Its links and gaps on a day of the campaign."""
    return _of(household, f'accountability(on: "{ON}") {{ gaps links {{ {LINK} }} }}')


def _of(household: str, fields: str) -> str:
    return f'query {{ node(id: "{household}") {{ ... on Household {{ number {fields} }} }} }}'


def measure(target: Target, rounds: int) -> Measured:
    """Over one connection; the baseline is the household alone."""
    count = target.statements or (lambda: 0)
    with connected(target.address) as client:
        household = _first(client)
        body, alone = encoded(chain_query(household)), encoded(_of(household, ""))
        for _ in range(WARM_UP):
            links = linked(client.ask(body))
        before = count()
        times, cpu_ms = timed(partial(client.ask, body), rounds)
        sent = (count() - before) / rounds
        plain, _ = timed(partial(client.ask, alone), rounds)
        engine = _engine(target, household, rounds)
    return Measured(
        times,
        cpu_ms,
        amount=f"{len(links)} links{engine}",
        statements=sent if target.statements else None,
        baseline="household alone",
        baseline_ms=sorted(plain)[len(plain) // 2],
    )


def _engine(target: Target, household: str, rounds: int) -> str:
    """What the engine itself needs for this household, where somebody can ask it."""
    if target.chain_ms is None:
        return ""
    key = household.partition(":")[2]
    return f", engine {median(target.chain_ms(key, ON) for _ in range(rounds)):g} ms"


def _first(client: Client) -> str:
    place = (orjson.loads(client.ask(encoded(FIRST))).get("data") or {}).get("jurisdiction")
    nodes = place["households"]["nodes"] if place else []
    if not nodes:
        raise BenchError(f"no household in {VILLAGE}; is the demo loaded?")
    return str(nodes[0]["id"])


def linked(content: bytes) -> list[dict[str, Any]]:
    """The links of an answer. Raises BenchError where nobody answers."""
    node = (orjson.loads(content).get("data") or {}).get("node")
    links: list[dict[str, Any]] = node["accountability"]["links"] if node else []
    if not links:
        raise BenchError(f"nobody answers for the household: {content[:300].decode()}")
    return links


CHAIN = Workload("accountability chain", measure)
