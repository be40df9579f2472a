"""What every resolver is given: the day, and the rooms that answer.

The types of this package know only these protocols; `schema/root.py` alone names who fulfils them.
A method may answer at once when its data is already there, else with an awaitable: a tree of
thousands of places is then walked without awaiting once per place.
"""

from collections.abc import Awaitable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

import strawberry

from policy.viewer import Viewer

if TYPE_CHECKING:
    from policy.places import Level
    from policy.vocabulary import State
    from schema.assessment import (
        Assessment,
        RecordAssessmentInputInput,
        RecordAssessmentInputPayload,
    )
    from schema.decision import EnrolmentDecision, RefundDecision, SubsidyDecision
    from schema.department import Department
    from schema.duty import (
        CompleteDutyInput,
        CompleteDutyPayload,
        Duty,
        DutyStatus,
        ReportRosterErrorInput,
        ReportRosterErrorPayload,
    )
    from schema.extension import Extension, GrantExtensionInput, GrantExtensionPayload
    from schema.finding import Finding
    from schema.household import Household, HouseholdConnection
    from schema.imports import Import, ImportConnection, ImportKind, RejectionConnection
    from schema.jurisdiction import (
        Jurisdiction,
        JurisdictionChange,
        JurisdictionMatch,
        RankedJurisdiction,
    )
    from schema.law import Category, Clause, Notice, NoticeConnection
    from schema.person import Person, PersonConnection
    from schema.person_category import PersonCategory
    from schema.progress import ChannelProgress, Forecast, Progress, RecordedSince, TrendPoint
    from schema.question import (
        AssessmentQuestion,
        EnrolmentQuestion,
        RefundQuestion,
        SubsidyQuestion,
    )
    from schema.quota import Quota
    from schema.scheme import Rule, Scheme
    from schema.target import CategoryProgress, TargetProgress
    from schema.terms import FindingKind, Severity

T = TypeVar("T")
Soon: TypeAlias = T | Awaitable[T]


