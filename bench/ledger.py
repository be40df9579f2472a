"""The ledger of a county: what each department owes for each group, over HTTP."""

from functools import partial
from typing import Any

import orjson

from bench.client import BenchError, connected, encoded
from bench.workload import Measured, Target, Workload, timed

COUNTY = "431123"  # 双牌县
WARM_UP = 3
FIELDS = (
    "department { name } category { key } fund people unsetPeople amount payable requested"
    " disbursed received outstanding overdue deadline clause { number }"
)


def ledger_query(code: str = COUNTY) -> str:
    """All rows of the place."""
    asked = f"liabilities(year: 2022) {{ people amount rows {{ {FIELDS} }} }}"
    return f'query {{ jurisdiction(code: "{code}") {{ {asked} }} }}'


def measure(target: Target, rounds: int, code: str = COUNTY) -> Measured:
    """Over one connection, one request after another."""
    body = encoded(ledger_query(code))
    count = target.statements or (lambda: 0)
    with connected(target.address) as client:
        for _ in range(WARM_UP):
            content = client.ask(body)
        ledger = owed(content, code)
        before = count()
        times, cpu_ms = timed(partial(client.ask, body), rounds)
    return Measured(
        times,
        cpu_ms,
        amount=f"{ledger['people']:,} subsidies, {len(ledger['rows'])} rows",
        statements=(count() - before) / rounds if target.statements else None,
    )


def owed(content: bytes, code: str) -> dict[str, Any]:
    """The ledger. Raises BenchError where there is none."""
    answer = orjson.loads(content)
    place = (answer.get("data") or {}).get("jurisdiction") or {}
    ledger: dict[str, Any] | None = place.get("liabilities")
    if answer.get("errors") or ledger is None:
        raise BenchError(f"no ledger of {code}: {content[:300].decode()}; is the demo loaded?")
    return ledger


LEDGER = Workload("ledger of a county", measure)
