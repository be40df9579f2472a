"""Mutations about people, households and rolls."""

import strawberry

from schema.asking import look
from schema.context import Info
from schema.entry import (
    ConfirmRosterInput,
    ConfirmRosterPayload,
    CorrectPersonInput,
    CorrectPersonPayload,
    CorrectRosterInput,
    CorrectRosterPayload,
    EndCategoryInput,
    EndCategoryPayload,
    EnrolSpeciallyInput,
    EnrolSpeciallyPayload,
    MarkCategoryInput,
    MarkCategoryPayload,
    MoveMemberInput,
    MoveMemberPayload,
    RecordDispositionInput,
    RecordDispositionPayload,
    RegisterPersonInput,
    RegisterPersonPayload,
)


@strawberry.type
class PeopleMutations:
    @strawberry.mutation(
        description=(
            "Covered elsewhere, departed, refused: why a registered person need not or "
            "will not enrol."
        )
    )
    async def record_disposition(
        self, info: Info, input: RecordDispositionInput
    ) -> RecordDispositionPayload:
        look(info)
        return await info.context.people_desk.record_disposition(input)

    @strawberry.mutation(
        description=(
            "Put somebody new (a newborn, a newcomer) on the roll of a household, or of "
            "a new household of a village."
        )
    )
    async def register_person(
        self, info: Info, input: RegisterPersonInput
    ) -> RegisterPersonPayload:
        look(info)
        return await info.context.people_desk.register_person(input)

    @strawberry.mutation(
        description=(
            "Marriage, division of a household, moving: from a day on; earlier years "
            "stay as they were."
        )
    )
    async def move_member(self, info: Info, input: MoveMemberInput) -> MoveMemberPayload:
        look(info)
        return await info.context.people_desk.move_member(input)

    @strawberry.mutation(
        description=(
            "Mend an entry of the roll (name, identity number, …); what stood there "
            "before stays on record."
        )
    )
    async def correct_person(self, info: Info, input: CorrectPersonInput) -> CorrectPersonPayload:
        look(info)
        return await info.context.people_desk.correct_person(input)

    @strawberry.mutation(
        description="Add somebody to a confirmed roll or strike somebody off, with the cause."
    )
    async def correct_roster(self, info: Info, input: CorrectRosterInput) -> CorrectRosterPayload:
        look(info)
        return await info.context.people_desk.correct_roster(input)

    @strawberry.mutation(
        description=(
            "Enrol somebody outside the ordinary window (newborn, end of employment, …), "
            "by the rules."
        )
    )
    async def enrol_specially(
        self, info: Info, input: EnrolSpeciallyInput
    ) -> EnrolSpeciallyPayload:
        look(info)
        return await info.context.people_desk.enrol_specially(input)

    @strawberry.mutation(
        description="Mark somebody as of a hardship group (身份标识), from a day on."
    )
    async def mark_category(self, info: Info, input: MarkCategoryInput) -> MarkCategoryPayload:
        look(info)
        return await info.context.people_desk.mark_category(input)

    @strawberry.mutation(description="End that, from a day on.")
    async def end_category(self, info: Info, input: EndCategoryInput) -> EndCategoryPayload:
        look(info)
        return await info.context.people_desk.end_category(input)

    @strawberry.mutation(
        description=(
            "Confirm the roll (名册确认) of a village: from then on it changes by "
            "corrections alone."
        )
    )
    async def confirm_roster(self, info: Info, input: ConfirmRosterInput) -> ConfirmRosterPayload:
        look(info)
        return await info.context.people_desk.confirm_roster(input)
