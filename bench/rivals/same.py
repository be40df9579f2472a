"""Before anything is measured: all stacks give equal answers."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from bench.client import BenchError
from bench.rivals.cases import VERIFIED, Cases
from bench.rivals.link import once
from bench.rivals.stack import Stack
from bench.rivals.works import Work


def verify(stacks: Sequence[Stack], cases: Cases, work: Work) -> str:
    """A line that says what was compared; raises BenchError where answers differ."""
    first, *others = stacks
    amount = 0
    for _ in range(VERIFIED[work]):
        asked = cases.asked(work)
        found = {one.name: _answer(one, work, one.dialect.body(work, asked)) for one in stacks}
        amount += leaves(found[first.name])
        for other in others:
            where = difference(found[first.name], found[other.name])
            if where is not None:
                raise BenchError(
                    f"DIFFERENT {work.value}: {first.name} and {other.name} do not agree at {where}"
                )
    names = ", ".join(one.name for one in stacks)
    return f"{work.value} equal answers of {names}: {VERIFIED[work]} asked, {amount:,} values"


def _answer(stack: Stack, work: Work, body: bytes) -> object:
    content = once(stack.door, body)
    try:
        found = stack.dialect.read(work, content)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        said = content[:300].decode(errors="replace")
        raise BenchError(f"BROKEN {work.value}: {stack.name}, {error!r}: {said}") from None
    if not found:
        raise BenchError(f"EMPTY {work.value}: {stack.name} has nothing to show")
    return found


def difference(one: Any, other: Any, at: str = "") -> str | None:
    """Where two answers part, and what stands there; None: nowhere."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(f"{at}.{name}", one[name], other[name]) for name in one]
    elif isinstance(one, list) and isinstance(other, list):
        pairs = [(f"{at}[{n}]", *pair) for n, pair in enumerate(zip_longest(one, other))]
    else:
        return None if one == other else f"{at or 'the top'}: {_short(one)}, {_short(other)}"
    found = (difference(left, right, place) for place, left, right in pairs)
    return next((where for where in found if where is not None), None)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:200]} …"


def leaves(answer: Any) -> int:
    """How many values it holds."""
    if isinstance(answer, dict):
        return sum(map(leaves, answer.values()))
    if isinstance(answer, list):
        return sum(map(leaves, answer))
    return 1
