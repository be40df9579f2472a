"""Questions."""

import strawberry

from schema.asking import look, place, read
from schema.assessment import Assessment
from schema.context import Info
from schema.decision import EnrolmentDecision, RefundDecision, SubsidyDecision
from schema.errors import ApiError, Code
from schema.imports import Import, ImportConnection, ImportKind
from schema.jurisdiction import Jurisdiction, JurisdictionMatch
from schema.law import Notice, NoticeConnection
from schema.lookup import fetch
from schema.node import Node, key_of, page_size
from schema.question import (
    AssessmentQuestion,
    EnrolmentQuestion,
    RefundQuestion,
    SubsidyQuestion,
)
from schema.scalars import JurisdictionCode
from schema.scheme import Scheme
from schema.terms import Level
from schema.viewer import Viewer

MATCHES = 10
MOST_MATCHES = 50
MOST_NODES = 100


@strawberry.type(description="Questions. Nothing here changes anything.")
class Query:
    @strawberry.field(description="A unit by its code; null when there is none.")
    async def jurisdiction(self, info: Info, code: JurisdictionCode) -> Jurisdiction | None:
        return await place(info, code)

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
        await read(info, *(match.jurisdiction.code for match in found))
        return found

    @strawberry.field(
        description="The scheme (方案) in force for a unit in a year, each value with the notice "
        "it comes from; null without one."
    )
    async def scheme(self, info: Info, jurisdiction: JurisdictionCode, year: int) -> Scheme | None:
        await read(info, jurisdiction)
        return await info.context.law.scheme(jurisdiction, year)

    @strawberry.field(description="A notice (通知) by its key; null when there is none.")
    async def notice(self, info: Info, key: str) -> Notice | None:
        look(info)
        return await info.context.law.notice(key)

    @strawberry.field(description="All notices, in the order of their keys.")
    async def notices(
        self, info: Info, first: int = 20, after: str | None = None
    ) -> NoticeConnection:
        look(info)
        return await info.context.law.notices(page_size(first), after)

    @strawberry.field(
        description="What would be paid for somebody in these groups (资助), by whom, and why. "
        "Stores nothing."
    )
    async def decide_subsidy(self, info: Info, question: SubsidyQuestion) -> SubsidyDecision | None:
        look(info)
        return await info.context.decisions.subsidy(question)

    @strawberry.field(
        description="May somebody enrol (参保) on this day, at which rate, with benefits from "
        "when, and why. Stores nothing."
    )
    async def decide_enrolment(
        self, info: Info, question: EnrolmentQuestion
    ) -> EnrolmentDecision | None:
        look(info)
        return await info.context.decisions.enrolment(question)

    @strawberry.field(
        description="May a payment be given back (退费) on this day, and why. Stores nothing."
    )
    async def decide_refund(self, info: Info, question: RefundQuestion) -> RefundDecision | None:
        look(info)
        return await info.context.decisions.refund(question)

    @strawberry.field(
        description="What a rule of assessment (考核) would give for these figures, one result a "
        "unit: for planning, and to redo a result by hand. Stores nothing."
    )
    async def decide_assessment(
        self, info: Info, question: AssessmentQuestion
    ) -> list[Assessment] | None:
        look(info)
        return await info.context.decisions.assessment(question)

    @strawberry.field(name="import", description="A file that came in (导入), by its id.")
    async def import_(self, info: Info, id: strawberry.ID) -> Import | None:
        look(info)
        key = key_of(id, "Import")
        return await info.context.imports.one(key) if key else None

    @strawberry.field(description="Files that came in, newest first.")
    async def imports(
        self,
        info: Info,
        kind: ImportKind | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> ImportConnection:
        look(info)
        return await info.context.imports.page(kind, page_size(first), after)

    @strawberry.field(description="Who is asking, and what they may see.")
    async def viewer(self, info: Info) -> Viewer:
        look(info)
        return Viewer.of(info.context.viewer)

    @strawberry.field(description="Anything by its id; null when there is none.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        return await fetch(info, id)

    @strawberry.field(description="Several by their ids, in the order asked for; at most 100.")
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
        if len(ids) > MOST_NODES:
            raise ApiError(Code.LIMIT, f"ids: {len(ids)}，一次最多 {MOST_NODES}")
        await read(info, *(code for one in ids if (code := key_of(one, "Jurisdiction"))))
        return [await fetch(info, one) for one in ids]
