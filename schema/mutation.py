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
from schema.guard import guarded
from schema.mutation_money import MoneyMutations
from schema.mutation_people import PeopleMutations
from schema.post import (
    AssignResponsibilityInput,
    AssignResponsibilityPayload,
    HandOverPostInput,
    HandOverPostPayload,
)
from schema.quota import SetQuotaInput, SetQuotaPayload


@guarded
@strawberry.type(description="What changes the graph. Every input has an idempotency key.")
class Mutation(MoneyMutations, PeopleMutations):
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
        info.context.places.look(None)  # it reaches all villages below
        return await info.context.extensions.grant(input)

    @strawberry.mutation(
        description="Hand a post (岗位) over to somebody from a day on; what came before stays on "
        "record."
    )
    async def hand_over_post(self, info: Info, input: HandOverPostInput) -> HandOverPostPayload:
        look(info)
        return await info.context.posts.hand_over(input)

    @strawberry.mutation(
        description="Give a post a village, grid or household to answer for (包保), or end that by "
        "a last day."
    )
    async def assign_responsibility(
        self, info: Info, input: AssignResponsibilityInput
    ) -> AssignResponsibilityPayload:
        look(info)
        return await info.context.posts.assign(input)

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

    @strawberry.mutation(
        description="Set a figure that rates are taken of (任务数), from a paper outside the "
        "notices; a correction is a new row."
    )
    async def set_quota(self, info: Info, input: SetQuotaInput) -> SetQuotaPayload:
        info.context.places.look(None)
        return await info.context.quotas.set(input)
