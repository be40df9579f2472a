"""Decisions: what follows from the law for somebody, and why."""

from collections.abc import Mapping
from datetime import date

import strawberry

from policy.enrolment import EnrolmentDecision as PolicyEnrolment
from policy.law import Category as PolicyCategory
from policy.refund import RefundDecision as PolicyRefund
from policy.subsidy import SubsidyDecision as PolicySubsidy
from schema.law import Category, Reason
from schema.scalars import Yuan
from schema.terms import DepartmentKind, EnrolmentRate, Fund, PaymentPath


def _yuan(fen: int | None) -> Yuan | None:
    return None if fen is None else Yuan(fen)


@strawberry.type(
    description="What is paid for somebody, by whom (资助). An amount is null where the notice "
    "leaves it open; note says what it says."
)
class SubsidyDecision:
    note: str | None = strawberry.field(description="What the notice says besides.")
    contribution: Yuan | None = strawberry.field(description="The personal part a year, in yuan.")
    subsidy: Yuan | None = strawberry.field(description="Paid for the person, in yuan.")
    own_payment: Yuan | None = strawberry.field(
        description="What the person bears in the end, in yuan."
    )
    advance_payment: Yuan | None = strawberry.field(
        description="What is taken at the counter, in yuan: contribution where payFirst, else "
        "ownPayment."
    )
    deadline: date | None = strawberry.field(description="By when the money must be in place.")
    category: Category | None = strawberry.field(description="The deciding group.")
    fund: Fund | None = strawberry.field(description="Whose money it is.")
    listed_by: DepartmentKind | None = strawberry.field(description="Who draws up the list.")
    requested_by: DepartmentKind | None = strawberry.field(description="Who requests the money.")
    paid_to: PaymentPath | None = strawberry.field(description="Where the money ends.")
    stations: list[str] = strawberry.field(description="The stations of the money.")
    pay_first: bool = strawberry.field(description="The person pays in full first (先缴后补).")
    also_qualifies: list[Category] = strawberry.field(
        description="Groups that would give a subsidy too; one alone is granted."
    )
    because: list[Reason] = strawberry.field(description="Why, step by step.")

    @staticmethod
    def of(found: PolicySubsidy, categories: Mapping[str, PolicyCategory]) -> "SubsidyDecision":
        deciding = categories[found.category] if found.category else None
        listed_by = found.listed_by or (deciding.listed_by if deciding else None)
        return SubsidyDecision(
            note=found.note,
            contribution=_yuan(found.contribution),
            subsidy=_yuan(found.subsidy),
            own_payment=_yuan(found.own_payment),
            advance_payment=_yuan(found.advance_payment),
            deadline=found.deadline,
            category=Category.of(deciding) if deciding else None,
            fund=found.fund,
            listed_by=listed_by,
            requested_by=found.requested_by,
            paid_to=found.paid_to,
            stations=list(found.stations),
            pay_first=found.pay_first,
            also_qualifies=[Category.of(categories[key]) for key in found.also_qualifies],
            because=[Reason.of(reason) for reason in found.because],
        )


@strawberry.type(
    description="May somebody enrol (参保), at which rate, with benefits from when. allowed is "
    "null where the notice does not say and a person decides."
)
class EnrolmentDecision:
    allowed: bool | None = strawberry.field(description="Null: a person decides.")
    years: list[int] = strawberry.field(
        description="To be paid for, where a notice asks for two; empty when not allowed."
    )
    basis: str | None = strawberry.field(description="The window or the event that lets them in.")
    rate: EnrolmentRate | None = strawberry.field(description="What is paid.")
    amount: Yuan | None = strawberry.field(
        description="In yuan for one year; null where a part of it is unset."
    )
    note: str | None = strawberry.field(description="What the notice says besides.")
    paid_by: str | None = strawberry.field(
        description="Who pays where it is not the person, in Chinese."
    )
    waiting_months: int | None = strawberry.field(description="Months without benefits.")
    benefits_from: date | None = strawberry.field(description="First day of benefits (待遇).")
    benefits_to: date | None = strawberry.field(description="Last day of benefits.")
    benefits_in_year: bool | None = strawberry.field(
        description="False when benefits would begin after the year they are paid for."
    )
    because: list[Reason] = strawberry.field(description="Why, step by step.")

    @staticmethod
    def of(found: PolicyEnrolment) -> "EnrolmentDecision":
        return EnrolmentDecision(
            allowed=found.allowed,
            years=list(found.years),
            basis=found.basis,
            rate=found.rate,
            amount=_yuan(found.amount),
            note=found.note,
            paid_by=found.paid_by,
            waiting_months=found.waiting_months,
            benefits_from=found.benefits_from,
            benefits_to=found.benefits_to,
            benefits_in_year=found.benefits_in_year,
            because=[Reason.of(reason) for reason in found.because],
        )


@strawberry.type(
    description="May a payment be given back (退费). allowed is null where a person decides."
)
class RefundDecision:
    allowed: bool | None = strawberry.field(description="Null: a person decides.")
    amount: Yuan | None = strawberry.field(description="The own part, in yuan, where asked for.")
    until: date | None = strawberry.field(description="The last day on which it is possible.")
    ends_enrolment: bool = strawberry.field(description="Whether the enrolment ends with it.")
    note: str | None = strawberry.field(description="What the notice says besides.")
    because: list[Reason] = strawberry.field(description="Why, step by step.")

    @staticmethod
    def of(found: PolicyRefund) -> "RefundDecision":
        return RefundDecision(
            allowed=found.allowed,
            amount=_yuan(found.amount),
            until=found.until,
            ends_enrolment=found.ends_enrolment,
            note=found.note,
            because=[Reason.of(reason) for reason in found.because],
        )
