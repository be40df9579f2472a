"""Jurisdictions: the tree of divisions, and what hangs on each of them."""

from datetime import date
from typing import Annotated, Any

import strawberry

from schema.assessment import Assessment
from schema.context import AsOf, Info, PeopleFilter
from schema.duty import Duty, DutyStatus
from schema.extension import Extension
from schema.finding import Finding
from schema.household import HouseholdConnection
from schema.node import Node, page_size
from schema.person import PersonConnection
from schema.progress import Forecast, Progress, TrendPoint
from schema.quota import Quota
from schema.scalars import JurisdictionCode
from schema.scheme import Scheme
from schema.terms import EnrolmentState, FindingKind, JurisdictionChangeKind, Level, Severity

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
            self.code, asked, bool(unpaid_only), grid, page_size(first), after
        )

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
