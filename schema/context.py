"""What every resolver is given: the day, and the rooms that answer.

The types of this package know only these protocols; `schema/root.py` alone names who fulfils them.
A method may answer at once when its data is already there, else with an awaitable: a tree of
thousands of places is then walked without awaiting once per place.
"""

from collections.abc import Awaitable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

import strawberry

from policy.viewer import Viewer

if TYPE_CHECKING:
    from policy.matching import MatchResult
    from policy.places import Level
    from policy.terms import DepartmentKind
    from policy.vocabulary import Channel, State
    from schema.accountability import AccountabilityChain
    from schema.advance import Advance, AdvanceConnection
    from schema.assessment import (
        Assessment,
        RecordAssessmentInputInput,
        RecordAssessmentInputPayload,
    )
    from schema.breakdown import Breakdown, Dimension
    from schema.change import Change, ChangeCause, ChangeConnection
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
    from schema.enrolment import Enrolment
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
    from schema.extension import Extension, GrantExtensionInput, GrantExtensionPayload
    from schema.finding import Finding
    from schema.graph import Neighbourhood, NodeKind
    from schema.guard import Touched
    from schema.household import Household, HouseholdConnection
    from schema.id_read import IdReadConnection
    from schema.imports import Import, ImportConnection, ImportKind, RejectionConnection
    from schema.jurisdiction import (
        Jurisdiction,
        JurisdictionChange,
        JurisdictionMatch,
        RankedJurisdiction,
    )
    from schema.law import Category, Clause, Notice, NoticeConnection
    from schema.ledger import LiabilityLedger, ResponsibilityScope
    from schema.match import MatchConnection
    from schema.money import (
        AdvanceSubsidiesInput,
        AdvanceSubsidiesPayload,
        CloseRefundInput,
        CloseRefundPayload,
        OpenRefundInput,
        OpenRefundPayload,
        RecordPaymentInput,
        RecordPaymentPayload,
        ReverseAdvanceInput,
        ReverseAdvancePayload,
        ReversePaymentInput,
        ReversePaymentPayload,
    )
    from schema.payment import Payment, PaymentConnection
    from schema.person import Person, PersonConnection
    from schema.person_category import PersonCategory
    from schema.post import (
        AssignResponsibilityInput,
        AssignResponsibilityPayload,
        HandOverPostInput,
        HandOverPostPayload,
        Holding,
        Post,
        Responsibility,
    )
    from schema.progress import ChannelProgress, Forecast, Progress, RecordedSince, TrendPoint
    from schema.question import (
        AssessmentQuestion,
        EnrolmentQuestion,
        RefundQuestion,
        SubsidyQuestion,
    )
    from schema.quota import Quota, SetQuotaInput, SetQuotaPayload
    from schema.refund import Refund, RefundConnection
    from schema.roster import Roster
    from schema.scalars import Yuan
    from schema.scheme import Rule, Scheme
    from schema.subsidy import Subsidy, SubsidyConnection, SubsidyEdge, SubsidyStep
    from schema.target import CategoryProgress, TargetProgress
    from schema.terms import FindingKind, Fund, Severity, SubsidyStepKind

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
    groups: tuple[str, ...] = ()  # those of any of these; empty: of all and of none


@dataclass(frozen=True, slots=True)
class OwedFilter:
    """Which rows of a ledger: of a department (its key), a deciding group, a fund."""

    department: str | None = None
    category: str | None = None
    fund: "Fund | None" = None


@dataclass(frozen=True, slots=True)
class Along:
    """What is going to be asked of each household of a list, so that it is read with it."""

    members: bool = False  # those of today
    is_whole: bool = True  # of any of them more than id and name
    money: bool = False


NOTHING = Along()


@dataclass(frozen=True, slots=True)
class SubsidyFilter:
    """Which subsidies of a list; `steps` empty: wherever they stand."""

    asked: AsOf
    owed: OwedFilter = OwedFilter()
    steps: "tuple[SubsidyStepKind, ...]" = ()
    overdue_on: date | None = None


class Places(Protocol):
    """The division tree on a day."""

    def look(self, depth: int | None) -> None: ...
    async def ensure(self, *codes: str) -> None: ...
    def seen(self) -> object | None: ...
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
        along: Along = NOTHING,
    ) -> "HouseholdConnection": ...
    async def person(self, key: str) -> "Person | None": ...
    async def household(self, key: str) -> "Household | None": ...
    async def home_of(self, person: str, on: date | None) -> "Household | None": ...
    def members(self, household: str, on: date | None) -> "Soon[list[Person]]": ...
    def head(self, household: str) -> "Soon[Person | None]": ...
    async def state(self, person: str, asked: AsOf) -> "State | None": ...
    async def counted_in(self, person: str, year: int) -> str | None: ...
    def money(self, household: str, asked: AsOf) -> "Soon[HouseholdMoney]": ...
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
    def cited(self, key: str) -> "Soon[Clause | None]": ...
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

    async def of(self, code: str, year: int, on: date | None) -> "list[Assessment] | None": ...


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


