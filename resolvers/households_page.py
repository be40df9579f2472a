"""The households counted in a unit, page by page: all, or those in which somebody is UNPAID.

villages of the season's tree, from the cursor on ── each with its accounts ──> rows, total
"""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString

from graph.gateway import Row, Store
from resolvers.counts import TALLIES, TOTALS, household_columns
from resolvers.figures import Span
from resolvers.moment import Moment
from resolvers.pages import Position

# (:Roster {key: village|year})<-[:ON]-(:Account {household})
ACCOUNTS: LiteralString = """
  MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)"""
NOW: LiteralString = """
  WHERE a.now_village = village AND NOT ($unpaid_only AND a.now_settled)
"""

# (:Change)-[:CHANGED]->(:Account): the values of the account folded up to the day
THEN: LiteralString = """
  CALL (village, a) {
    CALL (a) {
      WITH a WHERE a.entered_on <= $as_of AND a.recorded <= $until
      RETURN 1 AS sign, a.entry_village AS at, a.entry_settled AS settled
      UNION ALL
      MATCH (a)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
      RETURN -1 AS sign, c.before_village AS at, c.before_settled AS settled
      UNION ALL
      MATCH (a)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
      RETURN 1 AS sign, c.after_village AS at, c.after_settled AS settled
    }
    WITH * WHERE at = village AND NOT ($unpaid_only AND settled)
    RETURN sum(sign) AS hits
  }
  WITH village, h, hits WHERE hits = 1
"""

# village by village, household by household: the limit stops the reading of further ones
BEGIN_PAGE: LiteralString = """
UNWIND $villages AS village
WITH village ORDER BY village
CALL (village) {"""
IN_GRID: LiteralString = """
  MATCH (h:Household {key: a.household}) WHERE $grid IS NULL OR h.grid = $grid
"""
IN_ORDER: LiteralString = """
  WITH village, a, h ORDER BY h.number, h.key
  WHERE village > $after_village OR h.number > $after_number
    OR (h.number = $after_number AND h.key > $after_key)
"""
END_PAGE: LiteralString = """
  RETURN h ORDER BY h.number, h.key LIMIT $limit
}
WITH village, h ORDER BY village, h.number, h.key LIMIT $limit
WITH collect(h {.key, .number, .grid, at: village, village: head(COLLECT {
  MATCH (h)-[lives:LIVES_IN]->(v:Jurisdiction)
  RETURN v.code ORDER BY lives.from > $today, lives.from DESC
})}) AS rows
"""
BEGIN_COUNT: LiteralString = """
CALL () {
  UNWIND $every AS village"""
END_COUNT: LiteralString = """
  RETURN count(h) AS total
}
"""
BOTH: LiteralString = "RETURN rows, total"

PAGE_NOW: LiteralString = BEGIN_PAGE + ACCOUNTS + NOW + IN_GRID + IN_ORDER + END_PAGE
PAGE_THEN: LiteralString = BEGIN_PAGE + ACCOUNTS + IN_GRID + IN_ORDER + THEN + END_PAGE
COUNT_NOW: LiteralString = BEGIN_COUNT + ACCOUNTS + NOW + IN_GRID + END_COUNT
COUNT_THEN: LiteralString = BEGIN_COUNT + ACCOUNTS + IN_GRID + THEN + END_COUNT
NOW_SUMMED: LiteralString = PAGE_NOW + TOTALS + BOTH
THEN_SUMMED: LiteralString = PAGE_THEN + TALLIES + BOTH
NOW_COUNTED: LiteralString = PAGE_NOW + COUNT_NOW + BOTH
THEN_COUNTED: LiteralString = PAGE_THEN + COUNT_THEN + BOTH


async def read_households(
    store: Store,
    villages: Sequence[str],
    unpaid_only: bool,
    grid: str | None,
    span: Span,
    after: Position,
    limit: int,
    today: date,
) -> tuple[list[Row], int]:
    """At most `limit` households behind a position, and how many there are in all."""
    if grid is None:
        statement = NOW_SUMMED if span.is_now else THEN_SUMMED
    else:
        statement = NOW_COUNTED if span.is_now else THEN_COUNTED
    row = await store.one(
        statement,
        every=villages,
        villages=after.rest_of(villages),
        limit=limit,
        today=today,
        unpaid_only=unpaid_only,
        grid=grid,
        seen_to=span.seen_to,
        **household_columns(unpaid_only).parameters(),
        **Moment.of(span).parameters(),
        **after.parameters(),
    )
    return (row["rows"], row["total"]) if row else ([], 0)
