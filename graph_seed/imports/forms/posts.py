"""Posts, who holds them, and what they answer for (R3)."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from graph_seed.imports import fields
from graph_seed.imports.column import Against, Column, Form, Place, same_village
from graph_seed.imports.forms.words import DEPARTMENTS
from graph_seed.imports.rejection import BadCell, Fault
from policy.imports import ImportKind
from policy.terms import DepartmentKind


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post of a unit, its holder, and one thing that it answers for."""

    title: str
    unit: str
    since: date
    department: DepartmentKind | None = None
    holder: str | None = None
    duty: str | None = None
    village: str | None = None
    grid: str | None = None


def _faults(line: PostLine, against: Against) -> Iterator[BadCell]:
    if line.grid and not line.village:
        yield BadCell(Fault.REQUIRED, "填写包保组别时须同时填写包保的村", "village")
    if line.village and not line.duty:
        yield BadCell(Fault.REQUIRED, "填写包保的村时须同时填写职责", "duty")


def _identity(line: PostLine) -> tuple[str, Hashable]:
    department = line.department.value if line.department else None
    about = (line.duty, same_village(line.village or ""), line.grid, str(line.since))
    return "单位、岗位和职责", (same_village(line.unit), department, line.title, *about)


def _place(values: Mapping[str, Any]) -> Place:
    return Place(same_village(values.get("village") or values.get("unit") or ""))


POSTS = Form(
    kind=ImportKind.POSTS,
    title="责任岗位",
    columns=(
        Column(
            "unit",
            "单位",
            fields.text,
            "岗位所在的乡镇、村或县的名称或代码",
            "示例镇",
            ("所在单位", "单位名称", "乡镇", "工作单位"),
            required=True,
            width=18,
        ),
        Column(
            "department",
            "部门",
            fields.choice(DEPARTMENTS),
            "岗位属于某个部门时填写",
            "",
            ("所在部门", "部门名称", "所属部门"),
            choices=tuple(words[0] for words in DEPARTMENTS.values()),
            width=18,
        ),
        Column(
            "title",
            "岗位",
            fields.text,
            "如：包村干部、医保专干",
            "包村干部",
            ("岗位名称", "职务", "岗位职务"),
            required=True,
            width=18,
        ),
        Column(
            "holder",
            "姓名",
            fields.name,
            "任职的人；空缺时留空",
            "示例甲",
            ("责任人", "任职人", "负责人", "责任人姓名", "包保干部"),
            width=12,
        ),
        Column(
            "since",
            "任职日期",
            fields.past_day,
            "从这一天起",
            "2021-09-01",
            ("起始日期", "开始日期", "到岗日期"),
            required=True,
        ),
        Column("duty", "职责", fields.text, "负责什么", "包村", ("职责内容", "工作职责", "责任")),
        Column(
            "village",
            "包保村",
            fields.text,
            "负责哪个村；名称或12位代码",
            "示例村",
            ("村", "责任村", "所包村", "包保的村", "负责村"),
            width=18,
        ),
        Column("grid", "包保组别", fields.text, "只负责其中一组时填写", "", ("组别", "组", "网格")),
    ),
    line=PostLine,
    identity=_identity,
    faults=_faults,
    place=_place,
)
