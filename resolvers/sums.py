"""The sums that one request reads, from memory where it holds them, else from the graph."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, TypeVar

from graph.gateway import Store
from policy.vocabulary import Channel
from resolvers.bases import Bases, read_bases
from resolvers.categories import read_categories
from resolvers.channels import read_channels
from resolvers.figures import Figures, Span, read_figures, until_of
from resolvers.geography import Geography
from resolvers.hardship import Hardship, read_hardship
from resolvers.owed import Arrived, read_arrived
from resolvers.remembered import (
    Rank,
    Remembered,
    RememberedArrivals,
    categories_of,
    channels_of,
)
from resolvers.spread import Kept, Spread
from resolvers.tree import Forest, Tree
from rollup.kinds import ALL, BY_CATEGORY, BY_CHANNEL, OWED
from rollup.shelves import Shelf
from rollup.year import Year
from schema.context import AsOf
from schema.progress import Progress

EVER = date(1970, 1, 1)

T = TypeVar("T")


@dataclass
class Sums:
    """The kinds of sums that one request reads: as of a day, since then, by channel, …"""

    store: Store
    geography: Geography
    today: date
    shown: dict[AsOf, dict[str, Progress]] = field(default_factory=dict)  # what memory has ready
    placed: dict[AsOf, dict[str, Rank]] = field(default_factory=dict)

    @property
    def forest(self) -> Forest:
        return self.geography.forest

    @cached_property
    def figures(self) -> Spread[Figures]:
        return Spread(self.forest, self.tree, self._figures, self._kept(ALL, Remembered.of))

    @cached_property
    def since(self) -> Spread[Figures]:
        return Spread(self.forest, self.tree, self._since)

    @cached_property
    def channels(self) -> Spread[dict[Channel, Figures]]:
        kept = self._kept(BY_CHANNEL, channels_of)
        return Spread(self.forest, self.tree, self._channels, kept)

    @cached_property
    def categories(self) -> Spread[dict[str, Figures]]:
        kept = self._kept(BY_CATEGORY, categories_of)
        return Spread(self.forest, self.tree, self._categories, kept)

    @cached_property
    def bases(self) -> Spread[Bases]:
        kept = self._kept(ALL, lambda year: Remembered.of(year).bases)
        return Spread(self.forest, self.tree, self._bases, kept)

    @cached_property
    def hardship(self) -> Spread[Hardship]:
        return Spread(self.forest, self.tree, self._hardship)

    @cached_property
    def arrived(self) -> Spread[Arrived]:
        kept: Kept[Arrived] = self._kept(OWED, RememberedArrivals.of)
        return Spread(self.forest, self.tree, self._arrived, kept)

    def _kept(self, kind: str, of: Callable[[Year], T]) -> Kept[T]:
        """How a kind of groups is had from memory."""

        def ready(asked: AsOf) -> T | None:
            year = self.remembered(asked, kind)
            return None if year is None else of(year)

        return Kept(partial(self._bring, kind), ready)

    def tree(self, asked: AsOf) -> Tree:
        """The tree of the season, or of the day that was asked for."""
        forest = self.geography.forest
        day = asked.tree_on or forest.opens.get(asked.year, self.today)
        return forest.tree(day, season=asked.tree_on is None)

    def as_of(self, asked: AsOf) -> date:
        return asked.as_of or self.today

    def span(self, asked: AsOf) -> Span:
        as_of, known = self.as_of(asked), asked.known_on or self.today
        # totals hold what turns on a coming day as well: until then tallies answer
        is_now = min(as_of, known) >= max(self.today, self.latest(asked.year))
        return Span(asked.year, as_of, EVER, known, is_now)

    def latest(self, year: int) -> date:
        """The last day that any sum of the year is about."""
        forest = self.geography.forest
        held = forest.view.year(year) if forest.view else None
        return max(forest.latest.get(year, date.min), held.latest if held else date.min)

    async def _bring(self, kind: str, asked: AsOf) -> None:
        view = self.geography.forest.view
        if view is not None and self.span(asked).is_now:
            await view.bring(asked.year, kind)

    def remembered(self, asked: AsOf, kind: str = ALL) -> Year | None:
        """The year as memory holds it, if it can answer: now, over the tree of its season."""
        view = self.geography.forest.view
        year = None if view is None else view.year(asked.year, kind)
        if year is None or year.order.tree is not self.tree(asked):
            return None
        span = self.span(asked)
        return year if span.is_now and year.recorded <= until_of(span) else None

    def shelf(self, branch: Hashable, given: tuple[tuple[str, str, Any], ...]) -> Shelf | None:
        """Finished answers about places with all below them, as of the year that is asked for.

        They hold until a sum or a name below changes. None where units have moved since the season
        opened: what is then shown below a place is not what is summed.
        """
        years = {value for *field, value in given if field == ["progress", "year"]}
        if len(years) != 1:
            return None
        asked = AsOf(*years)
        year = self.remembered(asked)
        if year is None or self.geography.tree(None) is not self.tree(asked):
            return None
        return year.branches((branch, given, self.today))

    def forget(self) -> None:
        """What was read before something was written."""
        self.geography.forest.renew()
        self.shown.clear()
        self.placed.clear()
        for spread in (self.figures, self.bases):
            spread.forget()

    async def _figures(self, asked: AsOf, roots: Sequence[str]) -> tuple[list[str], Figures]:
        found = await read_figures(self.store, self.tree(asked), roots, self.span(asked))
        return found.places, found

    async def _since(self, asked: AsOf, roots: Sequence[str]) -> tuple[list[str], Figures]:
        as_of, known = self.as_of(asked), asked.known_on or self.today
        span = Span(asked.year, as_of, as_of + timedelta(days=1), known, is_now=False)
        found = await read_figures(self.store, self.tree(asked), roots, span)
        return found.places, found

    async def _channels(
        self, asked: AsOf, roots: Sequence[str]
    ) -> tuple[list[str], dict[Channel, Figures]]:
        return await read_channels(self.store, self.tree(asked), roots, self.span(asked))

    async def _categories(
        self, asked: AsOf, roots: Sequence[str]
    ) -> tuple[list[str], dict[str, Figures]]:
        return await read_categories(self.store, self.tree(asked), roots, self.span(asked))

    async def _bases(self, asked: AsOf, roots: Sequence[str]) -> tuple[list[str], Bases]:
        return await read_bases(self.store, self.tree(asked), roots, self.span(asked))

    async def _hardship(self, asked: AsOf, roots: Sequence[str]) -> tuple[list[str], Hardship]:
        return await read_hardship(self.store, self.tree(asked), roots, self.span(asked))

    async def _arrived(self, asked: AsOf, roots: Sequence[str]) -> tuple[list[str], Arrived]:
        return await read_arrived(self.store, self.tree(asked), roots, self.span(asked))
