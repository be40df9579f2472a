"""Counts of people by several dimensions, for analysts."""

from enum import Enum

import strawberry

from schema.errors import ApiError, Code
from schema.scalars import Yuan

MOST_DIMENSIONS = 3


@strawberry.enum(
    description="MONTH: of the payment (缴费). AGE_BAND: on 1 January of the year. SEX, CATEGORY: "
    "none is a cell too. Who paid more than once stands under the last payment."
)
class Dimension(Enum):
    CHILD = "CHILD"
    CATEGORY = "CATEGORY"
    STATE = "STATE"
    CHANNEL = "CHANNEL"
    MONTH = "MONTH"
    AGE_BAND = "AGE_BAND"
    SEX = "SEX"


@strawberry.type(description="The people who have these values in common.")
class Cell:
    keys: list[str] = strawberry.field(
        description="One value a dimension, in the order asked for; NONE where there is none."
    )
    labels: list[str] = strawberry.field(description="The same for people to read.")
    people: int | None = strawberry.field(description="Null where suppressed.")
    amount: Yuan | None = strawberry.field(
        description="Paid by or for the people of the cell, less what was taken back, in yuan; "
        "null where suppressed."
    )
    suppressed: bool = strawberry.field(
        description="Hidden, since it is small or would give a small one away; it may be empty."
    )


@strawberry.type(description="A table of people; cells without anybody are left out.")
class Breakdown:
    cells: list[Cell] = strawberry.field(description="In the order of their values.")
    suppressed: int = strawberry.field(
        description="How many cells are hidden; where there are no cells but hidden ones, none of "
        "the table could be shown."
    )


def check_dimensions(by: list[Dimension]) -> None:
    """Raises LIMIT or BAD_INPUT: none, too many, or one of them twice."""
    if not 1 <= len(by) <= MOST_DIMENSIONS:
        raise ApiError(Code.LIMIT, f"by: {len(by)} 个维度，应为 1 到 {MOST_DIMENSIONS} 个")
    if len(set(by)) < len(by):
        names = "、".join(dimension.value for dimension in by)
        raise ApiError(Code.BAD_INPUT, f"by: {names}，每个维度只能写一次")
