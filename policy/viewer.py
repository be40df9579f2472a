"""Who is asking, and what such a viewer may see and write.

    role            places, counts, law   persons                          writes
    PUBLIC          all                   none                             nothing
    ANALYST         all                   none                             nothing
    DEPARTMENT      all                   of its groups, in its area       its own steps
    OFFICER         all                   in its area                      its area
    ADMINISTRATOR   all                   all                              all

An area is the sub-trees of some units. What is outside it is as if it did not exist; what a role
may not ask for at all is refused. Cells by group or channel: policy/suppression.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from policy.claims import SubsidyTerms
from policy.departments import PAYERS
from policy.law import Category, Rule
from policy.places import level_of
from policy.scheme import Scheme
from policy.terms import DepartmentKind


class Role(Enum):
    """What somebody is to the system."""

    PUBLIC = "PUBLIC"
    OFFICER = "OFFICER"
    DEPARTMENT = "DEPARTMENT"
    ANALYST = "ANALYST"
    ADMINISTRATOR = "ADMINISTRATOR"


WRITERS = frozenset({Role.OFFICER, Role.DEPARTMENT, Role.ADMINISTRATOR})


class UnfitViewer(ValueError):
    """A role without what it needs, or a place or department that cannot be."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. jurisdictions: the roots of the area; department: its key, `unit|KIND`."""

    subject: str
    role: Role
    jurisdictions: tuple[str, ...] = ()
    department: str | None = None

    @property
    def sees_all(self) -> bool:
        return self.role is Role.ADMINISTRATOR

    @property
    def may_see_persons(self) -> bool:
        """Some persons at least: those of the area."""
        return self.role in WRITERS

    @property
    def may_write(self) -> bool:
        """Something at least: what belongs to the area."""
        return self.role in WRITERS

    @property
    def sees_households(self) -> bool:
        """A department sees people of its groups, not what their households owe and paid."""
        return self.role in (Role.OFFICER, Role.ADMINISTRATOR)

    @property
    def kind(self) -> DepartmentKind | None:
        """What the viewer's department is for."""
        return None if self.department is None else DepartmentKind(self.department.split("|")[1])

    def holds(self, upwards: Iterable[str]) -> bool:
        """Is a unit in the area? Given by its own code and the codes of all above it."""
        return self.sees_all or not set(self.jurisdictions).isdisjoint(upwards)


EVERYBODY = Viewer("public", Role.PUBLIC)
OPERATOR = Viewer("operator", Role.ADMINISTRATOR)  # programs on this side of the door


def viewer_of(
    subject: str, role: str, jurisdictions: Iterable[str] = (), department: str | None = None
) -> Viewer:
    """A viewer out of claims; raises UnfitViewer, which names what does not fit."""
    if not subject:
        raise UnfitViewer("subject: empty")
    if role not in Role.__members__:
        raise UnfitViewer(f"role: {role}; one of {', '.join(Role.__members__)}")
    codes = tuple(sorted(set(jurisdictions)))
    for code in codes:
        _check_code(code)
    found = Role(role)
    if found is Role.OFFICER and not codes:
        raise UnfitViewer("jurisdictions: an OFFICER needs at least one")
    if found is not Role.DEPARTMENT:
        return Viewer(subject, found, codes)
    unit = _unit(department)
    return Viewer(subject, found, codes or (unit,), department)


def _check_code(code: str) -> None:
    try:
        level_of(code)
    except (TypeError, ValueError) as error:
        raise UnfitViewer(f"jurisdictions: {error}") from None


def _unit(department: str | None) -> str:
    """The unit of a department's key."""
    unit, _, kind = (department or "").partition("|")
    if kind not in DepartmentKind.__members__:
        raise UnfitViewer(f"department: {department}; write 431123|CIVIL_AFFAIRS")
    _check_code(unit)
    return unit


def own_groups(
    kind: DepartmentKind, categories: Iterable[Category], schemes: Iterable[Scheme]
) -> frozenset[str]:
    """The groups that such a department lists or pays for under these schemes."""
    rules = [rule for scheme in schemes for rule in scheme.of(SubsidyTerms)]
    told = {rule.key for rule in rules if rule.terms.listed_by is not None}
    listed = {one.key for one in categories if one.listed_by is kind} - told
    return frozenset(listed | {rule.key for rule in rules if kind in _owners(rule)})


def _owners(rule: Rule[SubsidyTerms]) -> set[DepartmentKind | None]:
    terms = rule.terms
    return {terms.listed_by, terms.requested_by, PAYERS.get(terms.fund)}
