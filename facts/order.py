"""In which order that is written which the requests of a transaction come to.

rows by statement ── write_all ──> what others are matched to first, receipts, the sums last
"""

from collections.abc import Mapping
from typing import LiteralString

from facts.advancing import CREATE_ADVANCES
from facts.change import RECORD_ACCOUNT_CHANGES, RECORD_CHANGES, RECORD_SUBSIDY_CHANGES
from facts.disposing import CREATE_DISPOSITIONS
from facts.following import (
    CREATE_ACCOUNTS,
    CREATE_PARTICIPATIONS,
    MOVE_PARTICIPATIONS,
    SET_ACCOUNTS_NOW,
    SET_NOW,
)
from facts.listing import ACTIVATE, END_MARK, MARK
from facts.members import CORRECT_PEOPLE, FOUND_HOUSEHOLDS, MOVE_MEMBERS, REGISTER_PEOPLE
from facts.owing import SET_LIABILITIES, SET_SUBSIDIES
from facts.paying import CREATE_PAYMENTS, CREATE_SHARES
from facts.refunds import CLOSE_REFUNDS, OPEN_REFUNDS
from facts.rolls import CONFIRM, PLACE, SETTLE_DUTY
from facts.special import ENROL
from facts.sums import WRITE_SUMS, Sums, lists_of, write_sums
from facts.told import Rows
from facts.written import Written
from graph.gateway import Row, Transaction

ANSWER: LiteralString = """
UNWIND $rows AS row
MATCH (r:Receipt {key: row.key})
SET r.answer = row.answer, r.recorded = datetime.transaction().epochMillis
"""

# what is written first makes what the later ones match
ORDER: tuple[LiteralString, ...] = (
    FOUND_HOUSEHOLDS,
    REGISTER_PEOPLE,
    MOVE_MEMBERS,
    CORRECT_PEOPLE,
    MARK,
    END_MARK,
    ACTIVATE,
    CREATE_ACCOUNTS,
    CONFIRM,
    CREATE_PARTICIPATIONS,
    MOVE_PARTICIPATIONS,
    CREATE_PAYMENTS,
    CREATE_SHARES,
    OPEN_REFUNDS,
    CLOSE_REFUNDS,
    CREATE_DISPOSITIONS,
    PLACE,
    ENROL,
    SETTLE_DUTY,
    SET_NOW,
    SET_ACCOUNTS_NOW,
    SET_SUBSIDIES,
    SET_LIABILITIES,
    CREATE_ADVANCES,
    RECORD_CHANGES,
    RECORD_ACCOUNT_CHANGES,
    RECORD_SUBSIDY_CHANGES,
    ANSWER,
)

# all that payments and reversals come to: written at once, for a round trip takes longer
Parts = tuple[tuple[str, LiteralString], ...]  # statements, each with the name of its rows
PAID: Parts = (
    ("payments", CREATE_PAYMENTS),
    ("shares", CREATE_SHARES),
    ("people", SET_NOW),
    ("accounts", SET_ACCOUNTS_NOW),
    ("changes", RECORD_CHANGES),
    ("account_changes", RECORD_ACCOUNT_CHANGES),
    ("answers", ANSWER),
)
# and to subsidies of their people: apart, for most have none, and a longer plan takes its time
PAID_FOR: Parts = (
    ("subsidies", SET_SUBSIDIES),
    ("liabilities", SET_LIABILITIES),
    ("subsidy_changes", RECORD_SUBSIDY_CHANGES),
)
IS_PAID = frozenset(statement for _, statement in (*PAID, *PAID_FOR))
MOST_AT_ONCE = 2_000  # rows of one statement


def _at_once(parts: Parts) -> LiteralString:
    return "".join(
        "CALL () {" + statement.replace("$rows", "$" + name) + "}\n" for name, statement in parts
    )


WRITE_PAID: LiteralString = _at_once(PAID)
WRITE_PAID_FOR: LiteralString = _at_once(PAID_FOR)
WRITE_PAID_AND_SUMS: LiteralString = WRITE_PAID + WRITE_SUMS


async def write_all(
    transaction: Transaction, rows: Rows, sums: Mapping[int, Sums], is_told: bool
) -> list[Written]:
    """All that was collected, then the sums of each year; payments of one year at once."""
    if _is_paid(rows) and len(sums) == 1:
        [(year, added)] = sums.items()
        await _write_paid_for(transaction, rows)
        lists = {**_lists(PAID, rows), **lists_of(year, added, is_told)}
        [row] = await transaction.run(WRITE_PAID_AND_SUMS, **lists)
        return [Written.of(year, row)]
    await write_rows(transaction, rows)
    return [
        await write_sums(transaction, year, added, is_told) for year, added in sorted(sums.items())
    ]


async def write_rows(transaction: Transaction, rows: Rows) -> None:
    """All that was collected."""
    if _is_paid(rows):
        await _write_paid_for(transaction, rows)
        await transaction.run(WRITE_PAID, **_lists(PAID, rows))
        return
    for statement in ORDER:
        if found := rows.get(statement):
            await transaction.run(statement, rows=found)


async def _write_paid_for(transaction: Transaction, rows: Rows) -> None:
    """First of all: participations are there already, and a payment matches no subsidy."""
    lists = _lists(PAID_FOR, rows)
    if any(lists.values()):
        await transaction.run(WRITE_PAID_FOR, **lists)


def _is_paid(rows: Rows) -> bool:
    """Whether it is no more than what payments come to."""
    kept = {statement for statement, found in rows.items() if found}
    return kept <= IS_PAID and sum(map(len, rows.values())) <= MOST_AT_ONCE


def _lists(parts: Parts, rows: Rows) -> dict[str, list[Row]]:
    return {name: rows.get(statement, []) for name, statement in parts}
