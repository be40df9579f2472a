"""Progress of places, answered at once wherever the request has read the sums already."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policy.vocabulary import Channel
from resolvers.figures import Figures
from resolvers.remembered import Rank, Remembered
from resolvers.sums import Sums
from schema.context import AsOf, Soon
from schema.progress import ChannelProgress, Progress, RecordedSince
from schema.scalars import Yuan

NOTHING_SINCE = RecordedSince(registered=0, enrolled=0, contribution_paid=Yuan(0), changes=0)


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
