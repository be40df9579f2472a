"""The law of a village in a year, as the timeline asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from facts.lawbook import LawBook
from facts.season import TermsOf
from policy.places import LENGTHS, Edge, Level, parent_on
from policy.scheme import Scheme, benefit_period, collection, extended
from policy.stations import group_of
from policy.subsidy import amounts
from policy.timeline import Due, Listed, Terms


@dataclass(frozen=True, slots=True)
class Granted:
    """An extension (延长) of the window of a unit and all below it."""

    unit: str
    granted_on: date
    until: date


class Law(Protocol):
    """What a writer asks: the terms of a village, and the whole scheme where there is one."""

    def terms(self, village: str, year: int) -> Terms: ...
    def scheme(self, village: str, year: int) -> Scheme | None: ...
    def granted(self, village: str, year: int, on: date) -> Granted | None: ...
    def seat(self, village: str, year: int) -> str: ...


@dataclass(frozen=True, slots=True)
class GivenLaw:
    """Terms from a function: for rows that were checked before, and for made-up law."""

    terms_of: TermsOf

    def terms(self, village: str, year: int) -> Terms:
        return self.terms_of(village)

    def scheme(self, village: str, year: int) -> Scheme | None:
        return None

    def granted(self, village: str, year: int, on: date) -> Granted | None:
        return None

    def seat(self, village: str, year: int) -> str:
        return village[: LENGTHS[Level.COUNTY]]


class NoScheme(Exception):
    """No notice of the year holds for a village."""


@dataclass
class HeldLaw:
    """The notices of the graph, over the tree of each season.

    `edges`: of each village and all above it, every parent that a unit ever had, oldest first.
    """

    book: LawBook
    opens: Mapping[int, date]
    edges: Mapping[str, Sequence[Edge]]
    extensions: Mapping[int, Sequence[Granted]]
    _terms: dict[tuple[str, int, tuple[Granted, ...]], Terms] = field(
        default_factory=dict, init=False
    )
    _known: dict[tuple[str, int], Terms] = field(default_factory=dict, init=False)
    _upwards: dict[tuple[str, int], list[str]] = field(default_factory=dict, init=False)

    def upwards(self, village: str, year: int) -> list[str]:
        """The village and all above it, in the tree of the season."""
        found = self._upwards.get((village, year))
        if found is None:
            found = self._upwards[village, year] = self._climbed(village, year)
        return found

    def _climbed(self, village: str, year: int) -> list[str]:
        found: list[str] = []
        at: str | None = village
        while at is not None:
            found.append(at)
            at = parent_on(self.edges.get(at, ()), self.opens[year], season=True)
        return found

    def scheme(self, village: str, year: int) -> Scheme | None:
        return self.book.nearest(self.upwards(village, year), year)

    def granted(self, village: str, year: int, on: date) -> Granted | None:
        """The one that keeps the window open longest, of those granted by a day."""
        held = [one for one in self._extensions(village, year) if one.granted_on <= on]
        return max(held, key=lambda one: one.until, default=None)

    def seat(self, village: str, year: int) -> str:
        """Whose departments owe: the county of the season, else the highest unit below a city."""
        return [at for at in self.upwards(village, year) if len(at) >= LENGTHS[Level.COUNTY]][-1]

    def terms(self, village: str, year: int) -> Terms:
        known = self._known.get((village, year))
        if known is None:
            scheme = self.scheme(village, year)
            if scheme is None:
                raise NoScheme(f"{village} 在 {year} 年度没有适用的通知")
            granted = tuple(self._extensions(village, year))
            case = f"{scheme.jurisdiction}|{scheme.year}", year, granted
            if case not in self._terms:  # one for all villages of a case: timelines remember it
                self._terms[case] = terms_of(scheme, granted)
            known = self._known[village, year] = self._terms[case]
        return known

    def _extensions(self, village: str, year: int) -> list[Granted]:
        units = {unit: place for place, unit in enumerate(self.upwards(village, year))}
        held = [one for one in self.extensions.get(year, ()) if one.unit in units]
        return sorted(held, key=lambda one: units[one.unit])


def terms_of(scheme: Scheme, granted: Sequence[Granted] = ()) -> Terms:
    """What the scheme says of whoever stands on which lists on a day.

    An extension counts from the day of its grant.
    """

    def dues(listed: tuple[Listed, ...], day: date) -> Due:
        since = {listing.category: listing.since for listing in listed}
        held = [one.until for one in granted if one.granted_on <= day]
        law = extended(scheme, max(held)) if held else scheme
        found = amounts(law, frozenset(since), day, recognised=since, extension_granted=bool(held))
        return Due(found.due_fen or 0, found.subsidy_fen or 0, found.category, found.pay_first)

    closes = collection(scheme).terms.closes
    settled_from = closes + timedelta(days=1)
    turns = tuple(sorted({*scheme.turns, *(one.granted_on for one in granted)}))
    groups: dict[str, str] = {}

    def group(category: str) -> str:
        if category not in groups:
            groups[category] = group_of(scheme, category)
        return groups[category]

    return Terms(dues, settled_from, benefit_period(scheme)[0], turns, group)
