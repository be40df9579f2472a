"""The sums and quotas of one year over its tree; never changed, made anew from what was written."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from rollup.columns import Columns
from rollup.order import Order
from rollup.tree import day_of

# of (:Total {group: 'all'}), in the order in which statements give them
COLUMNS = (
    "paid",
    "fully_subsidised",
    "covered_elsewhere",
    "departed",
    "refused",
    "unpaid",
    "vouchers",
    "due_fen",
    "subsidy_fen",
    "paid_fen",
    "payments",
    "households",
    "settled",
    "changes",
)
KINDS_KEPT = 8  # of answers: by question and day
ANSWERS_KEPT = 50_000  # of each kind

Numbered = tuple[int, int, int]  # when a figure was recorded, its number, its people
Answers = dict[str, Any]  # by place


@dataclass(frozen=True)
class Year:
    """`n`, `epoch`: of its sequence; `latest`: the last day that any sum is about.

    `elsewhere`: rows of villages that the tree does not have (yet). `recorded`: when the newest
    quota was. `answers` are what readers made of it; those that a change leaves alone go on.
    `made`: what they made of this version alone.
    """

    year: int
    n: int
    epoch: str
    latest: date
    order: Order
    sums: Columns
    elsewhere: Mapping[str, list[int]] = field(default_factory=dict)
    printed: Mapping[str, Mapping[str, Numbered]] = field(default_factory=dict)  # by base and place
    recorded: int = 0
    _quotas: dict[str, dict[str, int]] = field(default_factory=dict)
    _answers: dict[Hashable, Answers] = field(default_factory=dict)
    made: dict[Hashable, Any] = field(default_factory=dict)

    @classmethod
    def empty(cls, year: int, n: int, epoch: str, order: Order) -> "Year":
        return cls(year, n, epoch, date.min, order, Columns.zeros(len(order.ends), len(COLUMNS)))

    def with_rows(self, totals: Iterable[list[Any]], quotas: Iterable[list[Any]] = ()) -> "Year":
        """With these rows instead of those of the same villages, and these figures on record."""
        at = self.order.at
        rows = {village: columns for village, *columns in totals}
        inside = {at[village]: columns for village, columns in rows.items() if village in at}
        outside = {village: columns for village, columns in rows.items() if village not in at}
        found = replace(
            self,
            sums=self.sums.with_rows(inside) if inside else self.sums,
            elsewhere={**self.elsewhere, **outside} if outside else self.elsewhere,
            _answers=self._unchanged(rows),
            made={},
        )
        figures = list(quotas)
        return found._with_figures(figures) if figures else found

    def _unchanged(self, villages: Iterable[str]) -> dict[Hashable, Answers]:
        """The answers about places in which none of these villages lies."""
        changed = self.order.upwards(villages)
        left: dict[Hashable, Answers] = {}
        for kind, answers in self._answers.items():
            left[kind] = dict(answers)
            for code in changed:
                left[kind].pop(code, None)
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
        codes = list(self.order.at)
        rows = [[codes[at], *row] for at, row in self.sums.rows()]
        rows += [[code, *row] for code, row in self.elsewhere.items()]
        laid = Year.empty(self.year, self.n, self.epoch, order)
        laid = replace(laid, latest=self.latest, printed=self.printed, recorded=self.recorded)
        return laid.with_rows(rows)

    def total(self, code: str) -> list[int]:
        """What a place adds up to, in the order of COLUMNS."""
        row = self.order.at.get(code)
        return [0] * len(COLUMNS) if row is None else self.sums.total(row, self.order.ends[row])

    @property
    def bases(self) -> Iterable[str]:
        return self.printed.keys()

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
        return self.sums.bytes + 1_000 * sum(map(len, self._answers.values()))
