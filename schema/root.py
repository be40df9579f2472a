"""The whole API: its queries, and who answers them. Only this module names the resolvers."""

from datetime import date

import strawberry
from strawberry.schema.config import StrawberryConfig

from graph.gateway import Gateway
from resolvers.assessments import Assessments
from resolvers.campaigns import CampaignsShown
from resolvers.decisions import Decisions
from resolvers.extensions import Extensions
from resolvers.findings import FindingsShown
from resolvers.geography import Geography
from resolvers.inputs import AssessmentInputs
from resolvers.law import LawShown
from resolvers.people import PeopleShown
from resolvers.progress import Sums
from resolvers.standing import PersonLaw
from resolvers.tree import Forest
from schema.assessment import (
    Assessment,
    RecordAssessmentInputInput,
    RecordAssessmentInputPayload,
)
from schema.context import Context, Info
from schema.decision import EnrolmentDecision, RefundDecision, SubsidyDecision
from schema.errors import ApiError, Code
from schema.extension import GrantExtensionInput, GrantExtensionPayload
from schema.household import Household
from schema.jurisdiction import Jurisdiction, JurisdictionMatch
from schema.law import Category, Clause, Notice, NoticeConnection
from schema.node import Node, key_of, page_size
from schema.person import Person
from schema.question import (
    AssessmentQuestion,
    EnrolmentQuestion,
    RefundQuestion,
    SubsidyQuestion,
)
from schema.reach import names, questions, reach
from schema.scalars import SCALARS, JurisdictionCode
from schema.scheme import Rule, Scheme
from schema.terms import Level

LAW_FIELDS = frozenset({"targetRate", "missingFromTarget", "targets", "byCategory"})
MATCHES = 10
MOST_MATCHES = 50
MOST_NODES = 100


