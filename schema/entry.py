"""People, households and rolls: what clients hand in and are told."""

from datetime import date

import strawberry

from schema.decision import EnrolmentDecision, SubsidyDecision
from schema.enrolment import Enrolment
from schema.jurisdiction import Jurisdiction
from schema.payload import UserError
from schema.person import Person
from schema.progress import Progress
from schema.scalars import JurisdictionCode, Yuan
from schema.terms import Channel, EnrolmentEvent, EnrolmentState, Sex
from schema.words import KEY, REFUSED


@strawberry.input(
    description=(
        "Why a registered person need not or will not enrol. state: "
        "COVERED_ELSEWHERE, DEPARTED or REFUSED; UNPAID withdraws what was recorded."
    )
)
class RecordDispositionInput:
    idempotency_key: str = strawberry.field(description=KEY)
    person: strawberry.ID = strawberry.field(description="The person.")
    year: int = strawberry.field(description="The scheme's year.")
    state: EnrolmentState = strawberry.field(description="Which.")
    on: date = strawberry.field(description="From which day.")
    evidence: str = strawberry.field(description="What shows it.")


@strawberry.type(description="What recordDisposition did.")
class RecordDispositionPayload:
    person: Person | None = strawberry.field(description="As they stand now; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(
    description=(
        "Somebody new, in a household (its id) or in a new one of a village. Onto "
        "the roll of the year while it is open; afterwards by enrolSpecially or "
        "correctRoster."
    )
)
class RegisterPersonInput:
    idempotency_key: str = strawberry.field(description=KEY)
    name: str = strawberry.field(description="As in the identity document.")
    year: int = strawberry.field(description="The scheme's year.")
    since: date = strawberry.field(name="from", description="From which day: birth or arrival.")
    household: strawberry.ID | None = strawberry.field(
        default=None, description="The household; null: a new one."
    )
    village: JurisdictionCode | None = strawberry.field(
        default=None, description="Where a new household lives."
    )
    household_number: str | None = strawberry.field(
        default=None, description="Of a new household, as the roll has it."
    )
    grid: str | None = strawberry.field(
        default=None, description="Of a new household: its group (组) or grid."
    )
    id_number: str | None = strawberry.field(
        default=None,
        description="18 characters; null for who has none yet: then sex and birthDate are needed.",
    )
    sex: Sex | None = strawberry.field(
        default=None, description="Taken from the number where there is one."
    )
    birth_date: date | None = strawberry.field(
        default=None, description="Taken from the number where there is one."
    )
    relation: str | None = strawberry.field(
        default=None, description="To the head: 户主, 配偶, 子, 女, …"
    )


@strawberry.type(description="What registerPerson did.")
class RegisterPersonPayload:
    person: Person | None = strawberry.field(description="As they stand now; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(
    description=(
        "Marriage, division of a household, moving: from a day on; earlier years stay as they were."
    )
)
class MoveMemberInput:
    idempotency_key: str = strawberry.field(description=KEY)
    person: strawberry.ID = strawberry.field(description="The person.")
    on: date = strawberry.field(description="From which day.")
    reason: str = strawberry.field(description="Why.")
    household: strawberry.ID | None = strawberry.field(
        default=None, description="Into which household; null: a new one."
    )
    village: JurisdictionCode | None = strawberry.field(
        default=None, description="Where a new household lives."
    )
    household_number: str | None = strawberry.field(default=None, description="Of a new household.")
    relation: str | None = strawberry.field(default=None, description="To the head of it.")


@strawberry.type(description="What moveMember did.")
class MoveMemberPayload:
    person: Person | None = strawberry.field(description="As they stand now; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(
    description="Mends an entry of the roll; what stood there before stays on record."
)
class CorrectPersonInput:
    idempotency_key: str = strawberry.field(description=KEY)
    person: strawberry.ID = strawberry.field(description="The person.")
    on: date = strawberry.field(description="The day of the correction.")
    evidence: str = strawberry.field(description="What shows it.")
    name: str | None = strawberry.field(default=None, description="The right name.")
    id_number: str | None = strawberry.field(default=None, description="The right number.")
    sex: Sex | None = strawberry.field(default=None, description="The right one.")
    birth_date: date | None = strawberry.field(default=None, description="The right day.")
    duty: strawberry.ID | None = strawberry.field(
        default=None, description="The duty of reportRosterError that this settles."
    )


