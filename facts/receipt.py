"""Receipts: what was asked for once is done once, and answered alike for ever.

The first statement of every write. A rival that sends the same waits here until the first has
committed, and then finds its answer.
"""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import LiteralString

from graph.gateway import Transaction


class IdempotencyConflict(Exception):
    """A key was used before with another body."""


# (:Receipt {key, body, answer})
TAKE_RECEIPT: LiteralString = """
MERGE (r:Receipt {key: $key})
  ON CREATE SET r.body = $body
SET r.lock = 1
RETURN r.body AS body, r.answer AS answer
"""

ANSWER: LiteralString = """
MATCH (r:Receipt {key: $key})
SET r.answer = $answer, r.recorded = datetime.transaction().epochMillis
"""


TODAY: LiteralString = """
RETURN date(datetime({epochMillis: datetime.transaction().epochMillis, timezone: '+08:00'})) AS day
"""


async def today(transaction: Transaction) -> date:
    """The civil day in China by the engine's clock, one for all writers."""
    [row] = await transaction.run(TODAY)
    day: date = row["day"].to_native()
    return day


async def take_receipt(transaction: Transaction, key: str, body: Iterable[str]) -> str | None:
    """The answer of an earlier time; None where this is the first.

    Raises IdempotencyConflict where the key came with another body.
    """
    digest = digest_of(body)
    [row] = await transaction.run(TAKE_RECEIPT, key=key, body=digest)
    if row["body"] != digest:
        raise IdempotencyConflict(
            f"key {key} was sent before with another body; use a new key for a new fact"
        )
    answer: str | None = row["answer"]
    return answer


async def answer(transaction: Transaction, key: str, text: str) -> None:
    """Put the answer on record; before the sequence is taken."""
    await transaction.run(ANSWER, key=key, answer=text)


def digest_of(body: Iterable[str]) -> str:
    """The same for the same lines, whatever their number."""
    digest = hashlib.sha256()
    for line in body:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
