"""Progress of a campaign: counts, rates, money, rank, trend and forecast."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.context import AsOf, Info
from schema.scalars import Yuan
from schema.target import CategoryProgress, TargetProgress
from schema.terms import Channel

if TYPE_CHECKING:
    from schema.jurisdiction import Jurisdiction

LazyJurisdiction = Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")]


@strawberry.type(description="Money by the way it came in.")
class ChannelProgress:
    channel: Channel = strawberry.field(description="The way by which it came in.")
    payments: int = strawberry.field(
        description="Payments and reversals, not people; one for several villages counts in the "
        "first of them."
    )
    amount: Yuan = strawberry.field(description="Payments less reversals, in yuan.")


@strawberry.type(
    description="What was recorded after asOf but belongs to it or before: figure − this = what "
    "was shown on that day."
)
class RecordedSince:
    registered: int = strawberry.field(description="People on the roll, more or fewer.")
    enrolled: int = strawberry.field(description="Enrolled people, more or fewer.")
    contribution_paid: Yuan = strawberry.field(description="Yuan, more or less.")
    changes: int = strawberry.field(description="Entries of people and changes of their value.")


@strawberry.type(description="The state of a campaign (参保缴费进度) in a unit and all below it.")
class Progress:
    jurisdiction: LazyJurisdiction = strawberry.field(description="The unit summed over.")
    year: int = strawberry.field(description="The scheme's year, in which benefits run.")
    as_of: date = strawberry.field(description="The day whose end the figures describe.")
    quota: int | None = strawberry.field(
        description="People the notice's annex expects here (任务数); sums of its rows where only "
        "lower units have one; null where none has."
    )
    registered: int = strawberry.field(description="People on the roll of households (名册人数).")
    enrolled: int = strawberry.field(description="PAID + FULLY_SUBSIDISED (参保人数).")
    paid: int = strawberry.field(description="People whose own part is in.")
    fully_subsidised: int = strawberry.field(
        description="People with nothing to take at the counter (全额资助)."
    )
    covered_elsewhere: int = strawberry.field(description="People insured elsewhere.")
    departed: int = strawberry.field(description="People who died or moved away before paying.")
    refused: int = strawberry.field(description="People who said that they will not enrol.")
    unpaid: int = strawberry.field(
        description="On the roll, not enrolled, no disposition: the people still to be won "
        "(未缴费). Not quota − enrolled, which is shortfall."
    )
    completion_rate: float | None = strawberry.field(
        description="enrolled / quota (完成率), over 1 where more enrolled; null without a quota."
    )
    coverage_rate: float | None = strawberry.field(
        description="(enrolled + coveredElsewhere) / (registered − departed); null when that is 0."
    )
    shortfall: int | None = strawberry.field(
        description="max(0, quota − enrolled), in people; null without a quota."
    )
    contribution_due: Yuan = strawberry.field(
        description="What is to be taken at the counter from PAID and UNPAID people; total-cost "
        "cases without a number are not in it."
    )
    contribution_paid: Yuan = strawberry.field(
        description="Payments less reversals and refunds, in the fund or not."
    )
    subsidy_due: Yuan = strawberry.field(
        description="Subsidies (资助) of people on the roll who have no disposition; people whose "
        "subsidy the notice leaves open are in no sum."
    )
    e_vouchers: int = strawberry.field(
        description="People who activated the e-voucher (医保电子凭证)."
    )
    households: int = strawberry.field(description="Households with somebody on the roll.")
    households_settled: int = strawberry.field(description="Households in which nobody is UNPAID.")
    code: strawberry.Private[str]
    asked: strawberry.Private[AsOf]

    @strawberry.field(
        graphql_type=int | None,
        description="Rank among siblings by completion rate, best = 1, equal rates sharing a "
        "rank; null without a quota.",
    )
    def rank(self, info: Info) -> Any:
        return _first(info.context.campaigns.rank(self.code, self.asked), 0)

    @strawberry.field(graphql_type=int | None, description="How many siblings are ranked.")
    def siblings(self, info: Info) -> Any:
        return _first(info.context.campaigns.rank(self.code, self.asked), 1)

    @strawberry.field(
        graphql_type=float | None,
        description="The enrolment rate that the scheme assesses, e.g. 0.965; null where its "
        "base is not known here.",
    )
    def target_rate(self, info: Info) -> Any:
        return _first(info.context.campaigns.aim(self.code, self.asked), 0)

    @strawberry.field(
        graphql_type=int | None,
        description="People missing from the assessed target; null where its base is not known.",
    )
    def missing_from_target(self, info: Info) -> Any:
        return _first(info.context.campaigns.aim(self.code, self.asked), 1)

    @strawberry.field(
        graphql_type=list[TargetProgress],
        description="Every target of the scheme, each measured on its own base; empty without a "
        "scheme.",
    )
    def targets(self, info: Info) -> Any:
        return info.context.campaigns.targets(self.code, self.asked)

    @strawberry.field(
        graphql_type=list[CategoryProgress],
        description="People count in every group that lists them, so rows may add up to more than "
        "registered; money stands in the deciding group alone.",
    )
    def by_category(self, info: Info) -> Any:
        return info.context.campaigns.categories(self.code, self.asked)

    @strawberry.field(
        graphql_type=list[ChannelProgress],
        description="Money by channel, in the order of the enum; channels without any left out.",
    )
    def by_channel(self, info: Info) -> Any:
        return info.context.campaigns.channels(self.code, self.asked)

    @strawberry.field(graphql_type=Yuan, description="Subsidies that arrived, in yuan.")
    def subsidy_received(self, info: Info) -> Any:
        return info.context.ledgers.received(self.code, self.asked)

    @strawberry.field(
        graphql_type=RecordedSince,
        description="What was recorded after asOf but belongs to it or before.",
    )
    def recorded_since(self, info: Info) -> Any:
        return info.context.campaigns.recorded_since(self.code, self.asked)


def _first(pair: Any, place: int) -> Any:
    """One of a pair that is there, or will be."""
    if isinstance(pair, tuple):
        return pair[place]

    async def later() -> Any:
        return (await pair)[place]

    return later()


@strawberry.type(description="One day of a trend: the totals up to that day.")
class TrendPoint:
    on: date = strawberry.field(description="The day whose end is meant.")
    enrolled: int = strawberry.field(description="People, PAID + FULLY_SUBSIDISED.")
    paid: int = strawberry.field(description="People whose own part is in.")
    contribution_paid: Yuan = strawberry.field(description="Payments less reversals, in yuan.")
    completion_rate: float | None = strawberry.field(
        description="enrolled / quota; null without a quota."
    )


@strawberry.type(
    description="When the target would be reached at the pace of the last days, and the pace "
    "that it takes."
)
class Forecast:
    as_of: date = strawberry.field(description="The day from which it looks ahead.")
    target: int | None = strawberry.field(
        description="People: the assessed rate of the quota, else the quota; null without one."
    )
    enrolled: int = strawberry.field(description="People enrolled on that day.")
    per_day: float = strawberry.field(
        description="People a day over the last paceDays days, days before the first counted."
    )
    needed_per_day: float | None = strawberry.field(
        description="People a day that reach the target by the deadline; null after it."
    )
    deadline: date | None = strawberry.field(
        description="The last day of the ordinary collection window; null where none is stated."
    )
    reached_on: date | None = strawberry.field(
        description="The day on which this pace reaches the target; null when it never does."
    )
    expected_shortfall: int | None = strawberry.field(
        description="People missing at the deadline at this pace, at least 0."
    )
    on_track: bool | None = strawberry.field(
        description="Null without a target, or without a deadline."
    )
