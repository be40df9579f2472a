"""What the rules of assessment give a unit, from the facts and from what people entered.

scheme of the parent ── rules that judge ──> figures of all its units, on the days that count
                                          └─> policy.assess ──> the unit asked for
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, LiteralString

from policy.assessment import Assessment as Judged
from policy.assessment import Figure
from policy.assessment_funds import PrizesTerms
from policy.assessments import assess, assessment_rules, inputs
from policy.law import Rule
from policy.scheme import Scheme
from policy.terms import TargetBase
from resolvers.campaigns import CampaignsShown
from resolvers.decisions import sheet_of
from resolvers.extensions import Extensions
from resolvers.figures import Sum
from resolvers.newcomers import Newcomers, read_newcomers
from schema.assessment import Assessment
from schema.context import AsOf

POOR = "registered_poor"
BASES = {TargetBase.RESIDENTS: "residents", TargetBase.INSURED: "insured"}

# (:AssessmentInput {key, unit, year, rule, item, on}): the newest of a day counts
GIVEN: LiteralString = """
MATCH (i:AssessmentInput {year: $year})
WHERE i.unit IN $units AND i.department IS NULL AND i.on <= $on
WITH i ORDER BY i.recorded, i.key
RETURN collect([i.unit, i.rule, i.item, i.value, i.on]) AS given
"""


@dataclass(slots=True)
class Assessments:
    """Units are judged among those of the same parent, by the notice of that parent."""

    campaigns: CampaignsShown
    extensions: Extensions
    today: date
    _judged: dict[tuple[str, int, date], dict[str, list[Assessment]]] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, code: str, year: int, on: date | None) -> list[Assessment]:
        """Every rule that judges the unit; siblings asked for together are worked out once."""
        law = self.campaigns.law
        scheme = await law.of(code, year)
        law.place_of(code)
        parent = law.sums.tree(AsOf(year)).shown_parent(code)
        if scheme is None or parent != scheme.jurisdiction:
            return []
        key = (parent, year, min(on or self.today, self.today))
        async with self._lock:
            if key not in self._judged:
                self._judged[key] = await self._judge(scheme, *key)
        return self._judged[key].get(code, [])

    def forget(self) -> None:
        """What was worked out before something was written."""
        self._judged.clear()

    async def _judge(
        self, scheme: Scheme, parent: str, year: int, on: date
    ) -> dict[str, list[Assessment]]:
        """All rules for all units below the parent that have a quota or anybody on the roll."""
        await self.campaigns.law.sums.geography.ensure(parent)
        rules = assessment_rules(scheme)
        days = sorted({on, *(day for rule in rules for day in days_of(rule.terms) if day < on)})
        counted = await self._counted(scheme, parent, year, days)
        units = list(dict.fromkeys(figure.unit for figure in counted))
        given = await self._given(units, year, on)
        extended = [one for one in units if await self.extensions.here(one, year, on)]
        found: dict[str, list[Assessment]] = defaultdict(list)
        for rule in rules:
            figures = _asked(scheme, rule, counted, given)
            for one in _assess(scheme, rule, on, figures, extended):
                if not _names_people(rule) or any(f.key == "prize" for f in one.figures):
                    found[one.unit].append(Assessment.of(one, scheme))
        return found

    async def _counted(
        self, scheme: Scheme, parent: str, year: int, days: list[date]
    ) -> list[Figure]:
        """What the facts say on each of these days."""
        sums, found = self.campaigns.sums, []
        newcomers = await self._newcomers(scheme, parent, year)
        bases = await sums.bases.load(parent, AsOf(year))
        for day in days:
            asked = AsOf(year, day)
            figures = await sums.figures.load(parent, asked)
            groups = (await sums.categories.load(parent, asked)).get(POOR)
            for unit in sums.tree(asked).shown(parent):
                here, quota = figures.sum_of(unit), figures.quotas.get(unit)
                if quota is None and not here.registered:
                    continue
                hardship = await self.campaigns.hardship(unit, asked, scheme)
                values = _values(here, quota, groups.sum_of(unit) if groups else Sum(), hardship)
                values |= newcomers.on(unit, day) if newcomers else {}
                values |= {BASES[b]: n[unit] for b, n in bases.items() if b in BASES and unit in n}
                found += [Figure(unit, key, Fraction(n), day) for key, n in values.items()]
        return found

    async def _newcomers(self, scheme: Scheme, parent: str, year: int) -> Newcomers | None:
        """People added to a group later, only where a rule asks for them."""
        keys = {one.key for rule in assessment_rules(scheme) for one in inputs(rule)}
        if "added_poor" not in keys:
            return None
        sums = self.campaigns.sums
        return await read_newcomers(sums.store, sums.tree(AsOf(year)), parent, year, POOR)

    async def _given(
        self, units: list[str], year: int, on: date
    ) -> dict[str, dict[tuple[str, str, date], Fraction]]:
        """By rule, what people entered: unit, item and day -> the newest value."""
        row = await self.campaigns.sums.store.one(GIVEN, units=units, year=year, on=on)
        found: dict[str, dict[tuple[str, str, date], Fraction]] = defaultdict(dict)
        for unit, rule, item, value, day in (row or {"given": []})["given"]:
            found[rule][unit, item, day.to_native()] = Fraction(value)
        return found


def _values(here: Sum, quota: int | None, poor: Sum, hardship: Sum | None) -> dict[str, int]:
    """Figures by the names under which rules ask for them."""
    found = {
        "enrolled": here.enrolled,
        "entries": here.enrolled,
        "e_vouchers": here.vouchers,
        "poor": poor.registered - poor.departed,
        "poor_enrolled": poor.enrolled,
    }
    if quota is not None:
        found["quota"] = quota
    if hardship is not None:
        found |= {"hardship": hardship.registered, "hardship_enrolled": hardship.enrolled}
    return found


def _asked(
    scheme: Scheme,
    rule: Rule[Any],
    counted: Iterable[Figure],
    given: dict[str, dict[tuple[str, str, date], Fraction]],
) -> tuple[Figure, ...]:
    """The figures that a rule asks for; what people entered replaces what was counted."""
    sheet = sheet_of(scheme, rule)
    asked = {one.key for each in (sheet, rule) if each for one in inputs(each)}
    values = {(one.unit, one.key, one.on): one.value for one in counted if one.key in asked}
    for each in (sheet, rule):
        values |= given.get(each.key, {}) if each else {}
    return tuple(Figure(unit, key, value, on) for (unit, key, on), value in values.items())


def _assess(
    scheme: Scheme,
    rule: Rule[Any],
    on: date,
    figures: tuple[Figure, ...],
    extended: list[str],
) -> Iterator[Judged]:
    """Units with an extension are judged with it, the others without."""
    for granted in (True, False):
        for one in assess(scheme, rule.key, on, figures, extension_granted=granted):
            if (one.unit in extended) is granted:
                yield one


def _names_people(rule: Rule[Any]) -> bool:
    """Prizes that are not proposed by rank go to people or departments, not to units."""
    return isinstance(rule.terms, PrizesTerms) and not rule.terms.proposed


def days_of(terms: object) -> Iterator[date]:
    """Every day that the terms of a rule name."""
    if isinstance(terms, date):
        yield terms
    elif isinstance(terms, tuple):
        for item in terms:
            yield from days_of(item)
    elif is_dataclass(terms):
        for term in fields(terms):
            yield from days_of(getattr(terms, term.name))
