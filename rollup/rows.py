"""Reading the rows of a year: all of a kind, or those above a number."""

from dataclasses import replace
from datetime import date
from typing import LiteralString

from graph.gateway import Store
from rollup.kinds import ALL, kept
from rollup.order import Order
from rollup.tree import day_of
from rollup.year import Year

# (:Total {key: village|year|group}) of a province, groups of one kind
TOTALS: LiteralString = """
MATCH (t:Total)
WHERE t.year = $year AND t.group STARTS WITH $kind AND t.village STARTS WITH $part
RETURN collect([t.village, t.group, t.paid, t.fully_subsidised, t.covered_elsewhere, t.departed,
  t.refused, t.unpaid, t.vouchers, t.due_fen, t.subsidy_fen, t.paid_fen, t.payments,
  t.households, t.settled, t.changes, t.subsidies, t.unset, t.payable_fen, t.requested_fen,
  t.disbursed_fen, t.received_fen]) AS totals
"""

# (:Quota {key: code|year|n})
QUOTAS: LiteralString = """
MATCH (q:Quota) WHERE q.year = $year
RETURN collect([split(q.key, '|')[0], q.recorded, toInteger(split(q.key, '|')[2]), q.people,
  q.base]) AS quotas
"""


async def read_year(store: Store, year: int, n: int, epoch: str, order: Order) -> Year:
    """All rows, read part by part without locks: what is being written has numbers above `n`."""
    found = await read_kind(store, Year(year, n, epoch, order), ALL)
    row = await store.one(QUOTAS, year=year)
    return found.with_rows([], row["quotas"] if row else [])


async def read_kind(store: Store, held: Year, kind: str) -> Year:
    """A kind of groups more; what was written after its number is to be read again."""
    found = held
    for part in sorted({code[:2] for code in held.order.at}):
        row = await store.one(TOTALS, year=held.year, kind=kind, part=part)
        found = found.with_rows(map(kept, row["totals"] if row else []))
    return replace(found, kinds=held.kinds | {kind})


# (:Sequence {key: year}) first: nobody is half-way through while it is locked
SINCE: LiteralString = """
MATCH (s:Sequence {key: toString($year)})
SET s.look = 1
WITH s
CALL (s) {
  MATCH (t:Total) USING INDEX t:Total(year, seq)
  WHERE t.year = $year AND t.seq > $n AND left(t.group, 1) IN $kinds
  RETURN collect([t.village, t.group, t.paid, t.fully_subsidised, t.covered_elsewhere, t.departed,
    t.refused, t.unpaid, t.vouchers, t.due_fen, t.subsidy_fen, t.paid_fen, t.payments,
    t.households, t.settled, t.changes, t.subsidies, t.unset, t.payable_fen, t.requested_fen,
    t.disbursed_fen, t.received_fen]) AS totals
}
CALL (s) {
  MATCH (q:Quota) USING INDEX q:Quota(year, seq)
  WHERE q.year = $year AND q.seq > $n
  RETURN collect([split(q.key, '|')[0], q.recorded, toInteger(split(q.key, '|')[2]), q.people,
    q.base]) AS quotas
}
RETURN s.n AS n, s.epoch AS epoch, s.latest AS latest, totals, quotas
"""


async def bring(store: Store, held: Year) -> Year | None:
    """The year as it is now; None when it is to be loaded afresh."""
    row = await store.held(SINCE, year=held.year, n=held.n, kinds=sorted(held.kinds))
    if row is None or row["epoch"] != held.epoch or row["n"] < held.n:
        return None
    latest = day_of(row["latest"]) or date.min
    return held.with_rows(map(kept, row["totals"]), row["quotas"]).brought(row["n"], latest)
