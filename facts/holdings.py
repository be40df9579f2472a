"""Who may take a post over, and what a post may be given to answer for: decided on what is there.

held        ── hand over on a day ──> the present holding ends that day, the next begins
assigned    ── give, or end by a last day ──> what stands before is never overwritten

Days are half-open: a holding or an assignment holds no more on its `to`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_NAME = 50
LONGEST_DUTY = 500


class PostRefused(Exception):
    """Why not: `code` as in docs/errors.md, message for clerks, the field at fault."""

    def __init__(self, code: str, message: str, field: str, candidates: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field
        self.candidates = tuple(candidates)


@dataclass(frozen=True, slots=True)
class Held:
    """A holding on record; `to` None: at present."""

    key: str
    name: str
    since: date
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is answered for: a place, a group (组) of it, or a household by key."""

    place: str | None
    grid: str | None = None
    household: str | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """An assignment on record."""

    key: str
    duty: str
    target: Target
    since: date
    to: date | None = None


def present(held: Iterable[Held]) -> Held | None:
    """The holding that has not ended."""
    return next((one for one in held if one.to is None), None)


def check_day(day: date, today: date, field: str = "from") -> None:
    """Facts are of days up to today."""
    if day > today:
        raise PostRefused("FUTURE_DATE", f"{field}: {day} 晚于今天 {today}", field)


def check_text(text: str, field: str, longest: int) -> str:
    """A name or duty without blanks around it."""
    trimmed = text.strip()
    if not 1 <= len(trimmed) <= longest:
        raise PostRefused("BAD_INPUT", f"{field} 须有 1 到 {longest} 个字符", field)
    return trimmed


def hand_over(held: Sequence[Held], name: str | None, since: date) -> Held | None:
    """The holding that ends on that day, None where nobody holds the post."""
    now = present(held)
    if now is None and name is None:
        raise PostRefused("DUPLICATE", "这个岗位本来就空缺", "name")
    if now is not None and now.name == name:
        raise PostRefused("DUPLICATE", f"{name}自{now.since}起已在任", "name")
    if now is not None and since < now.since:
        message = f"from: {since} 早于现任{now.name}的任职日 {now.since}；已登记的任职不改动"
        raise PostRefused("BEFORE_ENTRY", message, "from")
    ended = max((one.to for one in held if one.to is not None), default=since)
    if since < ended:
        message = f"from: {since} 早于上一任的离任日 {ended}；已登记的任职不改动"
        raise PostRefused("BEFORE_ENTRY", message, "from")
    return now


def assign(
    assigned: Sequence[Assigned], duty: str, target: Target, since: date, last: date | None
) -> Assigned | None:
    """The assignment that ends by the last day; None where a new one begins."""
    if last is not None and last < since:
        raise PostRefused("BAD_INPUT", f"to: {last} 早于 from: {since}", "to")
    until = None if last is None else last + timedelta(days=1)
    same = [one for one in assigned if (one.duty, one.target) == (duty, target)]
    for one in same:
        if one.since == since and one.to is None and last is not None:
            return one
        if (until is None or one.since < until) and (one.to is None or since < one.to):
            raise _overlap(one)
    return None


def _overlap(one: Assigned) -> PostRefused:
    """It answers for this already on some of these days."""
    if one.to is None:
        message = f"自{one.since}起已负责这一项；要结束，请用 from: {one.since} 并给出 to"
        return PostRefused("DUPLICATE", message, "from", [str(one.since)])
    message = f"{one.since}至{one.to - timedelta(days=1)}已负责这一项；已登记的不改动"
    return PostRefused("DUPLICATE", message, "from", [str(one.to)])
