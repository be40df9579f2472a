"""Figures of every place, out of a year in memory.

What is made of a version of the year is kept with it, for the requests that come.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from policy.stations import Group
from policy.terms import TargetBase
from policy.vocabulary import Channel
from resolvers.figures import Figures, Sum
from resolvers.owed import Arrived
from resolvers.tree import Tree
from rollup.kinds import BY_CATEGORY, BY_CHANNEL, OWED, names_of
from rollup.year import Year

T = TypeVar("T")
Rank = tuple[int | None, int | None]  # of a place, and how many are ranked


@dataclass
class Remembered(Figures):
    """Of everybody, with the quotas."""

    year: Year = field(kw_only=True)
    _sums: dict[str, Sum] = field(default_factory=dict)
    placed: dict[str, Rank] = field(default_factory=dict)

    @classmethod
    def of(cls, year: Year) -> "Remembered":
        def make() -> "Remembered":
            return cls(*_of(year), year=year, _sums=year.answers("sums"))

        return _made(year, "figures", make)

    @cached_property
    def sums(self) -> dict[str, Sum]:
        """Of each place with anything below it."""
        return {code: here for code in self.places if any(here := self.sum_of(code))}

    @cached_property
    def quotas(self) -> dict[str, int]:
        return self.year.quotas(TargetBase.QUOTA.value)

    @cached_property
    def bases(self) -> dict[TargetBase, dict[str, int]]:
        """What rates are taken of besides the quota."""
        bases = {TargetBase(base) for base in self.year.printed} - {TargetBase.QUOTA}
        return {base: self.year.quotas(base.value) for base in bases}

    def sum_of(self, code: str) -> Sum:
        found = self._sums.get(code)
        if found is None:
            found = self._sums[code] = Sum._make(self.year.total(code))
        return found


@dataclass
class RememberedGroup(Figures):
    """Of one group, without quotas."""

    year: Year = field(kw_only=True)
    group: str = field(kw_only=True)

    @cached_property
    def sums(self) -> dict[str, Sum]:
        """Of each place with anything below it."""
        return {code: here for code in self.places if any(here := self.sum_of(code))}

    def sum_of(self, code: str) -> Sum:
        columns = zip(names_of(self.group), self.year.total(code, self.group), strict=True)
        return Sum(**dict(columns))


def categories_of(year: Year) -> dict[str, Figures]:
    """By category."""

    def make() -> dict[str, Figures]:
        return {one[2:]: _group(year, one) for one in year.groups(BY_CATEGORY)}

    return _made(year, "categories", make)


def channels_of(year: Year) -> dict[Channel, Figures]:
    """Money by channel."""

    def make() -> dict[Channel, Figures]:
        found = {Channel(one[2:]): _group(year, one) for one in year.groups(BY_CHANNEL)}
        return {one: found[one] for one in Channel if one in found}

    return _made(year, "channels", make)


def _group(year: Year, group: str) -> Figures:
    return RememberedGroup(*_of(year), year=year, group=group)


def _of(year: Year) -> tuple[Tree, list[str], dict[str, Sum], dict[str, int]]:
    return year.order.tree, year.order.codes, {}, {}


@dataclass(frozen=True, slots=True)
class RememberedArrivals(Arrived):
    """The fen of each deciding group that have arrived, for any place."""

    year: Year
    groups: dict[str, list[str]]  # of the ledger, by category

    @classmethod
    def of(cls, year: Year) -> "RememberedArrivals":
        def make() -> "RememberedArrivals":
            groups: dict[str, list[str]] = defaultdict(list)
            for one in year.groups(OWED):
                groups[Group.read(one[2:]).category].append(one)
            return cls(year.order.tree, {}, year, groups)

        return _made(year, "arrivals", make)

    def received_fen(self, code: str, category: str | None = None) -> int:
        """What has arrived for the people of a place, or those of one deciding group."""
        wanted = [category] if category is not None else [*self.groups]
        at = names_of(OWED).index("received_fen")
        groups = (one for key in wanted for one in self.groups.get(key, ()))
        return sum(self.year.total(code, one)[at] for one in groups)


def _made(year: Year, key: str, make: Callable[[], T]) -> T:
    found: T | None = year.made.get(key)
    if found is None:
        found = year.made[key] = make()
    return found
