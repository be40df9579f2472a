"""Breakdowns as the API shows them, small cells hidden from who may not see persons.

A filter is a further dimension, of which one slice is shown, and a small place is a slice of the
unit above it: whatever is shown of one slice, or of one place, is then what is shown beside others.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policy.ages import BANDS, band_key
from policy.disclosure import Suppression, Table, suppress
from policy.places import Level
from policy.vocabulary import State
from resolvers.area import Area
from resolvers.breakdown import MOST_ROWS, Count, Key, read_table
from resolvers.bulletin import bulletin
from resolvers.figures import Span
from resolvers.law import LawShown
from resolvers.words import BAND_WORDS, CHANNEL_WORDS, NONE, SEX_WORDS, STATE_WORDS
from schema.breakdown import Breakdown, Cell, Dimension, check_dimensions
from schema.context import AsOf
from schema.errors import ApiError, Code
from schema.scalars import Yuan

MOST_CELLS = 5_000
PUBLIC = frozenset({"CHILD", "STATE"})  # counts by place and state are everybody's
SLICED = frozenset({Level.TOWNSHIP, Level.VILLAGE})  # shown as part of the unit above

Counts = dict[Key, Count]
Words = Mapping[str, Mapping[str, str]]  # by dimension: every value with its name


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; `slices`: the one value of a dimension that is shown."""

    root: str
    by: tuple[str, ...]
    slices: Mapping[str, str]

    @property
    def every(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.by, *self.slices]))


@dataclass(slots=True)
class Analysis:
    """Tables of one request."""

    law: LawShown
    area: Area
    today: date

    async def breakdown(
        self,
        code: str,
        asked: AsOf,
        by: list[Dimension],
        category: str | None,
        state: State | None,
    ) -> Breakdown:
        """Counts and sums by dimensions; raises UNKNOWN, LIMIT, and FORBIDDEN for a day."""
        check_dimensions(by)
        await self.law.sums.geography.ensure(code)
        self.law.place_of(code)
        group = None if category is None else next(iter(await self.law.categories([category])))
        names = tuple(dimension.value for dimension in by)
        slices = {"STATE": state.value} if state else {}
        slices |= {"GROUP": "true"} if group else {}
        question = Asked(code, names, slices)
        is_open = self._sees_all_of(code, asked) or PUBLIC.issuperset(question.every)
        if not is_open:
            question = await self._among_siblings(question, asked)
        units = self._units(question, asked)
        span = await self._span(units, asked, is_open)
        store = self.law.sums.store
        rows = await read_table(store, units, span, question.every, group)
        counts = _counted(rows, question.every)
        _check_size(len(rows), MOST_ROWS)
        words = await self._words(units, counts, question.every)
        told = Suppression(frozenset())
        if not is_open:
            told = await asyncio.to_thread(suppress, _table(question.every, words, counts))
        return _shown(question, words, counts, told)

    def _sees_all_of(self, code: str, asked: AsOf) -> bool:
        """Whether everybody counted there may be seen one by one."""
        tree = self.law.sums.tree(asked)
        return self.area.viewer.sees_households and self.area.holds(code, tree)

    async def _among_siblings(self, question: Asked, asked: AsOf) -> Asked:
        """The same as a slice of the unit above, for small places that are asked about alone."""
        sums = self.law.sums
        parent = sums.tree(asked).shown_parent(question.root)
        level = sums.geography.place(question.root).level
        if "CHILD" in question.by or level not in SLICED or parent is None:
            return question
        await sums.geography.ensure(parent)
        return Asked(parent, question.by, {**question.slices, "CHILD": question.root})

    def _units(self, question: Asked, asked: AsOf) -> list[tuple[str, list[str]]]:
        """Villages by the child of the root that they lie below, or all of them."""
        tree = self.law.sums.tree(asked)
        children = tree.shown(question.root) or [question.root]
        if "CHILD" not in question.every:
            return [(question.root, tree.below(question.root))]
        return [(child, tree.below(child)) for child in children]

    async def _span(self, units: list[tuple[str, list[str]]], asked: AsOf, is_open: bool) -> Span:
        if is_open:
            return self.law.sums.span(asked)
        villages = [village for _, below in units for village in below]
        sums = self.law.sums
        return await bulletin(sums.store, villages, asked.year, asked.as_of, self.today)

    async def _words(
        self, units: list[tuple[str, list[str]]], counts: Counts, every: Sequence[str]
    ) -> Words:
        book = await self.law.book()
        place = self.law.sums.geography.place

        def met(name: str) -> set[str]:
            return {key[every.index(name)] for key in counts} - {NONE} if name in every else set()

        groups = {key: one.name for key, one in book.categories.items()}
        return {
            "CHILD": {child: place(child).name for child, _ in units},
            "STATE": STATE_WORDS,
            "CATEGORY": {**groups, **{key: key for key in met("CATEGORY") - {*groups}}, NONE: "无"},
            "GROUP": {"true": "在册", "false": "不在册"},
            "CHANNEL": CHANNEL_WORDS,
            "MONTH": {**{month: month for month in sorted(met("MONTH"))}, NONE: "无缴费"},
            "AGE_BAND": BAND_WORDS,
            "SEX": SEX_WORDS,
        }


def _counted(rows: Sequence[tuple[dict[str, object], Count]], every: Sequence[str]) -> Counts:
    found: Counts = {}
    for values, count in rows:
        found[tuple(_key(name, values[name]) for name in every)] = count
    return found


def _key(name: str, value: object) -> str:
    if value is None:
        return NONE
    return band_key(value) if name == "AGE_BAND" and value in BANDS else str(value)


def _table(every: Sequence[str], words: Words, counts: Counts) -> Table:
    domains = [tuple(words[name]) for name in every]
    public = frozenset(place for place, name in enumerate(every) if name in PUBLIC)
    return Table(domains, {key: count.people for key, count in counts.items()}, public)


def _shown(question: Asked, words: Words, counts: Counts, told: Suppression) -> Breakdown:
    """The slice that was asked for, its cells in the order of their values."""
    every = question.every
    keys = [key for key in {*counts, *told.hidden} if _is_in(key, every, question.slices)]
    _check_size(len(keys), MOST_CELLS)
    order: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name in question.by:
        order[name] = {value: place for place, value in enumerate(words[name])}
    named = [(tuple(key[every.index(name)] for name in question.by), key) for key in keys]
    places = {
        shown: [order[n][v] for n, v in zip(question.by, shown, strict=True)] for shown, _ in named
    }
    cells = [
        _cell(shown, question.by, words, None if key in told.hidden else counts[key])
        for shown, key in sorted(named, key=lambda one: places[one[0]])
    ]
    hidden = sum(cell.suppressed for cell in cells)
    return Breakdown(cells=[] if told.whole else cells, suppressed=hidden)


def _is_in(key: Key, every: Sequence[str], slices: Mapping[str, str]) -> bool:
    return all(key[every.index(name)] == value for name, value in slices.items())


def _cell(key: Key, by: Sequence[str], words: Words, count: Count | None) -> Cell:
    return Cell(
        keys=list(key),
        labels=[words[name][value] for name, value in zip(by, key, strict=True)],
        people=count.people if count else None,
        amount=Yuan(count.fen) if count else None,
        suppressed=count is None,
    )


def _check_size(figure: int, limit: int) -> None:
    if figure > limit:
        message = f"结果有 {figure} 个以上单元格，上限 {limit}：请减少维度，或改问下级单位"
        raise ApiError(Code.LIMIT, message, what="cells", limit=limit, figure=figure)
