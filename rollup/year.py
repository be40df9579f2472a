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
from rollup.tree import day_of

KINDS_KEPT = 8  # of answers: by question and day
ANSWERS_KEPT = 50_000  # of each kind
ANSWER_BYTES = 1_000

Numbered = tuple[int, int, int]  # when a figure was recorded, its number, its people
Answers = dict[str, Any]  # by place
Rows = Iterable[list[Any]]


@dataclass(frozen=True)
class Year:
    """`n`, `epoch`: of its sequence; `latest`: the last day that any sum is about.

    `columns`: by group; those of the `kinds` are here. `elsewhere`: rows of villages that the tree
    does not have (yet). `recorded`: when the newest quota was. `answers` are what readers made of
    it; those that a change leaves alone go on. `made`: what they made of this version alone.
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
    _answers: dict[Hashable, Answers] = field(default_factory=dict)
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
        found = replace(
            self,
            columns={**self.columns, **{one: self._put(one, put) for one, put in inside.items()}},
            elsewhere={**self.elsewhere, **outside},
            _answers=self._unchanged(villages),
            made={},
        )
        figures = list(quotas)
        return found._with_figures(figures) if figures else found

    def _put(self, group: str, rows: Mapping[int, list[int]]) -> Columns:
        known = self.columns.get(group)
        if known is None:
            known = Columns.zeros(len(self.order.ends), len(names_of(group)))
        return known.with_rows(rows)

    def _unchanged(self, villages: Iterable[str]) -> dict[Hashable, Answers]:
        """The answers about places in which none of these villages lies."""
        changed = self.order.upwards(villages)
        left = {kind: dict(answers) for kind, answers in self._answers.items()}
        for answers in left.values():
            for code in changed:
                answers.pop(code, None)
        return left

    def _with_figures(self, rows: list[list[Any]]) -> "Year":
        printed = {base: dict(figures) for base, figures in self.printed.items()}
        for code, recorded, number, people, base in rows:
            figures = printed.setdefault(base, {})
            if (recorded, number) >= figures.get(code, (0, 0, 0))[:2]:
                figures[code] = (recorded, number, people)
        recorded = max(self.recorded, *(row[1] for row in rows))
        return replace(self, printed=printed, recorded=recorded, _quotas={}, _answers={}, made={})

    def brought(self, n: int, latest: Any) -> "Year":
        """The same as of a later number."""
        return replace(self, n=n, latest=day_of(latest) or date.min)

    def relaid(self, order: Order) -> "Year":
        """The same rows over another tree."""
        if order.codes is self.order.codes:  # places have other names, nothing else
            return replace(self, order=order, _answers={}, made={})
        codes = self.order.codes
        to = np.fromiter((order.at.get(code, -1) for code in codes), np.int64, len(codes))
        rows: list[list[Any]] = [[*place, *sums] for place, sums in self.elsewhere.items()]
        if (to < 0).any():
            for group, columns in self.columns.items():
                rows += ([codes[at], group, *sums] for at, sums in columns.rows() if to[at] < 0)
        moved = {group: one.moved(to, len(order.codes)) for group, one in self.columns.items()}
        bare = replace(
            self, order=order, columns=moved, elsewhere={}, _quotas={}, _answers={}, made={}
        )
        return bare.with_rows(rows)

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

    def answers(self, kind: Hashable) -> Answers:
        """What readers have made of it, by place; dropped when there is too much of it."""
        found = self._answers.get(kind)
        if found is None:
            if len(self._answers) >= KINDS_KEPT:
                self._answers.clear()
            found = self._answers[kind] = {}
        elif len(found) > ANSWERS_KEPT:
            found.clear()
        return found

    @property
    def bytes(self) -> int:
        answers = sum(map(len, self._answers.values()))
        return sum(one.bytes for one in self.columns.values()) + ANSWER_BYTES * answers
