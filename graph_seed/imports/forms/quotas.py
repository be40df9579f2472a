"""Quotas of units: how many people a notice or a paper expects."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from graph_seed.imports import fields
from graph_seed.imports.column import Column, Form, Place, same_village
from graph_seed.imports.forms.words import BASES
from policy.imports import ImportKind
from policy.terms import TargetBase


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One figure of a unit and year."""

    unit: str
    people: int
    source: str
    year: int | None = None
    amount_fen: int | None = None
    base: TargetBase | None = None


def _identity(line: QuotaLine) -> tuple[str, Hashable]:
    base = (line.base or TargetBase.QUOTA).value
    return "单位、年度和口径", (same_village(line.unit), line.year, base)


def _place(values: Mapping[str, Any]) -> Place:
    return Place(same_village(values.get("unit") or ""))


QUOTAS = Form(
    kind=ImportKind.QUOTAS,
    title="参保任务",
    columns=(
        Column(
            "unit",
            "单位",
            fields.text,
            "乡镇、村或其他征缴单位的名称或代码",
            "示例镇",
            (
                "单位名称",
                "乡镇",
                "乡镇名称",
                "村",
                "村名",
                "乡镇街道",
                "乡镇(街道)",
                "行政村",
                "村委会",
            ),
            required=True,
            width=20,
        ),
        Column(
            "year",
            "年度",
            fields.year,
            "参保年度；留空时为本次导入的年度",
            "2022",
            ("参保年度", "年份"),
            width=10,
        ),
        Column(
            "people",
            "任务人数",
            fields.people,
            "人",
            "5000",
            ("任务数", "参保任务", "人数", "参保人数", "目标人数", "应参保人数", "符合参保人数"),
            required=True,
            width=12,
        ),
        Column(
            "amount_fen",
            "任务金额",
            fields.amount,
            "元；文件没有印出金额时留空",
            "",
            ("金额", "应缴金额", "任务额", "缴费金额"),
        ),
        Column(
            "base",
            "口径",
            fields.choice(BASES),
            "留空时为任务数",
            "任务数",
            ("统计口径", "基数"),
            choices=tuple(words[0] for words in BASES.values()),
        ),
        Column(
            "source",
            "来源",
            fields.text,
            "文件名称和文号",
            "示例〔2021〕1号附件",
            ("依据", "文件", "文号", "来源文件"),
            required=True,
            width=26,
        ),
    ),
    line=QuotaLine,
    identity=_identity,
    place=_place,
)
