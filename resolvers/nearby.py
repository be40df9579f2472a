"""Chains of households beside those that were asked for, kept while nothing but money is written.

household ── known, and nobody wrote but payments? ──> as it was read, without a statement
          └─ read; the second of a village ──> the hundred next to it are read besides
"""

import time
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from graph.gateway import Row, Store
from graph.stillness import Others
from policy.viewer import Role, Viewer
from resolvers.geography import Geography
from resolvers.tracing import Found, Tracing
from resolvers.tree import Place
from rollup.look import TREE, Head

MOST_HOMES = 30_000  # kept; 1.5 KB each
ON_EACH_SIDE = 50  # of a household, by their keys in its village
STANDS_SECONDS = 600  # no longer, for what other programs write without a word


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something is read: equal ones see the same households, law and posts."""

    store: Store
    others: Others
    tree: Head | None  # other programs that write by hand raise it
    span: int
    today: date

    @classmethod
    async def of(cls, geography: Geography) -> "Stamp | None":
        """To be taken before anything is read; None while somebody writes more than money."""
        store = geography.forest.store
        others = store.moment_of_others()
        if others is None:
            return None
        await geography.forest.ensure()
        view = geography.forest.view
        tree = view.heads.sequences.get(TREE) if view else None
        return cls(store, others, tree, int(time.monotonic() // STANDS_SECONDS), geography.today)


Asked = tuple[Role, tuple[str, ...], str | None, str, date]  # for whom, what, on which day


def asked(viewer: Viewer, key: str, on: date) -> Asked:
    """All that an answer about a household or village depends on besides the stamp."""
    return viewer.role, viewer.jurisdictions, viewer.department, key, on


@dataclass(slots=True)
class Home:
    """A household as it was read, and what its chain is worked out from when it is asked for."""

    own: Row
    subject: Row
    tracing: Tracing
    _found: Found | None = None

    @property
    def found(self) -> Found:
        """Its chain."""
        if self._found is None:
            self._found = self.tracing.found(self.subject)
        return self._found

    @property
    def places(self) -> list[Place]:
        """Those that the chain leads through."""
        return [unit.place for unit in self.tracing.units.values()]


@dataclass(slots=True)
class Nearby:
    """Of one process, under one stamp: nothing of an older one is given."""

    _stamp: Stamp | None = None
    _homes: dict[Asked, Home] = field(default_factory=dict)
    _met: dict[Asked, str] = field(default_factory=dict)  # by village: who was asked for first

    @property
    def homes(self) -> Collection[Home]:
        """All that are kept."""
        return self._homes.values()

    def home(self, stamp: Stamp | None, one: Asked) -> Home | None:
        """If it is known under this stamp."""
        if stamp is None:
            return None
        self._begin(stamp)
        return self._homes.get(one)

    def meets_again(self, stamp: Stamp, village: Asked, key: str) -> bool:
        """Whether another one of its village was asked for: who asks for two will ask for more."""
        self._begin(stamp)
        if len(self._met) >= MOST_HOMES:
            self._met.clear()
        return self._met.setdefault(village, key) != key

    def keep(self, stamp: Stamp, homes: dict[Asked, Home]) -> None:
        """What was read after the stamp was taken, if that is still the one."""
        if stamp != self._stamp:
            return
        if len(self._homes) + len(homes) > MOST_HOMES:
            self._homes.clear()
        self._homes |= homes

    def forget(self) -> None:
        """Everything."""
        self._stamp = None
        self._homes.clear()
        self._met.clear()

    def _begin(self, stamp: Stamp) -> None:
        if stamp != self._stamp:
            self.forget()
            self._stamp = stamp


nearby = Nearby()
