"""Sanctions that the notices name and figures have triggered, as findings beside those on record.

notices of the places here ── assessments ──┬─> policy.sanctions ──> Finding of kind SANCTION
late duties of the places here ─────────────┘

Nothing of it is stored: what was mended is gone the next time. People decide.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from policy.duties import DutyStatus
from policy.law import Rule
from policy.sanctions import SanctionTerms, Trigger, Triggered, triggered
from policy.scheme import Scheme
from resolvers.assessments import Assessments
from resolvers.duties import Duties, DutyAsked
from resolvers.findings import FindingsShown
from resolvers.overpaid import Overpaid
from schema.context import AsOf
from schema.duty import Duty
from schema.finding import Finding
from schema.node import node_id
from schema.terms import FindingKind, Severity

GRAVEST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(slots=True)
class AllFindings:
    """Findings on record, overpaid subsidies and triggered sanctions, the gravest first."""

    stored: FindingsShown
    overpaid: Overpaid
    sanctions: "Sanctions"

    async def about(
        self,
        code: str,
        year: int | None,
        kind: FindingKind | None,
        severity: Severity | None,
        first: int,
    ) -> list[Finding]:
        found = await self.stored.about(code, year, kind, severity, first)
        worked_out: list[Finding] = []
        if kind in (None, FindingKind.DATA) and severity in (None, Severity.WARNING):
            worked_out += await self.overpaid.about(code, year, first)
        if kind in (None, FindingKind.SANCTION):
            worked_out += await self.sanctions.about(code, year)
        found += [one for one in worked_out if severity in (None, one.severity)]
        return sorted(found, key=_order)[:first]


def _order(finding: Finding) -> tuple[int, str, str]:
    place = finding.jurisdiction
    return GRAVEST.index(finding.severity), place.code if place else "", finding.key


@dataclass(slots=True)
class Sanctions:
    """Of a place and all below it, as of today."""

    assessments: Assessments
    duties: Duties

    async def about(self, code: str, year: int | None) -> list[Finding]:
        """Nothing for a place that is not; those of the viewer's area."""
        area = self.duties.people.area
        if not area.viewer.sees_households or not await self.duties.is_place(code):
            return []
        book = await self.duties.law.book()
        held = {one.year for one in book.notices.values() if one.year is not None}
        years = sorted(held) if year is None else [year]
        found = [one for each in years for one in await self._of_year(code, each)]
        await self.duties.law.sums.geography.ensure(*{one.unit for one in found})
        return [self._finding(one) for one in found]

    async def _of_year(self, code: str, year: int) -> list["Shown"]:
        law = self.duties.law
        await law.of(code, year)
        tree = law.sums.tree(AsOf(year))
        inside = set(tree.below(code))
        judging = {*inside, tree.shown_parent(code)}
        found: list[Shown] = []
        for notice in (await law.book()).notices.values():
            if notice.year == year and notice.issuer in judging:
                scheme = (await law.book()).scheme(notice.key)
                found += [one for one in await self._judged(scheme, year) if one.unit in inside]
        found += await self._late(code, year)
        return [one for one in found if self.duties.people.area.holds(one.unit, tree)]

    async def _judged(self, scheme: Scheme, year: int) -> list["Shown"]:
        """What the results of a notice's own assessments trigger."""
        rules = [one for one in scheme.of(SanctionTerms) if one.terms.assessment is not None]
        if not rules:
            return []
        results = chain.from_iterable((await self.assessments.below(scheme, year, None)).values())
        pairs = [(rule, one) for one in results for rule in rules]
        return [_shown(year, met) for rule, one in pairs if (met := triggered(rule, one))]

    async def _late(self, code: str, year: int) -> list["Shown"]:
        """What late duties trigger: one for each sanction, unit and department."""
        law, found = self.duties.law, []
        asked = DutyAsked(code, year, self.duties.today, DutyStatus.LATE, below=True)
        late: dict[tuple[str, str], list[Duty]] = defaultdict(list)
        for duty in await self.duties.read(asked):
            late[duty.unit, duty.department_key].append(duty)
        for (unit, department), duties in late.items():
            scheme = law.now(unit, year)
            for rule in _of_lateness(scheme):
                meant = [d for d in duties if not rule.terms.duties or d.rule in rule.terms.duties]
                if meant:
                    name = (await self.duties.department(department)).name
                    found.append(_late_shown(year, rule, meant, department, name))
        return found

    def _finding(self, shown: "Shown") -> Finding:
        rule = shown.rule
        return Finding(
            key="|".join(("sanction", rule.clause.notice, rule.key, *shown.key)),
            kind=FindingKind.SANCTION,
            severity=Severity(rule.terms.severity),
            message=shown.message,
            jurisdiction=self.duties.law.sums.geography.place(shown.unit),
            subject=node_id(*shown.subject),
            expected=shown.expected,
            found=shown.found,
            cited=(rule.clause.notice, rule.clause.number),
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A sanction that was triggered, whatever triggered it. subject: type and key of a node."""

    rule: Rule[SanctionTerms]
    unit: str
    key: tuple[str, ...]
    subject: tuple[str, str]
    message: str
    found: str
    expected: str | None


def _shown(year: int, met: Triggered) -> Shown:
    return Shown(
        met.rule,
        met.unit,
        (met.unit, str(year)),
        ("Jurisdiction", met.unit),
        met.message,
        met.found,
        met.expected,
    )


def _of_lateness(scheme: Scheme | None) -> Iterator[Rule[SanctionTerms]]:
    for rule in scheme.of(SanctionTerms) if scheme else ():
        if rule.terms.trigger is Trigger.LATE:
            yield rule


def _late_shown(
    year: int, rule: Rule[SanctionTerms], late: list[Duty], department: str, name: str
) -> Shown:
    """The earliest of them gives the day and stands as the subject."""
    first = min(late, key=lambda one: (str(one.deadline), one.key))
    count = f"{name}逾期未完成{len(late)}项职责，最早应于{first.deadline}前完成：{first.text}"
    return Shown(
        rule,
        first.unit,
        (department, first.unit, str(year)),
        ("Duty", first.key),
        f"{count}；{rule.terms.whom}：{rule.terms.consequence}",
        f"{len(late)}",
        str(first.deadline),
    )
