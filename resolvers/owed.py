"""What departments owe: for ledgers summed by the engine, for places what has arrived.

(:Total | :Tally {group: 'l|department kind|category|fund|source'})
    ── villages that stand under one law and one seat, together ──> Standing by group
    ── village by village, where money arrived ──> Arrived
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString, NamedTuple

from graph.gateway import Row, Store
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
UNWIND $parts AS part
UNWIND part.villages AS village
MATCH (t:Total)
WHERE t.key STARTS WITH village + $within
WITH part.at AS at, t.group AS group, sum(t.subsidies) AS subsidies, sum(t.unset) AS unset,
  sum(t.subsidy_fen) AS amount, sum(t.payable_fen) AS payable, sum(t.requested_fen) AS requested,
  sum(t.disbursed_fen) AS disbursed, sum(t.received_fen) AS received
RETURN collect([at, group, subsidies, unset, amount, payable, requested, disbursed, received])
  AS rows
"""

# (:Tally {key: village|year|l|department kind|category|fund|source|on|seen})
OWED_THEN: LiteralString = """
UNWIND $parts AS part
UNWIND part.villages AS village
MATCH (t:Tally)
WHERE t.key STARTS WITH village + $within
  AND t.on <= $as_of AND t.seen >= $seen_from AND t.seen <= $seen_to
WITH part.at AS at, t.group AS group, sum(t.subsidies) AS subsidies, sum(t.unset) AS unset,
  sum(t.subsidy_fen) AS amount, sum(t.payable_fen) AS payable, sum(t.requested_fen) AS requested,
  sum(t.disbursed_fen) AS disbursed, sum(t.received_fen) AS received
RETURN collect([at, group, subsidies, unset, amount, payable, requested, disbursed, received])
  AS rows
"""

Standings = list[tuple[Group, Standing]]


async def read_owed(store: Store, parts: Sequence[Sequence[str]], span: Span) -> list[Standings]:
    """For each part (some villages) its groups with what they come to; one statement for all."""
    given = [{"at": at, "villages": villages} for at, villages in enumerate(parts)]
    asked = {"parts": given, "within": f"|{span.year}|l|"}
    statement = OWED_NOW if span.is_now else OWED_THEN
    row = await store.one(statement, **asked, **({} if span.is_now else _days(span)))
    groups: dict[str, Group] = {}
    found: list[Standings] = [[] for _ in parts]
    for at, text, *columns in (row or {"rows": []})["rows"]:
        if text not in groups:
            groups[text] = Group.read(text.removeprefix("l|"))
        if standing := Standing._make(columns):
            found[at].append((groups[text], standing))
    return found


# (:Total {key: village|year|l|…}) of those that received money
ARRIVED_NOW: LiteralString = """
UNWIND $villages AS village
MATCH (t:Total)
WHERE t.key STARTS WITH village + $within AND t.received_fen <> 0
RETURN collect([village, t.group, t.received_fen]) AS rows
"""

# (:Tally {key: village|year|l|…|on|seen})
ARRIVED_THEN: LiteralString = """
UNWIND $villages AS village
MATCH (t:Tally)
WHERE t.key STARTS WITH village + $within AND t.received_fen <> 0
  AND t.on <= $as_of AND t.seen >= $seen_from AND t.seen <= $seen_to
WITH village, t.group AS group, sum(t.received_fen) AS received
RETURN collect([village, group, received]) AS rows
"""


@dataclass(frozen=True, slots=True)
class Arrived:
    """By village: the fen of each deciding group that have arrived."""

    tree: Tree
    villages: dict[str, list[tuple[str, int]]]

    def received_fen(self, code: str, category: str | None = None) -> int:
        """What has arrived for the people of a place, or those of one deciding group."""
        rows = (row for place in self.tree.below(code) for row in self.villages.get(place, ()))
        return sum(fen for group, fen in rows if category in (None, group))


async def read_arrived(
    store: Store, tree: Tree, roots: Sequence[str], span: Span
) -> tuple[list[str], Arrived]:
    """The places below these roots, and what has arrived there."""
    places = below(tree, roots)
    asked = {"villages": sorted(places), "within": f"|{span.year}|l|"}
    statement = ARRIVED_NOW if span.is_now else ARRIVED_THEN
    row = await store.one(statement, **asked, **({} if span.is_now else _days(span)))
    villages: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for village, text, fen in (row or {"rows": []})["rows"]:
        villages[village].append((Group.read(text.removeprefix("l|")).category, fen))
    return places, Arrived(tree, villages)


def _days(span: Span) -> Row:
    return {"as_of": span.as_of, "seen_from": span.seen_from, "seen_to": span.seen_to}


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
