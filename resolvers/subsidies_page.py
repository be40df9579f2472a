"""The subsidies behind a number of the ledger, page by page, now or as of a day.

    villages of the season's tree, from the cursor on ── each with its subsidies ──> rows
    all villages ── the same, counted ──> how many, and how much stands at the stations asked for

Money is looked at by station: [amount − payable, …, disbursed − received, received]. A subsidy of
an open amount stands at the first one with nothing.
"""

from collections.abc import Sequence
from typing import LiteralString

from graph.gateway import Row, Store
from policy.ledger import Station
from policy.stations import ORDER
from policy.terms import DepartmentKind
from resolvers.figures import Span
from resolvers.moment import Moment
from resolvers.pages import Position
from schema.context import OwedFilter

# (:Subsidy {now_village})-[:FOR]->(:Participation {key: person|year})
NOW: LiteralString = """
  MATCH (s:Subsidy {now_village: village})-[:FOR]->(n:Participation)
  WHERE split(n.key, '|')[1] = toString($year)
    AND all(kind IN $kinds WHERE s.group STARTS WITH kind + '|')
    AND ($category IS NULL OR s.category = $category) AND ($fund IS NULL OR s.fund = $fund)
  WITH village, s, n, [s.now_subsidies, s.now_unset, s.now_amount_fen, s.now_payable_fen,
    s.now_requested_fen, s.now_disbursed_fen, s.now_received_fen] AS columns
"""

# (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:FOR]-(:Subsidy)<-[:CHANGED]-(:Change)
THEN: LiteralString = """
  MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)
    <-[:IN|WAS_IN]-(n:Participation)<-[:FOR]-(s:Subsidy)
  WHERE all(kind IN $kinds WHERE s.group STARTS WITH kind + '|')
    AND ($category IS NULL OR s.category = $category) AND ($fund IS NULL OR s.fund = $fund)
  WITH DISTINCT village, n, s
  CALL (village, s) {
    MATCH (s)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
    WITH CASE WHEN c.before_village = village THEN [c.before_subsidies, c.before_unset,
        c.before_amount_fen, c.before_payable_fen, c.before_requested_fen, c.before_disbursed_fen,
        c.before_received_fen] ELSE [0, 0, 0, 0, 0, 0, 0] END AS old,
      CASE WHEN c.after_village = village THEN [c.after_subsidies, c.after_unset,
        c.after_amount_fen, c.after_payable_fen, c.after_requested_fen, c.after_disbursed_fen,
        c.after_received_fen] ELSE [0, 0, 0, 0, 0, 0, 0] END AS new
    RETURN [sum(new[0] - old[0]), sum(new[1] - old[1]), sum(new[2] - old[2]),
      sum(new[3] - old[3]), sum(new[4] - old[4]), sum(new[5] - old[5]), sum(new[6] - old[6])]
      AS columns
  }
  WITH village, s, n, columns WHERE columns[0] > 0
"""

WHERE_IT_STANDS: LiteralString = """
  WITH village, s, n, columns, [columns[2] - columns[3], columns[3] - columns[4],
    columns[4] - columns[5], columns[5] - columns[6], columns[6]] AS standing
  WHERE size($stations) = 0 OR any(station IN $stations WHERE standing[station] > 0)
    OR (0 IN $stations AND columns[2] = 0)
"""

# (:Participation)-[:IN]->(:Account {household}), (:Household {key, number})
BEGIN_PAGE: LiteralString = """
UNWIND $villages AS village
WITH village ORDER BY village
CALL (village) {"""
END_PAGE: LiteralString = """
  MATCH (p:Person)<-[:OF]-(n)-[:IN]->(a:Account)
  MATCH (h:Household {key: a.household})
  WITH village, s, p, h.number AS number, columns,
    h.key + '.' + p.key + '.' + replace(s.group, '|', '.') AS key
  WHERE village > $after_village OR number > $after_number
    OR (number = $after_number AND key > $after_key)
  RETURN s, p, number, key, columns ORDER BY number, key LIMIT $limit
}
WITH village, s, p, number, key, columns ORDER BY village, number, key LIMIT $limit
RETURN collect({subsidy: s {.key, .group}, columns: columns, at: village, number: number, key: key,
  person: p {.key, .name, .birth, .sex, .id_mask, .voucher_on}}) AS rows
"""
BEGIN_COUNT: LiteralString = """
UNWIND $villages AS village
CALL (village) {"""
END_COUNT: LiteralString = """
  RETURN count(s) AS here, sum(CASE WHEN size($stations) = 0 THEN columns[2] ELSE
    reduce(fen = 0, station IN $stations | fen + standing[station]) END) AS fen
}
RETURN sum(here) AS total, sum(fen) AS amount_fen
"""

PAGE_NOW: LiteralString = BEGIN_PAGE + NOW + WHERE_IT_STANDS + END_PAGE
PAGE_THEN: LiteralString = BEGIN_PAGE + THEN + WHERE_IT_STANDS + END_PAGE
COUNT_NOW: LiteralString = BEGIN_COUNT + NOW + WHERE_IT_STANDS + END_COUNT
COUNT_THEN: LiteralString = BEGIN_COUNT + THEN + WHERE_IT_STANDS + END_COUNT


async def read_subsidies(
    store: Store,
    villages: Sequence[str],
    filters: Row,
    span: Span,
    after: Position,
    limit: int,
) -> list[Row]:
    """At most `limit` subsidies behind a position; villages in order, filters of `filters_of`."""
    row = await store.one(
        PAGE_NOW if span.is_now else PAGE_THEN,
        villages=after.rest_of(villages),
        limit=limit,
        **filters,
        **Moment.of(span).parameters(),
        **after.parameters(),
    )
    return row["rows"] if row else []


async def count_subsidies(
    store: Store, villages: Sequence[str], filters: Row, span: Span
) -> tuple[int, int]:
    """How many there are, and how many fen stand at the stations that were asked for."""
    row = await store.one(
        COUNT_NOW if span.is_now else COUNT_THEN,
        villages=list(villages),
        **filters,
        **Moment.of(span).parameters(),
    )
    return (row["total"], row["amount_fen"]) if row else (0, 0)


def filters_of(
    owed: OwedFilter,
    category: str | None,
    stations: Sequence[Station],
    own: DepartmentKind | None,
) -> Row:
    """category: the key of the group that the filter names; own: of these departments alone."""
    kind = owed.department.split("|")[1] if owed.department else None
    kinds = {one for one in (kind, own.value if own else None) if one}
    return {
        "kinds": sorted(kinds),
        "category": category,
        "fund": owed.fund.value if owed.fund else None,
        "stations": [ORDER.index(station) for station in stations],
    }
