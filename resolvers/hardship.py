"""People in hardship: whoever stands in at least one group, counted once.

The sums of the groups do not add up, so these come from the values of people themselves: what they
entered with, less what each Change took out, and what it put in.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import LiteralString

from graph.gateway import Store
from policy.vocabulary import State
from resolvers.figures import Figures, Span, Sum, below, prefixes, until_of
from resolvers.tree import Tree

# (:Roster {key: village|year})<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:CHANGED]-(:Change)
VALUES: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (r:Roster)<-[:ON]-(:Account)<-[:IN]-(n:Participation)
WHERE r.key STARTS WITH prefix AND r.year = $year
CALL (n) {
  WITH n WHERE n.entry_categories IS NOT NULL AND n.entered_on <= $as_of AND n.recorded <= $until
  RETURN n.entry_village AS village, n.entry_state AS state, n.entry_categories AS groups,
    1 AS people
  UNION ALL
  MATCH (n)<-[:CHANGED]-(c:Change)
  WHERE c.after_categories IS NOT NULL AND c.on <= $as_of AND c.recorded <= $until
  RETURN c.after_village AS village, c.after_state AS state, c.after_categories AS groups,
    1 AS people
  UNION ALL
  MATCH (n)<-[:CHANGED]-(c:Change)
  WHERE c.before_categories IS NOT NULL AND c.on <= $as_of AND c.recorded <= $until
  RETURN c.before_village AS village, c.before_state AS state, c.before_categories AS groups,
    -1 AS people
}
WITH village, state, groups, sum(people) AS people WHERE people <> 0
RETURN collect([village, state, groups, people]) AS rows
"""


@dataclass(slots=True)
class Hardship:
    """People of these places by village, state and the set of their groups."""

    tree: Tree
    places: list[str]
    rows: list[tuple[str, str, frozenset[str], int]]
    _figures: dict[frozenset[str], Figures] = field(default_factory=dict)

    def within(self, groups: Iterable[str]) -> Figures:
        """The sums of whoever stands in any of these groups."""
        wanted = frozenset(groups)
        found = self._figures.get(wanted)
        if found is None:
            found = self._figures[wanted] = self._sums(wanted)
        return found

    def _sums(self, wanted: frozenset[str]) -> Figures:
        people: dict[str, Counter[str]] = defaultdict(Counter)
        for village, state, groups, number in self.rows:
            if groups & wanted:
                people[village][state] += number
        sums = {
            village: Sum(*(states[state.value] for state in State))
            for village, states in people.items()
        }
        return Figures(self.tree, self.places, sums, {})


async def read_hardship(
    store: Store, tree: Tree, roots: Sequence[str], span: Span
) -> tuple[list[str], Hardship]:
    """The places below these roots, and the people of theirs who stand in a group."""
    places = below(tree, roots)
    row = await store.one(
        VALUES,
        prefixes=prefixes(places, roots),
        year=span.year,
        as_of=span.as_of,
        until=until_of(span),
    )
    rows = [
        (village, state, frozenset(groups), people)
        for village, state, groups, people in (row or {"rows": []})["rows"]
    ]
    return places, Hardship(tree, places, rows)
