"""The sums of one year over the tree: what every place of a request adds up to.

    villages' totals (now) or tallies (a day) ──┐
    tree of the season ─────────────────────────┴─> Figures: a Sum and a quota for each place

Two statements whatever the number of places: the places (resolvers/tree.py) and these sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, LiteralString, NamedTuple

from graph.gateway import Store
from policy.places import NATION_CODE
from resolvers.tree import Tree


class Sum(NamedTuple):
    """What a place adds up to; people, fen, households."""

    paid: int = 0
    fully_subsidised: int = 0
    covered_elsewhere: int = 0
    departed: int = 0
    refused: int = 0
    unpaid: int = 0
    vouchers: int = 0
    due_fen: int = 0
    subsidy_fen: int = 0
    paid_fen: int = 0
    payments: int = 0
    households: int = 0
    settled: int = 0
    changes: int = 0

    @property
    def enrolled(self) -> int:
        return self.paid + self.fully_subsidised

    @property
    def registered(self) -> int:
        return sum(self[:6])


NOTHING = Sum()

# (:Total {key: village|year|all}) by the first digits of the codes, and (:Quota {key: code|year|n})
TOTALS: LiteralString = """
CALL () {
  UNWIND $prefixes AS prefix
  MATCH (t:Total)
  WHERE t.year = $year AND t.group = 'all' AND t.village STARTS WITH prefix
  RETURN collect([t.village, t.paid, t.fully_subsidised, t.covered_elsewhere, t.departed,
    t.refused, t.unpaid, t.vouchers, t.due_fen, t.subsidy_fen, t.paid_fen, t.payments,
    t.households, t.settled, t.changes]) AS sums
}
CALL () {
  UNWIND $prefixes AS prefix
  MATCH (q:Quota) WHERE q.key STARTS WITH prefix AND q.year = $year AND q.base = 'QUOTA'
    AND q.recorded <= $until
  RETURN collect([split(q.key, '|')[0], q.recorded, q.key, q.people]) AS quotas
}
RETURN sums, quotas
"""

# (:Tally {key: village|year|all|on|seen}): what happened by a day, as known by a day
TALLIES: LiteralString = """
CALL () {
  UNWIND $prefixes AS prefix
  MATCH (t:Tally)
  WHERE t.year = $year AND t.group = 'all' AND t.village STARTS WITH prefix
    AND t.on <= $as_of AND t.seen >= $seen_from AND t.seen <= $seen_to
  WITH t.village AS village, sum(t.paid) AS paid, sum(t.fully_subsidised) AS full,
    sum(t.covered_elsewhere) AS elsewhere, sum(t.departed) AS departed, sum(t.refused) AS refused,
    sum(t.unpaid) AS unpaid, sum(t.vouchers) AS vouchers, sum(t.due_fen) AS due,
    sum(t.subsidy_fen) AS subsidy, sum(t.paid_fen) AS money, sum(t.payments) AS payments,
    sum(t.households) AS households, sum(t.settled) AS settled, sum(t.changes) AS changes
  RETURN collect([village, paid, full, elsewhere, departed, refused, unpaid, vouchers, due,
    subsidy, money, payments, households, settled, changes]) AS sums
}
CALL () {
  UNWIND $prefixes AS prefix
  MATCH (q:Quota) WHERE q.key STARTS WITH prefix AND q.year = $year AND q.base = 'QUOTA'
    AND q.recorded <= $until
  RETURN collect([split(q.key, '|')[0], q.recorded, q.key, q.people]) AS quotas
}
RETURN sums, quotas
"""


@dataclass(frozen=True, slots=True)
class Span:
    """Facts of days up to `as_of`, recorded from `seen_from` to `seen_to`; now: totals will do."""

    year: int
    as_of: date
    seen_from: date
    seen_to: date
    is_now: bool


async def read_figures(store: Store, tree: Tree, roots: Sequence[str], span: Span) -> "Figures":
    """The figures of these places and all below them, in one statement."""
    places = below(tree, roots)
    parameters = {"prefixes": prefixes(places, roots), "year": span.year}
    until = until_of(span)
    if span.is_now:
        row = await store.one(TOTALS, until=until, **parameters)
    else:
        days = {"as_of": span.as_of, "seen_from": span.seen_from, "seen_to": span.seen_to}
        row = await store.one(TALLIES, until=until, **parameters, **days)
    found = row or {"sums": [], "quotas": []}
    sums: dict[str, Sum] = {one[0]: Sum._make(one[1:]) for one in found["sums"]}
    return Figures(tree, places, sums, newest(found["quotas"]))


def below(tree: Tree, roots: Sequence[str]) -> list[str]:
    """All places below the roots, once; the largest root first, parents before children."""
    parts = sorted((tree.below(root) for root in roots), key=len, reverse=True)
    return list(dict.fromkeys(code for part in parts for code in part))


def prefixes(places: Sequence[str], roots: Sequence[str]) -> list[str]:
    """First digits of the codes below the roots, and of other units that stand there.

    None begins with another one: a row that is found is found once.
    """
    heads = tuple("" if root == NATION_CODE else root for root in roots)
    found: list[str] = []
    for head in sorted({*heads, *(code for code in places if not code.startswith(heads))}):
        if not found or not head.startswith(found[-1]):
            found.append(head)
    return found


def until_of(span: Span) -> int:
    """The last millisecond, in China, of the last day that is looked at; epoch milliseconds."""
    day = span.seen_to
    return (day.toordinal() - date(1970, 1, 1).toordinal() + 1) * 86_400_000 - 8 * 3_600_000 - 1


def newest(rows: Sequence[Any]) -> dict[str, int]:
    """The newest figure of each place."""
    return {code: people for code, _, _, people in sorted(rows, key=_age)}


def _age(row: Any) -> tuple[int, int]:
    return row[1], int(row[2].rsplit("|", 1)[1])


@dataclass
class Figures:
    """Sums and quotas of places and all below them; each place stands before its children."""

    tree: Tree
    places: list[str]
    villages: dict[str, Sum]
    printed: dict[str, int]
    ranks: dict[str, dict[str, int]] = field(default_factory=dict)

    @cached_property
    def sums(self) -> dict[str, Sum]:
        """Of each place with anything below it; children are added into their parents."""
        rows = {code: list(self.villages[code]) for code in self.places if code in self.villages}
        here = set(self.places)
        for code in reversed(self.places):
            row = rows.get(code)
            parent = self.tree.parents[code]
            if row is None or parent is None or parent not in here:
                continue
            above = rows.get(parent)
            rows[parent] = list(row) if above is None else list(map(int.__add__, above, row))
        return {code: Sum._make(row) for code, row in rows.items()}

    @cached_property
    def quotas(self) -> dict[str, int]:
        """Own newest figure, else the sum of those below; places without either left out."""
        found: dict[str, int] = {}
        below: dict[str, int] = {}
        for code in reversed(self.places):
            quota = self.printed.get(code, below.get(code))
            if quota is None:
                continue
            found[code] = quota
            parent = self.tree.parents[code]
            if parent is not None:
                below[parent] = below.get(parent, 0) + quota
        return found

    def sum_of(self, code: str) -> Sum:
        return self.sums.get(code, NOTHING)

    def rate_key(self, code: str) -> int | None:
        """Orders places exactly by enrolled / quota, as long as quotas stay below 2 ** 32."""
        quota = self.quotas.get(code)
        return None if not quota else (self.sum_of(code).enrolled << 64) // quota

    def ranked(self, codes: Sequence[str]) -> list[tuple[int, str]]:
        """Rank and code, best first; equal rates share a rank, places without a quota left out."""
        keys = {code: key for code in codes if (key := self.rate_key(code)) is not None}
        order = sorted(keys, key=lambda code: (-keys[code], code))
        found: list[tuple[int, str]] = []
        for place, code in enumerate(order, 1):
            tied = bool(found) and keys[found[-1][1]] == keys[code]
            found.append((found[-1][0] if tied else place, code))
        return found

    def rank_among(self, parent: str, code: str) -> tuple[int | None, int]:
        """The rank of a place among its siblings, and how many are ranked."""
        ranks = self.ranks.get(parent)
        if ranks is None:
            siblings = self.ranked(self.tree.shown(parent))
            ranks = self.ranks[parent] = {one: rank for rank, one in siblings}
        return ranks.get(code), len(ranks)
