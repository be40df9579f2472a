"""Posting: facts about people on the roll, recorded with all that follows from them.

    Posting(payments, dispositions) ── post ──> facts, Changes, sums, in one transaction

The order is the same for every writer (docs/decisions.md): receipt, locks, reading what was locked,
deciding, facts and changes, and last the year's sequence with totals and tallies.
"""

import json
from typing import LiteralString

from facts.account import accounts_of, lock_and_read
from facts.change import record_account_changes, record_changes
from facts.drafting import Draft, Drafter, Posting, Refusal
from facts.receipt import answer, take_receipt
from facts.season import Season, TermsOf
from facts.sums import write_sums
from graph.gateway import Store, Transaction

# (:Payment)-[:ON]->(:Account)
CREATE_PAYMENTS: LiteralString = """
UNWIND $rows AS row
MATCH (a:Account {key: row.account})
CREATE (y:Payment)-[:ON]->(a)
SET y += row.payment, y.recorded = datetime.transaction().epochMillis
"""

# (:Payment)-[:SETTLES {amount_fen, due_fen}]->(:Participation)
CREATE_SHARES: LiteralString = """
UNWIND $rows AS row
MATCH (y:Payment {key: row.payment}), (n:Participation {key: row.of})
CREATE (y)-[s:SETTLES]->(n)
SET s += row.share, n.paid_fen = n.paid_fen + row.share.amount_fen
"""

# (:Disposition)-[:ON]->(:Participation)
CREATE_DISPOSITIONS: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
CREATE (d:Disposition)-[:ON]->(n)
SET d += row.disposition, d.recorded = datetime.transaction().epochMillis
"""

KNOWN: LiteralString = """
MATCH (y:Payment) WHERE y.key IN $keys RETURN collect(y.key) AS keys
"""

SET_NOW: LiteralString = """
UNWIND $rows AS row
MATCH (n:Participation {key: row.of})
SET n += row.now
"""

SET_ACCOUNTS_NOW: LiteralString = """
UNWIND $rows AS row
MATCH (a:Account {key: row.of})
SET a += row.now
"""


async def post(
    store: Store, receipt: str, season: Season, posting: Posting, terms_of: TermsOf
) -> list[Refusal]:
    """Record facts once; the rows that were refused, the others are committed.

    Sent again with the same receipt, it changes nothing and gives the same answer.
    """
    people = posting.people()

    async def body(transaction: Transaction) -> list[Refusal]:
        done = await take_receipt(transaction, receipt, posting.body())
        if done is not None:
            return _refusals(posting, done)
        keys = await accounts_of(transaction, season.year, people)
        accounts, today = await lock_and_read(transaction, people, keys)
        known = await transaction.run(KNOWN, keys=sorted(row.key for row in posting.payments))
        draft = Draft()
        drafter = Drafter(draft, receipt, season, terms_of, today, set(known[0]["keys"]))
        drafter.draft(accounts, posting)
        await _write(transaction, draft)
        await answer(transaction, receipt, _answer(posting, draft.refusals))
        await write_sums(transaction, season.year, draft.sums)
        return draft.refusals

    return await store.transact(body)


def _answer(posting: Posting, refusals: list[Refusal]) -> str:
    """Which rows were refused and why; the rows themselves come again with the same receipt."""
    rows = posting.rows()
    return json.dumps([[rows.index(one.row), one.code, one.message] for one in refusals])


def _refusals(posting: Posting, answer: str) -> list[Refusal]:
    rows = posting.rows()
    return [Refusal(rows[at], code, message) for at, code, message in json.loads(answer)]


async def _write(transaction: Transaction, draft: Draft) -> None:
    for statement, rows in (
        (CREATE_PAYMENTS, draft.payments),
        (CREATE_SHARES, draft.shares),
        (CREATE_DISPOSITIONS, draft.dispositions),
        (SET_NOW, draft.now),
        (SET_ACCOUNTS_NOW, draft.accounts_now),
    ):
        if rows:
            await transaction.run(statement, rows=rows)
    await record_changes(transaction, draft.changes)
    await record_account_changes(transaction, draft.account_changes)
