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
from itertools import product
from typing import Any, LiteralString

from policy.assessment import Assessment as Judged
from policy.assessment import Figure
from policy.assessment_funds import PrizesTerms
from policy.assessment_sheet import SheetTerms
from policy.assessments import assess, assessment_rules, inputs
from policy.law import Rule
from policy.sanctions import SanctionTerms
from policy.scheme import Scheme
from policy.terms import TargetBase
from resolvers.area import Area
from resolvers.campaigns import CampaignsShown
from resolvers.decisions import sheet_of
from resolvers.extensions import Extensions
from resolvers.figures import Figures, Sum
from resolvers.newcomers import Newcomers, read_newcomers
from resolvers.stages import ALL, read_hardship_stages, read_stages
from schema.assessment import Assessment
from schema.context import AsOf
from schema.scheme import group_keys

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
    area: Area
    today: date
    _judged: dict[tuple[str, int, date], dict[str, list[Judged]]] = field(default_factory=dict)
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def of(self, code: str, year: int, on: date | None) -> list[Assessment] | None:
        """What the viewer sees of `all_of`: the units of their area, without others' figures."""
        self.area.need_households("assessments")
        found = await self.all_of(code, year, on)
        tree = self.campaigns.sums.tree(AsOf(year))
        if self.area.viewer.sees_all:
            return found
        if not self.area.holds(code, tree):
            return None
        for one in found:
            one.figures = [figure for figure in one.figures if self.area.holds(figure.unit, tree)]
        return found

    async def all_of(self, code: str, year: int, on: date | None) -> list[Assessment]:
        """Every rule that judges the unit; siblings asked for together are worked out once."""
        scheme = await self.judging(code, year)
        if scheme is None:
            return []
        found = await self.below(scheme, year, on)
        return [Assessment.of(one, scheme) for one in found.get(code, ())]

    async def below(self, scheme: Scheme, year: int, on: date | None) -> dict[str, list[Judged]]:
        """By unit, what the rules of a notice give those right below its issuer."""
        key = (scheme.jurisdiction, year, min(on or self.today, self.today))
        async with self._lock:
            if key not in self._judged:
                self._judged[key] = await self._judge(scheme, *key)
        return self._judged[key]

    async def judging(self, code: str, year: int) -> Scheme | None:
        """The scheme of the unit above, where that unit has issued a notice of the year.

        A unit that has issued one itself is judged all the same by the one above it.
        """
        law = self.campaigns.law
        await law.of(code, year)
        law.place_of(code)
        parent = law.sums.tree(AsOf(year)).shown_parent(code)
        scheme = None if parent is None else law.now(parent, year)
        return scheme if scheme and scheme.jurisdiction == parent else None

    def forget(self) -> None:
        """What was worked out before something was written."""
        self._judged.clear()

    async def _judge(
        self, scheme: Scheme, parent: str, year: int, on: date
    ) -> dict[str, list[Judged]]:
        """All rules for all units below the parent that have a quota or anybody on the roll."""
        sums = self.campaigns.sums
        await sums.geography.ensure(parent)
        units = sums.tree(AsOf(year)).shown(parent)
        rules = own_rules(scheme)
        dated = [rule.terms for rule in (*rules, *scheme.of(SanctionTerms))]
        days = sorted({on, *(day for terms in dated for day in days_of(terms) if day < on)})
        counted, given, extended = await asyncio.gather(
            self._counted(scheme, parent, units, year, days),
            self._given(units, year, on),
            self._extended(units, year, on),
        )
        found: dict[str, list[Judged]] = defaultdict(list)
        for rule in rules:
            figures = _asked(scheme, rule, counted, given)
            for one in _assess(scheme, rule, on, figures, extended):
                if not _names_people(rule) or any(f.key == "prize" for f in one.figures):
                    found[one.unit].append(one)
        return found

    async def _counted(
        self, scheme: Scheme, parent: str, units: list[str], year: int, days: list[date]
    ) -> list[Figure]:
        """What the facts say on each of these days."""
        sums = self.campaigns.sums
        store, tree, span = sums.store, sums.tree(AsOf(year)), sums.span(AsOf(year))
        poor = _poor(scheme)
        stages, hardship, newcomers = await asyncio.gather(
            read_stages(store, tree, parent, span, days, poor),
            self._hardship(scheme, parent, year, days),
            self._newcomers(scheme, parent, year),
        )
        found = []
        for day, unit in product(days, units):
            here, quota = stages.sum_of(ALL, day, unit), stages.quota(unit)
            if quota is None and not here.registered:
                continue
            groups = hardship[day].sum_of(unit) if hardship else None
            among = stages.sum_of(poor[0], day, unit) if poor else Sum()
            values = _values(here, quota, among, groups)
            values |= newcomers.on(unit, day) if newcomers else {}
            values |= {
                key: stages.bases[base][unit]
                for base, key in BASES.items()
                if unit in stages.bases.get(base, {})
            }
            found += [Figure(unit, key, Fraction(n), day) for key, n in values.items()]
        return found

    async def _hardship(
        self, scheme: Scheme, parent: str, year: int, days: list[date]
    ) -> dict[date, Figures] | None:
        """People in the groups of the scheme, only where a rule asks for them."""
        if "hardship" not in _input_keys(scheme):
            return None
        sums = self.campaigns.sums
        tree, groups = sums.tree(AsOf(year)), group_keys(scheme)
        return await read_hardship_stages(sums.store, tree, parent, year, days, groups)

    async def _newcomers(self, scheme: Scheme, parent: str, year: int) -> Newcomers | None:
        """People added to a group later, only where a rule asks for them."""
        poor = _poor(scheme)
        if "added_poor" not in _input_keys(scheme) or not poor:
            return None
        sums = self.campaigns.sums
        return await read_newcomers(sums.store, sums.tree(AsOf(year)), parent, year, poor[0])

    async def _extended(self, units: list[str], year: int, on: date) -> list[str]:
        """The units for which an extension was granted by a day."""
        return [one for one in units if await self.extensions.here(one, year, on)]

    async def _given(
        self, units: list[str], year: int, on: date
    ) -> dict[str, dict[tuple[str, str, date], Fraction]]:
        """By rule, what people entered: unit, item and day -> the newest value."""
        row = await self.campaigns.sums.store.one(GIVEN, units=units, year=year, on=on)
        found: dict[str, dict[tuple[str, str, date], Fraction]] = defaultdict(dict)
        for unit, rule, item, value, day in (row or {"given": []})["given"]:
            found[rule][unit, item, day.to_native()] = Fraction(value)
        return found


def _poor(scheme: Scheme) -> list[str]:
    """The group that a score sheet counts apart; none where no sheet does."""
    terms = [rule.terms for rule in assessment_rules(scheme)]
    return [one.poor for one in terms if isinstance(one, SheetTerms)]


def own_rules(scheme: Scheme) -> list[Rule[Any]]:
    """The rules by which a unit judges those below it; inherited ones judge units further up."""
    return [rule for rule in assessment_rules(scheme) if rule.source == scheme.jurisdiction]


def _input_keys(scheme: Scheme) -> set[str]:
    return {one.key for rule in own_rules(scheme) for one in inputs(rule)}


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
    for granted in sorted({figure.unit in extended for figure in figures}):
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
