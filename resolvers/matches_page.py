"""Three-way matches of a unit by village and household number, page by page.

    villages of the season's tree, from the cursor on ── each with its households, then the fund's
    money that fits none of them ──> due, paid, confirmed ──> rows

The result is decided by policy/matching.py; RESULT says the same in Cypher, so that a page of one
result stops where it is full.
"""

from collections.abc import Sequence
from typing import LiteralString

from graph.gateway import Row, Store
from policy.matching import MatchResult
from resolvers.area import REFUND_SEEN
from resolvers.pages import Position

RESULT: LiteralString = """CASE
    WHEN home IS NULL THEN 'UNKNOWN_PAYER'
    WHEN 0 < due AND 2 * due <= paid THEN 'PAID_TWICE'
    WHEN paid > due THEN 'OVER'
    WHEN paid < due THEN 'SHORT'
    WHEN confirmed = paid THEN 'AGREED'
    ELSE 'UNCONFIRMED' END"""

# (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation), and what is <-[:ON]- the account:
# (:Payment) and (:FundReceipt); (:FundReceipt {village, year}) without an account
FIGURES: LiteralString = (
    """
  CALL (village) {
    MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)
    CALL (a) {
      MATCH (a)<-[:IN]-(n:Participation) RETURN sum(coalesce(n.now_due_fen, 0)) AS due
    }
    CALL (a) {
      MATCH (a)<-[o:ON]-(y:Payment) RETURN sum(coalesce(o.amount_fen, y.amount_fen)) AS paid
    }
    CALL (a) { MATCH (a)<-[:ON]-(f:FundReceipt) RETURN sum(f.amount_fen) AS confirmed }
    WITH a, due, paid, confirmed
    WHERE a.now_village IS NOT NULL OR paid <> 0 OR confirmed <> 0
    RETURN a.household AS home, null AS payer, due, paid, confirmed
    UNION ALL
    MATCH (f:FundReceipt {village: village, year: $year})
    WHERE NOT EXISTS { (f)-[:ON]->(:Account) }
    WITH coalesce(f.payer, f.household, '') AS payer, sum(f.amount_fen) AS confirmed
    RETURN null AS home, payer, 0 AS due, 0 AS paid, confirmed
  }
  WITH village, home, payer, due, paid, confirmed
  WHERE $result IS NULL OR $result = """
    + RESULT
)
BEGIN_PAGE: LiteralString = (
    """
UNWIND $villages AS village
WITH village ORDER BY village
CALL (village) {"""
    + FIGURES
    + """
  OPTIONAL MATCH (h:Household {key: home})
  WITH *, coalesce(h.number, $behind_all) AS number,
    coalesce(home, replace(payer, '|', '/')) AS key
  WHERE village > $after_village OR number > $after_number
    OR number = $after_number AND key > $after_key
  RETURN home, payer, due, paid, confirmed, number, key ORDER BY number, key LIMIT $limit
}
WITH village, home, payer, due, paid, confirmed, number, key
ORDER BY village, number, key LIMIT $limit
RETURN collect({at: village, number: number, key: key, home: home, payer: payer, due: due,
  paid: paid, confirmed: confirmed, refund: head(COLLECT {
    MATCH (:Account {key: home + '|' + toString($year)})<-[:ON]-(:Payment)<-[:OF]-(r:Refund)
    WHERE r.closed_on IS NULL"""
)
END_PAGE: LiteralString = """
    RETURN r.key ORDER BY r.opened_on DESC, r.key LIMIT 1
  })}) AS rows
"""
PAGE: LiteralString = BEGIN_PAGE + END_PAGE
PAGE_SEEN: LiteralString = BEGIN_PAGE + " AND " + REFUND_SEEN + END_PAGE
COUNT: LiteralString = (
    """
UNWIND $every AS village
CALL (village) {"""
    + FIGURES
    + """
  RETURN count(*) AS here
}
RETURN sum(here) AS number
"""
)

BEHIND_ALL = "\uffff"  # unknown payers stand after the household numbers of their village


async def read_matches(
    store: Store,
    villages: Sequence[str],
    year: int,
    result: MatchResult | None,
    after: Position,
    limit: int,
    area: Row | None = None,
) -> list[Row]:
    """At most `limit` matches behind a position; area: with cases of these people alone."""
    row = await store.one(
        PAGE if area is None else PAGE_SEEN,
        villages=after.rest_of(villages),
        year=year,
        result=result.value if result else None,
        limit=limit,
        behind_all=BEHIND_ALL,
        **after.parameters(),
        **(area or {}),
    )
    rows: list[Row] = row["rows"] if row else []
    return rows


async def count_matches(
    store: Store, villages: Sequence[str], year: int, result: MatchResult | None
) -> int:
    """How many there are in all: every household is looked at."""
    wanted = result.value if result else None
    [row] = await store.read(COUNT, every=villages, year=year, result=wanted)
    number: int = row["number"]
    return number
