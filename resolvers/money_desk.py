"""Where money is handed in: payments, reversals, refunds, batches of subsidies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from facts.deeds import Advance, CloseRefund, OpenRefund, Part, Pay, Reverse, ReverseAdvance
from facts.keys import new_key
from policy.claims import SubsidyTerms
from policy.refund import RefundDecision as LawRefund
from policy.stations import NO_TERMS, ORDER, Group, Station, source_of
from resolvers.area import Area
from resolvers.desk import Desk, needed_key, needed_keys, needed_text
from schema.context import AsOf, Context, OwedFilter
from schema.decision import RefundDecision
from schema.errors import ApiError, Code
from schema.ledger import LiabilityLedger
from schema.money import (
    AdvanceSubsidiesInput,
    AdvanceSubsidiesPayload,
    CloseRefundInput,
    CloseRefundPayload,
    OpenRefundInput,
    OpenRefundPayload,
    Paid,
    RecordPaymentInput,
    RecordPaymentPayload,
    ReverseAdvanceInput,
    ReverseAdvancePayload,
    ReversePaymentInput,
    ReversePaymentPayload,
)
from schema.scalars import Yuan

# (:Roster {village, year})<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:FOR]-(:Subsidy)
WAITING: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
MATCH (n)<-[:FOR]-(b:Subsidy)
WHERE b.now_payable_fen > b.now_received_fen
  AND ($category IS NULL OR b.category = $category) AND ($fund IS NULL OR b.fund = $fund)
WITH b ORDER BY b.key
RETURN collect([b.key, b.group, b.now_amount_fen, b.now_payable_fen, b.now_requested_fen,
  b.now_disbursed_fen, b.now_received_fen]) AS subsidies
"""


