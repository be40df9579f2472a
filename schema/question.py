"""Questions to the law about somebody, or about figures."""

from datetime import date

import strawberry

from schema.scalars import JurisdictionCode, Yuan
from schema.terms import EnrolmentEvent, RefundReason

IN_UNIT = "The unit in which it is asked; its nearest notice decides."
IN_YEAR = "The scheme's year."
OTHER_READINGS = "Other alternatives of readings, for this question alone."
EXTENDED = (
    "Assume that the extension of the window was granted; else the one on record counts, if it was "
    "granted by the day of the question to the unit or to one above it."
)


@strawberry.input(
    description="Another of a reading's alternatives, for this question alone. key, chosen: as "
    "scheme { readings } has them."
)
class ReadingChoice:
    key: str = strawberry.field(description="Of the reading.")
    chosen: str = strawberry.field(description="One of its alternatives.")


@strawberry.input(
    description="A fact left out is taken as the group's name says. on: the day on which it is "
    "asked; where left out, a day inside the window."
)
class SubsidyQuestion:
    jurisdiction: JurisdictionCode = strawberry.field(description=IN_UNIT)
    year: int = strawberry.field(description=IN_YEAR)
    categories: list[str] = strawberry.field(
        description="Keys of groups, or names as a notice prints them."
    )
    on: date | None = strawberry.field(
        default=None, description="The day of the question; default: inside the window."
    )
    recognised_on: date | None = strawberry.field(
        default=None, description="Since when the person is recognised in these groups."
    )
    already_paid: bool | None = strawberry.field(
        default=False, description="Whether the person had paid before they were recognised."
    )
    extension_granted: bool | None = strawberry.field(default=False, description=EXTENDED)
    enrolled_elsewhere: bool | None = strawberry.field(
        default=False, description="Enrolled in another place."
    )
    subsidised_elsewhere: bool | None = strawberry.field(
        default=False, description="Subsidised in another place."
    )
    rural_registration: bool | None = strawberry.field(
        default=None, description="Registered as a rural resident (农村户口)."
    )
    fixed_allowance: bool | None = strawberry.field(
        default=None, description="Draws the fixed allowance (定补)."
    )
    collective_pays: Yuan | None = strawberry.field(
        default=None, description="What a collective or firm pays, in yuan, at least 0."
    )
    readings: list[ReadingChoice] | None = strawberry.field(
        default=None, description=OTHER_READINGS
    )


@strawberry.input(description="A fact left out is taken as the event's name says.")
class EnrolmentQuestion:
    jurisdiction: JurisdictionCode = strawberry.field(description=IN_UNIT)
    year: int = strawberry.field(description=IN_YEAR)
    event: EnrolmentEvent = strawberry.field(description="Why they enrol.")
    event_on: date | None = strawberry.field(
        default=None, description="When it happened (birth, end of employment); needed for both."
    )
    on: date = strawberry.field(description="The day of payment.")
    categories: list[str] | None = strawberry.field(
        default=None, description="Keys of groups, or names as a notice prints them."
    )
    extension_granted: bool | None = strawberry.field(default=False, description=EXTENDED)
    student: bool | None = strawberry.field(
        default=False, description="Of a university or vocational school."
    )
    employee_cover_months: int | None = strawberry.field(
        default=None, description="Months in the employees' scheme, at least 0."
    )
    residence_permit: bool | None = strawberry.field(
        default=None, description="Holds a residence permit (居住证)."
    )
    first_enrolment_here: bool | None = strawberry.field(
        default=None, description="Enrols for the first time where they live."
    )
    objective_reason_verified: bool | None = strawberry.field(
        default=None, description="It was verified that they could not enrol in time."
    )
    registered_here: bool | None = strawberry.field(
        default=None, description="Household registration (户籍) in this place."
    )
    in_employees_scheme: bool | None = strawberry.field(
        default=False, description="In the employees' scheme now."
    )
    back_paid_months: int | None = strawberry.field(
        default=None, description="Of employeeCoverMonths, those paid back later."
    )
    abandoned_infant: bool | None = strawberry.field(
        default=None, description="Taken in by a welfare institution as an abandoned infant."
    )
    readings: list[ReadingChoice] | None = strawberry.field(
        default=None, description=OTHER_READINGS
    )


@strawberry.input(description="A payment that somebody wants back.")
class RefundQuestion:
    jurisdiction: JurisdictionCode = strawberry.field(description=IN_UNIT)
    year: int = strawberry.field(description=IN_YEAR)
    reason: RefundReason = strawberry.field(description="Why.")
    paid_on: date = strawberry.field(description="The day of payment.")
    on: date = strawberry.field(description="The day of the request.")
    amount: Yuan | None = strawberry.field(
        default=None, description="The own part that was paid, in yuan, at least 0."
    )


@strawberry.input(description="One figure of a unit, as it stood at the end of a day.")
class FigureInput:
    jurisdiction: JurisdictionCode | None = strawberry.field(
        default=None, description="Of which unit; default: the question's."
    )
    key: str = strawberry.field(description="Which input of the rule.")
    value: float = strawberry.field(description="In the unit of that input.")
    on: date | None = strawberry.field(
        default=None, description="As it stood on which day; default: the question's."
    )


@strawberry.input(description="Figures to be put to a rule of assessment (考核).")
class AssessmentQuestion:
    jurisdiction: JurisdictionCode = strawberry.field(description=IN_UNIT)
    year: int = strawberry.field(description=IN_YEAR)
    rule: str = strawberry.field(description="The key of the rule.")
    on: date = strawberry.field(
        description="The day on which it is asked: figures of later days do not count."
    )
    figures: list[FigureInput] = strawberry.field(description="At most 10,000.")
    extension_granted: bool | None = strawberry.field(default=False, description=EXTENDED)
    readings: list[ReadingChoice] | None = strawberry.field(
        default=None, description=OTHER_READINGS
    )
