"""What a transaction has added up, for whoever keeps the sums in memory.

write_sums ──> Written ── after the commit ──> told
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString, TypeAlias

from graph.gateway import Row

# of each (:Total) all columns, whatever its group, in the order in which rollup/rows.py reads them
COLLECT_TOTALS: LiteralString = """
RETURN collect(CASE WHEN $is_told THEN [t.village, t.group, t.paid, t.fully_subsidised,
  t.covered_elsewhere, t.departed, t.refused, t.unpaid, t.vouchers, t.due_fen, t.subsidy_fen,
  t.paid_fen, t.payments, t.households, t.settled, t.changes, t.subsidies, t.unset, t.payable_fen,
  t.requested_fen, t.disbursed_fen, t.received_fen] END) AS """


@dataclass(frozen=True, slots=True)
class Written:
    """A year's sequence after a write, and what the totals that it touched come to.

    `latest`: the last day that any sum of the year is about. `rows`: village, group, sums.
    """

    year: int
    n: int
    epoch: str
    latest: date
    rows: Sequence[list[Any]]

    @classmethod
    def of(cls, year: int, row: Row) -> "Written":
        """From a row of facts/sums.WRITE_SUMS."""
        return cls(year, row["n"], row["epoch"], row["latest"].to_native(), row["rows"])


# of a transaction, all years; must not fail: what it hears of is committed
Hear: TypeAlias = Callable[[Sequence[Written]], None]
