"""The course of a campaign: one point a day, and where the pace leads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import LiteralString

from graph.gateway import Store
from resolvers.figures import prefixes
from resolvers.tree import Tree
from schema.errors import ApiError, Code
from schema.progress import Forecast, TrendPoint
from schema.scalars import Yuan

MOST_DAYS = 1_000
MOST_PACE_DAYS = 366

# (:Tally {key: village|year|all|on|seen}) by day; codes of units that moved away begin alike
DAYS: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (t:Tally)
WHERE t.year = $year AND t.group = 'all' AND t.village STARTS WITH prefix
  AND t.village IN $places AND t.on <= $until
WITH t.on AS on, sum(t.paid) AS paid, sum(t.fully_subsidised) AS full, sum(t.paid_fen) AS money
ORDER BY on
RETURN collect([on, paid, full, money]) AS days
"""


@dataclass(frozen=True, slots=True)
class Day:
    """The totals at the end of a day; people and fen."""

    on: date
    enrolled: int = 0
    paid: int = 0
    paid_fen: int = 0


async def read_days(store: Store, tree: Tree, root: str, year: int, until: date) -> list[Day]:
    """The days on which something happened, each with the totals up to it."""
    places = tree.below(root)
    head = prefixes(places, [root])
    row = await store.one(DAYS, prefixes=head, places=places, year=year, until=until)
    found: list[Day] = []
    last = Day(date.min)
    for on, paid, full, money in (row or {"days": []})["days"]:
        enrolled = last.enrolled + paid + full
        last = Day(on.to_native(), enrolled, last.paid + paid, last.paid_fen + money)
        found.append(last)
    return found


def day_of(days: Sequence[Day], on: date) -> Day:
    """The totals at the end of any day."""
    return next((day for day in reversed(days) if day.on <= on), Day(on))


def trend(
    days: Sequence[Day], quota: int | None, since: date | None, until: date | None
) -> list[TrendPoint]:
    """Every day from the first fact (or `since`) to the last (or `until`)."""
    if not days and (since is None or until is None):
        return []
    first = since or days[0].on
    last = until or max(first, days[-1].on)
    if (last - first).days >= MOST_DAYS:
        raise ApiError(Code.LIMIT, f"{first}..{last}: 一次最多查询 {MOST_DAYS} 天")
    by_day = {day.on: day for day in days}
    now = day_of(days, first)
    points = []
    for number in range((last - first).days + 1):
        on = first + timedelta(days=number)
        now = by_day.get(on, now)
        points.append(_point(on, now, quota))
    return points


def _point(on: date, day: Day, quota: int | None) -> TrendPoint:
    return TrendPoint(
        on=on,
        enrolled=day.enrolled,
        paid=day.paid,
        contribution_paid=Yuan(day.paid_fen),
        completion_rate=day.enrolled / quota if quota else None,
    )


def forecast(
    days: Sequence[Day], as_of: date, pace_days: int, target: int | None, deadline: date | None
) -> Forecast:
    """Straight on from `as_of` at the pace of the `pace_days` before; whole people and days."""
    if not 0 < pace_days <= MOST_PACE_DAYS:
        raise ApiError(Code.BAD_INPUT, f"paceDays: {pace_days}，应为 1 到 {MOST_PACE_DAYS}")
    now = day_of(days, as_of).enrolled
    before = date.fromordinal(max(1, as_of.toordinal() - pace_days))
    gained = now - day_of(days, before).enrolled
    missing = None if target is None else max(0, target - now)
    left = None if deadline is None else (deadline - as_of).days
    return Forecast(
        as_of=as_of,
        target=target,
        enrolled=now,
        per_day=gained / pace_days,
        needed_per_day=missing / left if missing is not None and left and left > 0 else None,
        deadline=deadline,
        reached_on=_reached(days, as_of, target, missing, gained, pace_days),
        expected_shortfall=_short(missing, gained, pace_days, left),
        on_track=_on_track(missing, _short(missing, gained, pace_days, left)),
    )


def _on_track(missing: int | None, short: int | None) -> bool | None:
    """Null without a target, and where no deadline says by when."""
    return True if missing == 0 else None if short is None else short == 0


def _reached(
    days: Sequence[Day],
    as_of: date,
    target: int | None,
    missing: int | None,
    gained: int,
    pace_days: int,
) -> date | None:
    if target is None or missing is None:
        return None
    if missing == 0:  # already: the first day from which it has stayed reached
        below = [day.on for day in days if day.on <= as_of and day.enrolled < target]
        later = (day.on for day in days if not below or day.on > below[-1])
        return next(later, None)
    if gained <= 0:
        return None
    needed = -(-missing * pace_days // gained)
    return as_of + timedelta(days=needed) if needed < 100_000 else None


def _short(missing: int | None, gained: int, pace_days: int, left: int | None) -> int | None:
    """People missing at the deadline; after it, those missing now."""
    if missing is None or left is None:
        return None
    return max(0, missing - max(0, gained) * max(0, left) // pace_days)
