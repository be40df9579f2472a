"""Long lists as rows, for files: all of what the viewer may see of them.

EXPORTS[name] ── head: the columns in Chinese
              └─ rows(context, code, asked) ──> batches of rows, one at a time in memory
"""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from policy.vocabulary import Sex, State
from resolvers.pages import Position
from resolvers.words import FUNDS, SEXES, STATIONS
from schema.context import AsOf, Context, OwedFilter, PeopleFilter, SubsidyFilter
from schema.errors import ApiError, Code
from schema.jurisdiction import Jurisdiction
from schema.ledger import Liability
from schema.progress import Progress
from schema.subsidy import Subsidy

BATCH = 1_000

Value = str | int | float | date | None
Row = tuple[Value, ...]
Rows = AsyncGenerator[Sequence[Row], None]


class Kind(Enum):
    """How a value is written: YUAN holds fen, SHARE a share of one."""

    TEXT = "TEXT"
    COUNT = "COUNT"
    YUAN = "YUAN"
    SHARE = "SHARE"
    DAY = "DAY"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, and what stands below it."""

    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of list."""

    title: str
    head: tuple[Column, ...]
    rows: Callable[[Context, str, AsOf], Rows]


PROGRESS = (
    Column("区划代码"),
    Column("名称"),
    Column("任务数", Kind.COUNT),
    Column("名册人数", Kind.COUNT),
    Column("参保人数", Kind.COUNT),
    Column("已缴费", Kind.COUNT),
    Column("全额资助", Kind.COUNT),
    Column("在别处参保", Kind.COUNT),
    Column("死亡或迁出", Kind.COUNT),
    Column("拒绝参保", Kind.COUNT),
    Column("未缴费", Kind.COUNT),
    Column("完成率", Kind.SHARE),
    Column("应缴金额（元）", Kind.YUAN),
    Column("实缴金额（元）", Kind.YUAN),
    Column("资助金额（元）", Kind.YUAN),
    Column("户数", Kind.COUNT),
    Column("已结清户数", Kind.COUNT),
)


async def progress_rows(context: Context, code: str, asked: AsOf) -> Rows:
    """The unit and all below it, each before its children."""
    place = await _place(context, code)
    await context.campaigns.prepare([code], [asked])
    batch: list[Row] = []
    waiting = [place]
    while waiting:
        here = waiting.pop()
        batch.append(_progress(here, await _soon(context.campaigns.progress(here.code, asked))))
        below: list[Jurisdiction] = await _soon(context.places.children(here.code, None, False))
        waiting += reversed(below)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    yield batch


def _progress(place: Jurisdiction, here: Progress) -> Row:
    return (
        place.code,
        place.name,
        here.quota,
        here.registered,
        here.enrolled,
        here.paid,
        here.fully_subsidised,
        here.covered_elsewhere,
        here.departed,
        here.refused,
        here.unpaid,
        here.completion_rate,
        here.contribution_due,
        here.contribution_paid,
        here.subsidy_due,
        here.households,
        here.households_settled,
    )


UNPAID = (
    Column("村（社区）代码"),
    Column("村（社区）"),
    Column("户号"),
    Column("姓名"),
    Column("身份证号（部分）"),
    Column("性别"),
    Column("出生日期", Kind.DAY),
)


async def unpaid_rows(context: Context, code: str, asked: AsOf) -> Rows:
    """Who is UNPAID, in the order of villages and households; identity numbers masked."""
    await _place(context, code)
    unpaid = PeopleFilter(asked, (State.UNPAID,))
    after: str | None = None
    while True:
        page = await context.people.page(code, unpaid, BATCH, after)
        rows: list[Row] = []
        for edge in page.edges:
            at, person = Position.read(edge.cursor), edge.node
            village = context.places.known(at.village)
            sex = SEXES[Sex(person.sex.value)] if person.sex else None
            name = village.name if village else None
            row = (at.village, name, at.number, person.name, person.mask, sex, person.birth_date)
            rows.append(row)
        yield rows
        if not page.page_info.has_next_page:
            return
        after = page.page_info.end_cursor


LIABILITIES = (
    Column("责任部门"),
    Column("对象类别"),
    Column("资金来源"),
    Column("人数", Kind.COUNT),
    Column("其中金额待定人数", Kind.COUNT),
    Column("资助金额（元）", Kind.YUAN),
    Column("应拨付（元）", Kind.YUAN),
    Column("已申请（元）", Kind.YUAN),
    Column("已拨付（元）", Kind.YUAN),
    Column("已到位（元）", Kind.YUAN),
    Column("未到位（元）", Kind.YUAN),
    Column("逾期未到位（元）", Kind.YUAN),
    Column("到位期限", Kind.DAY),
    Column("依据条款"),
)


async def liability_rows(context: Context, code: str, asked: AsOf) -> Rows:
    """What each department owes for each group in the unit."""
    await _place(context, code)
    ledger = await context.ledgers.liabilities(code, asked, OwedFilter())
    yield [_liability(row) for row in ledger.rows]


def _liability(row: Liability) -> Row:
    return (
        row.department.name,
        row.category.name,
        FUNDS[row.fund],
        row.people,
        row.unset_people,
        row.amount,
        row.payable,
        row.requested,
        row.disbursed,
        row.received,
        row.outstanding,
        row.overdue,
        row.deadline,
        row.clause.number,
    )


SUBSIDIES = (
    Column("村（社区）代码"),
    Column("村（社区）"),
    Column("户号"),
    Column("姓名"),
    Column("身份证号（部分）"),
    Column("对象类别"),
    Column("资金来源"),
    Column("责任部门"),
    Column("资助金额（元）", Kind.YUAN),
    Column("已到位（元）", Kind.YUAN),
    Column("所在环节"),
    Column("下一环节"),
    Column("待办部门"),
    Column("到位期限", Kind.DAY),
)


async def subsidy_rows(context: Context, code: str, asked: AsOf) -> Rows:
    """Each subsidy, in the order of villages and households; identity numbers masked."""
    await _place(context, code)
    after: str | None = None
    while True:
        edges = await context.ledgers.edges(code, SubsidyFilter(asked), BATCH, after)
        yield [_subsidy(Position.read(edge.cursor).number, edge.node) for edge in edges]
        if len(edges) < BATCH:
            return
        after = edges[-1].cursor


def _subsidy(number: str, one: Subsidy) -> Row:
    return (
        one.jurisdiction.code,
        one.jurisdiction.name,
        number,
        one.person.name,
        one.person.mask,
        one.category.name,
        FUNDS[one.fund],
        one.department.name,
        one.amount,
        one.value.received_fen,
        STATIONS[one.step],
        STATIONS[one.next_step] if one.next_step else None,
        one.waiting_for.name if one.waiting_for else None,
        one.deadline,
    )


EXPORTS = {
    "progress": Export("参保进度", PROGRESS, progress_rows),
    "unpaid": Export("未缴费人员", UNPAID, unpaid_rows),
    "liabilities": Export("资助责任台账", LIABILITIES, liability_rows),
    "subsidies": Export("资助人员", SUBSIDIES, subsidy_rows),
}


async def _place(context: Context, code: str) -> Jurisdiction:
    """The unit with all below it; raises UNKNOWN."""
    context.places.look(None)
    await context.places.ensure(code)
    place = context.places.known(code)
    if place is None:
        raise ApiError(Code.UNKNOWN, f"没有代码为 {code} 的单位", jurisdiction=code)
    return place


async def _soon(value: Any) -> Any:
    """What is there already, or will be."""
    return await value if hasattr(value, "__await__") else value
