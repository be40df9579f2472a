"""Scalars: how money, codes and instants cross the wire."""

import re
from datetime import date, datetime
from typing import NewType

import strawberry
from strawberry.schema.types.scalar import DEFAULT_SCALAR_REGISTRY
from strawberry.types.scalar import ScalarDefinition

from schema.errors import ApiError, Code

Yuan = NewType("Yuan", int)  # inside: integer fen
JurisdictionCode = NewType("JurisdictionCode", str)

CODE = re.compile(r"0|[0-9]{2}|[0-9]{4}|[0-9A-Z]{6}|[0-9A-Z]{9}|[0-9A-Z]{12}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
AMOUNT = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,2}))?")


def yuan_text(fen: int) -> str:
    """Fen as yuan with two places: 32000 -> "320.00"."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def parse_yuan(text: object) -> Yuan:
    """A decimal string with at most two places; a number is refused, it may have been rounded."""
    found = AMOUNT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ApiError(Code.BAD_INPUT, f'{text!r} 不是金额：请以元为单位写成文本，如 "320.00"')
    sign, yuan, fen = found.groups()
    amount = int(yuan) * 100 + int((fen or "").ljust(2, "0"))
    return Yuan(-amount if sign else amount)


def parse_code(text: object) -> JurisdictionCode:
    if not isinstance(text, str) or not CODE.fullmatch(text):
        raise ApiError(Code.BAD_INPUT, f"{text!r} 不是区划代码：应为 2、4、6、9 或 12 位，全国为 0")
    return JurisdictionCode(text)


def parse_date(text: object) -> date:
    try:
        if isinstance(text, str) and DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # a day that no month has
    raise ApiError(Code.BAD_INPUT, f"{text!r} 不是日期：请写成 2021-12-31 的形式")


SCALARS: dict[object, ScalarDefinition] = {
    Yuan: strawberry.scalar(
        name="Yuan",
        description='Chinese yuan as a decimal string with two places, e.g. "320.00". '
        "Never a float.",
        serialize=yuan_text,
        parse_value=parse_yuan,
    ),
    JurisdictionCode: strawberry.scalar(
        name="JurisdictionCode",
        description="Statistical division code (行政区划代码) of 2, 4, 6, 9 or 12 digits, "
        '"0" for the nation, or a local code of an acting unit.',
        serialize=str,
        parse_value=parse_code,
    ),
    date: strawberry.scalar(
        name="Date",
        description="RFC 3339 full-date, e.g. 2021-12-31.",
        serialize=date.isoformat,
        parse_value=parse_date,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="RFC 3339 date-time with offset.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
        serialize=datetime.isoformat,
        parse_value=datetime.fromisoformat,
    ),
    strawberry.ID: DEFAULT_SCALAR_REGISTRY[strawberry.ID],
}
