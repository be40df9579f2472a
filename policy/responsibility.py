"""Who answers for what, as notices say it: departments with their duties, posts with theirs."""

from dataclasses import dataclass
from enum import Enum

from policy.places import Level
from policy.terms import DepartmentKind


class Scope(Enum):
    """What a post answers for."""

    UNIT = "UNIT"  # the unit at which it sits
    VILLAGE = "VILLAGE"  # one village of that unit; each has a post of its own
    GRID = "GRID"  # one group (组) of a village; each has a post of its own
    HOUSEHOLD = "HOUSEHOLD"  # households, one by one as they are assigned
    NOTHING = "NOTHING"  # a seat in a leading group that answers for no place


@dataclass(frozen=True, slots=True)
class DepartmentTerms:
    """A department that units of these levels have. leads: it answers for the whole campaign.

    called: what stands after the unit's name. office: of a leading group, where it has its office.
    slug: where a unit has a second department of the kind.
    """

    department: DepartmentKind
    levels: tuple[Level, ...]
    duty: str
    called: str | None = None
    leads: bool = False
    office: DepartmentKind | None = None
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class PostTerms:
    """A post at units of a level; in each of these departments one, else of the unit itself.

    department_level: where its department serves another level than the one it sits at.
    """

    level: Level
    duty: str
    answers_for: Scope = Scope.UNIT
    departments: tuple[DepartmentKind, ...] = ()
    department_level: Level | None = None
    slug: str | None = None
    seats: int | None = None

    @property
    def at(self) -> Level:
        """The level whose units have one each."""
        return Level.VILLAGE if self.answers_for is Scope.VILLAGE else self.level
