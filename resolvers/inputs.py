"""Figures that only people can give: awards chosen, points for other work, complaints."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import LiteralString

from facts.receipt import IdempotencyConflict, answer, take_receipt
from graph.gateway import Row, Store, Transaction
from policy.assessments import assessment_rules, inputs
from policy.law import Rule
from policy.scheme import Scheme
from resolvers.assessments import Assessments
from resolvers.refusal import check_key, conflict, no_scheme, refusal
from schema.assessment import (
    Assessment,
    RecordAssessmentInputInput,
    RecordAssessmentInputPayload,
)
from schema.errors import Code
from schema.payload import UserError

# (:AssessmentInput {key})-[:FOR]->(:Jurisdiction); append-only, the newest of a day counts
RECORD: LiteralString = """
MATCH (j:Jurisdiction {code: $row.unit})
MERGE (i:AssessmentInput {key: $key})
  ON CREATE SET i += $row, i.recorded = datetime.transaction().epochMillis
MERGE (i)-[:FOR]->(j)
"""


async def record_input(store: Store, key: str, row: Row) -> None:
    """Once; raises IdempotencyConflict where the key came with another figure."""
    lines = [f"{name}={value}" for name, value in row.items()]

    async def body(transaction: Transaction) -> None:
        if await take_receipt(transaction, key, lines) is None:
            await transaction.run(RECORD, key=key, row=row)
            await answer(transaction, key, "recorded")

    await store.transact(body)


@dataclass(slots=True)
class AssessmentInputs:
    """Writes what people enter, and gives the assessment as it then stands."""

    assessments: Assessments
    today: date

    async def record(self, given: RecordAssessmentInputInput) -> RecordAssessmentInputPayload:
        """Put a figure on record; the same key and input give the same answer again."""
        check_key(given.idempotency_key)
        error = await self._refuse(given)
        if error is not None:
            return RecordAssessmentInputPayload(assessment=None, user_errors=[error])
        key = f"assessment-input|{given.idempotency_key}"
        row: Row = {
            "unit": given.jurisdiction,
            "department": given.department,
            "year": given.year,
            "rule": given.rule,
            "item": given.item,
            "on": given.on,
            "value": str(_value(given)),
            "because": given.because.strip(),
        }
        try:
            await record_input(self.assessments.campaigns.sums.store, key, row)
        except IdempotencyConflict:
            return RecordAssessmentInputPayload(assessment=None, user_errors=[conflict()])
        found = await self._now(given)
        return RecordAssessmentInputPayload(assessment=found, user_errors=[])

    async def _now(self, given: RecordAssessmentInputInput) -> Assessment | None:
        """The unit's assessment by that rule today; None where a department is judged."""
        if given.department is not None:
            return None
        self.assessments.forget()
        found = await self.assessments.of(given.jurisdiction, given.year, None) or []
        return next((one for one in found if one.rule.key == given.rule), None)

    async def _refuse(self, given: RecordAssessmentInputInput) -> UserError | None:
        law = self.assessments.campaigns.law
        scheme = await law.of(given.jurisdiction, given.year)
        law.place_of(given.jurisdiction)
        if scheme is None:
            return no_scheme(given.jurisdiction, given.year)
        if given.department is None:
            scheme = await self.assessments.judging(given.jurisdiction, given.year) or scheme
        if given.on > self.today:
            return refusal(Code.FUTURE_DATE, f"on: {given.on} 晚于今天 {self.today}", "on")
        if not given.because.strip():
            return refusal(Code.BAD_INPUT, "because 不能为空：须写明依据", "because")
        return _refuse_item(scheme, given) or _refuse_value(given)


def _refuse_item(scheme: Scheme, given: RecordAssessmentInputInput) -> UserError | None:
    """An unknown rule, or a figure that the rule does not ask people for."""
    rules: dict[str, Rule[object]] = {rule.key: rule for rule in assessment_rules(scheme)}
    if given.rule not in rules:
        message = f"{scheme.jurisdiction}/{scheme.year} 没有考核规则 {given.rule}"
        return refusal(Code.BAD_INPUT, message, "rule", candidates=rules)
    rule = rules[given.rule]
    known = [one.key for one in inputs(rule)]
    if given.item not in known:
        message = f"{rule.name} 不用 {given.item}；可用：{'、'.join(known)}"
        return refusal(Code.BAD_INPUT, message, "item", rule.clause, known)
    return None


def _refuse_value(given: RecordAssessmentInputInput) -> UserError | None:
    """Exactly one figure, at least 0."""
    values = [one for one in (given.points, given.count, given.amount) if one is not None]
    if len(values) != 1:
        return refusal(Code.BAD_INPUT, "points、count、amount 须给且只给一个", "points")
    if not isfinite(values[0]) or values[0] < 0:
        return refusal(Code.BAD_INPUT, f"{values[0]} 不是不小于 0 的数", "points")
    return None


def _value(given: RecordAssessmentInputInput) -> Fraction:
    """Points and counts as they are, an amount in yuan."""
    if given.amount is not None:
        return Fraction(given.amount, 100)
    return Fraction(Decimal(str(given.points if given.count is None else given.count)))
