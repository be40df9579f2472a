"""Setting a quota that stands in a paper outside the notices."""

from collections.abc import Awaitable
from dataclasses import dataclass

from facts.quotas import Figure, record_quotas
from facts.receipt import IdempotencyConflict
from policy.money import Fen, yuan
from resolvers.campaigns import CampaignsShown
from resolvers.refusal import check_key, conflict, refusal
from schema.context import AsOf
from schema.errors import Code
from schema.payload import UserError
from schema.quota import SetQuotaInput, SetQuotaPayload
from schema.terms import TargetBase


@dataclass(slots=True)
class QuotasSet:
    """Writes a figure, and gives it with the progress that is measured on it then."""

    campaigns: CampaignsShown

    async def set(self, given: SetQuotaInput) -> SetQuotaPayload:
        """Put it on record; the same key and input give the first answer again."""
        check_key(given.idempotency_key)
        error = await self._refuse(given)
        if error is not None:
            return _refused(error)
        base = given.base or TargetBase.QUOTA
        figure = Figure(
            given.jurisdiction,
            given.year,
            base.value,
            given.people,
            given.amount,
            given.source.strip(),
        )
        store = self.campaigns.sums.store
        try:
            await record_quotas(store, f"quota|{given.idempotency_key}", [figure])
        except IdempotencyConflict:
            return _refused(conflict())
        return await self._now(figure)

    async def _now(self, figure: Figure) -> SetQuotaPayload:
        self.campaigns.sums.forget()
        asked = AsOf(figure.year)
        await self.campaigns.prepare([figure.unit], [asked])
        found = self.campaigns.progress(figure.unit, asked)
        rows = await self.campaigns.quotas(figure.unit, figure.year)
        said = (figure.base, figure.people, figure.amount_fen, figure.source)
        quota = next(
            one for one in rows if (one.base.value, one.people, one.amount, one.source) == said
        )
        progress = await found if isinstance(found, Awaitable) else found
        return SetQuotaPayload(quota=quota, progress=progress, user_errors=[])

    async def _refuse(self, given: SetQuotaInput) -> UserError | None:
        code = given.jurisdiction
        geography = self.campaigns.sums.geography
        await geography.ensure(code)
        if geography.known(code) is None:
            return refusal(Code.UNKNOWN, f"没有代码为 {code} 的单位", "jurisdiction")
        if given.year not in geography.forest.opens:
            years = "、".join(str(year) for year in sorted(geography.forest.opens)) or "无"
            message = f"year: 没有 {given.year} 年度；已有：{years}"
            return refusal(Code.BAD_INPUT, message, "year")
        if given.people < 0:
            return refusal(Code.BAD_INPUT, f"people: {given.people}，应不小于 0", "people")
        if given.amount is not None and given.amount < 0:
            message = f"amount: {yuan(Fen(given.amount))}，应不小于 0"
            return refusal(Code.BAD_INPUT, message, "amount")
        if not given.source.strip():
            return refusal(Code.BAD_INPUT, "source 不能为空：须写明下达任务数的文件", "source")
        return None


def _refused(error: UserError) -> SetQuotaPayload:
    return SetQuotaPayload(quota=None, progress=None, user_errors=[error])
