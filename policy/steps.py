"""Step functions of the day, and what must be recorded to turn one into another.

    (Step(on, value), …) ── differences(before, after) ──> (Shift(on, before, after), …)

Late facts, reversals and retroactive categories need no special case: the steps are worked out anew
and the differences are recorded. `None` is the value of a day that counts nowhere.
"""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Step(Generic[V]):
    """From this day on, this value."""

    on: date
    value: V | None


@dataclass(frozen=True, slots=True)
class Shift(Generic[V]):
    """On this day `before` ends and `after` begins."""

    on: date
    before: V | None
    after: V | None


def value_on(steps: tuple[Step[V], ...], day: date) -> V | None:
    """The value of a day; None before the first step."""
    value = None
    for step in steps:
        if step.on > day:
            break
        value = step.value
    return value


def shifts(steps: tuple[Step[V], ...]) -> list[Shift[V]]:
    """A step function as what changes on each of its days."""
    befores = [None, *(step.value for step in steps)]
    return [
        Shift(step.on, before, step.value) for step, before in zip(steps, befores, strict=False)
    ]


def differences(before: tuple[Step[V], ...], after: tuple[Step[V], ...]) -> tuple[Shift[V], ...]:
    """Each shift that vanishes, swapped, then each new one; oldest first within both."""
    if before is after:
        return ()
    same = _same(before, after)
    old, new = Counter(_real(before, same)), Counter(_real(after, same))
    gone = [replace(shift, before=shift.after, after=shift.before) for shift in old - new]
    return (*sorted(gone, key=_day), *sorted(new - old, key=_day))


def _same(before: tuple[Step[V], ...], after: tuple[Step[V], ...]) -> int:
    """How many steps both begin with: their shifts are in either, so they need not be compared."""
    for at, (old, new) in enumerate(zip(before, after, strict=False)):
        if old != new:
            return at
    return min(len(before), len(after))


def _real(steps: tuple[Step[V], ...], since: int) -> list[Shift[V]]:
    found, before = [], steps[since - 1].value if since else None
    for step in steps[since:]:
        if step.value != before:
            found.append(Shift(step.on, before, step.value))
        before = step.value
    return found


def _day(shift: Shift[V]) -> date:
    return shift.on
