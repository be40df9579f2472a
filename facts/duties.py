"""What was done about duties: completions, in one part or several, and errors of rosters.

    (:Completion {key: duty|n})-[:OF]->(:Duty {key})-[:FOR]->(:Jurisdiction)
                                       (:Duty)-[:ABOUT]->(:Household)      of a roster error

A duty that a notice states is worked out, not stored: its node comes with its first completion. The
node is what rivals wait for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from facts.receipt import answer, take_receipt
from graph.gateway import Row, Store, Transaction
from policy.completion import Refused, accept
from policy.duties import Part


class DutyRefused(Exception):
    """A completion that cannot be; nothing of it stays on record."""

    def __init__(self, why: Refused) -> None:
        super().__init__(why.message)
        self.why = why


@dataclass(frozen=True, slots=True)
class DutyHead:
    """A duty as its rule states it. amount_fen: the whole, where the rule gives it."""

    key: str
    unit: str
    year: int
    rule: str
    money: bool = False
    amount_fen: int | None = None


# (:Duty {key})-[:FOR]->(:Jurisdiction {code})
HOLD: LiteralString = """
MATCH (j:Jurisdiction {code: $row.unit})
MERGE (d:Duty {key: $row.key})
  ON CREATE SET d += $row
SET d.lock = 1
MERGE (d)-[:FOR]->(j)
"""


async def complete_duty(
    store: Store, receipt: str, body: Sequence[str], head: DutyHead, new: Part
) -> None:
    """Put a completion on record, once for each receipt.

    Raises DutyRefused where the duty is done already or the money does not fit, and
    IdempotencyConflict where the receipt came with another body.
    """
    row = {"key": head.key, "unit": head.unit, "year": head.year, "rule": head.rule}

    async def write(transaction: Transaction) -> None:
        if await take_receipt(transaction, receipt, body) is not None:
            return
        await transaction.run(HOLD, row=row)
        _, parts = await _held(transaction, head.key)
        part = accept(head.money, head.amount_fen, parts, new)
        if isinstance(part, Refused):
            raise DutyRefused(part)
        await _put(transaction, head.key, len(parts) + 1, part)
        await answer(transaction, receipt, head.key)

    await store.transact(write)


# (:Completion)-[:OF]->(:Duty {key})
HELD: LiteralString = """
MATCH (d:Duty {key: $key})
RETURN d {.reported_on, .household} AS duty, COLLECT {
  MATCH (c:Completion)-[:OF]->(d) RETURN c {.on, .evidence, .amount_fen, .of_fen} ORDER BY c.n
} AS parts
"""


async def _held(transaction: Transaction, key: str) -> tuple[Row, list[Part]]:
    """A duty that is locked, and what was done about it."""
    [row] = await transaction.run(HELD, key=key)
    return row["duty"], [part_of(one) for one in row["parts"]]


def part_of(row: Row) -> Part:
    """A completion as the graph has it."""
    return Part(row["on"].to_native(), row["evidence"], row["amount_fen"], row["of_fen"])


# (:Completion {key: duty|n})-[:OF]->(:Duty {key})
PUT: LiteralString = """
MATCH (d:Duty {key: $duty})
CREATE (c:Completion)-[:OF]->(d)
SET c += $row, c.recorded = datetime.transaction().epochMillis
"""


async def _put(transaction: Transaction, duty: str, n: int, part: Part) -> None:
    row = {
        "key": f"{duty}|{n}",
        "n": n,
        "on": part.on,
        "evidence": part.evidence,
        "amount_fen": part.amount_fen,
        "of_fen": part.of_fen,
    }
    await transaction.run(PUT, duty=duty, row=row)


# (:Duty {key}) of a roster error
LOCK: LiteralString = """
MATCH (d:Duty {key: $key})
WHERE d.household IS NOT NULL
SET d.lock = 1
RETURN d.key AS key
"""


async def settle_duty(
    transaction: Transaction, key: str, on: date, evidence: str, household: str | None = None
) -> Refused | None:
    """Complete the duty of a roster error within the write that mends it; why not, else None.

    key: that of the graph, without the type of the id. household: the one that was mended, where
    the duty must be about it. The caller drops its write when this is refused.
    """
    if not await transaction.run(LOCK, key=key):
        return Refused("UNKNOWN", f"没有这项名册差错：{key}", "duty")
    duty, parts = await _held(transaction, key)
    reported = duty["reported_on"].to_native()
    if household not in (None, duty["household"]):
        return Refused("BAD_INPUT", "这项名册差错说的是另一户", "duty")
    if on < reported:
        return Refused("BEFORE_ENTRY", f"on: {on} 早于报送差错的日子 {reported}", "on")
    part = accept(False, None, parts, Part(on, evidence))
    if isinstance(part, Refused):
        return part
    await _put(transaction, key, len(parts) + 1, part)
    return None


@dataclass(frozen=True, slots=True)
class RosterError:
    """An error of a roster: who must mend it by when, under which clause."""

    key: str
    unit: str
    year: int
    rule: str
    household: str
    text: str
    department: str
    reported_on: date
    deadline: date
    notice: str
    clause: str
    recurring: str | None


# (:Household {key})<-[:ABOUT]-(:Duty {key})-[:FOR]->(:Jurisdiction {code})
REPORT: LiteralString = """
MATCH (j:Jurisdiction {code: $row.unit}), (h:Household {key: $row.household})
MERGE (d:Duty {key: $row.key})
  ON CREATE SET d += $row, d.recorded = datetime.transaction().epochMillis
MERGE (d)-[:FOR]->(j)
MERGE (d)-[:ABOUT]->(h)
"""


async def report_error(store: Store, receipt: str, body: Sequence[str], error: RosterError) -> None:
    """Put an error of a roster on record as a duty, once for each receipt."""
    row = {name: getattr(error, name) for name in RosterError.__slots__}

    async def write(transaction: Transaction) -> None:
        if await take_receipt(transaction, receipt, body) is None:
            await transaction.run(REPORT, row=row)
            await answer(transaction, receipt, error.key)

    await store.transact(write)
