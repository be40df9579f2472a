"""What changes the graph."""

import strawberry

from schema.asking import look
from schema.assessment import RecordAssessmentInputInput, RecordAssessmentInputPayload
from schema.context import Info
from schema.extension import GrantExtensionInput, GrantExtensionPayload
from schema.quota import SetQuotaInput, SetQuotaPayload


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
        description="Set a figure that rates are taken of (任务数), from a paper outside the "
        "notices; a correction is a new row."
    )
    async def set_quota(self, info: Info, input: SetQuotaInput) -> SetQuotaPayload:
        info.context.places.look(None)
        return await info.context.quotas.set(input)
