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
from resolvers.area import ACCOUNT_SEEN
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


# what is shown of (:Payment)-[:ON {amount_fen, surplus_fen}]->(:Account); a batch is on several:
# how many of them the viewer sees, the one, and their part of the money
BEGIN_SHOWN: LiteralString = """y {.key, .year, .paid_on, .recorded, .channel, .evidence, .payer,
  .reverses, .reason, on: y.paid_on, part: head(COLLECT {
    MATCH (y)-[o:ON]->(a:Account)"""
END_SHOWN: LiteralString = """
    RETURN [count(a), min(a.household), sum(coalesce(o.amount_fen, y.amount_fen)),
      sum(coalesce(o.surplus_fen, y.surplus_fen, 0))]
  })}"""
SHOWN: LiteralString = BEGIN_SHOWN + END_SHOWN
SHOWN_SEEN: LiteralString = BEGIN_SHOWN + " WHERE " + ACCOUNT_SEEN + END_SHOWN

# (:Roster {key: village|year})<-[:ON]-(:Account)<-[:ON]-(:Payment)
FROM_ROLLS: LiteralString = """
UNWIND $every AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[o:ON]-(y:Payment)
WHERE y.paid_on >= $since AND y.paid_on <= $until
  AND ($channel IS NULL OR y.channel = $channel)
"""
# after a WITH: as conditions of the index, these alternatives were planned as three scans
IN_ORDER: LiteralString = """
, y.paid_on AS on, y.recorded AS recorded, y.key AS key
WHERE on < $after_on OR on = $after_on AND (recorded < $after_recorded
  OR recorded = $after_recorded AND key < $after_key)
WITH y, year, on, recorded, key
ORDER BY year DESC, on DESC, recorded DESC, key DESC LIMIT $limit
RETURN collect("""
ROLLS: LiteralString = FROM_ROLLS + "WITH DISTINCT y, $year AS year" + IN_ORDER
BY_ROLLS: LiteralString = ROLLS + SHOWN + ") AS rows"
BY_ROLLS_SEEN: LiteralString = ROLLS + SHOWN_SEEN + ") AS rows"

# (:Payment {year, paid_on, recorded})-[:ON]->(:Account {village}): the index gives them in order
DAYS: LiteralString = (
    """
MATCH (y:Payment)
USING INDEX y:Payment(year, paid_on, recorded)
WHERE y.year = $year AND y.paid_on >= $since AND y.paid_on <= $last AND y.recorded >= 0
  AND ($channel IS NULL OR y.channel = $channel)
  AND EXISTS { (y)-[:ON]->(a:Account) WHERE a.village IN $every }
WITH y, y.year AS year"""
    + IN_ORDER
)
BY_DAY: LiteralString = DAYS + SHOWN + ") AS rows"
BY_DAY_SEEN: LiteralString = DAYS + SHOWN_SEEN + ") AS rows"

COUNT_ROLLS: LiteralString = (
    FROM_ROLLS
    + """
RETURN count(DISTINCT y) AS number, sum(coalesce(o.amount_fen, y.amount_fen)) AS fen
"""
)

# (:Tally {key: village|year|h|channel|on|seen}); there a batch counts in its first household
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
    area: Row | None = None,
) -> list[Row]:
    """At most `limit` payments behind a place; area: of these households' money alone."""
    given = {**asked.parameters(), **after.parameters(), **(area or {})}
    if volume.by_day(limit):
        last = min(after.on, asked.until or LATEST)
        statement = BY_DAY if area is None else BY_DAY_SEEN
        row = await store.one(statement, every=villages, limit=limit, last=last, **given)
    else:
        statement = BY_ROLLS if area is None else BY_ROLLS_SEEN
        row = await store.one(statement, every=villages, limit=limit, **given)
    rows: list[Row] = row["rows"] if row else []
    return rows


async def count_payments(
    store: Store, villages: Sequence[str], asked: PaymentFilter, volume: Volume
) -> tuple[int, int]:
    """How many there are in all, and what they come to in fen."""
    statement = COUNT_ROLLS if volume.is_small else COUNT_SUMS
    [row] = await store.read(statement, every=villages, **asked.parameters())
    return row["number"], row["fen"]
