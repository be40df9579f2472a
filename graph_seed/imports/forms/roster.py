"""参保缴费名册: the households of villages with their members (D2)."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from graph_seed.imports import fields
from graph_seed.imports.column import Against, Column, Form, Place, by_columns
from graph_seed.imports.forms.common import (
    household_column,
    id_column,
    name_column,
    village_column,
)
from graph_seed.imports.forms.words import SEXES
from graph_seed.imports.rejection import BadCell, Fault
from policy.identity import IdNumber
from policy.imports import ImportKind
from policy.vocabulary import Sex

HEAD = "户主"
HEADS = frozenset({HEAD, "本人", "户主本人", "本人(户主)"})
MEMBER = "成员"  # where a file names the head alone
RELATIONS = (HEAD, "配偶", "子", "女", "儿媳", "女婿", "孙子", "孙女", "父", "母", "其他")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person of a household; who has no number is known by guardian, birth and order."""

    household: str
    village: str
    name: str
    grid: str | None = None
    relation: str | None = None
    head: str | None = None
    id_number: IdNumber | None = None
    sex: Sex | None = None
    birth: date | None = None
    guardian: IdNumber | None = None
    order: int | None = None

    @property
    def is_head(self) -> bool:
        return _is_head(self.relation, self.head, self.name)

    @property
    def kinship(self) -> str:
        """The relation to the head as the graph keeps it."""
        return HEAD if self.is_head else self.relation or MEMBER

    @property
    def born(self) -> date:
        found = self.id_number.birth if self.id_number else self.birth
        assert found is not None  # a line without both is rejected
        return found

    @property
    def gender(self) -> Sex:
        found = self.id_number.sex if self.id_number else self.sex
        assert found is not None  # a line without both is rejected
        return found


def _faults(line: RosterLine, against: Against) -> Iterator[BadCell]:
    if line.relation is None and line.head is None:
        yield BadCell(Fault.REQUIRED, "请填写与户主关系，或填写户主姓名", "relation")
    if line.relation in HEADS and line.head not in (None, line.name):
        message = f"本行是户主，户主姓名却写“{line.head}”，与姓名“{line.name}”不一致"
        yield BadCell(Fault.HEAD_MISMATCH, message, "head")
    if line.id_number is None:
        yield from _without_number(line)
        return
    if line.birth not in (None, line.id_number.birth):
        message = f"出生日期 {line.birth} 与身份证号码中的 {line.id_number.birth} 不一致"
        yield BadCell(Fault.BIRTH_MISMATCH, message, "birth")
    if line.sex not in (None, line.id_number.sex):
        said, known = (SEXES[sex][0] for sex in (line.sex, line.id_number.sex) if sex)
        message = f"性别“{said}”与身份证号码第17位（{known}）不一致"
        yield BadCell(Fault.SEX_MISMATCH, message, "sex")


def _without_number(line: RosterLine) -> Iterator[BadCell]:
    needed = {"birth": line.birth, "sex": line.sex, "guardian": line.guardian}
    headers = {"birth": "出生日期", "sex": "性别", "guardian": "监护人身份证号码"}
    missing = [key for key, value in needed.items() if value is None]
    if missing:
        said = "、".join(headers[key] for key in missing)
        message = f"没有身份证号码的人须填写出生日期、性别和监护人身份证号码，现缺：{said}"
        yield BadCell(Fault.REQUIRED, message, "id_number")


def _identity(line: RosterLine) -> tuple[str, Hashable]:
    if line.id_number:
        return "身份证号码", line.id_number.text
    guardian = line.guardian.text if line.guardian else ""
    return "监护人、出生日期和次序", (guardian, str(line.birth), line.order or 1)


def _is_head(relation: str | None, head: str | None, name: str | None) -> bool:
    """By the relation; where that is left out, whoever bears the head's name."""
    if relation is not None:
        return relation in HEADS
    return head is not None and head == name


def _place(values: Mapping[str, Any]) -> Place:
    is_head = _is_head(*(values.get(key) for key in ("relation", "head", "name")))
    return replace(by_columns(values), is_head=is_head)


ROSTER = Form(
    kind=ImportKind.ROSTER,
    title="参保缴费名册",
    columns=(
        village_column(required=True),
        household_column(required=True),
        Column(
            "grid",
            "组别",
            fields.text,
            "村民小组或网格，由一名干部包保",
            "第1组",
            ("组", "村民小组", "网格", "小组", "所在组"),
            width=10,
        ),
        name_column(required=True),
        id_column("18位；新生儿等没有号码的可以留空", required=False),
        Column(
            "relation",
            "与户主关系",
            fields.text,
            "每户恰有一人填“户主”",
            HEAD,
            ("关系", "户主关系", "家庭关系", "与户主的关系"),
            choices=RELATIONS,
            width=12,
        ),
        Column(
            "head",
            "户主姓名",
            fields.name,
            "没有“与户主关系”一列时，以姓名与户主姓名相同的人为户主",
            "示例甲",
            ("户主", "户主名", "家庭户主"),
            width=12,
        ),
        Column(
            "sex",
            "性别",
            fields.choice(SEXES),
            "有身份证号码的可以留空；填写时须与号码一致",
            "男",
            choices=tuple(words[0] for words in SEXES.values()),
            width=8,
        ),
        Column(
            "birth",
            "出生日期",
            fields.past_day,
            "有身份证号码的可以留空；填写时须与号码一致",
            "1990-01-01",
            ("出生年月日", "出生年月", "生日"),
        ),
        Column(
            "guardian",
            "监护人身份证号码",
            fields.id_number,
            "没有身份证号码的人须填写",
            "",
            ("监护人证件号码", "监护人身份证号", "母亲身份证号码"),
            width=22,
        ),
        Column(
            "order",
            "同日出生次序",
            fields.order,
            "没有身份证号码的双胞胎填 1、2",
            "",
            ("出生次序", "胎次"),
            choices=("1", "2", "3"),
        ),
    ),
    line=RosterLine,
    identity=_identity,
    faults=_faults,
    place=_place,
    either=((("relation",), ("head",)), (("id_number",), ("birth", "sex", "guardian"))),
    households=True,
    notes=("联系电话等其他列不采集。", "同一户有一行不合格，其余各行照常导入；户主的行除外。"),
)
