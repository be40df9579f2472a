"""What happened to people's places in a year, newest first: their entries and their Changes.

    rolls of the villages, or all changes by day (resolvers/volume.py) ──> rows
    the rolls, or the sums of villages where they count just these ──> their number

An entry stands in the participation itself (`entry_…`); a Change counts in the village of its
value, as in the sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from facts.account import seen_on
from facts.change import Cause
from graph.gateway import Row, Store
from resolvers.dated import EARLIEST, EVER, LATEST, Place
from resolvers.volume import FEW_HOMES, Volume


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Of a year. Days are those of effect, both included; instants in epoch milliseconds, the
    last one left out.

    `causes` empty: all; `category`: what brought people into a group, or took them out of it.
    """

    year: int
    causes: tuple[Cause, ...] = ()
    category: str | None = None
    since: date | None = None
    until: date | None = None
    recorded_from: int | None = None
    recorded_to: int | None = None

    @property
    def is_summed(self) -> bool:
        """Whether tallies count just these: they know days, no instants, causes or groups."""
        ends = [at for at in (self.recorded_from, self.recorded_to) if at is not None]
        return not self.causes and not self.category and all(map(_is_midnight, ends))

    def parameters(self) -> Row:
        return {
            "year": self.year,
            "causes": [cause.value for cause in self.causes],
            "entries": not self.causes or Cause.REGISTERED in self.causes,
            "category": self.category,
            "since": self.since or EARLIEST,
            "until": self.until or LATEST,
            "recorded_from": self.recorded_from or 0,
            "recorded_to": EVER if self.recorded_to is None else self.recorded_to,
        }


def _is_midnight(instant: int) -> bool:
    """The beginning of a civil day in China."""
    return seen_on(instant) != seen_on(instant - 1)


ENTRY: LiteralString = """n.entry_state IS NOT NULL
      AND n.entered_on >= $since AND n.entered_on <= $until
      AND n.recorded >= $recorded_from AND n.recorded < $recorded_to
      AND ($category IS NULL OR $category IN n.entry_categories)"""
CHANGE: LiteralString = """c.on >= $since AND c.on <= $until
      AND c.recorded >= $recorded_from AND c.recorded < $recorded_to
      AND (size($causes) = 0 OR c.cause IN $causes)
      AND ($category IS NULL OR $category IN coalesce(c.before_categories, [])
        <> $category IN coalesce(c.after_categories, []))"""
SHOWN: LiteralString = """{on: on, recorded: recorded, key: key, change: properties(c),
  person: head(COLLECT {
    MATCH (n)-[:OF]->(p:Person) RETURN p {.key, .name, .birth, .sex, .id_mask, .voucher_on}
  }), entry: CASE WHEN n.entered_on = on AND n.recorded < recorded THEN properties(n) END,
  earlier: COLLECT {
    MATCH (n)<-[:CHANGED]-(o:Change) WHERE o.on = on AND o.recorded < recorded RETURN properties(o)
  }}"""
BEHIND: LiteralString = """(on < $after_on OR on = $after_on AND (recorded < $after_recorded
  OR recorded = $after_recorded AND key < $after_key))"""
IN_ORDER: LiteralString = (
    "WITH on, recorded, key, n, c WHERE "
    + BEHIND
    + """
WITH on, recorded, key, n, c ORDER BY on DESC, recorded DESC, key DESC LIMIT $limit
RETURN collect("""
    + SHOWN
    + ") AS rows"
)

# (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:CHANGED]-(:Change)
FROM_ROLLS: LiteralString = (
    """
UNWIND $every AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
CALL (village, n) {
    WITH village, n WHERE $entries AND n.entry_village IN $every AND """
    + ENTRY
    + """
    RETURN n.entered_on AS on, n.recorded AS recorded, n.key AS key, n AS c
    UNION ALL
    MATCH (n)<-[:CHANGED]-(c:Change)
    WHERE coalesce(c.after_village, c.before_village) IN $every AND """
    + CHANGE
    + """
    RETURN c.on AS on, c.recorded AS recorded, c.key AS key, c
}
"""
)
# of somebody who ever stood in these groups; lists of other groups are not spoken of
OF_GROUPS: LiteralString = """
WITH on, recorded, key, n, c
WHERE EXISTS { (n)-[:OF]->(:Person)<-[:OF]-(l:Listing) WHERE l.category IN $groups }
  AND (NOT coalesce(c.cause, '') STARTS WITH 'CATEGORY_' OR any(one IN $groups WHERE
    (one IN coalesce(c.before_categories, [])) <> (one IN coalesce(c.after_categories, []))))
"""
BY_ROLLS: LiteralString = FROM_ROLLS + IN_ORDER
BY_ROLLS_OF_GROUPS: LiteralString = FROM_ROLLS + OF_GROUPS + IN_ORDER

# (:Change {on, recorded})-[:CHANGED]->(:Participation {year}): the index gives them in order
CHANGES_BY_DAY: LiteralString = (
    """
MATCH (c:Change)
USING INDEX c:Change(on, recorded)
WHERE c.on <= $last AND coalesce(c.after_village, c.before_village) IN $every
  AND EXISTS { (c)-[:CHANGED]->(:Participation {year: $year}) } AND """
    + CHANGE
    + """
WITH c.on AS on, c.recorded AS recorded, c.key AS key, c WHERE """
    + BEHIND
    + """
WITH on, recorded, key, c ORDER BY on DESC, recorded DESC, key DESC LIMIT $limit
MATCH (c)-[:CHANGED]->(n:Participation)
RETURN collect("""
    + SHOWN
    + ") AS rows"
)

