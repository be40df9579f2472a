"""Mutations about money."""

import strawberry

from schema.asking import look
from schema.context import Info
from schema.money import (
    AdvanceSubsidiesInput,
    AdvanceSubsidiesPayload,
    CloseRefundInput,
    CloseRefundPayload,
    OpenRefundInput,
    OpenRefundPayload,
    RecordPaymentInput,
    RecordPaymentPayload,
    ReverseAdvanceInput,
    ReverseAdvancePayload,
    ReversePaymentInput,
    ReversePaymentPayload,
)


@strawberry.type
class MoneyMutations:
    @strawberry.mutation(
        description=(
            "Take a payment (缴费登记): for a household at once, or for people of "
            "several (a school, a collective): then people without household."
        )
    )
    async def record_payment(self, info: Info, input: RecordPaymentInput) -> RecordPaymentPayload:
        look(info)
        return await info.context.money_desk.record_payment(input)

    @strawberry.mutation(
        description="Take a payment back (冲销), whole or by person; a record of its own."
    )
    async def reverse_payment(
        self, info: Info, input: ReversePaymentInput
    ) -> ReversePaymentPayload:
        look(info)
        return await info.context.money_desk.reverse_payment(input)

    @strawberry.mutation(description="Ask for money back (退费); the notice decides.")
    async def open_refund(self, info: Info, input: OpenRefundInput) -> OpenRefundPayload:
        look(info)
        return await info.context.money_desk.open_refund(input)

    @strawberry.mutation(description="Settle a refund: paid back, or turned down.")
    async def close_refund(self, info: Info, input: CloseRefundInput) -> CloseRefundPayload:
        look(info)
        return await info.context.money_desk.close_refund(input)

    @strawberry.mutation(
        description=(
            "Move subsidies on to their next step (requested, disbursed, received) as "
            "one batch with its document."
        )
    )
    async def advance_subsidies(
        self, info: Info, input: AdvanceSubsidiesInput
    ) -> AdvanceSubsidiesPayload:
        info.context.places.look(None)  # a batch is of all villages below
        return await info.context.money_desk.advance_subsidies(input)

    @strawberry.mutation(
        description=(
            "Undo a batch (wrong list, money sent back): a record of its own; its "
            "subsidies return to the step before."
        )
    )
    async def reverse_advance(
        self, info: Info, input: ReverseAdvanceInput
    ) -> ReverseAdvancePayload:
        info.context.places.look(None)  # a batch is of all villages below
        return await info.context.money_desk.reverse_advance(input)
