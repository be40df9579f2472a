"""Each target of a scheme, measured on its own base."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from policy.law import Rule
from policy.scheme import Scheme
from policy.targets import TargetTerms, enrolment_target, measure, needed
from policy.terms import TargetBase
from resolvers.figures import Sum
from schema.scheme import Target
from schema.target import TargetProgress


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to measure with. bases: figures entered, others than the quota."""

    here: Sum
    quota: int | None
    bases: Mapping[TargetBase, int]
    hardship: Sum | None = None

    def of(self, terms: TargetTerms) -> tuple[int | None, int | None]:
        """Base and people reached; None for what is not known."""
        base = self.quota if terms.base is TargetBase.QUOTA else self.bases.get(terms.base)
        if terms.measures == "e_vouchers":
            return base, self.here.vouchers
        match terms.base:
            case TargetBase.QUOTA:
                return base, self.here.enrolled
            case TargetBase.RESIDENTS:  # over both schemes
                return base, self.here.enrolled + self.here.covered_elsewhere
            case TargetBase.HARDSHIP if self.hardship is not None:
                return self.hardship.registered, self.hardship.enrolled
            case _:
                return base, None


def measured(scheme: Scheme, standing: Standing) -> list[TargetProgress]:
    """All targets in the order of the scheme."""
    return [_progress(scheme, rule, standing) for rule in scheme.of(TargetTerms)]


def _progress(scheme: Scheme, rule: Rule[TargetTerms], standing: Standing) -> TargetProgress:
    base, reached = standing.of(rule.terms)
    found = None if reached is None else measure(rule, base, reached)
    return TargetProgress(
        target=Target.of(rule, scheme),
        base=base,
        reached=reached,
        rate=None if found is None or found.rate is None else float(found.rate),
        missing=None if found is None else found.missing,
    )


def assessed(scheme: Scheme | None) -> Rule[TargetTerms] | None:
    """The enrolment rate by which units are judged."""
    return None if scheme is None else enrolment_target(scheme)


def aim(rule: Rule[TargetTerms] | None, standing: Standing) -> tuple[float | None, int | None]:
    """The assessed rate and the people missing from it; neither without its base."""
    if rule is None:
        return None, None
    base, reached = standing.of(rule.terms)
    if base is None or reached is None:
        return None, None
    return float(rule.terms.rate), measure(rule, base, reached).missing


def people_needed(scheme: Scheme | None, quota: int | None) -> int | None:
    """The assessed share of the quota, rounded up; where none is assessed, the quota."""
    rule = assessed(scheme)
    if quota is None or rule is None or rule.terms.base is not TargetBase.QUOTA:
        return quota
    rate: Fraction = rule.terms.rate
    return needed(quota, rate)
