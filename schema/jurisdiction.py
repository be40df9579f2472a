"""Jurisdictions: the tree of divisions, and what hangs on each of them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from schema.assessment import Assessment
from schema.change import ChangeCause, ChangeConnection
from schema.context import (
    AsOf,
    ChangesAsked,
    Info,
    OwedFilter,
    PaymentsAsked,
    PeopleFilter,
    SubsidyFilter,
)
from schema.duty import Duty, DutyStatus
from schema.errors import ApiError, Code
from schema.extension import Extension
from schema.finding import Finding
from schema.household import HouseholdConnection
from schema.ledger import LiabilityLedger
from schema.match import MatchConnection, MatchResult
from schema.node import Node, key_of, page_size
from schema.payment import PaymentConnection
from schema.person import PersonConnection
from schema.progress import Forecast, Progress, TrendPoint
from schema.quota import Quota
from schema.reach import asked_along
from schema.refund import RefundConnection
from schema.roster import Roster
from schema.scalars import JurisdictionCode
from schema.scheme import Scheme
from schema.subsidy import SubsidyConnection
from schema.terms import (
    Channel,
    DepartmentKind,
    EnrolmentState,
    FindingKind,
    Fund,
    JurisdictionChangeKind,
    Level,
    Severity,
    SubsidyStepKind,
)

if TYPE_CHECKING:
    from schema.accountability import AccountabilityChain

PACE_DAYS = 14
FINDINGS = 100


@strawberry.type(description="A division of the country, or a unit that acts as one (行政区划).")
class Jurisdiction(Node):
    code: JurisdictionCode = strawberry.field(description="Statistical or local code.")
    name: str = strawberry.field(description="As the code list of the National Bureau has it.")
    aliases: list[str] = strawberry.field(description="Other names in notices and rolls.")
    level: Level = strawberry.field(description="Where it stands in the tree.")
    placeholder: bool = strawberry.field(
        description="A division that exists only in the code list (市辖区, 省直辖县级行政区划)."
    )
    acting_unit: bool = strawberry.field(
        description="A unit that acts as a township without being one (a park administration, "
        "a school)."
    )
    valid_from: date | None = strawberry.field(description="First day; null: as long as is known.")
    valid_to: date | None = strawberry.field(description="Day on which it was no more.")

    @strawberry.field(description="Renamed, merged, split, moved, recoded: oldest first.")
    async def history(self, info: Info) -> list["JurisdictionChange"]:
        return await info.context.places.history(self.code)

    @strawberry.field(
        graphql_type="Jurisdiction | None",
        description="The unit above on a day (today where left out).",
    )
    def parent(self, info: Info, on: date | None = None) -> Any:
        return info.context.places.parent(self.code, on)

    @strawberry.field(
        graphql_type=list["Jurisdiction"], description="From the parent up to the province."
    )
    def ancestors(self, info: Info, on: date | None = None) -> Any:
        return info.context.places.ancestors(self.code, on)

    @strawberry.field(
        graphql_type=list["Jurisdiction"],
        description="Direct children in code order; placeholders are replaced by their own "
        "children unless asked for.",
    )
    def children(
        self, info: Info, on: date | None = None, include_placeholders: bool | None = False
    ) -> Any:
        return info.context.places.children(self.code, on, bool(include_placeholders))

    @strawberry.field(
        description="The scheme (方案) in force here in a year, each value with the notice it "
        "comes from; null without one."
    )
    async def scheme(self, info: Info, year: int) -> Scheme | None:
        return await info.context.law.scheme(self.code, year)

    @strawberry.field(
        graphql_type=Progress,
        description="Progress (进度) of the whole subtree. Without asOf: now. knownOn: only what "
        "was recorded by the end of that day. treeOn: summed over the tree as it stood on another "
        "day.",
    )
    def progress(
        self,
        info: Info,
        year: int,
        as_of: date | None = None,
        known_on: date | None = None,
        tree_on: date | None = None,
    ) -> Any:
        return info.context.campaigns.progress(self.code, AsOf(year, as_of, known_on, tree_on))

    @strawberry.field(
        description="Direct children, or all units of a level below, by completion rate, best "
        "first, equal rates sharing a rank; units without a quota are left out. last: 3, the last "
        "three; at most 1,000."
    )
    async def ranking(
        self,
        info: Info,
        year: int,
        as_of: date | None = None,
        known_on: date | None = None,
        level: Level | None = None,
        first: int | None = None,
        last: int | None = None,
    ) -> list["RankedJurisdiction"]:
        asked = AsOf(year, as_of, known_on)
        return await info.context.campaigns.ranking(self.code, asked, level, first, last)

    @strawberry.field(description="One point a day, each the total up to that day.")
    async def trend(
        self,
        info: Info,
        year: int,
        since: Annotated[date | None, strawberry.argument(name="from")] = None,
        to: date | None = None,
    ) -> list[TrendPoint]:
        return await info.context.campaigns.trend(self.code, year, since, to)

    @strawberry.field(
        description="When the target would be reached at the pace of the last days, and the pace "
        "it takes."
    )
    async def forecast(
        self, info: Info, year: int, as_of: date | None = None, pace_days: int | None = PACE_DAYS
    ) -> Forecast:
        return await info.context.campaigns.forecast(
            self.code, year, as_of, PACE_DAYS if pace_days is None else pace_days
        )

    @strawberry.field(
        description="The figures of the unit itself with their sources, as printed; a correction "
        "is a new one, newest first."
    )
    async def quotas(self, info: Info, year: int) -> list[Quota]:
        return await info.context.campaigns.quotas(self.code, year)

    @strawberry.field(
        description="The extension (延长缴费期) that holds here today, granted to the unit or to "
        "one above it; of several the longest."
    )
    async def extension(self, info: Info, year: int) -> Extension | None:
        return await info.context.extensions.here(self.code, year)

    @strawberry.field(
        description="What the rules of assessment (考核) give the unit itself on a day (today "
        "where left out), in the order of the notice: a county's townships are "
        "children { assessments }."
    )
    async def assessments(
        self, info: Info, year: int, on: date | None = None
    ) -> list[Assessment] | None:
        return await info.context.assessments.of(self.code, year, on)

    @strawberry.field(
        description="Duties (职责) of the unit itself, or of those below it too, by unit and "
        "deadline: those that have begun by the day (today where left out), as they stand then; "
        "at most 5,000."
    )
    async def duties(
        self,
        info: Info,
        year: int,
        on: date | None = None,
        status: DutyStatus | None = None,
        department: strawberry.ID | None = None,
        below: bool | None = False,
    ) -> list[Duty] | None:
        return await info.context.duties.of(self.code, year, on, status, department, bool(below))

    @strawberry.field(
        description="The list behind a number of progress: totalCount equals it, for every state "
        "and category. enrolled is states: [PAID, FULLY_SUBSIDISED]. name: a part of it."
    )
    async def people(
        self,
        info: Info,
        year: int,
        state: EnrolmentState | None = None,
        states: list[EnrolmentState] | None = None,
        category: str | None = None,
        as_of: date | None = None,
        known_on: date | None = None,
        e_voucher: bool | None = None,
        name: str | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> PersonConnection | None:
        wanted = (*(states or ()), *((state,) if state else ()))
        asked = PeopleFilter(AsOf(year, as_of, known_on), wanted, category, e_voucher, name)
        return await info.context.people.page(self.code, asked, page_size(first), after)

    @strawberry.field(
        description="Households counted here, by place and number. unpaidOnly: those not settled."
    )
    async def households(
        self,
        info: Info,
        year: int,
        unpaid_only: bool | None = False,
        grid: str | None = None,
        as_of: date | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> HouseholdConnection | None:
        asked = AsOf(year, as_of)
        return await info.context.people.households(
            self.code, asked, bool(unpaid_only), grid, page_size(first), after, asked_along(info)
        )

    @strawberry.field(
        description="The state of the roll (名册) of a village; of larger units, the sums; null "
        "where no roll of the year is held."
    )
    async def roster(self, info: Info, year: int) -> Roster | None:
        return await info.context.records.roster(self.code, year)

    @strawberry.field(
        description="Payments and reversals (缴费记录) by the day they were paid, newest first; "
        "from and to included."
    )
    async def payments(
        self,
        info: Info,
        year: int,
        channel: Channel | None = None,
        since: Annotated[date | None, strawberry.argument(name="from")] = None,
        to: date | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> PaymentConnection | None:
        asked = PaymentsAsked(year, channel, since, to)
        return await info.context.records.payments(self.code, asked, page_size(first), after)

    @strawberry.field(
        description="Refunds (退费) of payments counted here, newest first by the day of the "
        "request; open: those not closed yet, or those that are."
    )
    async def refunds(
        self,
        info: Info,
        year: int,
        open: bool | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> RefundConnection | None:
        return await info.context.records.refunds(self.code, year, open, page_size(first), after)

    @strawberry.field(
        description="What the roll says is due, what was paid, what the fund confirmed (三方核对), "
        "household by household."
    )
    async def matches(
        self,
        info: Info,
        year: int,
        result: MatchResult | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> MatchConnection | None:
        return await info.context.records.matches(self.code, year, result, page_size(first), after)

    @strawberry.field(
        description="What changed (变更), newest first: who joined or left a group in a month "
        "(causes), what was recorded after a day that it belongs to (recordedFrom). from, to: days "
        "of effect, both included; recordedTo: the first instant left out."
    )
    async def changes(
        self,
        info: Info,
        year: int,
        causes: list[ChangeCause] | None = None,
        category: str | None = None,
        since: Annotated[date | None, strawberry.argument(name="from")] = None,
        to: date | None = None,
        recorded_from: datetime | None = None,
        recorded_to: datetime | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> ChangeConnection | None:
        asked = ChangesAsked(
            year, tuple(causes or ()), category, since, to, recorded_from, recorded_to
        )
        return await info.context.records.changes(self.code, asked, page_size(first), after)

    @strawberry.field(
        description="Everyone who answers for this unit (责任链), upward and sideways, on a day "
        "(today where left out)."
    )
    async def accountability(
        self, info: Info, on: date | None = None
    ) -> Annotated["AccountabilityChain", strawberry.lazy("schema.accountability")] | None:
        return await info.context.chains.place(self, on)

    @strawberry.field(
        description="What departments owe for people of this subtree (资助责任), by department, "
        "group and fund. department: of this one alone; category: its key or name."
    )
    async def liabilities(
        self,
        info: Info,
        year: int,
        as_of: date | None = None,
        known_on: date | None = None,
        department: strawberry.ID | None = None,
        category: str | None = None,
        fund: Fund | None = None,
    ) -> LiabilityLedger | None:
        owed = OwedFilter(_department(department), category, fund)
        asked = AsOf(year, as_of, known_on)
        return await info.context.ledgers.liabilities(self.code, asked, owed)

    @strawberry.field(
        description="The list behind a number of the ledger. step, steps: those of which money "
        "stands there now; so what was requested in all is steps: [REQUESTED, DISBURSED, "
        "RECEIVED]. overdueOn: payable and not received by then, after the deadline."
    )
    async def subsidies(
        self,
        info: Info,
        year: int,
        department: strawberry.ID | None = None,
        category: str | None = None,
        fund: Fund | None = None,
        step: SubsidyStepKind | None = None,
        steps: list[SubsidyStepKind] | None = None,
        as_of: date | None = None,
        overdue_on: date | None = None,
        first: int | None = None,
        after: str | None = None,
    ) -> SubsidyConnection | None:
        owed = OwedFilter(_department(department), category, fund)
        wanted = tuple(dict.fromkeys((*(steps or ()), *((step,) if step else ()))))
        asked = SubsidyFilter(AsOf(year, as_of), owed, wanted, overdue_on)
        return await info.context.ledgers.page(self.code, asked, page_size(first), after)

    @strawberry.field(
        description="Contradictions and gaps in sources and data here and below, and sanctions "
        "that figures have triggered by today, the gravest first; with a year, those of that year."
    )
    async def findings(
        self,
        info: Info,
        year: int | None = None,
        kind: FindingKind | None = None,
        severity: Severity | None = None,
        first: int | None = FINDINGS,
    ) -> list[Finding]:
        return await info.context.findings.about(
            self.code, year, kind, severity, FINDINGS if first is None else first
        )


def _department(identifier: str | None) -> str | None:
    """The key within the id of a department; another id is an error."""
    key = identifier and key_of(identifier, "Department")
    kinds = {kind.value for kind in DepartmentKind}
    if identifier and (not key or key.partition("|")[2] not in kinds):
        raise ApiError(Code.BAD_INPUT, f"department: {identifier!r} 不是部门的 id")
    return key or None


@strawberry.type(description="How divisions changed on a day.")
class JurisdictionChange:
    on: date = strawberry.field(description="The day from which it holds.")
    kind: JurisdictionChangeKind = strawberry.field(description="What happened.")
    before: list[Jurisdiction] = strawberry.field(description="The units before it.")
    after: list[Jurisdiction] = strawberry.field(description="The units after it.")
    old_name: str | None = strawberry.field(description="The name before a renaming.")
    note: str | None = strawberry.field(description="Document or remark.")


@strawberry.type(description="A unit that a name may mean.")
class JurisdictionMatch:
    jurisdiction: Jurisdiction = strawberry.field(description="The unit.")
    matched: str = strawberry.field(description="The name or alias that matched.")
    exact: bool = strawberry.field(description="Whether it is the same, not just alike.")


@strawberry.type(description="A unit in a ranking.")
class RankedJurisdiction:
    rank: int = strawberry.field(description="1 is best; equal rates share a rank.")
    jurisdiction: Jurisdiction = strawberry.field(description="The unit.")
    progress: Progress = strawberry.field(description="Its progress.")
