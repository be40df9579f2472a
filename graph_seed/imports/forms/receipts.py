"""What the fund confirmed receiving, by household (D1)."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date

from graph_seed.imports import fields
from graph_seed.imports.column import Against, Column, Form
from graph_seed.imports.forms.common import document_column, household_column, village_column
from graph_seed.imports.rejection import BadCell, Fault
from policy.imports import ImportKind


@dataclass(frozen=True, slots=True)
class FundReceiptLine:
    """Money in the fund's account, of a household or of a payer who is not known yet."""

    receipt: str
    amount_fen: int
    on: date
    village: str | None = None
    household: str | None = None
    payer: str | None = None
    document: str | None = None


def _faults(line: FundReceiptLine, against: Against) -> Iterator[BadCell]:
    if (line.village is None) != (line.household is None):
        yield BadCell(Fault.REQUIRED, "村和户编号须同时填写", "household")
    elif line.household is None and line.payer is None:
        yield BadCell(Fault.REQUIRED, "请填写村和户编号；不知道是哪户时填写缴款人", "household")


def _identity(line: FundReceiptLine) -> tuple[str, Hashable]:
    return "回单号", line.receipt


FUND_RECEIPTS = Form(
    kind=ImportKind.FUND_RECEIPTS,
    title="基金到账",
    columns=(
        Column(
            "receipt",
            "回单号",
            fields.text,
            "基金专户的到账流水号；同一回单只记一次",
            "HD-0001",
            ("到账流水号", "流水号", "收款流水号", "凭证号", "收据号"),
            required=True,
            width=24,
        ),
        village_column(required=False),
        household_column(required=False),
        Column(
            "payer",
            "缴款人",
            fields.text,
            "不知道是哪户时填写",
            "",
            ("付款人", "付款户名", "缴费人"),
            width=16,
        ),
        Column(
            "amount_fen",
            "到账金额",
            fields.amount,
            "元，最多两位小数",
            "960.00",
            ("金额", "收款金额", "入账金额"),
            required=True,
        ),
        Column(
            "on",
            "到账日期",
            fields.past_day,
            "进入基金专户的日期",
            "2021-10-20",
            ("入账日期", "收款日期", "日期"),
            required=True,
        ),
        document_column("单据", "划款单据名称或编号", ("单据号", "划款单", "凭证"), ""),
    ),
    line=FundReceiptLine,
    identity=_identity,
    faults=_faults,
    either=((("village", "household"), ("payer",)),),
)
