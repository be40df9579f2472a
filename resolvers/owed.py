"""What departments owe for every place of a request, village by village and group by group.

(:Total | :Tally {group: 'l|department kind|category|fund|source'}) ── one statement ──> Owed
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import LiteralString, NamedTuple

from graph.gateway import Store
from policy.places import Level
from policy.stations import Group
from resolvers.figures import Span, below
from resolvers.tree import Tree


class Standing(NamedTuple):
    """What the subsidies of a group come to; fen, each column: all that has come that far."""

    subsidies: int = 0
    unset: int = 0
    amount_fen: int = 0
    payable_fen: int = 0
    requested_fen: int = 0
    disbursed_fen: int = 0
    received_fen: int = 0

    def __bool__(self) -> bool:
        return any(tuple(self))

    def at(self, station: int) -> int:
        """What stands at a station and no further, by its place among the stations."""
        return self[station + 2] - (*self, 0)[station + 3]


NOTHING = Standing()

# (:Total {key: village|year|l|department kind|category|fund|source})
OWED_NOW: LiteralString = """
UNWIND $villages AS village
MATCH (t:Total)
WHERE t.key STARTS WITH village + '|' + toString($year) + '|l|'
  AND (NOT $arrived OR t.received_fen <> 0)
RETURN collect([village, t.group, t.subsidies, t.unset, t.subsidy_fen, t.payable_fen,
  t.requested_fen, t.disbursed_fen, t.received_fen]) AS rows
"""

# (:Tally {key: village|year|l|department kind|category|fund|source|on|seen})
OWED_THEN: LiteralString = """
UNWIND $villages AS village
MATCH (t:Tally)
WHERE t.key STARTS WITH village + '|' + toString($year) + '|l|'
  AND (NOT $arrived OR t.received_fen <> 0)
  AND t.on <= $as_of AND t.seen >= $seen_from AND t.seen <= $seen_to
WITH village, t.group AS group, sum(t.subsidies) AS subsidies, sum(t.unset) AS unset,
  sum(t.subsidy_fen) AS amount, sum(t.payable_fen) AS payable, sum(t.requested_fen) AS requested,
  sum(t.disbursed_fen) AS disbursed, sum(t.received_fen) AS received
RETURN collect([village, group, subsidies, unset, amount, payable, requested, disbursed,
  received]) AS rows
"""


@dataclass(frozen=True, slots=True)
class Owed:
    """By village: each group with what it comes to."""

    tree: Tree
    villages: dict[str, list[tuple[Group, Standing]]]

    def below(self, villages: Iterable[str]) -> Iterator[tuple[str, Group, Standing]]:
        """All rows of these places."""
        for village in villages:
            for group, standing in self.villages.get(village, ()):
                yield village, group, standing

    def received_fen(self, code: str, category: str | None = None) -> int:
        """What has arrived for the people of a place, or those of one deciding group."""
        rows = self.below(self.tree.below(code))
        return sum(row.received_fen for _, group, row in rows if category in (None, group.category))


async def read_owed(
    store: Store, tree: Tree, roots: Sequence[str], span: Span, arrived: bool
) -> tuple[list[str], Owed]:
    """The places below these roots and their groups; arrived: those alone that received money."""
    places = below(tree, roots)
    asked = {"villages": sorted(places), "year": span.year, "arrived": arrived}
    if span.is_now:
        row = await store.one(OWED_NOW, **asked)
    else:
        days = {"as_of": span.as_of, "seen_from": span.seen_from, "seen_to": span.seen_to}
        row = await store.one(OWED_THEN, **asked, **days)
    groups: dict[str, Group] = {}
    villages: dict[str, list[tuple[Group, Standing]]] = defaultdict(list)
    for village, text, *columns in (row or {"rows": []})["rows"]:
        if text not in groups:
            groups[text] = Group.read(text.removeprefix("l|"))
        if standing := Standing._make(columns):
            villages[village].append((groups[text], standing))
    return places, Owed(tree, villages)


def seat(tree: Tree, village: str) -> str:
    """The unit whose departments owe for a village: its county, else the highest below a city."""
    at, found = village, village
    while at is not None and tree.places[at].level not in (Level.CITY, Level.PROVINCE):
        if tree.places[at].level is Level.NATION:
            break
        found = at
        above = tree.parents.get(at)
        if above is None or above not in tree.places:
            break
        at = above
    return found
