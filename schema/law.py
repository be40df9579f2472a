"""The law as it is written: notices, their clauses, the groups they name, and readings."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from policy.law import Category as PolicyCategory
from policy.law import Clause as PolicyClause
from policy.law import Notice as PolicyNotice
from policy.law import Reading as PolicyReading
from policy.reasons import Reason as PolicyReason
from schema.context import Info
from schema.node import Node, PageInfo, node_id
from schema.terms import DepartmentKind

if TYPE_CHECKING:
    from schema.jurisdiction import Jurisdiction

LazyJurisdiction = Annotated["Jurisdiction", strawberry.lazy("schema.jurisdiction")]


@strawberry.type(description="A document that sets the rules of a year (通知).")
class Notice(Node):
    key: str = strawberry.field(description="A short name, e.g. hunan-2022.")
    title: str = strawberry.field(description="As printed.")
    document_number: str | None = strawberry.field(
        description="As printed (文号), null where none is."
    )
    issued_on: date | None = strawberry.field(description="The day on which it was signed.")
    valid_from: date | None = strawberry.field(description="First day, where it states one.")
    valid_to: date | None = strawberry.field(description="Last day, where it states one.")
    law: strawberry.Private[PolicyNotice]

    @staticmethod
    def of(notice: PolicyNotice) -> "Notice":
        return Notice(
            id=node_id("Notice", notice.key),
            key=notice.key,
            title=notice.title,
            document_number=notice.number,
            issued_on=notice.issued_on,
            valid_from=notice.valid_from,
            valid_to=notice.valid_to,
            law=notice,
        )

    @strawberry.field(graphql_type=LazyJurisdiction, description="The unit that issued it.")
    def issued_by(self, info: Info) -> Any:
        return info.context.places.one(self.law.issuer)

    @strawberry.field(
        description="Marked as expired (失效), or past its last day on a day (today where left "
        "out)."
    )
    def expired(self, info: Info, on: date | None = None) -> bool:
        return self.law.expired_on(on or info.context.today)

    @strawberry.field(description="In their order.")
    def clauses(self) -> list["Clause"]:
        return [Clause.of(clause) for clause in self.law.clauses]


@strawberry.type(description="A numbered piece of a notice (条款).")
class Clause(Node):
    number: str = strawberry.field(description="As printed, e.g. 二(四).")
    text: str = strawberry.field(description="What it says, restated; the printed notice prevails.")
    notice_key: strawberry.Private[str]

    @staticmethod
    def of(clause: PolicyClause) -> "Clause":
        return Clause(
            id=node_id("Clause", f"{clause.notice}|{clause.number}"),
            number=clause.number,
            text=clause.text,
            notice_key=clause.notice,
        )

    @strawberry.field(description="Where it stands.")
    async def notice(self, info: Info) -> Notice:
        found = await info.context.law.notice(self.notice_key)
        assert found is not None  # a clause is read with its notice
        return found


@strawberry.type(
    description="Where a notice is silent or ambiguous: what is done, and the alternatives. "
    "decide… tries another: readings: [{key, chosen}]."
)
class Reading:
    key: str = strawberry.field(description="The name by which decide… takes a choice.")
    question: str = strawberry.field(description="What the notice leaves open.")
    chosen: str = strawberry.field(description="The alternative that is applied.")
    alternatives: list[str] = strawberry.field(description="All of them, the chosen one too.")
    clause: Clause | None = strawberry.field(description="Where the question arises.")

    @staticmethod
    def of(reading: PolicyReading) -> "Reading":
        return Reading(
            key=reading.key,
            question=reading.question,
            chosen=reading.chosen,
            alternatives=[one.name for one in reading.alternatives],
            clause=Clause.of(reading.clause) if reading.clause else None,
        )


@strawberry.type(description="Why: facts in, clause, reading, arithmetic.")
class Reason:
    text: str = strawberry.field(description="In Chinese, for clerks.")
    clause: Clause | None = strawberry.field(description="Where it stands.")
    reading: Reading | None = strawberry.field(description="How a silence is read there.")
    arithmetic: str | None = strawberry.field(description="What was worked out, in yuan.")

    @staticmethod
    def of(reason: PolicyReason) -> "Reason":
        return Reason(
            text=reason.text,
            clause=Clause.of(reason.clause) if reason.clause else None,
            reading=Reading.of(reason.reading) if reason.reading else None,
            arithmetic=reason.arithmetic,
        )


@strawberry.type(description="A group of people that notices name (人群类别).")
class Category(Node):
    key: str = strawberry.field(description="A short name, e.g. subsistence_allowance.")
    name: str = strawberry.field(description="In Chinese.")
    aliases: list[str] = strawberry.field(description="The names that the notices print for it.")
    listed_by: DepartmentKind | None = strawberry.field(
        description="Who draws up its list, where no notice says otherwise."
    )

    @staticmethod
    def of(category: PolicyCategory) -> "Category":
        return Category(
            id=node_id("Category", category.key),
            key=category.key,
            name=category.name,
            aliases=list(category.aliases),
            listed_by=category.listed_by,
        )


@strawberry.type(description="A notice in a list.")
class NoticeEdge:
    node: Notice = strawberry.field(description="The notice.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of notices, in the order of their keys.")
class NoticeConnection:
    edges: list[NoticeEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Notice] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="Of all pages.")
