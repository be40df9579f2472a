"""Payments of a unit by the day they were paid, newest first, page by page, and what they come to.

rolls of the villages, or all payments by day (resolvers/volume.py) ──> rows
the same payments, or the sums of channels ──> their number, their money
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.gateway import Row, Store
from policy.vocabulary import Channel
from resolvers.dated import EARLIEST, LATEST, Place
from resolvers.volume import Volume


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Of a year; days are those of payment, both included."""

    year: int
    channel: Channel | None = None
    since: date | None = None
    until: date | None = None

    def parameters(self) -> Row:
        return {
            "year": self.year,
            "channel": self.channel.value if self.channel else None,
            "since": self.since or EARLIEST,
            "until": self.until or LATEST,
        }


# what a page shows of (:Payment)-[:ON]->(:Account); a batch is on several
SHOWN: LiteralString = """y {.key, .amount_fen, .paid_on, .recorded, .channel, .evidence, .payer,
  .reverses, .reason, .surplus_fen, on: y.paid_on, accounts: COLLECT {
    MATCH (y)-[:ON]->(a:Account) RETURN [a.household, a.year] ORDER BY a.key LIMIT 2
  }}"""

# (:Roster {key: village|year})<-[:ON]-(:Account)<-[:ON]-(:Payment)
FROM_ROLLS: LiteralString = """
UNWIND $every AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[o:ON]-(y:Payment)
WHERE y.paid_on >= $since AND y.paid_on <= $until
  AND ($channel IS NULL OR y.channel = $channel)
"""
# after a WITH: as conditions of the index, these alternatives were planned as three scans
IN_ORDER: LiteralString = (
    """
, y.paid_on AS on, y.recorded AS recorded, y.key AS key
WHERE on < $after_on OR on = $after_on AND (recorded < $after_recorded
  OR recorded = $after_recorded AND key < $after_key)
WITH y, year, on, recorded, key
ORDER BY year DESC, on DESC, recorded DESC, key DESC LIMIT $limit
RETURN collect("""
    + SHOWN
    + ") AS rows"
)
BY_ROLLS: LiteralString = FROM_ROLLS + "WITH DISTINCT y, $year AS year" + IN_ORDER

# (:Payment {year, paid_on, recorded})-[:ON]->(:Account {village}): the index gives them in order
BY_DAY: LiteralString = (
    """
MATCH (y:Payment)
USING INDEX y:Payment(year, paid_on, recorded)
WHERE y.year = $year AND y.paid_on >= $since AND y.paid_on <= $last AND y.recorded >= 0
  AND ($channel IS NULL OR y.channel = $channel)
  AND EXISTS { (y)-[:ON]->(a:Account) WHERE a.village IN $every }
WITH y, y.year AS year"""
    + IN_ORDER
)

COUNT_ROLLS: LiteralString = (
    FROM_ROLLS
    + """
RETURN count(DISTINCT y) AS number, sum(coalesce(o.amount_fen, y.amount_fen)) AS fen
"""
)

# (:Tally {key: village|year|h|channel|on|seen}); there a batch counts once for each household
COUNT_SUMS: LiteralString = """
UNWIND $every AS village
MATCH (t:Tally {year: $year, group: CASE WHEN $channel IS NULL THEN 'all' ELSE 'h|' + $channel END,
  village: village})
WHERE t.on >= $since AND t.on <= $until
RETURN sum(t.payments) AS number, sum(t.paid_fen) AS fen
"""


async def read_payments(
    store: Store,
    villages: Sequence[str],
    asked: PaymentFilter,
    volume: Volume,
    after: Place,
    limit: int,
) -> list[Row]:
    """At most `limit` payments behind a place."""
    given = {**asked.parameters(), **after.parameters()}
    if volume.by_day(limit):
        last = min(after.on, asked.until or LATEST)
        row = await store.one(BY_DAY, every=villages, limit=limit, last=last, **given)
    else:
        row = await store.one(BY_ROLLS, every=villages, limit=limit, **given)
    rows: list[Row] = row["rows"] if row else []
    return rows


async def count_payments(
    store: Store, villages: Sequence[str], asked: PaymentFilter, volume: Volume
) -> tuple[int, int]:
    """How many there are in all, and what they come to in fen."""
    statement = COUNT_ROLLS if volume.is_small else COUNT_SUMS
    [row] = await store.read(statement, every=villages, **asked.parameters())
    return row["number"], row["fen"]