@strawberry.type(description="Questions. Nothing here changes anything.")
class Query:
    @strawberry.field(description="A unit by its code; null when there is none.")
    async def jurisdiction(self, info: Info, code: JurisdictionCode) -> Jurisdiction | None:
        return await _place(info, code)

    @strawberry.field(
        description="Units whose name or alias matches, best first; never a silent guess."
    )
    async def find_jurisdictions(
        self,
        info: Info,
        name: str,
        within: JurisdictionCode | None = None,
        level: Level | None = None,
        first: int | None = MATCHES,
    ) -> list[JurisdictionMatch]:
        size = MATCHES if first is None else first
        if not 0 <= size <= MOST_MATCHES:
            raise ApiError(Code.LIMIT, f"first: {size}，应为 0 到 {MOST_MATCHES}")
        found = await info.context.places.find(name, within, level, size)
        await _read(info, *(match.jurisdiction.code for match in found))
        return found

    @strawberry.field(
        description="The scheme (方案) in force for a unit in a year, each value with the notice "
        "it comes from; null without one."
    )
    async def scheme(self, info: Info, jurisdiction: JurisdictionCode, year: int) -> Scheme | None:
        await _read(info, jurisdiction)
        return await info.context.law.scheme(jurisdiction, year)

    @strawberry.field(description="A notice (通知) by its key; null when there is none.")
    async def notice(self, info: Info, key: str) -> Notice | None:
        _look(info)
        return await info.context.law.notice(key)

    @strawberry.field(description="All notices, in the order of their keys.")
    async def notices(
        self, info: Info, first: int = 20, after: str | None = None
    ) -> NoticeConnection:
        _look(info)
        return await info.context.law.notices(page_size(first), after)

    @strawberry.field(
        description="What would be paid for somebody in these groups (资助), by whom, and why. "
        "Stores nothing."
    )
    async def decide_subsidy(self, info: Info, question: SubsidyQuestion) -> SubsidyDecision | None:
        _look(info)
        return await info.context.decisions.subsidy(question)

    @strawberry.field(
        description="May somebody enrol (参保) on this day, at which rate, with benefits from "
        "when, and why. Stores nothing."
    )
    async def decide_enrolment(
        self, info: Info, question: EnrolmentQuestion
    ) -> EnrolmentDecision | None:
        _look(info)
        return await info.context.decisions.enrolment(question)

    @strawberry.field(
        description="May a payment be given back (退费) on this day, and why. Stores nothing."
    )
    async def decide_refund(self, info: Info, question: RefundQuestion) -> RefundDecision | None:
        _look(info)
        return await info.context.decisions.refund(question)

    @strawberry.field(
        description="What a rule of assessment (考核) would give for these figures, one result a "
        "unit: for planning, and to redo a result by hand. Stores nothing."
    )
    async def decide_assessment(
        self, info: Info, question: AssessmentQuestion
    ) -> list[Assessment] | None:
        _look(info)
        return await info.context.decisions.assessment(question)

    @strawberry.field(description="Anything by its id; null when there is none.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        return await _node(info, id)

    @strawberry.field(description="Several by their ids, in the order asked for; at most 100.")
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
        if len(ids) > MOST_NODES:
            raise ApiError(Code.LIMIT, f"ids: {len(ids)}，一次最多 {MOST_NODES}")
        await _read(info, *(code for one in ids if (code := key_of(one, "Jurisdiction"))))
        return [await _node(info, one) for one in ids]


@strawberry.type(description="What changes the graph. Every input has an idempotency key.")
class Mutation:
    @strawberry.mutation(
        description="Put a figure that only people can give (awards chosen, points for other work, "
        "complaints) on record."
    )
    async def record_assessment_input(
        self, info: Info, input: RecordAssessmentInputInput
    ) -> RecordAssessmentInputPayload:
        info.context.places.look(None)
        return await info.context.assessment_inputs.record(input)

    @strawberry.mutation(
        description="Open the extension (延长) of a window for a unit and all below it, where its "
        "scheme knows one."
    )
    async def grant_extension(
        self, info: Info, input: GrantExtensionInput
    ) -> GrantExtensionPayload:
        _look(info)
        return await info.context.extensions.grant(input)


def _look(info: Info) -> None:
    """Tell the tree how far below a place the operation looks."""
    raw = info._raw_info
    info.context.places.look(reach(raw.operation, raw.fragments))


async def _read(info: Info, *codes: str) -> None:
    """Read what the operation asks of these places, all of them at once."""
    raw = info._raw_info
    context = info.context
    _look(info)
    if names(raw.operation, raw.fragments) & LAW_FIELDS:
        await context.law.prepare()
    await context.places.ensure(*codes)
    asked = questions(raw.operation, raw.fragments, info.variable_values)
    known = [code for code in codes if context.places.known(code)]
    await context.campaigns.prepare(known, asked)


async def _place(info: Info, code: str) -> Jurisdiction | None:
    await _read(info, code)
    return info.context.places.known(code)


async def _node(info: Info, identifier: str) -> Node | None:
    if code := key_of(identifier, "Jurisdiction"):
        return await _place(info, code)
    if key := key_of(identifier, "Person"):
        return await info.context.people.person(key)
    if key := key_of(identifier, "Household"):
        return await info.context.people.household(key)
    return await _law_node(info, identifier)


async def _law_node(info: Info, identifier: str) -> Node | None:
    """A piece of the law by its id."""
    law = info.context.law
    _look(info)
    if key := key_of(identifier, "Notice"):
        return await law.notice(key)
    if key := key_of(identifier, "Clause"):
        return await law.clause_by_key(key)
    if key := key_of(identifier, "Scheme"):
        return await law.scheme_by_key(key)
    if key := key_of(identifier, "Rule"):
        return await law.rule_by_key(key)
    if key := key_of(identifier, "Category"):
        return await law.category(key)
    return None


def make_context(gateway: Gateway, today: date) -> Context:
    """What one request is answered from; `today`: the civil day in China."""
    store = gateway.directory
    geography = Geography(Forest(store), today)
    sums = Sums(store, geography, today)
    law = LawShown(sums)
    campaigns = CampaignsShown(sums, law)
    extensions = Extensions(law, today)
    assessments = Assessments(campaigns, extensions, today)
    return Context(
        today=today,
        places=geography,
        campaigns=campaigns,
        people=PeopleShown(store, sums, today),
        findings=FindingsShown(geography),
        law=law,
        decisions=Decisions(law),
        person_law=PersonLaw(law, today),
        assessments=assessments,
        assessment_inputs=AssessmentInputs(assessments, today),
        extensions=extensions,
    )


schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    types=[Person, Household, Clause, Category, Rule],
    config=StrawberryConfig(scalar_map=SCALARS),
)
