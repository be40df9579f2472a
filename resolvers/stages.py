"""The sums of one place on several days at once: what an assessment is worked out from.

    days  ─┬─ 10-31 ── 11-15 ── 11-30 ──>     a tally belongs to the first of these days that is
    stage  └─   0        1        2            not before its own; a day is the sum up to its stage

One statement whatever the number of days, places and rules; another one where people in hardship
count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.gateway import Store
from policy.terms import TargetBase
from policy.vocabulary import State
from resolvers.figures import Figures, Span, Sum, below, newest, prefixes, until_of
from resolvers.tree import Tree

ALL = "all"
COLUMNS = ("paid", "fully_subsidised", "covered_elsewhere", "departed", "refused", "unpaid")

# (:Tally {key: village|year|group|on|seen}), and (:Quota {key: code|year|n, base})
STAGES: LiteralString = """
CALL () {
  UNWIND $prefixes AS prefix
  UNWIND $groups AS one
  MATCH (t:Tally)
  WHERE t.year = $year AND t.group = one AND t.village STARTS WITH prefix AND t.on <= $days[-1]
  WITH t.group AS group, t.village AS village, size([day IN $days WHERE day < t.on]) AS stage,
    sum(t.paid) AS paid, sum(t.fully_subsidised) AS full, sum(t.covered_elsewhere) AS elsewhere,
    sum(t.departed) AS departed, sum(t.refused) AS refused, sum(t.unpaid) AS unpaid,
    sum(t.vouchers) AS vouchers
  RETURN collect([group, stage, village, paid, full, elsewhere, departed, refused, unpaid,
    vouchers]) AS sums
}
CALL () {
  UNWIND $prefixes AS prefix
  MATCH (q:Quota)
  WHERE q.key STARTS WITH prefix AND q.year = $year AND q.recorded <= $until
  RETURN collect([q.base, split(q.key, '|')[0], q.recorded, q.key, q.people]) AS quotas
}
RETURN sums, quotas
"""

# (:Roster {key: village|year})<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:CHANGED]-(:Change)
HARDSHIP: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (r:Roster)<-[:ON]-(:Account)<-[:IN]-(n:Participation)
WHERE r.key STARTS WITH prefix AND r.year = $year
CALL (n) {
  WITH n WHERE n.entry_categories IS NOT NULL
  RETURN n.entered_on AS on, n.entry_village AS village, n.entry_state AS state,
    n.entry_categories AS groups, 1 AS people
  UNION ALL
  MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.after_categories IS NOT NULL
  RETURN c.on AS on, c.after_village AS village, c.after_state AS state,
    c.after_categories AS groups, 1 AS people
  UNION ALL
  MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.before_categories IS NOT NULL
  RETURN c.on AS on, c.before_village AS village, c.before_state AS state,
    c.before_categories AS groups, -1 AS people
}
WITH village, state, groups, size([day IN $days WHERE day < on]) AS stage, sum(people) AS people
WHERE people <> 0 AND any(group IN groups WHERE group IN $wanted)
RETURN collect([stage, village, state, people]) AS rows
"""


@dataclass(frozen=True, slots=True)
class Stages:
    """By group and day, the figures of the places below one; and what rates are taken of."""

    figures: dict[str, dict[date, Figures]]
    bases: dict[TargetBase, dict[str, int]]

    def sum_of(self, group: str, day: date, code: str) -> Sum:
        return self.figures[group][day].sum_of(code)

    def quota(self, code: str) -> int | None:
        return self.bases.get(TargetBase.QUOTA, {}).get(code)


async def read_stages(
    store: Store, tree: Tree, root: str, span: Span, days: Sequence[date], groups: Iterable[str]
) -> Stages:
    """What is on record by now of these days, ascending, for everybody and for groups."""
    places = below(tree, [root])
    asked = [ALL, *(f"c|{group}" for group in groups)]
    row = await store.one(
        STAGES,
        prefixes=prefixes(places, [root]),
        year=span.year,
        groups=asked,
        days=list(days),
        until=until_of(span),
    )
    found = row or {"sums": [], "quotas": []}
    gained: dict[str, list[dict[str, Counter[str]]]] = {one: [{} for _ in days] for one in asked}
    for group, stage, village, *columns in found["sums"]:
        names = (*COLUMNS, "vouchers")
        gained[group][stage][village] = Counter(dict(zip(names, columns, strict=True)))
    printed: dict[TargetBase, list[list[object]]] = defaultdict(list)
    for base, *quota in found["quotas"]:
        printed[TargetBase(base)].append(quota)
    return Stages(
        {one.removeprefix("c|"): _by_day(tree, places, days, gained[one]) for one in asked},
        {base: Figures(tree, places, {}, newest(rows)).quotas for base, rows in printed.items()},
    )


async def read_hardship_stages(
    store: Store, tree: Tree, root: str, year: int, days: Sequence[date], groups: Iterable[str]
) -> dict[date, Figures]:
    """People in any of these groups, each counted once, by the end of each day."""
    places = below(tree, [root])
    row = await store.one(
        HARDSHIP,
        prefixes=prefixes(places, [root]),
        year=year,
        days=list(days),
        wanted=list(groups),
    )
    gained: list[dict[str, Counter[str]]] = [defaultdict(Counter) for _ in days]
    for stage, village, state, people in (row or {"rows": []})["rows"]:
        if stage < len(days):  # later than the last day
            gained[stage][village][State(state).value.lower()] += people
    return _by_day(tree, places, days, gained)


def _by_day(
    tree: Tree,
    places: list[str],
    days: Sequence[date],
    gained: Sequence[dict[str, Counter[str]]],
) -> dict[date, Figures]:
    """What was gained up to each day, added up."""
    reached: dict[str, Counter[str]] = defaultdict(Counter)
    found: dict[date, Figures] = {}
    for day, villages in zip(days, gained, strict=True):
        for village, columns in villages.items():
            reached[village].update(columns)
        sums = {village: Sum(**columns) for village, columns in reached.items()}
        found[day] = Figures(tree, places, sums, {})
    return found
