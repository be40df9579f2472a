"""What changes the graph."""

import strawberry

from schema.asking import look
from schema.assessment import RecordAssessmentInputInput, RecordAssessmentInputPayload
from schema.context import Info
from schema.duty import (
    CompleteDutyInput,
    CompleteDutyPayload,
    ReportRosterErrorInput,
    ReportRosterErrorPayload,
)
from schema.extension import GrantExtensionInput, GrantExtensionPayload


@strawberry.type(description="What changes the graph. Every input has an idempotency key.")
class Mutation:
    @strawberry.mutation(
        description="Put a figure that only people can give (awards chosen, points for other work, "
        "complaints) on record."
    )
    async def record_assessment_input(
        self, info: Info, input: RecordAssessmentInputInput
    ) -> RecordAssessmentInputPayload:
        info.context.places.look(None)
        return await info.context.assessment_inputs.record(input)

    @strawberry.mutation(
        description="Open the extension (延长) of a window for a unit and all below it, where its "
        "scheme knows one."
    )
    async def grant_extension(
        self, info: Info, input: GrantExtensionInput
    ) -> GrantExtensionPayload:
        look(info)
        return await info.context.extensions.grant(input)

    @strawberry.mutation(
        description="Say that a duty (职责) was done, or that a part of its money is in place."
    )
    async def complete_duty(self, info: Info, input: CompleteDutyInput) -> CompleteDutyPayload:
        look(info)
        return await info.context.duty_desk.complete(input)

    @strawberry.mutation(
        description="Report an error of the roster (名册差错) about a household: a duty of who "
        "must mend it, within the working days that the notice gives."
    )
    async def report_roster_error(
        self, info: Info, input: ReportRosterErrorInput
    ) -> ReportRosterErrorPayload:
        look(info)
        return await info.context.duty_desk.report(input)
