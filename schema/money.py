"""Money that comes in, goes back, or moves on: what clients hand in and are told."""

from dataclasses import dataclass
from datetime import date

import strawberry

from schema.advance import Advance
from schema.context import AsOf, Info
from schema.decision import RefundDecision
from schema.household import Household
from schema.ledger import LiabilityLedger
from schema.payload import UserError
from schema.payment import Payment
from schema.progress import Progress
from schema.refund import Refund
from schema.scalars import JurisdictionCode, Yuan
from schema.terms import Channel, Fund, RefundReason, SubsidyStepKind
from schema.words import KEY, REFUSED


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that is on record, with the village whose sums it changed."""

    key: str
    household: str | None
    village: str
    year: int


@strawberry.input(
    description=(
        "Money that came in (缴费). For a household, or for people of several: then "
        "without household, and payer says who paid."
    )
)
class RecordPaymentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    year: int = strawberry.field(description="The scheme's year.")
    amount: Yuan = strawberry.field(description="All of it, in yuan; it must be what is due.")
    paid_on: date = strawberry.field(description="The day on which it was paid.")
    channel: Channel = strawberry.field(description="By which way.")
    household: strawberry.ID | None = strawberry.field(
        default=None, description="Whose people it is for; null: people names them."
    )
    people: list[strawberry.ID] | None = strawberry.field(
        default=None, description="For whom; null: everybody of the household who owes."
    )
    payer: str | None = strawberry.field(
        default=None, description="Who paid, when it was not the household: a school, a collective."
    )
    evidence: str | None = strawberry.field(
        default=None, description="Order, slip or receipt number (凭证)."
    )


@strawberry.type(description="What recordPayment did.")
class RecordPaymentPayload:
    paid: strawberry.Private["Paid | None"]  # what is shown of it is read when asked for

    @strawberry.field(description="Null when refused.")
    async def payment(self, info: Info) -> Payment | None:
        return await info.context.payments.one(self.paid.key) if self.paid else None

    @strawberry.field(description="As it stands now; null without one.")
    async def household(self, info: Info) -> Household | None:
        home = self.paid and self.paid.household
        return await info.context.people.household(home) if home else None

    @strawberry.field(description="Of the village, with this payment.")
    async def progress(self, info: Info) -> Progress | None:
        if self.paid is None:
            return None
        village, asked = self.paid.village, AsOf(self.paid.year)
        await info.context.places.ensure(village)
        await info.context.campaigns.prepare([village], [asked])
        found = info.context.campaigns.progress(village, asked)
        return found if isinstance(found, Progress) else await found

    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(
    description=(
        "Takes a payment back (冲销). people: whose share; all of them where left "
        "out. on: from paidOn to today; paidOn itself says that it never happened."
    )
)
class ReversePaymentInput:
    idempotency_key: str = strawberry.field(description=KEY)
    payment: strawberry.ID = strawberry.field(description="The payment.")
    on: date = strawberry.field(description="The day on which it takes effect.")
    reason: str = strawberry.field(description="Why.")
    people: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Whose share; null: all that is left."
    )


@strawberry.type(description="What reversePayment did.")
class ReversePaymentPayload:
    payment: Payment | None = strawberry.field(
        description="The reversal, a payment with a negative amount; null when refused."
    )
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(
    description=(
        "Asks for money back (退费). people: for whom of the payment; all of them where left out."
    )
)
class OpenRefundInput:
    idempotency_key: str = strawberry.field(description=KEY)
    payment: strawberry.ID = strawberry.field(description="The payment.")
    reason: RefundReason = strawberry.field(description="Why.")
    on: date = strawberry.field(description="The day of the request.")
    evidence: str = strawberry.field(description="What shows the reason.")
    people: list[strawberry.ID] | None = strawberry.field(
        default=None, description="For whom; null: all of it."
    )


@strawberry.type(description="What openRefund did.")
class OpenRefundPayload:
    refund: Refund | None = strawberry.field(description="Null when refused.")
    decision: RefundDecision | None = strawberry.field(
        description=(
            "What the notice says, also when it refuses; null for money that was never due."
        )
    )
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(
    description="Settles a refund: the money went back, or the request was turned down."
)
class CloseRefundInput:
    idempotency_key: str = strawberry.field(description=KEY)
    refund: strawberry.ID = strawberry.field(description="The case.")
    on: date = strawberry.field(description="The day.")
    paid_back: bool = strawberry.field(description="Whether money went back.")
    document: str = strawberry.field(description="By which document.")


@strawberry.type(description="What closeRefund did.")
class CloseRefundPayload:
    refund: Refund | None = strawberry.field(description="Null when refused.")
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(description="A part of one subsidy.")
class SubsidyAmountInput:
    subsidy: strawberry.ID = strawberry.field(description="The subsidy.")
    amount: Yuan = strawberry.field(description="In yuan.")


@strawberry.input(
    description=(
        "Moves subsidies on by one document (请款, 拨付, 到账), all or none. "
        "subsidies: these alone, else all that wait for that step; amounts: parts of "
        "them, never spread. amount: what the document says; refused when they do "
        "not sum up to it."
    )
)
class AdvanceSubsidiesInput:
    idempotency_key: str = strawberry.field(description=KEY)
    department: strawberry.ID = strawberry.field(description="Which department does it.")
    jurisdiction: JurisdictionCode = strawberry.field(description="For the people of this unit.")
    year: int = strawberry.field(description="The scheme's year.")
    to: SubsidyStepKind = strawberry.field(description="REQUESTED, DISBURSED or RECEIVED.")
    on: date = strawberry.field(description="The day.")
    document: str = strawberry.field(description="Its document.")
    category: str | None = strawberry.field(
        default=None, description="Of this group alone: its key."
    )
    fund: Fund | None = strawberry.field(default=None, description="Of this fund alone.")
    subsidies: list[strawberry.ID] | None = strawberry.field(
        default=None, description="These alone."
    )
    amounts: list[SubsidyAmountInput] | None = strawberry.field(
        default=None, description="Parts of these."
    )
    amount: Yuan | None = strawberry.field(
        default=None, description="What the document says, in yuan."
    )


@strawberry.type(description="What advanceSubsidies did.")
class AdvanceSubsidiesPayload:
    advance: Advance | None = strawberry.field(description="The batch; null when refused.")
    people: int = strawberry.field(description="How many subsidies were moved; 0 when refused.")
    amount: Yuan = strawberry.field(description="How much, in yuan.")
    ledger: LiabilityLedger | None = strawberry.field(
        description="What the department owes in the unit now."
    )
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(
    description=(
        "Undoes a batch (wrong list, money sent back): a record of its own; its "
        "subsidies return to the step before."
    )
)
class ReverseAdvanceInput:
    idempotency_key: str = strawberry.field(description=KEY)
    advance: strawberry.ID = strawberry.field(description="The batch.")
    on: date = strawberry.field(description="The day.")
    reason: str = strawberry.field(description="Why.")
    document: str = strawberry.field(description="Its document.")
    subsidies: list[strawberry.ID] | None = strawberry.field(
        default=None, description="These alone; null: all that is left of it."
    )


@strawberry.type(description="What reverseAdvance did.")
class ReverseAdvancePayload:
    advance: Advance | None = strawberry.field(
        description="The batch that undoes it; null when refused."
    )
    ledger: LiabilityLedger | None = strawberry.field(
        description="What the department owes in the unit now."
    )
    user_errors: list[UserError] = strawberry.field(description=REFUSED)