@dataclass(frozen=True, slots=True)
class AsOf:
    """Which year, as it stood when, as far as known when, summed over the tree of which day."""

    year: int
    as_of: date | None = None
    known_on: date | None = None
    tree_on: date | None = None


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Which people of a list; `states` empty: all of them."""

    asked: AsOf
    states: "tuple[State, ...]" = ()
    category: str | None = None
    e_voucher: bool | None = None
    name: str | None = None


class Places(Protocol):
    """The division tree on a day."""

    def look(self, depth: int | None) -> None: ...
    async def ensure(self, *codes: str) -> None: ...
    def known(self, code: str) -> "Jurisdiction | None": ...
    async def find(
        self, name: str, within: str | None, level: "Level | None", first: int
    ) -> "list[JurisdictionMatch]": ...
    def one(self, code: str) -> "Soon[Jurisdiction | None]": ...
    def parent(self, code: str, on: date | None) -> "Soon[Jurisdiction | None]": ...
    def ancestors(self, code: str, on: date | None) -> "Soon[list[Jurisdiction]]": ...
    def children(
        self, code: str, on: date | None, include_placeholders: bool
    ) -> "Soon[list[Jurisdiction]]": ...
    async def history(self, code: str) -> "list[JurisdictionChange]": ...


class Campaigns(Protocol):
    """Progress: sums over the tree."""

    async def prepare(self, codes: Sequence[str], asked: Collection[AsOf]) -> None: ...
    def progress(self, code: str, asked: AsOf) -> "Soon[Progress]": ...
    def rank(self, code: str, asked: AsOf) -> "Soon[tuple[int | None, int | None]]": ...
    def channels(self, code: str, asked: AsOf) -> "Soon[list[ChannelProgress]]": ...
    def aim(self, code: str, asked: AsOf) -> "Soon[tuple[float | None, int | None]]": ...
    async def targets(self, code: str, asked: AsOf) -> "list[TargetProgress]": ...
    async def categories(self, code: str, asked: AsOf) -> "list[CategoryProgress]": ...
    def recorded_since(self, code: str, asked: AsOf) -> "Soon[RecordedSince]": ...
    async def ranking(
        self, code: str, asked: AsOf, level: "Level | None", first: int | None, last: int | None
    ) -> "list[RankedJurisdiction]": ...
    async def trend(
        self, code: str, year: int, since: date | None, until: date | None
    ) -> "list[TrendPoint]": ...
    async def forecast(
        self, code: str, year: int, as_of: date | None, pace_days: int
    ) -> "Forecast": ...
    async def quotas(self, code: str, year: int) -> "list[Quota]": ...


class People(Protocol):
    """Persons and households, page by page."""

    async def page(
        self, code: str, asked: PeopleFilter, first: int, after: str | None
    ) -> "PersonConnection": ...
    async def households(
        self,
        code: str,
        asked: AsOf,
        unpaid_only: bool,
        grid: str | None,
        first: int,
        after: str | None,
    ) -> "HouseholdConnection": ...
    async def person(self, key: str) -> "Person | None": ...
    async def household(self, key: str) -> "Household | None": ...
    async def home_of(self, person: str, on: date | None) -> "Household | None": ...
    async def members(self, household: str, on: date | None) -> "list[Person]": ...
    async def head(self, household: str) -> "Person | None": ...
    async def state(self, person: str, asked: AsOf) -> "State | None": ...
    async def counted_in(self, person: str, year: int) -> str | None: ...
    async def money(self, household: str, asked: AsOf) -> "HouseholdMoney": ...
    async def has_voucher(self, person: str, on: date | None) -> bool: ...


@dataclass(frozen=True, slots=True)
class HouseholdMoney:
    """What a household owes and gave in a year, in fen."""

    due_fen: int = 0
    paid_fen: int = 0
    settled: bool = True
    locked: bool = False


class Findings(Protocol):
    """Contradictions and gaps."""

    async def about(
        self,
        code: str,
        year: int | None,
        kind: "FindingKind | None",
        severity: "Severity | None",
        first: int,
    ) -> "list[Finding]": ...


class Laws(Protocol):
    """What the notices say."""

    async def prepare(self) -> None: ...
    async def scheme(self, code: str, year: int) -> "Scheme | None": ...
    async def scheme_by_key(self, key: str) -> "Scheme | None": ...
    async def notice(self, key: str) -> "Notice | None": ...
    async def notices(self, first: int, after: str | None) -> "NoticeConnection": ...
    async def clause(self, notice: str | None, number: str | None) -> "Clause | None": ...
    async def clause_by_key(self, key: str) -> "Clause | None": ...
    async def rule_by_key(self, key: str) -> "Rule | None": ...
    async def category(self, key: str) -> "Category | None": ...
    async def many(self, keys: tuple[str, ...]) -> "list[Category]": ...


class Decisions(Protocol):
    """What the law decides for a question; stores nothing."""

    async def subsidy(self, asked: "SubsidyQuestion") -> "SubsidyDecision": ...
    async def enrolment(self, asked: "EnrolmentQuestion") -> "EnrolmentDecision": ...
    async def refund(self, asked: "RefundQuestion") -> "RefundDecision": ...
    async def assessment(self, asked: "AssessmentQuestion") -> "list[Assessment]": ...


class PersonLaws(Protocol):
    """What the law makes of a person of the roll."""

    async def categories(self, person: str, on: date | None) -> "list[PersonCategory]": ...
    async def subsidy(
        self, person: str, year: int, on: date | None
    ) -> "SubsidyDecision | None": ...


class Assessments(Protocol):
    """What rules of assessment give units."""

    async def of(self, code: str, year: int, on: date | None) -> "list[Assessment]": ...


class AssessmentInputs(Protocol):
    """Figures that people give."""

    async def record(
        self, given: "RecordAssessmentInputInput"
    ) -> "RecordAssessmentInputPayload": ...


class Extensions(Protocol):
    """Windows that stay open longer."""

    async def here(self, code: str, year: int) -> "Extension | None": ...
    async def grant(self, given: "GrantExtensionInput") -> "GrantExtensionPayload": ...


class Imports(Protocol):
    """Files that came in."""

    async def one(self, key: str) -> "Import | None": ...
    async def page(
        self, kind: "ImportKind | None", first: int, after: str | None
    ) -> "ImportConnection": ...
    async def rejections(
        self, key: str, first: int, after: str | None
    ) -> "RejectionConnection": ...


class Rights(Protocol):
    """What the viewer of this request may see and write."""

    async def department(self) -> "Department | None": ...


class Duties(Protocol):
    """What notices ask of units and departments."""

    async def of(
        self,
        code: str,
        year: int,
        on: date | None = None,
        status: "DutyStatus | None" = None,
        department: str | None = None,
        below: bool = False,
    ) -> "list[Duty]": ...
    async def of_department(self, key: str, year: int, on: date | None = None) -> "list[Duty]": ...
    async def open_errors(self, code: str, year: int, on: date | None = None) -> "list[Duty]": ...
    async def by_key(self, key: str) -> "Duty | None": ...
    async def department(self, key: str) -> "Department": ...


class DutyDesk(Protocol):
    """What is reported about duties."""

    async def complete(self, given: "CompleteDutyInput") -> "CompleteDutyPayload": ...
    async def report(self, given: "ReportRosterErrorInput") -> "ReportRosterErrorPayload": ...


@dataclass(frozen=True)
class Context:
    """One request: `today` is the civil day in China on which it came; `viewer`: who sent it."""

    today: date
    viewer: Viewer
    rights: Rights
    places: Places
    campaigns: Campaigns
    people: People
    findings: Findings
    law: Laws
    decisions: Decisions
    person_law: PersonLaws
    assessments: Assessments
    assessment_inputs: AssessmentInputs
    extensions: Extensions
    imports: Imports
    duties: Duties
    duty_desk: DutyDesk


Info = strawberry.Info[Context, None]