class Posts(Protocol):
    """Departments, their posts, who holds them and what they answer for."""

    async def departments(self, code: str, kind: "DepartmentKind | None") -> "list[Department]": ...
    async def department(self, key: str) -> "Department | None": ...
    async def parent(self, department: str) -> "Department | None": ...
    async def office(self, department: str) -> "Department | None": ...
    async def of_department(self, department: str) -> "list[Post]": ...
    async def post(self, key: str) -> "Post | None": ...
    async def holdings(self, post: str) -> "list[Holding]": ...
    async def answers_for(self, post: "Post", on: date) -> "list[Responsibility]": ...
    async def households(
        self,
        answered: "Responsibility",
        year: int,
        unpaid_only: bool,
        first: int,
        after: str | None,
    ) -> "HouseholdConnection": ...
    async def hand_over(self, given: "HandOverPostInput") -> "HandOverPostPayload": ...
    async def assign(self, given: "AssignResponsibilityInput") -> "AssignResponsibilityPayload": ...


class Chains(Protocol):
    """Who answers for somebody or something on a day."""

    async def read_ahead(self, label: str, key: str, on: date | None) -> None: ...
    async def person(self, subject: "Person", on: date | None) -> "AccountabilityChain": ...
    async def household(self, subject: "Household", on: date | None) -> "AccountabilityChain": ...
    async def place(self, subject: "Jurisdiction", on: date | None) -> "AccountabilityChain": ...
    async def subsidy(self, subject: "Subsidy", on: date | None) -> "AccountabilityChain": ...


class Identities(Protocol):
    """Identity numbers in full."""

    async def number(self, person: str) -> str | None: ...
    async def holder(self, number: str) -> "Person | None": ...
    async def reads(
        self, person: str | None, since: date | None, to: date | None, first: int, after: str | None
    ) -> "IdReadConnection": ...


class Ledgers(Protocol):
    """What departments owe, and the subsidies behind it."""

    async def liabilities(self, code: str, asked: AsOf, owed: OwedFilter) -> "LiabilityLedger": ...
    def received(self, code: str, asked: AsOf) -> "Soon[Yuan]": ...
    async def page(
        self, code: str, asked: SubsidyFilter, first: int, after: str | None
    ) -> "SubsidyConnection": ...
    async def edges(
        self, code: str, asked: SubsidyFilter, first: int, after: str | None
    ) -> "list[SubsidyEdge]": ...
    async def of_person(self, person: str, year: int) -> "list[Subsidy]": ...
    async def subsidy(self, key: str) -> "Subsidy | None": ...
    async def steps(self, subsidy: "Subsidy") -> "list[SubsidyStep]": ...
    async def is_overdue(self, subsidy: "Subsidy", on: date) -> bool: ...
    async def decision(self, subsidy: "Subsidy") -> "SubsidyDecision": ...
    async def advance(self, key: str) -> "Advance | None": ...
    async def reversal(self, key: str) -> "Advance | None": ...
    async def moved(
        self, advance: str, year: int, first: int, after: str | None
    ) -> "SubsidyConnection": ...
    async def advances(
        self, department: str, year: int, first: int, after: str | None
    ) -> "AdvanceConnection": ...
    async def responsibility(
        self, department: "Department", year: int, as_of: date | None
    ) -> "ResponsibilityScope": ...


class Analysis(Protocol):
    """Tables of people."""

    async def breakdown(
        self,
        code: str,
        asked: AsOf,
        by: "list[Dimension]",
        category: str | None,
        state: "State | None",
    ) -> "Breakdown": ...


class Rights(Protocol):
    """What the viewer of this request may see and write."""

    async def department(self) -> "Department | None": ...
    async def may_write(self, named: "Sequence[tuple[Touched, str]]") -> bool: ...


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


@dataclass(frozen=True, slots=True)
class PaymentsAsked:
    """Which payments of a list; days are those of payment, both included."""

    year: int
    channel: "Channel | None" = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ChangesAsked:
    """Which changes of a list; days of effect both included, the last instant left out."""

    year: int
    causes: "tuple[ChangeCause, ...]" = ()
    category: str | None = None
    since: date | None = None
    until: date | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None


