"""The households counted in a unit, page by page: all, or those in which somebody is UNPAID.

villages of the season's tree, from the cursor on ── each with its accounts ──> rows, total
"""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString

from graph.gateway import Row, Store
from resolvers.counts import TALLIES, TOTALS, household_columns
from resolvers.figures import Span
from resolvers.households_along import Beside
from resolvers.moment import Moment
from resolvers.pages import Position

# (:Roster {key: village|year})<-[:ON]-(:Account {household})
ACCOUNTS: LiteralString = """
  MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)"""
NOW: LiteralString = """
  WHERE a.now_village = village
"""
# (:Account {now_village, year, now_settled, number, household}): by its index, few of many once a
# campaign has run
UNPAID: LiteralString = """
  MATCH (a:Account {now_village: village, year: $year, now_settled: false})
  WHERE a.number IS NOT NULL AND a.household IS NOT NULL
"""
# the same from the cursor on: in the order of the index no village is sorted, however large
UNPAID_ON: LiteralString = """
  MATCH (a:Account {now_village: village, year: $year, now_settled: false})
  WHERE a.number >= CASE WHEN village = $after_village THEN $after_number ELSE '' END
    AND a.household IS NOT NULL
    AND (village > $after_village OR a.number > $after_number OR a.household > $after_key)
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
NEAREST: LiteralString = "  RETURN h ORDER BY h.number, h.key LIMIT $limit"
NEAREST_UNPAID: LiteralString = """
  RETURN h ORDER BY a.now_village, a.year, a.now_settled, a.number, a.household LIMIT $limit"""
END_PAGE: LiteralString = """
}
WITH village, h ORDER BY village, h.number, h.key LIMIT $limit
WITH collect(h) AS homes, collect(h {.key, .number, .grid, at: village}) AS rows
"""
BEGIN_COUNT: LiteralString = """
CALL () {
  UNWIND $every AS village"""
END_COUNT: LiteralString = """
  RETURN count(h) AS total
}
"""


def _statement(is_now: bool, unpaid_only: bool, is_summed: bool, beside: Beside) -> LiteralString:
    """The rows, and how many there are: from the sums where nobody asks for one grid."""
    if is_now and unpaid_only:
        counted = UNPAID + IN_GRID
        rows, total = UNPAID_ON + IN_GRID + NEAREST_UNPAID, TOTALS
    elif is_now:
        counted = ACCOUNTS + NOW + IN_GRID
        rows, total = counted + IN_ORDER + NEAREST, TOTALS
    else:
        counted = ACCOUNTS + IN_GRID + THEN
        rows, total = ACCOUNTS + IN_GRID + IN_ORDER + THEN + NEAREST, TALLIES
    if not is_summed:
        total = BEGIN_COUNT + counted + END_COUNT
    page = BEGIN_PAGE + rows + END_PAGE + beside.statement
    return page + total + "RETURN rows, total, " + beside.names


async def read_households(
    store: Store,
    villages: Sequence[str],
    unpaid_only: bool,
    grid: str | None,
    span: Span,
    after: Position,
    limit: int,
    today: date,
    beside: Beside,
    area: Row,
) -> Row:
    """At most `limit` households behind a position as `rows`, `total`: how many there are in all.

    With what is read `beside` them; area: what the condition on people who are SEEN is given.
    """
    [row] = await store.read(
        _statement(span.is_now, unpaid_only, grid is None, beside),
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
        **area,
    )
    return row