@strawberry.type(description="What correctPerson did.")
class CorrectPersonPayload:
    person: Person | None = strawberry.field(description="As they stand now; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(description="Adds somebody to a roll or strikes somebody off, with the cause.")
class CorrectRosterInput:
    idempotency_key: str = strawberry.field(description=KEY)
    person: strawberry.ID = strawberry.field(description="The person.")
    year: int = strawberry.field(description="The scheme's year.")
    on_roll: bool = strawberry.field(description="True: onto the roll; false: off it.")
    on: date = strawberry.field(description="From which day.")
    cause: str = strawberry.field(description="Why.")
    household: strawberry.ID | None = strawberry.field(
        default=None,
        description="Whose account counts them; null: of the household they belong to.",
    )
    evidence: str | None = strawberry.field(default=None, description="What shows it.")
    duty: strawberry.ID | None = strawberry.field(
        default=None, description="The duty of reportRosterError that this settles."
    )


@strawberry.type(description="What correctRoster did.")
class CorrectRosterPayload:
    person: Person | None = strawberry.field(description="As they stand now; null when refused.")
    progress: Progress | None = strawberry.field(description="Of the village; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(
    description=(
        "Enrols somebody outside the ordinary window (newborn, end of employment, "
        "…); with an amount, it is paid at once."
    )
)
class EnrolSpeciallyInput:
    idempotency_key: str = strawberry.field(description=KEY)
    person: strawberry.ID = strawberry.field(description="The person.")
    year: int = strawberry.field(description="The scheme's year.")
    event: EnrolmentEvent = strawberry.field(description="What happened.")
    event_on: date = strawberry.field(description="On which day.")
    on: date = strawberry.field(description="The day of the enrolment.")
    amount: Yuan | None = strawberry.field(default=None, description="Paid at once, in yuan.")
    channel: Channel | None = strawberry.field(
        default=None, description="By which way it was paid."
    )
    evidence: str | None = strawberry.field(default=None, description="What shows the event.")


@strawberry.type(description="What enrolSpecially did.")
class EnrolSpeciallyPayload:
    enrolment: Enrolment | None = strawberry.field(
        description="Null when refused, and while what is due is not paid."
    )
    decision: EnrolmentDecision | None = strawberry.field(
        description="What the notice says, also when it refuses."
    )
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(description="Puts somebody on the list of a group (身份标识) from a day on.")
class MarkCategoryInput:
    idempotency_key: str = strawberry.field(description=KEY)
    person: strawberry.ID = strawberry.field(description="The person.")
    category: str = strawberry.field(description="Key or name of the group.")
    since: date = strawberry.field(name="from", description="From which day.")
    list: str | None = strawberry.field(default=None, description="Name of the list.")


@strawberry.type(description="What markCategory did.")
class MarkCategoryPayload:
    person: Person | None = strawberry.field(description="As they stand now; null when refused.")
    decision: SubsidyDecision | None = strawberry.field(
        description="What is paid for them now, in the newest year that counts them."
    )
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(description="Takes somebody off the list of a group on a day.")
class EndCategoryInput:
    idempotency_key: str = strawberry.field(description=KEY)
    person: strawberry.ID = strawberry.field(description="The person.")
    category: str = strawberry.field(description="Key or name of the group.")
    to: date = strawberry.field(description="The first day on which they are no longer on it.")
    reason: str = strawberry.field(description="Why.")


@strawberry.type(description="What endCategory did.")
class EndCategoryPayload:
    person: Person | None = strawberry.field(description="As they stand now; null when refused.")
    user_errors: list[UserError] = strawberry.field(description=REFUSED)


@strawberry.input(description="The roll of a village was checked and stands.")
class ConfirmRosterInput:
    idempotency_key: str = strawberry.field(description=KEY)
    village: JurisdictionCode = strawberry.field(description="The village.")
    year: int = strawberry.field(description="The scheme's year.")
    on: date = strawberry.field(description="The day of the confirmation.")


@strawberry.type(description="What confirmRoster did.")
class ConfirmRosterPayload:
    village: Jurisdiction | None = strawberry.field(description="Null when refused.")
    user_errors: list[UserError] = strawberry.field(description=REFUSED)
