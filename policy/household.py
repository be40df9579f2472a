"""A household enrols as a whole: who of it is left out (E10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from policy.reasons import Reason, because
from policy.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Member:
    """One of a household. elsewhere: covered by another scheme, a school, the army."""

    enrolled: bool
    elsewhere: bool = False
    evidence: bool = False


def left_out(scheme: Scheme, members: Mapping[str, Member]) -> tuple[tuple[str, Reason], ...]:
    """Members who break the rule of the whole household, each with its clause."""
    rule = scheme.standard("household_whole")
    excused = rule.terms.value == "covered_elsewhere_excused"
    found = []
    for key, member in members.items():
        if member.enrolled or (excused and member.elsewhere and member.evidence):
            continue
        lacks = excused and member.elsewhere
        why = "称已在别处参保，但没有凭证" if lacks else "须随户参保，不得拆分或选择"
        found.append((key, because(rule, why)))
    return tuple(found)
