"""Saying that a duty was done, and reporting an error of a roster."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from facts.duties import DutyHead, DutyRefused, RosterError, complete_duty, report_error
from facts.receipt import IdempotencyConflict
from policy.duties import DutyEvent, DutyTerms, Part
from policy.law import Rule
from policy.scheme import Scheme
from policy.workdays import working_days_after
from resolvers.duties import Duties, DutyAsked, office_unit
from resolvers.refusal import check_key, conflict, no_scheme, refusal
from schema.context import AsOf
from schema.duty import (
    CompleteDutyInput,
    CompleteDutyPayload,
    Duty,
    DutyStatus,
    ReportRosterErrorInput,
    ReportRosterErrorPayload,
)
from schema.errors import Code
from schema.node import key_of
from schema.payload import UserError

MOST_CANDIDATES = 20

# (:Household {key})-[:LIVES_IN]->(:Jurisdiction); the village of the year's account goes first
COUNTED_IN: LiteralString = """
MATCH (h:Household {key: $key})
OPTIONAL MATCH (a:Account {key: $key + '|' + toString($year)})
RETURN coalesce(a.village, head(COLLECT {
  MATCH (h)-[lives:LIVES_IN]->(v:Jurisdiction)
  RETURN v.code ORDER BY lives.from > $on, lives.from DESC
})) AS village
"""


@dataclass(slots=True)
class DutyDesk:
    """Each write is done once for each idempotency key."""

    duties: Duties

    async def complete(self, given: CompleteDutyInput) -> CompleteDutyPayload:
        """Put what was done on record; the same key and input give the first answer again."""
        check_key(given.idempotency_key)
        key = key_of(given.duty, "Duty")
        duty = await self.duties.by_key(key) if key else None
        if duty is None:
            return _refused(await self._unknown(given.duty))
        if (error := self._refuse(given, duty)) is not None:
            return _refused(error)
        part = Part(given.on, given.evidence.strip(), given.amount, given.of)
        head = DutyHead(duty.key, duty.unit, duty.year, duty.rule, duty.is_money, duty.amount_fen)
        receipt = f"complete-duty|{given.idempotency_key}"
        body = [str(value) for value in (duty.key, part.on, part.amount_fen, part.of_fen)]
        try:
            store = self.duties.law.sums.store
            await complete_duty(store, receipt, [*body, part.evidence], head, part)
        except IdempotencyConflict:
            return _refused(conflict())
        except DutyRefused as refused:
            why = refused.why
            return _refused(refusal(Code(why.code), why.message, why.field, duty.rests_on))
        return CompleteDutyPayload(duty=await self.duties.by_key(duty.key), user_errors=[])

    def _refuse(self, given: CompleteDutyInput, duty: Duty) -> UserError | None:
        today = self.duties.today
        if given.on > today:
            return refusal(Code.FUTURE_DATE, f"on: {given.on} 晚于今天 {today}", "on")
        if duty.starts is not None and given.on < duty.starts:
            message = f"on: {given.on}，这项职责自 {duty.starts} 起"
            return refusal(Code.BEFORE_ENTRY, message, "on", duty.rests_on)
        if not given.evidence.strip():
            return refusal(Code.BAD_INPUT, "evidence 不能为空：须写明文件或依据", "evidence")
        return None

    async def _unknown(self, identifier: str) -> UserError:
        """No such duty; with those of the same unit and year that are not done."""
        unit, _, rest = (key_of(identifier, "Duty") or "").partition("|")
        year = rest.partition("|")[0]
        candidates: Sequence[str] = ()
        if unit.isalnum() and year.isdecimal() and await self.duties.is_place(unit):
            asked = DutyAsked(unit, int(year), self.duties.today)
            found = [one for one in await self.duties.read(asked) if _is_open(one)]
            candidates = [one.id for one in found[:MOST_CANDIDATES]]
        message = f"没有这项职责：{identifier}"
        return refusal(Code.UNKNOWN, message, "duty", candidates=candidates)

    async def report(self, given: ReportRosterErrorInput) -> ReportRosterErrorPayload:
        """Put an error on record as a duty of who must mend it, with its deadline."""
        check_key(given.idempotency_key)
        household = key_of(given.household, "Household") or ""
        village = await self._village(household, given)
        if isinstance(village, UserError):
            return ReportRosterErrorPayload(duty=None, user_errors=[village])
        scheme = await self.duties.law.of(village, given.year)
        rule = None if scheme is None else _rule(scheme)
        if rule is None:
            missing = no_scheme(village, given.year)
            return ReportRosterErrorPayload(duty=None, user_errors=[missing])
        error = self._error(given, household, village, rule)
        body = [household, str(given.year), str(given.on), error.text]
        try:
            receipt = f"roster-error|{given.idempotency_key}"
            await report_error(self.duties.law.sums.store, receipt, body, error)
        except IdempotencyConflict:
            return ReportRosterErrorPayload(duty=None, user_errors=[conflict()])
        return ReportRosterErrorPayload(duty=await self.duties.by_key(error.key), user_errors=[])

    async def _village(self, household: str, given: ReportRosterErrorInput) -> str | UserError:
        """Where the household is counted, or why nothing can be reported about it."""
        duties = self.duties
        if not given.text.strip():
            return refusal(Code.BAD_INPUT, "text 不能为空：须写明错在哪里", "text")
        if given.on > duties.today:
            return refusal(Code.FUTURE_DATE, f"on: {given.on} 晚于今天 {duties.today}", "on")
        store = duties.law.sums.store
        row = await store.one(COUNTED_IN, key=household, year=given.year, on=given.on)
        if row is None or row["village"] is None:
            return refusal(Code.UNKNOWN, f"没有这一户：{given.household}", "household")
        village: str = row["village"]
        await duties.law.sums.geography.ensure(village)
        opens = duties.law.sums.geography.forest.opens.get(given.year)
        if opens is not None and given.on < opens:
            message = f"on: {given.on}，{given.year} 年度自 {opens} 起"
            return refusal(Code.BEFORE_ENTRY, message, "on")
        return village

    def _error(
        self,
        given: ReportRosterErrorInput,
        household: str,
        village: str,
        rule: Rule[DutyTerms],
    ) -> RosterError:
        """The department of the rule's level answers; the day of the report is not counted."""
        terms = rule.terms
        tree = self.duties.law.sums.tree(AsOf(given.year))
        at = office_unit(tree, village, terms.at)
        return RosterError(
            key=f"error|{given.idempotency_key}",
            unit=village,
            year=given.year,
            rule=rule.key,
            household=household,
            text=f"{terms.text}：{given.text.strip()}",
            department=f"{at}|{terms.departments[0].value}",
            reported_on=given.on,
            deadline=working_days_after(given.on, terms.working_days or 0),
            notice=rule.clause.notice,
            clause=rule.clause.number,
            recurring=None,
        )


def _refused(error: UserError) -> CompleteDutyPayload:
    return CompleteDutyPayload(duty=None, user_errors=[error])


def _is_open(duty: Duty) -> bool:
    return duty.status_on() is not DutyStatus.DONE


def _rule(scheme: Scheme) -> Rule[DutyTerms] | None:
    """The nearest rule about errors of rosters."""
    rules = (rule for rule in scheme.of(DutyTerms) if rule.terms.after is DutyEvent.ROSTER_ERROR)
    return next(rules, None)
