"""The plans of operations that came before: a bounded number of them, the latest used ones.

A plan is made when an operation comes for the second time: most texts that come once never come
again, and making a plan takes longer than answering a small question.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from execution.drawing import Field
from execution.source import Bind

MOST = 512  # plans and texts seen once
MOST_WEIGHT = 256_000  # of all of them: at worst 70 MB, most of it the parsed texts


@dataclass(frozen=True, slots=True)
class Plan:
    """How an operation is answered. weight: in characters of text, fields counted as ten."""

    bind: Bind
    fields: Sequence[Field]
    weight: int
    constants: dict[int, tuple[Any, ...]] = field(default_factory=dict)  # filled as it runs


@dataclass(frozen=True, slots=True)
class NoPlan:
    """An operation that was seen once, or that graphql-core answers for good."""

    weight: int
    final: bool


Make = Callable[[], Plan | NoPlan]


@dataclass(slots=True)
class Plans:
    """at_once: a plan for every operation that comes, for tests."""

    most: int = MOST
    most_weight: int = MOST_WEIGHT
    at_once: bool = False
    made: int = 0
    weight: int = 0
    _kept: OrderedDict[Hashable, Plan | NoPlan] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable, make: Make) -> Plan | None:
        """The plan of an operation; None: graphql-core is to answer it."""
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
        if isinstance(found, Plan):
            return found
        if found is None and not self.at_once:
            self._keep(key, NoPlan(weight=100, final=False))
            return None
        if found is not None and found.final:
            return None
        made = make()
        self._keep(key, made)
        return made if isinstance(made, Plan) else None

    def _keep(self, key: Hashable, entry: Plan | NoPlan) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self.weight += entry.weight - (before.weight if before else 0)
            self.made += isinstance(entry, Plan)
            self._kept[key] = entry
            while len(self._kept) > self.most or self.weight > self.most_weight:
                _, gone = self._kept.popitem(last=False)
                self.weight -= gone.weight
