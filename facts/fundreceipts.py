"""What the fund says it received (基金到账), household by household: facts, append-only.

    FundReceiptRow ── record_fund_receipts ──> (:FundReceipt {key, …})-[:ON]->(:Account)

A row whose village and household number fit no account, or more than one, stays without ON: money
of an unknown payer. It is matched again by nobody: whoever mends the file sends a row with a new
key. No sum counts it; matching reads it (resolvers/matches_page.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from facts.receipt import answer, take_receipt, today
from graph.gateway import Row, Store, Transaction


@dataclass(frozen=True, slots=True)
class FundReceiptRow:
    """`key` is the fund's own number of the row; `village` a code of 12 digits; amount in fen."""

    key: str
    year: int
    village: str
    household: str | None  # the number that the roll prints
    payer: str | None  # as the fund names who paid
    amount_fen: int
    on: date
    document: str


@dataclass(frozen=True, slots=True)
class FundReceiptsDone:
    """How many rows went in, were on record before, and found no household; the last are in."""

    created: int
    unchanged: int
    unknown: int


class BadFundReceipt(Exception):
    """A row that cannot be, or says something else than what stands under its key."""


async def record_fund_receipts(
    store: Store, receipt: str, rows: Sequence[FundReceiptRow]
) -> FundReceiptsDone:
    """Put rows on record once; a key that is there already changes nothing.

    Raises BadFundReceipt where a key comes with another row, an amount is 0 or a day lies ahead,
    and IdempotencyConflict where the receipt came with other rows; then nothing was written.
    """
    given = sorted(rows, key=lambda row: row.key)

    async def body(transaction: Transaction) -> FundReceiptsDone:
        done = await take_receipt(transaction, receipt, [repr(row) for row in given])
        if done is not None:
            return FundReceiptsDone(*(int(part) for part in done.split("|")))
        _check(given, await today(transaction))
        found = await _write(transaction, given)
        said = f"{found.created}|{found.unchanged}|{found.unknown}"
        await answer(transaction, receipt, said)
        return found

    return await store.transact(body)


def _check(rows: Sequence[FundReceiptRow], now: date) -> None:
    keys: set[str] = set()
    for row in rows:
        if row.key in keys:
            raise BadFundReceipt(f"receipt {row.key}: twice in one file; give each its own key")
        if row.amount_fen == 0:
            raise BadFundReceipt(f"receipt {row.key}: 0 fen; leave out rows without money")
        if row.on > now:
            raise BadFundReceipt(f"receipt {row.key}: {row.on} lies after today, {now}")
        keys.add(row.key)


# one after the other: who waits here sees what the other has written
LOCK: LiteralString = """
UNWIND $villages AS village
MATCH (r:Roster {key: village})
SET r.lock = 1
"""

# (:FundReceipt {key}), (:Roster {key: village|year})<-[:ON]-(:Account), (:Household {number})
FIND: LiteralString = """
UNWIND $rows AS row
OPTIONAL MATCH (f:FundReceipt {key: row.key})
RETURN collect({key: row.key, said: f {.year, .village, .household, .payer, .amount_fen, .on,
  .document}, accounts: COLLECT {
    MATCH (:Roster {key: row.village + '|' + toString(row.year)})<-[:ON]-(a:Account)
    MATCH (h:Household {key: a.household, number: row.household})
    RETURN a.key LIMIT 2
  }}) AS found
"""

# (:FundReceipt)-[:ON]->(:Account)
CREATE: LiteralString = """
UNWIND $rows AS row
CREATE (f:FundReceipt)
SET f = row.receipt, f.recorded = datetime.transaction().epochMillis
WITH row, f WHERE row.account IS NOT NULL
MATCH (a:Account {key: row.account})
CREATE (f)-[:ON]->(a)
"""


async def _write(transaction: Transaction, rows: Sequence[FundReceiptRow]) -> FundReceiptsDone:
    given = [_properties(row) for row in rows]
    villages = sorted({f"{row.village}|{row.year}" for row in rows})
    await transaction.run(LOCK, villages=villages)
    [row] = await transaction.run(FIND, rows=given)
    fresh: list[Row] = []
    by_key = {one["key"]: one for one in row["found"]}
    for receipt in given:
        found = by_key[receipt["key"]]
        if found["said"] is None:
            (account,) = found["accounts"] if len(found["accounts"]) == 1 else (None,)
            fresh.append({"receipt": receipt, "account": account})
        elif _plain(found["said"]) != {name: receipt[name] for name in found["said"]}:
            raise BadFundReceipt(
                f"receipt {receipt['key']}: on record with other figures; give a new row a new key"
            )
    if fresh:
        await transaction.run(CREATE, rows=fresh)
    unknown = sum(one["account"] is None for one in fresh)
    return FundReceiptsDone(len(fresh), len(given) - len(fresh), unknown)


def _properties(row: FundReceiptRow) -> Row:
    return {
        "key": row.key,
        "year": row.year,
        "village": row.village,
        "household": row.household,
        "payer": row.payer,
        "amount_fen": row.amount_fen,
        "on": row.on,
        "document": row.document,
    }


def _plain(said: Row) -> Row:
    return {**said, "on": said["on"].to_native()}