@dataclass(slots=True)
class MoneyDesk:
    """Each write is done once for each idempotency key."""

    desk: Desk
    area: Area

    async def record_payment(self, given: RecordPaymentInput) -> RecordPaymentPayload:
        home = given.household and needed_key(given.household, "Household", "household")
        if given.amount <= 0:
            raise ApiError(Code.BAD_INPUT, "amount 应大于 0", field="amount")
        people = needed_keys(given.people, "Person", "people")
        if not home and not people:
            raise ApiError(Code.BAD_INPUT, "须给出 household，或 people", field="household")
        deed = Pay(
            new_key(),
            given.year,
            people,
            given.paid_on,
            given.channel,
            home or None,
            given.amount,
            given.payer,
            given.evidence,
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        if not done.is_done:
            return RecordPaymentPayload(paid=None, user_errors=done.errors)
        answer = done.answer
        paid = Paid(answer["payment"], home or None, answer["village"], given.year)
        return RecordPaymentPayload(paid=paid, user_errors=[])

    async def reverse_payment(self, given: ReversePaymentInput) -> ReversePaymentPayload:
        deed = Reverse(
            new_key(),
            needed_key(given.payment, "Payment", "payment"),
            needed_keys(given.people, "Person", "people"),
            given.on,
            needed_text(given.reason, "reason"),
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        if not done.is_done:
            return ReversePaymentPayload(payment=None, user_errors=done.errors)
        payment = await self.desk.afresh().records.payment(done.answer["payment"])
        return ReversePaymentPayload(payment=payment, user_errors=[])

    async def open_refund(self, given: OpenRefundInput) -> OpenRefundPayload:
        deed = OpenRefund(
            new_key(),
            needed_key(given.payment, "Payment", "payment"),
            needed_keys(given.people, "Person", "people"),
            given.reason,
            given.on,
            needed_text(given.evidence, "evidence"),
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        if not done.is_done:
            said = done.decision
            decision = RefundDecision.of(said) if isinstance(said, LawRefund) else None
            return OpenRefundPayload(refund=None, decision=decision, user_errors=done.errors)
        refund = await self.desk.afresh().records.refund(done.answer["refund"])
        return OpenRefundPayload(
            refund=refund, decision=refund.decision if refund else None, user_errors=[]
        )

    async def close_refund(self, given: CloseRefundInput) -> CloseRefundPayload:
        deed = CloseRefund(
            new_key(),
            needed_key(given.refund, "Refund", "refund"),
            given.on,
            given.paid_back,
            needed_text(given.document, "document"),
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        if not done.is_done:
            return CloseRefundPayload(refund=None, user_errors=done.errors)
        refund = await self.desk.afresh().records.refund(done.answer["refund"])
        return CloseRefundPayload(refund=refund, user_errors=[])

    async def advance_subsidies(self, given: AdvanceSubsidiesInput) -> AdvanceSubsidiesPayload:
        department = needed_key(given.department, "Department", "department")
        deed = Advance(
            new_key(),
            given.year,
            department,
            given.jurisdiction,
            given.to,
            given.on,
            needed_text(given.document, "document"),
            await self._parts(given, department),
            given.amount,
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        if not done.is_done:
            return AdvanceSubsidiesPayload(
                advance=None, people=0, amount=Yuan(0), ledger=None, user_errors=done.errors
            )
        now = self.desk.afresh()
        return AdvanceSubsidiesPayload(
            advance=await now.ledgers.advance(done.answer["advance"]),
            people=done.answer["people"],
            amount=Yuan(done.answer["amount_fen"]),
            ledger=await self._ledger(now, given.jurisdiction, given.year, department),
            user_errors=[],
        )

    async def _parts(self, given: AdvanceSubsidiesInput, department: str) -> tuple[Part, ...]:
        """Those that are named, or all of the department that wait for the step."""
        amounts = {
            needed_key(one.subsidy, "Subsidy", "amounts"): one.amount for one in given.amounts or ()
        }
        named = {*needed_keys(given.subsidies, "Subsidy", "subsidies"), *amounts}
        if named:
            return tuple(_part(key, amounts.get(key)) for key in sorted(named))
        return tuple(_part(key, None) for key in await self._waiting(given, department))

    async def _waiting(self, given: AdvanceSubsidiesInput, department: str) -> list[str]:
        code = given.jurisdiction
        sums = self.desk.law.sums
        await sums.geography.ensure(code)
        self.desk.law.place_of(code)
        tree = sums.tree(AsOf(given.year))
        row = await sums.store.one(
            WAITING,
            villages=self.area.villages(code, tree),
            year=given.year,
            category=given.category,
            fund=given.fund.value if given.fund else None,
        )
        book = await self.desk.law.book()
        kind = department.split("|")[1]
        found = []
        for one in row["subsidies"] if row else ():
            group = Group.read(one[1])
            notice, _, key = group.source.partition("/")
            rules = book.notices[notice].rules if notice in book.notices else ()
            held = (rule.terms for rule in rules if rule.key == key)
            terms = next((one for one in held if isinstance(one, SubsidyTerms)), NO_TERMS)
            if group.kind.value == kind and _stands(one[2:], given.to, terms):
                found.append(one[0])
        return found

    async def reverse_advance(self, given: ReverseAdvanceInput) -> ReverseAdvancePayload:
        keys = needed_keys(given.subsidies, "Subsidy", "subsidies")
        deed = ReverseAdvance(
            new_key(),
            needed_key(given.advance, "Advance", "advance"),
            tuple(_part(key, None) for key in keys),
            given.on,
            needed_text(given.reason, "reason"),
            needed_text(given.document, "document"),
        )
        done = await self.desk.do(given.idempotency_key, given, deed)
        if not done.is_done:
            return ReverseAdvancePayload(advance=None, ledger=None, user_errors=done.errors)
        now, answer = self.desk.afresh(), done.answer
        ledger = await self._ledger(now, answer["unit"], answer["year"], answer["department"])
        return ReverseAdvancePayload(
            advance=await now.ledgers.advance(answer["advance"]), ledger=ledger, user_errors=[]
        )

    async def _ledger(self, now: Context, code: str, year: int, department: str) -> LiabilityLedger:
        await now.places.ensure(code)
        return await now.ledgers.liabilities(code, AsOf(year), OwedFilter(department, None, None))


def _part(key: str, amount: int | None) -> Part:
    person, _, rest = key.partition("|")
    return Part(person, rest.partition("|")[2], amount)


def _stands(columns: Sequence[int], to: Station, terms: SubsidyTerms) -> bool:
    """Whether money stands where a batch to this station takes it from."""
    source = source_of(to, terms)
    if source is None:
        return False
    at = ORDER.index(source)
    return columns[at] > (*columns, 0)[at + 1]
