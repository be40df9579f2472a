"""What the API asks of a campaign beyond plain progress: ranking, trend, forecast, quotas."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import LiteralString

from policy.law import Category
from policy.places import Level
from policy.scheme import Scheme, collection
from policy.targets import TargetTerms
from resolvers.bases import Bases
from resolvers.cells import Cells
from resolvers.figures import Figures, Sum
from resolvers.law import LawShown
from resolvers.pace import forecast, read_days, trend
from resolvers.progress import ProgressShown, by_channel, rate
from resolvers.targets import Standing, aim, assessed, measured, people_needed
from schema.context import AsOf, Soon
from schema.errors import ApiError, Code
from schema.jurisdiction import RankedJurisdiction
from schema.law import Category as ShownCategory
from schema.progress import ChannelProgress, Forecast, TrendPoint
from schema.quota import Quota
from schema.scalars import Yuan
from schema.scheme import group_keys
from schema.target import CategoryProgress, TargetProgress
from schema.terms import TargetBase

MOST_RANKED = 1_000

# (:Quota {key: code|year|n})-[:FOR]->(:Jurisdiction)
QUOTAS: LiteralString = """
MATCH (q:Quota {year: $year})-[:FOR]->(:Jurisdiction {code: $code})
WITH q ORDER BY q.recorded DESC, toInteger(split(q.key, '|')[2]) DESC
RETURN collect(q {.base, .people, .amount_fen, .source, .recorded, .notice, .clause}) AS quotas
"""


@dataclass(slots=True)
class CampaignsShown(ProgressShown):
    """Sums, their order and their course, and how far they are from what the law aims at."""

    law: LawShown
    cells: Cells

    async def prepare(self, codes: Sequence[str], asked: Collection[AsOf]) -> None:
        """The sums of these places; with the law here, also what its rates are taken of."""
        await ProgressShown.prepare(self, codes, asked)
        if self.law.is_here:
            load = self.sums.bases.load
            await asyncio.gather(*(load(code, question) for code in codes for question in asked))

    async def ranking(
        self, code: str, asked: AsOf, level: Level | None, first: int | None, last: int | None
    ) -> list[RankedJurisdiction]:
        figures = await self.sums.figures.load(code, asked)
        tree = self.sums.tree(asked)
        among = tree.shown(code)
        if level is not None:
            among = [one for one in tree.below(code)[1:] if tree.places[one].level is level]
            among = [one for one in among if not tree.places[one].placeholder]
        ranked = _cut(figures.ranked(among), first, last)
        return [
            RankedJurisdiction(
                rank=rank,
                jurisdiction=self.sums.geography.place(one),
                progress=self.of(one, asked, figures),
            )
            for rank, one in ranked
        ]

    async def trend(
        self, code: str, year: int, since: date | None, until: date | None
    ) -> list[TrendPoint]:
        asked = AsOf(year)
        figures = await self.sums.figures.load(code, asked)
        last = min(until or self.sums.today, self.sums.today)
        days = await read_days(self.sums.store, self.sums.tree(asked), code, year, last)
        if since and since > last:
            return []
        return trend(days, figures.quotas.get(code), since, until and last)

    async def forecast(self, code: str, year: int, as_of: date | None, pace_days: int) -> Forecast:
        asked = AsOf(year)
        figures = await self.sums.figures.load(code, asked)
        day = min(as_of or self.sums.today, self.sums.today)
        days = await read_days(self.sums.store, self.sums.tree(asked), code, year, day)
        target, deadline = self._aim(await self.law.of(code, year), figures.quotas.get(code))
        return forecast(days, day, pace_days, target, deadline)

    @staticmethod
    def _aim(scheme: Scheme | None, quota: int | None) -> tuple[int | None, date | None]:
        """The people to reach and the last day of the ordinary window."""
        deadline = None if scheme is None else collection(scheme).terms.closes
        return people_needed(scheme, quota), deadline

    def aim(self, code: str, asked: AsOf) -> Soon[tuple[float | None, int | None]]:
        """The assessed rate and the people missing from it."""
        if not self.law.is_here:
            return self._aim_soon(code, asked)
        rule = assessed(self.law.now(code, asked.year))
        if rule is None:
            return None, None
        figures = self.sums.figures.known(code, asked)
        bases = self.sums.bases.known(code, asked)
        if figures is None or bases is None:
            return self._aim_soon(code, asked)
        return aim(rule, _standing(code, figures, bases))

    async def _aim_soon(self, code: str, asked: AsOf) -> tuple[float | None, int | None]:
        rule = assessed(await self.law.of(code, asked.year))
        figures = await self.sums.figures.load(code, asked)
        return aim(rule, _standing(code, figures, await self.sums.bases.load(code, asked)))

    async def targets(self, code: str, asked: AsOf) -> list[TargetProgress]:
        """Every target, each on its own base."""
        scheme = await self.law.of(code, asked.year)
        if scheme is None:
            return []
        return measured(scheme, await self._standing(code, asked, scheme))

    async def _standing(self, code: str, asked: AsOf, scheme: Scheme | None) -> Standing:
        figures = await self.sums.figures.load(code, asked)
        bases = await self.sums.bases.load(code, asked)
        return _standing(code, figures, bases, await self.hardship(code, asked, scheme))

    async def hardship(self, code: str, asked: AsOf, scheme: Scheme | None) -> Sum | None:
        """People in the groups of the scheme; read only where a target is taken of them."""
        rules = scheme.of(TargetTerms) if scheme else ()
        if not self.cells.sees_every(code, asked):
            return None  # a cell by group: of small places it would be of single people
        if scheme is None or all(r.terms.base is not TargetBase.HARDSHIP for r in rules):
            return None
        found = await self.sums.hardship.load(code, asked)
        return found.within(group_keys(scheme)).sum_of(code)

    async def categories(self, code: str, asked: AsOf) -> list[CategoryProgress]:
        """The groups that somebody here stands in, in the order of the list of groups; those that
        the viewer may see."""
        book = await self.law.book()
        found = await self.cells.categories(code, asked)
        arrived = await self.sums.arrived.load(code, asked)
        return [
            _by_category(category, found[key], arrived.received_fen(code, key))
            for key, category in book.categories.items()
            if key in found and found[key].registered
        ]

    def channels(self, code: str, asked: AsOf) -> Soon[list[ChannelProgress]]:
        if self.cells.sees_every(code, asked):
            return ProgressShown.channels(self, code, asked)
        return self._channels_seen(code, asked)

    async def _channels_seen(self, code: str, asked: AsOf) -> list[ChannelProgress]:
        return by_channel(code, await self.cells.channels(code, asked))

    async def quotas(self, code: str, year: int) -> list[Quota]:
        row = await self.sums.store.one(QUOTAS, code=code, year=year)
        place = self.sums.geography.place(code)
        return [
            Quota(
                jurisdiction=place,
                year=year,
                base=TargetBase(quota["base"]),
                people=quota["people"],
                amount=None if quota["amount_fen"] is None else Yuan(quota["amount_fen"]),
                source=quota["source"],
                recorded_at=datetime.fromtimestamp(quota["recorded"] / 1000, UTC),
                cited=(quota["notice"], quota["clause"]),
            )
            for quota in (row or {"quotas": []})["quotas"]
        ]


def _standing(code: str, figures: Figures, bases: Bases, hardship: Sum | None = None) -> Standing:
    found = {base: people[code] for base, people in bases.items() if code in people}
    return Standing(figures.sum_of(code), figures.quotas.get(code), found, hardship)


def _by_category(category: Category, here: Sum, received_fen: int) -> CategoryProgress:
    return CategoryProgress(
        category=ShownCategory.of(category),
        registered=here.registered,
        enrolled=here.enrolled,
        unpaid=here.unpaid,
        rate=rate(here.enrolled, here.registered),
        subsidy_due=Yuan(here.subsidy_fen),
        subsidy_received=Yuan(received_fen),
    )


def _cut(
    ranked: list[tuple[int, str]], first: int | None, last: int | None
) -> list[tuple[int, str]]:
    if first is not None and last is not None:
        raise ApiError(Code.BAD_INPUT, "first 与 last 只能选一个")
    size = MOST_RANKED if first is None and last is None else (first or last or 0)
    if not 0 <= size <= MOST_RANKED:
        raise ApiError(Code.LIMIT, f"first、last: {size}，应为 0 到 {MOST_RANKED}")
    if last is not None:
        return ranked[len(ranked) - min(last, len(ranked)) :]
    return ranked[:size]
