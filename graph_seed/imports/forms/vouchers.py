"""Activations of the e-voucher (医保电子凭证)."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from graph_seed.imports import fields
from graph_seed.imports.column import Column, Form
from graph_seed.imports.forms.common import id_column
from policy.identity import IdNumber
from policy.imports import ImportKind


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """The day on which a person activated it."""

    id_number: IdNumber
    on: date


def _identity(line: VoucherLine) -> tuple[str, Hashable]:
    return "身份证号码", line.id_number.text


E_VOUCHERS = Form(
    kind=ImportKind.E_VOUCHERS,
    title="医保电子凭证激活名单",
    columns=(
        id_column("18位"),
        Column(
            "on",
            "激活日期",
            fields.past_day,
            "首次激活的日期",
            "2021-05-01",
            ("激活时间", "首次激活日期", "开通日期", "申领日期"),
            required=True,
        ),
    ),
    line=VoucherLine,
    identity=_identity,
)
