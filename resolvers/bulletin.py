"""The days on which tables are given out to who may not see persons: the last of a month.

Asked on two other days, a table would show what happened to somebody in between. What is known is
frozen too, with the last month that is over; in the month in which a year comes on record, with
the first day of its records.
"""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import LiteralString

from graph.gateway import Store
from resolvers.figures import Span
from resolvers.sums import EVER
from schema.errors import ApiError, Code


def last_bulletin(today: date) -> date:
    """The last day of the month before."""
    return today.replace(day=1) - timedelta(days=1)


# (:Tally {key: village|year|all|on|seen})
FIRST_SEEN: LiteralString = """
UNWIND $villages AS village
MATCH (t:Tally)
WHERE t.key STARTS WITH village + $within
RETURN min(t.seen) AS seen
"""


async def bulletin(
    store: Store, villages: Sequence[str], year: int, as_of: date | None, today: date
) -> Span:
    """What a bulletin about a day may use; raises FORBIDDEN for a day that ends no month."""
    newest = last_bulletin(today)
    day = as_of or newest
    if day > newest or day.day != monthrange(day.year, day.month)[1]:
        raise ApiError(
            Code.FORBIDDEN,
            f"asOf: {day}，不能查看个人信息的用户只能查询月末的数据，最近一次为 {newest}",
            field="asOf",
        )
    row = await store.one(FIRST_SEEN, villages=villages, within=f"|{year}|all|")
    first = row["seen"].to_native() if row and row["seen"] else newest
    return Span(year, day, EVER, max(newest, first), is_now=False)
