"""The people behind a number, page by page: those whose value on a day the filter holds for.

    villages of the season's tree, from the cursor on ── each with its people ──> rows, total

Villages are gone through in order and only as far as the page reaches; the total comes from the
sums wherever these count such people, else the people are counted.
"""

from collections.abc import Sequence
from typing import LiteralString

from graph.gateway import Row, Store
from resolvers.counts import TALLIES, TOTALS, Columns, people_columns
from resolvers.figures import Span
from resolvers.moment import Moment
from resolvers.pages import Position
from schema.context import PeopleFilter

# (:Account)<-[:IN]-(:Participation)-[:OF]->(:Person)
NOW: LiteralString = """
    MATCH (a)<-[:IN]-(n:Participation)
    WHERE n.now_village = village AND (size($states) = 0 OR n.now_state IN $states)
      AND ($category IS NULL OR $category IN n.now_categories)
      AND ($groups IS NULL OR any(one IN n.now_categories WHERE one IN $groups))
      AND ($e_voucher IS NULL OR n.now_e_voucher = $e_voucher)
    MATCH (n)-[:OF]->(p:Person) WHERE $name IS NULL OR p.name CONTAINS $name
"""

# … <-[:CHANGED]-(:Change): the values of the participation folded up to the day; who went to
# another household of the village later is found once, in the first of them
THEN: LiteralString = """
    MATCH (a)<-[:IN|WAS_IN]-(n:Participation)-[:OF]->(p:Person)
    WHERE ($name IS NULL OR p.name CONTAINS $name) AND NOT EXISTS {
      MATCH (n)-[:IN|WAS_IN]->(b:Account) WHERE b.village = village AND b.key < a.key
    }
    WITH DISTINCT village, n, p
    CALL (village, n) {
      CALL (n) {
        WITH n WHERE n.entered_on <= $as_of AND n.recorded <= $until
        RETURN 1 AS sign, n.entry_village AS at, n.entry_state AS state,
          n.entry_categories AS categories, n.entry_e_voucher AS e_voucher
        UNION ALL
        MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
        RETURN -1 AS sign, c.before_village AS at, c.before_state AS state,
          c.before_categories AS categories, c.before_e_voucher AS e_voucher
        UNION ALL
        MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
        RETURN 1 AS sign, c.after_village AS at, c.after_state AS state,
          c.after_categories AS categories, c.after_e_voucher AS e_voucher
      }
      WITH * WHERE at = village AND (size($states) = 0 OR state IN $states)
        AND ($category IS NULL OR $category IN categories)
        AND ($groups IS NULL OR any(one IN categories WHERE one IN $groups))
        AND ($e_voucher IS NULL OR e_voucher = $e_voucher)
      RETURN sum(sign) AS hits
    }
    WITH p, hits WHERE hits = 1
"""

# (:Roster {key: village|year})<-[:ON]-(:Account {household}), (:Household {key, number})
# village by village, household by household: the limit stops the reading of further ones
BEGIN_PAGE: LiteralString = """
UNWIND $villages AS village
WITH village ORDER BY village
CALL (village) {
  MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)
  MATCH (h:Household {key: a.household})
  WHERE village > $after_village OR h.number >= $after_number
  WITH village, a, h ORDER BY h.number, h.key
  CALL (village, a) {"""
END_PAGE: LiteralString = """
    RETURN p
  }
  WITH village, h, p WHERE village > $after_village OR h.number > $after_number
    OR h.key + '.' + p.key > $after_key
  RETURN h, p ORDER BY h.number, h.key, p.key LIMIT $limit
}
WITH village, h, p ORDER BY village, h.number, h.key, p.key LIMIT $limit
WITH collect({person: p {.key, .name, .sex, .id_mask, birth: toString(p.birth),
  voucher_on: toString(p.voucher_on)},
  at: village, number: h.number, key: h.key + '.' + p.key}) AS rows
"""
BEGIN_COUNT: LiteralString = """
CALL () {
  UNWIND $every AS village
  MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)
  CALL (village, a) {"""
END_COUNT: LiteralString = """
    RETURN count(p) AS here
  }
  RETURN sum(here) AS total
}
"""
BOTH: LiteralString = "RETURN rows, total"

PAGE_NOW: LiteralString = BEGIN_PAGE + NOW + END_PAGE
PAGE_THEN: LiteralString = BEGIN_PAGE + THEN + END_PAGE
NOW_SUMMED: LiteralString = PAGE_NOW + TOTALS + BOTH
THEN_SUMMED: LiteralString = PAGE_THEN + TALLIES + BOTH
NOW_COUNTED: LiteralString = PAGE_NOW + BEGIN_COUNT + NOW + END_COUNT + BOTH
THEN_COUNTED: LiteralString = PAGE_THEN + BEGIN_COUNT + THEN + END_COUNT + BOTH


async def read_people(
    store: Store,
    villages: Sequence[str],
    asked: PeopleFilter,
    groups: frozenset[str] | None,
    span: Span,
    after: Position,
    limit: int,
) -> tuple[list[Row], int]:
    """At most `limit` people behind a position, and how many there are in all.

    groups: of these alone; no sum counts people of several groups once.
    """
    if groups is not None and asked.category in groups:
        groups = None  # the group that is asked for is one of them
    columns = None
    if groups is None and not asked.name:
        columns = people_columns(asked.states, asked.category, asked.e_voucher)
    if columns:
        statement = NOW_SUMMED if span.is_now else THEN_SUMMED
    else:
        statement = NOW_COUNTED if span.is_now else THEN_COUNTED
    row = await store.one(
        statement,
        every=villages,
        villages=after.rest_of(villages),
        limit=limit,
        states=[state.value for state in asked.states],
        category=asked.category,
        groups=None if groups is None else sorted(groups),
        e_voucher=asked.e_voucher,
        name=asked.name,
        seen_to=span.seen_to,
        **(columns or Columns()).parameters(),
        **Moment.of(span).parameters(),
        **after.parameters(),
    )
    return (row["rows"], row["total"]) if row else ([], 0)
