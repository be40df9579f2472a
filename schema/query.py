"""Questions."""

from datetime import date
from typing import Annotated

import strawberry

from schema.asking import look, place, read
from schema.assessment import Assessment
from schema.breakdown import Breakdown, Dimension
from schema.context import AsOf, Info
from schema.decision import EnrolmentDecision, RefundDecision, SubsidyDecision
from schema.department import Department
from schema.errors import ApiError, Code
from schema.graph import Neighbourhood, NodeKind
from schema.id_read import IdReadConnection
from schema.imports import Import, ImportConnection, ImportKind
from schema.jurisdiction import Jurisdiction, JurisdictionMatch
from schema.law import Notice, NoticeConnection
from schema.lookup import fetch
from schema.node import Node, key_of, page_size
from schema.person import Person
from schema.question import (
    AssessmentQuestion,
    EnrolmentQuestion,
    RefundQuestion,
    SubsidyQuestion,
)
from schema.scalars import JurisdictionCode
from schema.scheme import Scheme
from schema.terms import DepartmentKind, EnrolmentState, Level
from schema.viewer import Viewer

MATCHES = 10
READS = 20
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
        self, info: Info, first: int | None = 20, after: str | None = None
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

    @strawberry.field(description="Departments (部门) that serve this unit itself.")
    async def departments(
        self, info: Info, jurisdiction: JurisdictionCode, kind: DepartmentKind | None = None
    ) -> list[Department]:
        await read(info, jurisdiction)
        return await info.context.posts.departments(jurisdiction, kind)

    @strawberry.field(
        description="A person by identity number, present or former (kept out of URLs and logs: "
        "send it by POST, as a variable). Null when unknown or outside the viewer's area."
    )
    async def person_by_id_number(self, info: Info, id_number: str) -> Person | None:
        look(info)
        return await info.context.identities.holder(id_number)

    @strawberry.field(
        description="Who read which identity number in full, newest first; for administrators."
    )
    async def id_reads(
        self,
        info: Info,
        person: strawberry.ID | None = None,
        since: Annotated[date | None, strawberry.argument(name="from")] = None,
        to: date | None = None,
        first: int | None = READS,
        after: str | None = None,
    ) -> IdReadConnection | None:
        look(info)
        return await info.context.identities.reads(
            person, since, to, READS if first is None else first, after
        )

    @strawberry.field(
        description="Counts and sums by one to three dimensions, small cells suppressed for "
        "viewers who may not see persons: they are shown months' ends. Each person is in one cell: "
        "CATEGORY is the deciding group. category: those who stand in it. At most 5,000 cells."
    )
    async def breakdown(
        self,
        info: Info,
        jurisdiction: JurisdictionCode,
        year: int,
        by: list[Dimension],
        as_of: date | None = None,
        category: str | None = None,
        state: EnrolmentState | None = None,
    ) -> Breakdown | None:
        info.context.places.look(None)
        asked = AsOf(year, as_of)
        return await info.context.analysis.breakdown(jurisdiction, asked, by, category, state)

    @strawberry.field(
        description="What surrounds a node: for people who explore the graph. At most 500 nodes, "
        "depth at most 3. kinds: those that are shown and gone through; the rest is left out."
    )
    async def neighbourhood(
        self,
        info: Info,
        id: strawberry.ID,
        depth: int | None = 1,
        kinds: list[NodeKind] | None = None,
    ) -> Neighbourhood | None:
        look(info)
        return await info.context.explorer.neighbourhood(id, 1 if depth is None else depth, kinds)

    @strawberry.field(
        description="The shortest path between two nodes, over at most 12 edges; null without one."
    )
    async def path(
        self,
        info: Info,
        start: Annotated[strawberry.ID, strawberry.argument(name="from")],
        end: Annotated[strawberry.ID, strawberry.argument(name="to")],
    ) -> Neighbourhood | None:
        look(info)
        return await info.context.explorer.path(start, end)

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
