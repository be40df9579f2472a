"""People who came into a group after they were on the roll, and whether they enrolled at once."""

from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from graph.gateway import Store
from policy.vocabulary import State
from resolvers.figures import prefixes
from resolvers.tree import Tree

ENROLLED = (State.PAID.value, State.FULLY_SUBSIDISED.value)

# (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:CHANGED]-(:Change)
NEWCOMERS: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (r:Roster)<-[:ON]-(:Account)<-[:IN]-(n:Participation)
WHERE r.key STARTS WITH prefix AND r.year = $year
  AND NOT $category IN coalesce(n.entry_categories, [])
  AND EXISTS { (n)<-[:CHANGED]-(c:Change) WHERE $category IN c.after_categories }
RETURN collect([n.entry_village, n.entered_on, n.entry_state, COLLECT {
  MATCH (n)<-[:CHANGED]-(c:Change)
  RETURN [c.on, c.before_state, $category IN coalesce(c.before_categories, []),
    c.after_state, $category IN coalesce(c.after_categories, [])]
}]) AS people
"""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """One of them. shifts: day, value before, value after; a value is (state, in the group)."""

    village: str
    entered_on: date
    entry: tuple[str, bool]
    shifts: tuple[tuple[date, tuple[Any, bool], tuple[Any, bool]], ...]

    def value(self, on: date) -> tuple[Any, bool]:
        """State and whether in the group; a Change that was taken back cancels out."""
        left = Counter({self.entry: 1})
        for day, before, after in self.shifts:
            if day <= on:
                left[before] -= 1
                left[after] += 1
        return next((value for value, n in left.items() if n > 0 and value[0]), (None, False))

    def joined(self, by: date) -> date | None:
        """The first day in the group for who is in it on a day."""
        if not self.value(by)[1]:
            return None
        days = sorted({day for day, _, _ in self.shifts if day <= by})
        return next(day for day in days if self.value(day)[1])


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Those below one place."""

    tree: Tree
    people: list[Newcomer]

    def on(self, unit: str, day: date) -> dict[str, int]:
        """How many were added by a day, and how many of them were enrolled within that month."""
        below = set(self.tree.below(unit))
        joined = [(one, one.joined(day)) for one in self.people if one.village in below]
        added = [(one, since) for one, since in joined if since is not None]
        states = [one.value(min(day, _month_end(since)))[0] for one, since in added]
        enrolled = sum(state in ENROLLED for state in states)
        found = {"added_poor": len(added), "added_poor_enrolled": enrolled}
        return found if added else {**found, "added_poor_correct": 0}


async def read_newcomers(
    store: Store, tree: Tree, root: str, year: int, category: str
) -> Newcomers:
    """All people below a place who came into a group after they had come onto the roll."""
    head = prefixes(tree.below(root), [root])
    row = await store.one(NEWCOMERS, prefixes=head, year=year, category=category)
    return Newcomers(tree, [_newcomer(*one) for one in (row or {"people": []})["people"]])


def _newcomer(village: str, entered_on: Any, state: str, changes: list[Any]) -> Newcomer:
    shifts = tuple(
        (on.to_native(), (before, was_in), (after, is_in))
        for on, before, was_in, after, is_in in changes
    )
    return Newcomer(village, entered_on.to_native(), (state, False), shifts)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
