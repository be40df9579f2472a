"""Tables of people: how many have which values in common, each person in one cell.

villages by child ── one statement ──> rows: child, state, …, people, fen ──> cells ──> suppression
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from graph.gateway import Store
from policy.ages import BANDS
from resolvers.figures import Span
from resolvers.moment import Moment

MOST_ROWS = 20_000

BEGIN: LiteralString = """
UNWIND $units AS unit
UNWIND unit[1] AS village
"""

# (:Roster {key: village|year})<-[:ON]-(:Account)<-[:IN]-(:Participation)-[:OF]->(:Person)
PEOPLE: LiteralString = """
MATCH (:Roster {key: village + '|' + toString($year)})
  <-[:ON]-(:Account)<-[:IN]-(n:Participation)
"""
NOW: LiteralString = """
WHERE n.now_village = village
WITH unit[0] AS child, n, n.now_state AS state, n.now_category AS category,
  coalesce($group IN n.now_categories, false) AS inside, n.paid_fen AS fen
"""

# … <-[:CHANGED]-(:Change): the values of the participation folded up to the day
THEN: LiteralString = """
CALL (village, n) {
  CALL (n) {
    WITH n WHERE n.entered_on <= $as_of AND n.recorded <= $until
    RETURN 1 AS sign, n.entry_village AS at, n.entry_state AS state,
      n.entry_category AS category, n.entry_categories AS categories
    UNION ALL
    MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
    RETURN -1 AS sign, c.before_village AS at, c.before_state AS state,
      c.before_category AS category, c.before_categories AS categories
    UNION ALL
    MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
    RETURN 1 AS sign, c.after_village AS at, c.after_state AS state,
      c.after_category AS category, c.after_categories AS categories
  }
  WITH * WHERE at = village
  WITH state, category, coalesce($group IN categories, false) AS inside, sum(sign) AS hits
  WHERE hits = 1
  RETURN state, category, inside
}
WITH unit[0] AS child, n, state, category, inside, reduce(fen = 0, one IN COLLECT {
  MATCH (n)<-[s:SETTLES]-(y:Payment) WHERE y.paid_on <= $as_of AND y.recorded <= $until
  RETURN s.amount_fen
} | fen + one) AS fen
"""

# (:Payment)-[:SETTLES]->(n), the last that was not taken back
PAYMENT: LiteralString = """
WITH *, head(COLLECT {
  MATCH (n)<-[s:SETTLES]-(y:Payment)
  WHERE s.amount_fen > 0 AND y.paid_on <= $as_of AND y.recorded <= $until AND NOT EXISTS {
    MATCH (n)<-[:SETTLES]-(z:Payment)
    WHERE z.reverses = y.key AND z.paid_on <= $as_of AND z.recorded <= $until
  }
  RETURN y ORDER BY y.paid_on DESC, s.order DESC LIMIT 1
}) AS payment
"""
NO_PAYMENT: LiteralString = """
WITH *, null AS payment
"""
END: LiteralString = """
MATCH (n)-[:OF]->(p:Person)
WITH *, $year - p.birth.year - CASE WHEN p.birth.ordinalDay > 1 THEN 1 ELSE 0 END AS years
WITH CASE WHEN 'CHILD' IN $by THEN child END AS child,
  CASE WHEN 'STATE' IN $by THEN state END AS state,
  CASE WHEN 'CATEGORY' IN $by THEN category END AS category,
  CASE WHEN 'GROUP' IN $by THEN toString(inside) END AS inside,
  CASE WHEN 'CHANNEL' IN $by THEN payment.channel END AS channel,
  CASE WHEN 'MONTH' IN $by THEN left(toString(payment.paid_on), 7) END AS month,
  CASE WHEN 'AGE_BAND' IN $by AND years IS NOT NULL
    THEN [band IN $bands WHERE band = 0 OR band <= years][-1] END AS band,
  CASE WHEN 'SEX' IN $by THEN p.sex END AS sex,
  count(*) AS people, sum(fen) AS fen
LIMIT $limit
RETURN collect({CHILD: child, STATE: state, CATEGORY: category, GROUP: inside, CHANNEL: channel,
  MONTH: month, AGE_BAND: band, SEX: sex, people: people, fen: fen}) AS rows
"""

NOW_UNPAID: LiteralString = BEGIN + PEOPLE + NOW + NO_PAYMENT + END
NOW_PAID: LiteralString = BEGIN + PEOPLE + NOW + PAYMENT + END
THEN_UNPAID: LiteralString = BEGIN + PEOPLE + THEN + NO_PAYMENT + END
THEN_PAID: LiteralString = BEGIN + PEOPLE + THEN + PAYMENT + END
BY_PAYMENT = frozenset({"CHANNEL", "MONTH"})

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """What a cell adds up to."""

    people: int
    fen: int


async def read_table(
    store: Store,
    units: Sequence[tuple[str, Sequence[str]]],
    span: Span,
    by: Sequence[str],
    group: str | None,
) -> list[tuple[dict[str, object], Count]]:
    """Values by dimension with their people, at most one row more than a table may have."""
    if span.is_now:
        statement = NOW_PAID if BY_PAYMENT & set(by) else NOW_UNPAID
    else:
        statement = THEN_PAID if BY_PAYMENT & set(by) else THEN_UNPAID
    row = await store.one(
        statement,
        units=[[child, list(villages)] for child, villages in units],
        by=list(by),
        group=group,
        bands=list(BANDS),
        limit=MOST_ROWS + 1,
        **Moment.of(span).parameters(),
    )
    rows = row["rows"] if row else []
    return [({name: one[name] for name in by}, Count(one["people"], one["fen"])) for one in rows]
