"""Progress of places, answered at once wherever the request has read the sums already."""

import asyncio
from collections.abc import Callable, Collection, Hashable, Sequence
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
from schema.context import AsOf, Soon
from schema.progress import ChannelProgress, Progress, RecordedSince
from schema.scalars import Yuan

NOTHING_SINCE = RecordedSince(registered=0, enrolled=0, contribution_paid=Yuan(0), changes=0)
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


@dataclass(slots=True)
class ProgressShown:
    """Sums as the API shows them."""

    sums: Sums

    async def prepare(self, codes: Sequence[str], asked: Collection[AsOf]) -> None:
        """Read the sums of these places, so that the fields below them need not wait."""
        load = self.sums.figures.load
        await asyncio.gather(*(load(code, question) for code in codes for question in asked))

    def progress(self, code: str, asked: AsOf) -> Soon[Progress]:
        shown = self.sums.shown.get(asked)
        found = None if shown is None else shown.get(code)
        return found or self._unmade(code, asked)

    def _unmade(self, code: str, asked: AsOf) -> Soon[Progress]:
        figures = self.sums.figures.known(code, asked)
        if figures is not None:
            return self.of(code, asked, figures)
        return self._progress(code, asked)

    async def _progress(self, code: str, asked: AsOf) -> Progress:
        return self.of(code, asked, await self.sums.figures.load(code, asked))

    def of(self, code: str, asked: AsOf, figures: Figures) -> Progress:
        """A place's progress out of figures that hold it."""
        if not isinstance(figures, Remembered):
            return self._made(code, asked, figures)
        shown = self.sums.shown[asked] = figures.year.answers((asked, self.sums.today))
        found: Progress | None = shown.get(code)
        if found is None:
            found = shown[code] = self._made(code, asked, figures)
        return found

    def _made(self, code: str, asked: AsOf, figures: Figures) -> Progress:
        here, quota = figures.sum_of(code), figures.quotas.get(code)
        enrolled, registered = here.enrolled, here.registered
        return Progress(
            jurisdiction=self.sums.geography.place(code),
            year=asked.year,
            as_of=self.sums.as_of(asked),
            quota=quota,
            registered=registered,
            enrolled=enrolled,
            paid=here.paid,
            fully_subsidised=here.fully_subsidised,
            covered_elsewhere=here.covered_elsewhere,
            departed=here.departed,
            refused=here.refused,
            unpaid=here.unpaid,
            completion_rate=rate(enrolled, quota),
            coverage_rate=rate(enrolled + here.covered_elsewhere, registered - here.departed),
            shortfall=None if quota is None else max(0, quota - enrolled),
            contribution_due=Yuan(here.due_fen),
            contribution_paid=Yuan(here.paid_fen),
            subsidy_due=Yuan(here.subsidy_fen),
            e_vouchers=here.vouchers,
            households=here.households,
            households_settled=here.settled,
            code=code,
            asked=asked,
        )

    def rank(self, code: str, asked: AsOf) -> Soon[Rank]:
        """The rank among siblings, and how many are ranked; the nation has neither."""
        placed = self.sums.placed.get(asked)
        found = None if placed is None else placed.get(code)
        return found or self._unranked(code, asked)

    def _unranked(self, code: str, asked: AsOf) -> Soon[Rank]:
        parent = self.sums.tree(asked).shown_parent(code)
        if parent is None:
            return None, None
        figures = self.sums.figures.known(parent, asked)
        if figures is None:
            return self._rank(parent, code, asked)
        found = figures.rank_among(parent, code)
        if isinstance(figures, Remembered):
            self.sums.placed[asked] = figures.placed
            figures.placed[code] = found
        return found

    async def _rank(self, unread: str, code: str, asked: AsOf) -> Rank:
        await self.sums.geography.ensure(unread)
        parent = self.sums.tree(asked).shown_parent(code) or unread
        return (await self.sums.figures.load(parent, asked)).rank_among(parent, code)

    def recorded_since(self, code: str, asked: AsOf) -> Soon[RecordedSince]:
        """What the system learnt after the day; nothing for today."""
        if self.sums.as_of(asked) >= self.sums.today:
            return NOTHING_SINCE
        figures = self.sums.since.known(code, asked)
        return self._since(code, asked) if figures is None else _recorded(code, figures)

    async def _since(self, code: str, asked: AsOf) -> RecordedSince:
        return _recorded(code, await self.sums.since.load(code, asked))

    def channels(self, code: str, asked: AsOf) -> Soon[list[ChannelProgress]]:
        found = self.sums.channels.known(code, asked)
        return self._channels(code, asked) if found is None else by_channel(code, found)

    async def _channels(self, code: str, asked: AsOf) -> list[ChannelProgress]:
        return by_channel(code, await self.sums.channels.load(code, asked))


def _recorded(code: str, figures: Figures) -> RecordedSince:
    here = figures.sum_of(code)
    return RecordedSince(
        registered=here.registered,
        enrolled=here.enrolled,
        contribution_paid=Yuan(here.paid_fen),
        changes=here.changes,
    )


def by_channel(code: str, found: dict[Channel, Figures]) -> list[ChannelProgress]:
    sums = {channel: figures.sum_of(code) for channel, figures in found.items()}
    return [
        ChannelProgress(channel=channel, payments=here.payments, amount=Yuan(here.paid_fen))
        for channel, here in sums.items()
        if here.payments
    ]


def rate(part: int, whole: int | None) -> float | None:
    """A share for display; nothing is decided by it."""
    return part / whole if whole else None
