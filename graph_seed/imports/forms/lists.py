"""A department's list of a hardship group: who is on it, who came, who left (D3)."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_seed.imports import fields
from graph_seed.imports.column import Against, Column, Form, Place
from graph_seed.imports.forms.common import id_column, name_column
from graph_seed.imports.forms.words import DEPARTMENTS
from graph_seed.imports.rejection import BadCell, Fault
from policy.identity import IdNumber
from policy.imports import ImportKind
from policy.terms import DepartmentKind


@dataclass(frozen=True, slots=True)
class ListLine:
    """A person in a group from a day on; `until` is the first day on which they are not."""

    id_number: IdNumber
    name: str
    category: str
    since: date
    until: date | None = None
    source: str | None = None
    department: DepartmentKind | None = None


def _faults(line: ListLine, against: Against) -> Iterator[BadCell]:
    if line.until is not None and line.until <= line.since:
        message = f"退出日期 {line.until} 不晚于认定日期 {line.since}，请核对"
        yield BadCell(Fault.DATE_ORDER, message, "until")


def _identity(line: ListLine) -> tuple[str, Hashable]:
    return "身份证号码、类别和认定日期", (line.id_number.text, line.category, str(line.since))


def _place(values: Mapping[str, Any]) -> Place:
    """All lines of one person together."""
    number = values.get("id_number")
    return Place(household=number.text if number else "")


CATEGORY_LIST = Form(
    kind=ImportKind.CATEGORY_LIST,
    title="困难群众名单",
    columns=(
        id_column("18位"),
        name_column(required=True),
        Column(
            "category",
            "人员类别",
            fields.category,
            "按通知中的名称",
            "特困人员",
            ("类别", "困难类别", "人群类别", "资助类别", "对象类别", "身份类别", "困难类型"),
            required=True,
            width=18,
        ),
        Column(
            "since",
            "认定日期",
            fields.past_day,
            "从这一天起列入",
            "2021-09-01",
            ("列入日期", "纳入日期", "起始日期", "享受起始日期", "开始日期", "生效日期"),
            required=True,
        ),
        Column(
            "until",
            "退出日期",
            fields.past_day,
            "从这一天起不再列入；仍在名单上的留空",
            "",
            ("停止日期", "终止日期", "取消日期", "退出时间", "结束日期"),
        ),
        Column(
            "source",
            "名单名称",
            fields.text,
            "如：2021年9月低保名单",
            "2021年9月名单",
            ("名单", "来源", "名册名称", "文号"),
            width=20,
        ),
        Column(
            "department",
            "认定部门",
            fields.choice(DEPARTMENTS),
            "留空时按通知规定的部门",
            "民政局",
            ("部门", "主管部门", "提供部门", "责任部门", "认定单位"),
            choices=tuple(words[0] for words in DEPARTMENTS.values()),
            width=18,
        ),
    ),
    line=ListLine,
    identity=_identity,
    faults=_faults,
    place=_place,
    notes=(
        "只有声明为“完整”的名单，才会使名单上没有的人退出该类别。",
        "退出的人超过十分之一时，须再次确认才会执行。",
    ),
)
