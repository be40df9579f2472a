"""Files that came in: how far each is, and the rows that were not taken."""

from datetime import datetime

import strawberry

from policy.imports import ImportKind as ImportKind
from policy.imports import ImportStatus as ImportStatus
from schema.context import Info
from schema.law import Clause
from schema.node import Node, PageInfo, page_size

strawberry.enum(
    ImportKind,
    description="What the rows of a file are: households (参保缴费名册), payments (缴费明细), a "
    "department's list (困难群众名单), quotas (参保任务), posts (责任岗位), what the fund received "
    "(基金到账), activations of the e-voucher (医保电子凭证).",
)
strawberry.enum(
    ImportStatus,
    description="How far an import is. REJECTED: the file as a whole, nothing was read. CHECKED: a "
    "dry run is through. FAILED: broke off; the same file sent again goes on.",
)


@strawberry.type(
    description="A row that was not taken: where it stands in the file, and what to do about it."
)
class Rejection:
    sheet: str | None = strawberry.field(description="Null for CSV.")
    row: int = strawberry.field(
        description="As a spreadsheet counts, from 1; 0 is about the whole file."
    )
    column: str | None = strawberry.field(description="The header, as the file has it.")
    value: str | None = strawberry.field(
        description="What stands there; identity numbers are masked."
    )
    message: str = strawberry.field(description="In Chinese, for the clerk.")
    code: str = strawberry.field(description="Stable; docs/errors.md explains each.")
    candidates: list[str] = strawberry.field(description="What would have been possible.")
    clause_key: strawberry.Private[str | None]

    @strawberry.field(description="The clause that is in the way.")
    async def clause(self, info: Info) -> Clause | None:
        return await info.context.law.clause_by_key(self.clause_key) if self.clause_key else None


@strawberry.type(description="A rejection in a list.")
class RejectionEdge:
    node: Rejection = strawberry.field(description="The rejection.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of rejections, in the order of their rows.")
class RejectionConnection:
    edges: list[RejectionEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Rejection] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(
        description="Of all pages; more than the rows rejected, where one has several faults."
    )


@strawberry.type(description="A file that was sent (导入), with what became of its rows.")
class Import(Node):
    kind: ImportKind = strawberry.field(description="What its rows are.")
    file_name: str = strawberry.field(description="As it was sent.")
    status: ImportStatus = strawberry.field(description="How far it is.")
    dry_run: bool = strawberry.field(description="Only looked at: nothing of it is written.")
    rows: int = strawberry.field(description="Rows with data, without header and example.")
    processed: int = strawberry.field(description="Of these, how many are through.")
    created: int = strawberry.field(description="Rows that brought something new.")
    changed: int = strawberry.field(description="Rows that changed what was there.")
    unchanged: int = strawberry.field(description="Rows that were there already.")
    rejected: int = strawberry.field(description="Rows that were not taken.")
    started_at: datetime = strawberry.field(description="When it was sent.")
    finished_at: datetime | None = strawberry.field(description="Null while it runs.")
    sheet: str | None = strawberry.field(description="The sheet that was read; null for CSV.")
    warnings: list[str] = strawberry.field(
        description="In Chinese: columns and sheets that were not read; where it broke off, what "
        "to do."
    )
    key: strawberry.Private[str]

    @strawberry.field(description="The rows that were not taken, in their order.")
    async def rejections(
        self, info: Info, first: int | None = 50, after: str | None = None
    ) -> RejectionConnection:
        return await info.context.imports.rejections(self.key, page_size(first), after)


@strawberry.type(description="An import in a list.")
class ImportEdge:
    node: Import = strawberry.field(description="The import.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of imports, newest first.")
class ImportConnection:
    edges: list[ImportEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[Import] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="Of all pages.")
