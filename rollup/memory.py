"""What one process holds of a graph, and what one request sees of it."""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.gateway import Store
from rollup.kinds import ALL, kept
from rollup.land import PLACE_BYTES, Land, read_land
from rollup.land import bring as bring_land
from rollup.look import TREE, Head, Heads, Looks, Written
from rollup.order import Order
from rollup.rows import bring as bring_year
from rollup.rows import read_kind, read_year
from rollup.year import Year

YEARS = 3  # the seasons that are asked for: last year's, this one's, the next
MOST_PLACES = 1_000_000  # the country has 665,000
MOST_BYTES = 512_000_000  # of a year with its groups

logger = logging.getLogger("zeren.rollup")


class Rollup:
    """Of one database. `look` before each answer; several processes each have theirs."""

    def __init__(self, store: Store, most_places: int = MOST_PLACES) -> None:
        self._store = store
        self._most = most_places
        self._looks = Looks(store)
        self._land: Land | None = None
        self._refused: Head | None = None  # as of then there were too many places
        self._is_loaded = False  # for the first time: until then the graph answers
        self._years: dict[int, Year] = {}
        self._too_wide: set[tuple[int, str]] = set()  # kinds of groups that the graph answers for
        self._surveying = asyncio.Lock()
        self._counting: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def look(self) -> "View | None":
        """All that was acknowledged before the call, or later; None: ask the graph itself."""
        return await self._view(is_patient=False)

    def hear(self, written: Sequence[Written]) -> None:
        """Of a transaction of this process, just committed: what else would have to be read."""
        self._looks.hear(written)
        for one in written:
            held = self._years.get(one.year)
            if held is not None and (held.n + 1, held.epoch) == (one.n, one.epoch):
                rows = [kept(row) for row in one.rows if row[1][0] in held.kinds]
                self._years[one.year] = held.with_rows(rows).brought(one.n, one.latest)

    async def load(self) -> None:
        """The places and the newest seasons, so that nobody waits for them."""
        view = await self._view(is_patient=True)
        if view is not None:
            for year in sorted(view.heads.opens)[-YEARS:]:
                await view.bring(year)

    async def _view(self, is_patient: bool) -> "View | None":
        """`is_patient`: also where the places are being read for the first time."""
        heads = await self._looks.next()
        head = heads.sequences.get(TREE)
        if not is_patient and not self._is_loaded and self._surveying.locked():
            return None  # somebody else waits for that
        land = await self._survey(head)
        return None if land is None else View(self, heads, land, dict(self._years))

    async def _survey(self, head: Head | None) -> Land | None:
        if head is None or head == self._refused:
            return None  # nothing says when the places change, or there are too many
        if not _is_up_to(self._land, head):
            async with self._surveying:
                if not _is_up_to(self._land, head):
                    self._land = await self._surveyed(head)
        return self._land

    async def _surveyed(self, head: Head) -> Land | None:
        known = self._land
        if known is not None and _is_of(known, head):
            known = await bring_land(self._store, known)
            if known is not None:
                return known
        self._land, started = None, time.perf_counter()
        fresh = await read_land(self._store, head.n - 1, head.epoch, self._most)
        if fresh is None:
            logger.warning("more than %d places: answered from the graph", self._most)
            self._refused = head
            return None
        self._is_loaded = True
        logger.info("%d places in %.1f s", len(fresh.places), time.perf_counter() - started)
        return await bring_land(self._store, fresh)

    def known(
        self, year: int, heads: Heads, land: Land, kind: str = ALL, held: Year | None = None
    ) -> Year | None:
        """A year as far as these heads at least, with groups of a kind, if it is here.

        `held`: which version of it; None: the latest.
        """
        head, opens = heads.sequences.get(str(year)), heads.opens.get(year)
        held = held or self._years.get(year)
        if held is None or head is None or opens is None or not _is_up_to(held, head):
            return None
        return held if held.order is land.laid(opens) and kind in held.kinds else None

    async def year(self, year: int, heads: Heads, land: Land, kind: str = ALL) -> Year | None:
        """The same, brought there; None: ask the graph itself."""
        head, opens = heads.sequences.get(str(year)), heads.opens.get(year)
        if head is None or opens is None or (year, kind) in self._too_wide:
            return None
        async with self._counting[year]:
            found = self.known(year, heads, land, kind)
            if found is None:
                order = land.laid(opens)
                if order is None:
                    order = await asyncio.to_thread(land.order, opens)
                found = await self._counted(year, head, order, kind)
                self._keep(year, found)
        return found if found is not None and kind in found.kinds else None

    async def _counted(self, year: int, head: Head, order: Order, kind: str) -> Year | None:
        started, known = time.perf_counter(), self._years.get(year)
        is_new = known is None or not _is_of(known, head) or kind not in known.kinds
        if known is None or not _is_of(known, head):
            known = await read_year(self._store, year, head.n - 1, head.epoch or "", order)
        if kind not in known.kinds:
            known = self._narrow(known, await read_kind(self._store, known, kind), kind)
        found = await bring_year(self._store, known)
        if is_new:
            spent = time.perf_counter() - started
            logger.info("sums %s of %d in %.1f s, %d MB in all", kind, year, spent, self.megabytes)
        if found is None or found.order is order:
            return found
        return await asyncio.to_thread(found.relaid, order)

    def _narrow(self, before: Year, after: Year, kind: str) -> Year:
        """Without a kind of groups that takes too much."""
        if after.bytes <= MOST_BYTES:
            return after
        logger.warning("%d MB for groups %s| of %d", after.bytes // 1_000_000, kind, after.year)
        self._too_wide.add((after.year, kind))
        return before

    def _keep(self, year: int, found: Year | None) -> None:
        """The years asked for last."""
        self._years.pop(year, None)
        if found is not None:
            self._years[year] = found
        while len(self._years) > YEARS:
            del self._years[next(iter(self._years))]

    @property
    def megabytes(self) -> int:
        """What it holds, about."""
        places = len(self._land.places) * PLACE_BYTES if self._land else 0
        return (places + sum(year.bytes for year in self._years.values())) // 1_000_000


def _is_of(held: Land | Year | None, head: Head) -> bool:
    """Whether it can be brought there from where it stands."""
    return held is not None and held.epoch == head.epoch


def _is_up_to(held: Land | Year | None, head: Head) -> bool:
    return held is not None and held.epoch == head.epoch and held.n >= head.n


@dataclass(slots=True)
class View:
    """What one request sees: the land, and each year as it was when first asked for."""

    rollup: Rollup
    heads: Heads
    land: Land
    _held: dict[int, Year]  # as they were at the look: all of them before a write, or after it
    _years: dict[int, Year] = field(default_factory=dict)
    _wider: dict[tuple[int, str], Year] = field(default_factory=dict)

    def year(self, year: int, kind: str = ALL) -> Year | None:
        """A year with groups of a kind that is here already, as far as the look saw at least."""
        found = self._years.get(year)
        if found is None:
            seen = self.heads, self.land
            held = self._held.get(year)
            found = self.rollup.known(year, *seen, held=held) or self.rollup.known(year, *seen)
            if found is not None:
                self._years[year] = found
        if found is None or kind in found.kinds:
            return found
        return self._wider.get((year, kind))

    async def bring(self, year: int, kind: str = ALL) -> None:
        """Have a year here, with groups of a kind, if memory can have it."""
        if self.year(year, kind) is not None:
            return
        found = await self.rollup.year(year, self.heads, self.land, kind)
        if found is not None:
            self._wider[year, kind] = found
            self._years.setdefault(year, found)
