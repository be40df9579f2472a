"""What the API asks of a campaign beyond plain progress: ranking, trend, forecast, quotas."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import LiteralString

from policy.places import Level
from resolvers.pace import forecast, read_days, trend
from resolvers.progress import ProgressShown
from schema.context import AsOf
from schema.errors import ApiError, Code
from schema.jurisdiction import RankedJurisdiction
from schema.progress import Forecast, TrendPoint
from schema.quota import Quota
from schema.scalars import Yuan
from schema.terms import TargetBase

MOST_RANKED = 1_000

# (:Quota {key: code|year|n})-[:FOR]->(:Jurisdiction)
QUOTAS: LiteralString = """
MATCH (q:Quota {year: $year})-[:FOR]->(:Jurisdiction {code: $code})
WITH q ORDER BY q.recorded DESC, toInteger(split(q.key, '|')[2]) DESC
RETURN collect(q {.base, .people, .amount_fen, .source, .recorded}) AS quotas
"""


@dataclass(slots=True)
class CampaignsShown(ProgressShown):
    """Sums, their order and their course."""

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
        return trend(days, figures.quotas.get(code), since, until and last)

    async def forecast(self, code: str, year: int, as_of: date | None, pace_days: int) -> Forecast:
        asked = AsOf(year)
        figures = await self.sums.figures.load(code, asked)
        day = min(as_of or self.sums.today, self.sums.today)
        days = await read_days(self.sums.store, self.sums.tree(asked), code, year, day)
        target, deadline = self._aim(code, asked, figures.quotas.get(code))
        return forecast(days, day, pace_days, target, deadline)

    def _aim(self, code: str, asked: AsOf, quota: int | None) -> tuple[int | None, date | None]:
        """The people to reach and the last day of the ordinary window."""
        return quota, None

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
            )
            for quota in (row or {"quotas": []})["quotas"]
        ]


def _cut(
    ranked: list[tuple[int, str]], first: int | None, last: int | None
) -> list[tuple[int, str]]:
    if first is not None and last is not None:
        raise ApiError(Code.BAD_INPUT, "first 与 last 只能选一个")
    size = MOST_RANKED if first is None and last is None else (first or last or 0)
    if not 0 <= size <= MOST_RANKED:
        raise ApiError(Code.LIMIT, f"排名一次最多 {MOST_RANKED} 个单位，收到 {size}")
    if last is not None:
        return ranked[len(ranked) - min(last, len(ranked)) :]
    return ranked[:size]