class Records(Protocol):
    """Facts that were recorded, one by one and page by page."""

    async def payments(
        self, code: str, asked: PaymentsAsked, first: int, after: str | None
    ) -> "PaymentConnection": ...
    async def refunds(
        self, code: str, year: int, open: bool | None, first: int, after: str | None
    ) -> "RefundConnection": ...
    async def matches(
        self, code: str, year: int, result: "MatchResult | None", first: int, after: str | None
    ) -> "MatchConnection": ...
    async def changes(
        self, code: str, asked: ChangesAsked, first: int, after: str | None
    ) -> "ChangeConnection": ...
    async def roster(self, code: str, year: int) -> "Roster | None": ...
    async def payment(self, key: str) -> "Payment | None": ...
    async def reversal_of(self, key: str) -> "Payment | None": ...
    async def people_of(self, payment: str) -> "list[Person]": ...
    async def payments_of_household(self, household: str, year: int) -> "list[Payment]": ...
    async def payments_of(self, person: str, year: int) -> "list[Payment]": ...
    async def changes_of(self, person: str, year: int) -> "list[Change]": ...
    async def persons(self, keys: Collection[str]) -> "list[Person]": ...
    async def refund(self, key: str) -> "Refund | None": ...
    async def enrolment(self, person: str, year: int) -> "Enrolment | None": ...
    async def enrolment_by_key(self, key: str) -> "Enrolment | None": ...


class Payments(Protocol):
    """One payment."""

    async def one(self, key: str) -> "Payment | None": ...


class Quotas(Protocol):
    """Figures that rates are taken of."""

    async def set(self, given: "SetQuotaInput") -> "SetQuotaPayload": ...


class Explorer(Protocol):
    """The graph as it is."""

    async def neighbourhood(
        self, identifier: str, depth: int, kinds: "Sequence[NodeKind] | None"
    ) -> "Neighbourhood | None": ...
    async def path(self, start: str, end: str) -> "Neighbourhood | None": ...


class MoneyDesk(Protocol):
    """Where money is handed in."""

    async def record_payment(self, given: "RecordPaymentInput") -> "RecordPaymentPayload": ...
    async def reverse_payment(self, given: "ReversePaymentInput") -> "ReversePaymentPayload": ...
    async def open_refund(self, given: "OpenRefundInput") -> "OpenRefundPayload": ...
    async def close_refund(self, given: "CloseRefundInput") -> "CloseRefundPayload": ...
    async def advance_subsidies(
        self, given: "AdvanceSubsidiesInput"
    ) -> "AdvanceSubsidiesPayload": ...
    async def reverse_advance(self, given: "ReverseAdvanceInput") -> "ReverseAdvancePayload": ...


class PeopleDesk(Protocol):
    """Where facts about people and rolls are handed in."""

    async def record_disposition(
        self, given: "RecordDispositionInput"
    ) -> "RecordDispositionPayload": ...
    async def register_person(self, given: "RegisterPersonInput") -> "RegisterPersonPayload": ...
    async def move_member(self, given: "MoveMemberInput") -> "MoveMemberPayload": ...
    async def correct_person(self, given: "CorrectPersonInput") -> "CorrectPersonPayload": ...
    async def correct_roster(self, given: "CorrectRosterInput") -> "CorrectRosterPayload": ...
    async def enrol_specially(self, given: "EnrolSpeciallyInput") -> "EnrolSpeciallyPayload": ...
    async def mark_category(self, given: "MarkCategoryInput") -> "MarkCategoryPayload": ...
    async def end_category(self, given: "EndCategoryInput") -> "EndCategoryPayload": ...
    async def confirm_roster(self, given: "ConfirmRosterInput") -> "ConfirmRosterPayload": ...


class Context(Protocol):
    """One request: `today` is the civil day in China on which it came; `viewer`: who sent it.

    Who answers is made when it is first asked for.
    """

    @property
    def today(self) -> date: ...
    @property
    def viewer(self) -> Viewer: ...
    @property
    def rights(self) -> Rights: ...
    @property
    def identities(self) -> Identities: ...
    @property
    def places(self) -> Places: ...
    @property
    def campaigns(self) -> Campaigns: ...
    @property
    def people(self) -> People: ...
    @property
    def findings(self) -> Findings: ...
    @property
    def law(self) -> Laws: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def person_law(self) -> PersonLaws: ...
    @property
    def assessments(self) -> Assessments: ...
    @property
    def assessment_inputs(self) -> AssessmentInputs: ...
    @property
    def extensions(self) -> Extensions: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def chains(self) -> Chains: ...
    @property
    def ledgers(self) -> Ledgers: ...
    @property
    def analysis(self) -> Analysis: ...
    @property
    def explorer(self) -> Explorer: ...
    @property
    def duties(self) -> Duties: ...
    @property
    def duty_desk(self) -> DutyDesk: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def records(self) -> Records: ...
    @property
    def quotas(self) -> Quotas: ...
    @property
    def money_desk(self) -> MoneyDesk: ...
    @property
    def people_desk(self) -> PeopleDesk: ...
    def afresh(self) -> "Context":
        """The same, in which nothing was read yet."""

    def renew(self) -> None:
        """After a write: whatever this operation asks from now on is read anew."""


Info = strawberry.Info[Context, None]
