"""Posting: rows of a file about people on the roll, as one request to the write path.

Posting(payments, dispositions) ── post ──> facts, Changes, sums, in one transaction
"""

from collections.abc import Sequence
from dataclasses import dataclass

from facts.deeds import Dispose, Pay
from facts.receipt import IdempotencyConflict
from facts.records import DispositionRow, PaymentRow
from facts.request import Outcome, Request
from facts.season import Season, TermsOf
from facts.writing import record
from graph.gateway import Store


@dataclass(frozen=True, slots=True)
class Posting:
    """What one request says: facts of one year."""

    payments: Sequence[PaymentRow] = ()
    dispositions: Sequence[DispositionRow] = ()

    def rows(self) -> list[PaymentRow | DispositionRow]:
        """In the order in which they are recorded: payments by their days."""
        paid = sorted(self.payments, key=lambda row: (row.paid_on, row.key))
        return [*self.dispositions, *paid]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not taken."""

    row: PaymentRow | DispositionRow
    code: str
    message: str


async def post(
    store: Store, receipt: str, season: Season, posting: Posting, terms_of: TermsOf
) -> list[Refusal]:
    """Record facts once; the rows that were refused, the others are committed.

    Sent again with the same receipt, it changes nothing and gives the same answer.
    """
    rows = posting.rows()
    deeds = tuple(_deed(row, season.year) for row in rows)
    [outcome] = await record(store, [Request(receipt, deeds, keeps_refusals=True)], terms_of)
    if isinstance(outcome, IdempotencyConflict):
        raise outcome
    return _refusals(rows, outcome)


def _refusals(rows: Sequence[PaymentRow | DispositionRow], outcome: Outcome) -> list[Refusal]:
    return [Refusal(rows[at], one.code, one.message) for at, one in outcome.refusals]


def _deed(row: PaymentRow | DispositionRow, year: int) -> Pay | Dispose:
    if isinstance(row, DispositionRow):
        return Dispose(row.person, year, row.state, row.on, row.evidence)
    return Pay(
        row.key,
        year,
        row.people,
        row.paid_on,
        row.channel,
        household=row.household,
        evidence=row.evidence,
    )
