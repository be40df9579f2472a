"""Columns that several kinds share."""

from graph_seed.imports import fields
from graph_seed.imports.column import Column

ID_NAMES = (
    "身份证号",
    "身份证",
    "证件号码",
    "证件号",
    "公民身份号码",
    "公民身份证号码",
    "居民身份证号码",
    "参保人身份证号码",
    "参保人证件号码",
)
VILLAGE_NAMES = (
    "村委会",
    "行政村",
    "村名",
    "村居",
    "村社区",
    "村(社区)",
    "村（居）委会",
    "所在村",
    "社区",
    "村委会名称",
    "行政村名称",
)
HOUSEHOLD_NAMES = ("户号", "户编码", "家庭编号", "户口编号", "家庭户编号", "户籍编号")
EXAMPLE_MARK = "【示例】"  # a row that holds it is skipped


def id_column(help: str, required: bool = True) -> Column:
    return Column(
        "id_number",
        "身份证号码",
        fields.id_number,
        help,
        "99001019900101001X",
        ID_NAMES,
        required,
        width=22,
    )


def village_column(required: bool) -> Column:
    help_ = "村、社区的名称或12位区划代码；名称在本次导入的单位范围内查找，重名时请填代码"
    return Column("village", "村", fields.text, help_, "示例村", VILLAGE_NAMES, required, width=18)


def household_column(required: bool) -> Column:
    help_ = "名册上的户编号，在一个村内不重复；同一户的人填同一个编号"
    return Column(
        "household", "户编号", fields.text, help_, "0001", HOUSEHOLD_NAMES, required, width=16
    )


def name_column(required: bool, names: tuple[str, ...] = ()) -> Column:
    every = ("参保人姓名", "人员姓名", "成员姓名", "参保人", *names)
    help_ = "与证件一致"
    return Column("name", "姓名", fields.name, help_, "示例甲", every, required, width=12)


def document_column(header: str, help_: str, names: tuple[str, ...], example: str) -> Column:
    return Column("document", header, fields.text, help_, example, names, width=22)