# (:Participation {year, entered_on, recorded})
ENTRIES_BY_DAY: LiteralString = (
    """
MATCH (n:Participation)
USING INDEX n:Participation(year, entered_on, recorded)
WHERE n.year = $year AND n.entered_on >= $floor AND n.entered_on <= $last
  AND n.entry_village IN $every AND """
    + ENTRY
    + """
WITH n, n.year AS year, n.entered_on AS on, n.recorded AS recorded, n.key AS key WHERE """
    + BEHIND
    + """
WITH n, n AS c, year, on, recorded, key
ORDER BY year DESC, on DESC, recorded DESC, key DESC LIMIT $limit
RETURN collect("""
    + SHOWN
    + ") AS rows"
)

COUNT_ROLLS: LiteralString = FROM_ROLLS + "RETURN count(*) AS number"
COUNT_ROLLS_OF_GROUPS: LiteralString = FROM_ROLLS + OF_GROUPS + "RETURN count(*) AS number"

# (:Tally {key: village|year|all|on|seen})
COUNT_SUMS: LiteralString = """
UNWIND $every AS village
MATCH (t:Tally {year: $year, group: 'all', village: village})
WHERE t.on >= $since AND t.on <= $until AND t.seen >= $seen_from AND t.seen <= $seen_to
RETURN sum(t.changes) AS number
"""

# (:Participation {key: person|year})<-[:CHANGED]-(:Change)
BEGIN_OF_PEOPLE: LiteralString = """
UNWIND $asked AS one
RETURN collect(COLLECT {
  MATCH (n:Participation {key: one})
  CALL (n) {
    WITH n WHERE n.entry_state IS NOT NULL
    RETURN n.entered_on AS on, n.recorded AS recorded, n.key AS key, n AS c
    UNION ALL
    MATCH (n)<-[:CHANGED]-(c:Change) RETURN c.on AS on, c.recorded AS recorded, c.key AS key, c
  }"""
END_OF_PEOPLE: LiteralString = (
    """
  WITH on, recorded, key, n, c ORDER BY on DESC, recorded DESC, key DESC
  RETURN """
    + SHOWN
    + "}) AS found"
)
OF_PEOPLE: LiteralString = BEGIN_OF_PEOPLE + END_OF_PEOPLE
OF_PEOPLE_OF_GROUPS: LiteralString = BEGIN_OF_PEOPLE + OF_GROUPS + END_OF_PEOPLE


async def read_changes(
    store: Store,
    villages: Sequence[str],
    asked: ChangeFilter,
    volume: Volume,
    after: Place,
    limit: int,
    groups: list[str] | None = None,
) -> list[Row]:
    """At most `limit` changes behind a place; groups: of their people alone."""
    given = {"every": villages, "limit": limit, **asked.parameters(), **after.parameters()}
    if groups is not None:
        [row] = await store.read(BY_ROLLS_OF_GROUPS, groups=groups, **given)
        return list(row["rows"])
    # few of all changes may be of one cause or group, or of late record: then rolls are shorter
    is_narrow = bool(asked.causes or asked.category) or asked.recorded_from is not None
    if volume.by_day(limit) and not (is_narrow and volume.is_small):
        last = min(after.on, asked.until or LATEST)
        [row] = await store.read(CHANGES_BY_DAY, last=last, **given)
        is_full = len(row["rows"]) == limit
        if is_full or not volume.is_small:
            floor = Place.of(row["rows"][-1]).on if is_full else EARLIEST
            return await _with_entries(store, row["rows"], last, floor, given)
    [row] = await store.read(BY_ROLLS, **given)
    rows: list[Row] = row["rows"]
    return rows


async def _with_entries(
    store: Store, rows: list[Row], last: date, floor: date, given: Row
) -> list[Row]:
    """Changes, and the entries of their days; nearly all entries are older than any change."""
    if not given["entries"]:
        return rows
    [row] = await store.read(ENTRIES_BY_DAY, last=last, floor=floor, **given)
    return sorted([*rows, *row["rows"]], key=_newest, reverse=True)[: given["limit"]]


def _newest(row: Row) -> tuple[date, int, str]:
    place = Place.of(row)
    return place.on, place.recorded, place.key


async def count_changes(
    store: Store,
    villages: Sequence[str],
    asked: ChangeFilter,
    volume: Volume,
    groups: list[str] | None = None,
) -> int:
    """How many there are in all; groups: of their people alone."""
    given = asked.parameters()
    if groups is not None:
        [row] = await store.read(COUNT_ROLLS_OF_GROUPS, every=villages, groups=groups, **given)
    elif volume.homes <= FEW_HOMES or not asked.is_summed:
        [row] = await store.read(COUNT_ROLLS, every=villages, **given)
    else:
        seen_from = EARLIEST if asked.recorded_from is None else seen_on(asked.recorded_from)
        seen_to = LATEST if asked.recorded_to is None else seen_on(asked.recorded_to - 1)
        days = {"seen_from": seen_from, "seen_to": seen_to}
        [row] = await store.read(COUNT_SUMS, every=villages, **days, **given)
    number: int = row["number"]
    return number


async def read_people_changes(
    store: Store, keys: list[str], groups: list[str] | None = None
) -> list[list[Row]]:
    """All changes of participations, newest first; groups: without those about other lists."""
    if groups is None:
        [row] = await store.read(OF_PEOPLE, asked=keys)
    else:
        [row] = await store.read(OF_PEOPLE_OF_GROUPS, asked=keys, groups=groups)
    found: list[list[Row]] = row["found"]
    return found
