"""Ways to enrol on account of something that happened, and when benefits then begin."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Literal

from policy.terms import EnrolmentEvent, EnrolmentRate
from policy.windows import days_after, months_after, next_month


class BenefitStart(Enum):
    """The day from which bills are covered."""

    EVENT_DAY = "EVENT_DAY"
    PAYMENT_DAY = "PAYMENT_DAY"
    DAY_AFTER_PAYMENT = "DAY_AFTER_PAYMENT"
    NEXT_MONTH = "NEXT_MONTH"
    PERIOD_START = "PERIOD_START"


@dataclass(frozen=True, slots=True)
class EventTerms:
    """For whom, within which limits, at which rate. The first rule that fits is applied.

    when: inside the collection window, outside, or any. needs: facts that must not be denied.
    categories: the groups it is for; must_be_named: somebody without a known group is left out.
    decided: false where the notice does not say and a person decides.
    """

    events: tuple[EnrolmentEvent, ...]
    rate: EnrolmentRate | None
    benefits: BenefitStart | None
    when: Literal["inside", "outside", "any"] = "outside"
    within_days: int | None = None
    within_months: int | None = None
    cover_months_from: int | None = None
    cover_months_below: int | None = None
    needs: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    must_be_named: bool = False
    in_year_of_payment: bool = False
    waiting_months: int = 0
    paid_by: str | None = None
    years_before: int = 0
    decided: bool = True

    def last_day(self, event_on: date, first_day_counts: bool) -> date | None:
        """The last day on which somebody may still enrol by this rule."""
        spare = timedelta(days=1 if first_day_counts else 0)
        if self.within_days is not None:
            return days_after(event_on, self.within_days) - spare
        if self.within_months is not None:
            return months_after(event_on, self.within_months) - spare
        return None

    def benefits_from(self, event_on: date, paid_on: date, period_start: date) -> date | None:
        """When benefits begin, after the wait; a payment alone does not open the year before."""
        match self.benefits:
            case BenefitStart.EVENT_DAY:
                start = event_on
            case BenefitStart.PAYMENT_DAY:
                start = paid_on
            case BenefitStart.DAY_AFTER_PAYMENT:
                start = paid_on + timedelta(days=1)
            case BenefitStart.NEXT_MONTH:
                start = next_month(paid_on)
            case BenefitStart.PERIOD_START:
                start = period_start
            case None:
                return None
        begun = months_after(start, self.waiting_months)
        counts_from_payment = self.benefits is not BenefitStart.EVENT_DAY and not self.years_before
        return max(begun, period_start) if counts_from_payment else begun
