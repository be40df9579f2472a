"""The sums and quotas of one year over its tree; never changed, made anew from what was written."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from rollup.columns import Columns
from rollup.kinds import ALL, names_of
from rollup.order import Order
from rollup.shelves import Shelf, Shelves

ANSWERS_KEPT = 100_000
ANSWER_BYTES = 1_000
BRANCHES_KEPT = 4_000  # a township with its villages each: two trees of a province
BRANCH_BYTES = 20_000

Numbered = tuple[int, int, int]  # when a figure was recorded, its number, its people
Rows = Iterable[list[Any]]


@dataclass(frozen=True)
class Year:
    """`n`, `epoch`: of its sequence; `latest`: the last day that any sum is about.

    `columns`: by group; those of the `kinds` are here. `elsewhere`: rows of villages that the tree
    does not have (yet). `recorded`: when the newest quota was. `answers` are what readers made of
    it, of single places, and `branches` of a place with all below it; those that a change leaves
    alone go on. `made`: what they made of this version alone.
    """

    year: int
    n: int
    epoch: str
    order: Order
    latest: date = date.min
    kinds: frozenset[str] = frozenset(ALL)
    columns: Mapping[str, Columns] = field(default_factory=dict)
    elsewhere: Mapping[tuple[str, str], list[int]] = field(default_factory=dict)
    printed: Mapping[str, Mapping[str, Numbered]] = field(default_factory=dict)  # by base and place
    recorded: int = 0
    _quotas: dict[str, dict[str, int]] = field(default_factory=dict)
    _answers: Shelves = field(default_factory=lambda: Shelves(ANSWERS_KEPT))
    _branches: Shelves = field(default_factory=lambda: Shelves(BRANCHES_KEPT))
    made: dict[str, Any] = field(default_factory=dict)

    def with_rows(self, rows: Rows, quotas: Rows = ()) -> "Year":
        """With these sums (village, group, …) instead of what stood there, and these figures."""
        inside: defaultdict[str, dict[int, list[int]]] = defaultdict(dict)
        outside: dict[tuple[str, str], list[int]] = {}
        villages = set()
        for village, group, *sums in rows:
            at = self.order.at.get(village)
            villages.add(village)
            if at is None:
                outside[village, group] = sums
            else:
                inside[group][at] = sums
        changed = self.order.upwards(villages)
        found = replace(
            self,
            columns={**self.columns, **{one: self._put(one, put) for one, put in inside.items()}},
            elsewhere={**self.elsewhere, **outside},
            _answers=self._answers.without(changed),
            _branches=self._branches.without(changed),
            made={},
        )
        figures = list(quotas)
        return found._with_figures(figures) if figures else found

    def _put(self, group: str, rows: Mapping[int, list[int]]) -> Columns:
        known = self.columns.get(group)
        if known is None:
            known = Columns.zeros(len(self.order.ends), len(names_of(group)))
        return known.with_rows(rows)

    def _with_figures(self, rows: list[list[Any]]) -> "Year":
        printed = {base: dict(figures) for base, figures in self.printed.items()}
        for code, recorded, number, people, base in rows:
            figures = printed.setdefault(base, {})
            if (recorded, number) >= figures.get(code, (0, 0, 0))[:2]:
                figures[code] = (recorded, number, people)
        recorded = max(self.recorded, *(row[1] for row in rows))
        return replace(self._bare(), printed=printed, recorded=recorded)

    def brought(self, n: int, latest: date) -> "Year":
        """The same as of a later number."""
        return replace(self, n=n, latest=latest)

    def relaid(self, order: Order) -> "Year":
        """The same rows over another tree."""
        if order.codes is self.order.codes:  # places have other names, nothing else
            return replace(self._bare(), order=order, _quotas=self._quotas)
        codes = self.order.codes
        to = np.fromiter((order.at.get(code, -1) for code in codes), np.int64, len(codes))
        rows: list[list[Any]] = [[*place, *sums] for place, sums in self.elsewhere.items()]
        if (to < 0).any():
            for group, columns in self.columns.items():
                rows += ([codes[at], group, *sums] for at, sums in columns.rows() if to[at] < 0)
        moved = {group: one.moved(to, len(order.codes)) for group, one in self.columns.items()}
        bare = replace(self._bare(), order=order, columns=moved, elsewhere={})
        return bare.with_rows(rows)

    def _bare(self) -> "Year":
        """Without anything that was worked out of it."""
        answers, branches = Shelves(ANSWERS_KEPT), Shelves(BRANCHES_KEPT)
        return replace(self, _quotas={}, _answers=answers, _branches=branches, made={})

    def total(self, code: str, group: str = "all") -> list[int]:
        """What a place adds up to, in the order of the group's names."""
        row, columns = self.order.at.get(code), self.columns.get(group)
        if row is None or columns is None:
            return [0] * len(names_of(group))
        return columns.total(row, self.order.ends[row])

    def groups(self, kind: str) -> list[str]:
        """Those of a kind that any village has, in order."""
        return sorted(group for group in self.columns if group[0] == kind)

    def quotas(self, base: str) -> dict[str, int]:
        """By place: own newest figure, else the sum of those below; places without left out."""
        known = self._quotas.get(base)
        if known is None:
            known = self._quotas[base] = self._summed(self.printed.get(base, {}))
        return known

    def _summed(self, printed: Mapping[str, Numbered]) -> dict[str, int]:
        at, parents = self.order.at, self.order.tree.parents
        found: dict[str, int] = {}
        below: dict[str, int] = {}
        concerned = [code for code in self.order.upwards(printed) if code in at]
        for code in sorted(concerned, key=at.__getitem__, reverse=True):
            quota = printed[code][2] if code in printed else below[code]
            found[code] = quota
            parent = parents[code]
            if parent is not None:
                below[parent] = below.get(parent, 0) + quota
        return found

    def answers(self, kind: Hashable) -> Shelf:
        """What readers have made of single places."""
        return self._answers.of(kind)

    def branches(self, kind: Hashable) -> Shelf:
        """What readers have made of places with all that is below them."""
        return self._branches.of(kind)

    @property
    def bytes(self) -> int:
        made = ANSWER_BYTES * len(self._answers) + BRANCH_BYTES * len(self._branches)
        return sum(one.bytes for one in self.columns.values()) + made
