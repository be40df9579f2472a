"""Payment files of the tax office: money that has already been collected (D1)."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date

from graph_seed.imports import fields
from graph_seed.imports.column import Against, Column, Form
from graph_seed.imports.forms.common import ID_NAMES, household_column, village_column
from graph_seed.imports.forms.words import CHANNELS
from graph_seed.imports.rejection import BadCell, Fault
from policy.identity import IdNumber
from policy.imports import ImportKind
from policy.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One order; for these people, or for a household as a whole."""

    order: str
    amount_fen: int
    paid_on: date
    channel: Channel
    id_numbers: tuple[IdNumber, ...] = ()
    village: str | None = None
    household: str | None = None
    payer: str | None = None
    evidence: str | None = None


def _line(**values: object) -> PaymentLine:
    values["id_numbers"] = values.get("id_numbers") or ()
    return PaymentLine(**values)  # type: ignore[arg-type]  # each column gives its own type


def _faults(line: PaymentLine, against: Against) -> Iterator[BadCell]:
    if not line.id_numbers and not (line.village and line.household):
        message = "请填写身份证号码（可填多个），或同时填写村和户编号"
        yield BadCell(Fault.REQUIRED, message, "id_numbers")
    elif (line.village is None) != (line.household is None):
        yield BadCell(Fault.REQUIRED, "村和户编号须同时填写", "household")


def _identity(line: PaymentLine) -> tuple[str, Hashable]:
    return "订单号", line.order


PAYMENTS = Form(
    kind=ImportKind.PAYMENTS,
    title="缴费明细",
    columns=(
        Column(
            "order",
            "订单号",
            fields.text,
            "税务或银行的流水号；同一订单只记一次",
            "SL-0001",
            (
                "缴费订单号",
                "流水号",
                "交易流水号",
                "电子税票号码",
                "税票号码",
                "凭证序号",
                "订单编号",
            ),
            required=True,
            width=24,
        ),
        Column(
            "id_numbers",
            "身份证号码",
            fields.id_numbers,
            "为谁缴的；一笔为多人缴时用顿号隔开。也可以改填村和户编号，表示整户",
            "99001019900101001X",
            (*ID_NAMES, "缴费人证件号码", "被缴费人身份证号码"),
            width=26,
        ),
        village_column(required=False),
        household_column(required=False),
        Column(
            "amount_fen",
            "缴费金额",
            fields.amount,
            "元，最多两位小数",
            "320.00",
            ("金额", "实缴金额", "缴款金额", "个人缴费金额", "缴费额", "实缴费额"),
            required=True,
            width=12,
        ),
        Column(
            "paid_on",
            "缴费日期",
            fields.past_day,
            "缴费当天，不是入账日",
            "2021-10-18",
            ("缴款日期", "缴费时间", "交易日期", "入库日期", "缴款时间"),
            required=True,
        ),
        Column(
            "channel",
            "缴费渠道",
            fields.choice(CHANNELS),
            "从下拉列表中选择",
            "小程序",
            ("渠道", "缴费方式", "缴款渠道", "征收渠道"),
            required=True,
            choices=tuple(words[0] for words in CHANNELS.values()),
        ),
        Column(
            "payer",
            "缴款人",
            fields.text,
            "由他人、学校或集体代缴时填写",
            "",
            ("付款人", "缴费人", "代缴单位", "付款单位", "缴费人姓名"),
            width=16,
        ),
        Column(
            "evidence",
            "凭证",
            fields.text,
            "票据或回单号",
            "",
            ("票据号", "回单号", "凭证号", "凭证号码", "票据号码"),
            width=18,
        ),
    ),
    line=_line,
    identity=_identity,
    faults=_faults,
    either=((("id_numbers",), ("village", "household")),),
    notes=("冲正、退费不在此导入，请在系统中逐笔登记。",),
)
