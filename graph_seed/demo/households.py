"""Households of realistic shape: who lives together, how old they are, what they are called.

Kinds and their weights are estimates for a rural roll (3.7 people a household, as registered
households of Hunan and Anhui have), not figures of any place.
"""

from base64 import b32encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from facts.records import HouseholdRow, MemberRow
from graph_seed.demo import names
from graph_seed.demo.plan import VillagePlan
from policy.identity import check_digit
from policy.vocabulary import Sex

HOUSEHOLDS_PER_GRID = 40
OLDEST = 96


@dataclass(frozen=True, slots=True)
class Sketch:
    """One member before names: `lineage` says whether the family's surname is theirs."""

    relation: str
    sex: Sex
    age: int
    lineage: bool


@dataclass(slots=True)
class Village:
    """What a village's people have in common while they are drawn."""

    rng: Random
    plan: VillagePlan
    area: str
    on: date
    surnames: tuple[str, ...] = ()
    taken: set[str] = field(default_factory=set)

    def family(self) -> str:
        """A surname of the old families mostly."""
        if self.rng.random() < 0.55:
            return self.rng.choice(self.surnames)
        return names.surname(self.rng)


def new_key(rng: Random) -> str:
    """A random key of 128 bits: 26 characters of base32 in lower case."""
    return b32encode(rng.randbytes(16))[:26].decode().lower()


def settle(village: Village) -> list[HouseholdRow]:
    """All households of a village, up to its number of people or of households."""
    village.surnames = names.clans(village.rng)
    rows: list[HouseholdRow] = []
    people = 0
    while not _is_full(village.plan, len(rows), people):
        rows.append(_household(village, len(rows) + 1))
        people += len(rows[-1].members)
    return rows


def _is_full(plan: VillagePlan, households: int, people: int) -> bool:
    if plan.households is not None:
        return households >= plan.households
    return plan.people is not None and people >= plan.people


def _household(village: Village, number: int) -> HouseholdRow:
    rng = village.rng
    shape = rng.choices(_SHAPES, cum_weights=_CUMULATIVE)[0]
    family = village.family()
    grid = f"第{(number - 1) // HOUSEHOLDS_PER_GRID + 1}组" if rng.random() < 0.99 else None
    members = tuple(_member(village, sketch, family) for sketch in shape(rng))
    return HouseholdRow(
        new_key(rng), f"{village.plan.code}-{number:04d}", village.plan.code, grid, members
    )


def _member(village: Village, sketch: Sketch, family: str) -> MemberRow:
    rng = village.rng
    days = int(sketch.age * 365.2425) + rng.randrange(1, 365)
    birth = village.on - timedelta(days=days)
    surname = family if sketch.lineage else names.surname(rng)
    return MemberRow(
        key=new_key(rng),
        name=surname + names.given_name(rng, sketch.sex, birth.year),
        sex=sketch.sex,
        birth=birth,
        id_number=_id_number(village, birth, sketch.sex, days),
        relation=sketch.relation,
    )


def _id_number(village: Village, birth: date, sex: Sex, days: int) -> str | None:
    """A number nobody else of the demo has; some infants are not yet on the household register."""
    if days < 180 and village.rng.random() < 0.3:
        return None
    while True:
        order = village.rng.randrange(500) * 2 + (sex is Sex.MALE)
        seventeen = f"{village.area}{birth:%Y%m%d}{order:03d}"
        if seventeen not in village.taken:
            village.taken.add(seventeen)
            return seventeen + check_digit(seventeen)


def _couple(rng: Random, age: int) -> list[Sketch]:
    partner = max(20, age - rng.randrange(-2, 6))
    if rng.random() < 0.92:
        return [
            Sketch("户主", Sex.MALE, age, True),
            Sketch("配偶", Sex.FEMALE, partner, False),
        ]
    return [Sketch("户主", Sex.FEMALE, partner, False), Sketch("配偶", Sex.MALE, age, True)]


def _sex(rng: Random) -> Sex:
    # 111 boys to 100 girls, after the census of 2020
    return Sex.MALE if rng.random() < 0.526 else Sex.FEMALE


def _children(rng: Random, mother: int, oldest: int = 30) -> Iterator[Sketch]:
    """The children who still live at home, by the mother's age; one in fifty bears her surname."""
    age = mother - rng.randrange(20, 29)
    for _ in range(rng.choices((1, 2, 3), (35, 50, 15))[0]):
        if 0 <= age <= oldest:
            sex = _sex(rng)
            yield Sketch("子" if sex is Sex.MALE else "女", sex, age, rng.random() < 0.98)
        age -= rng.randrange(1, 6)


def _grandchildren(rng: Random, mother: int) -> Iterator[Sketch]:
    for child in _children(rng, mother, oldest=22):
        yield Sketch("孙子" if child.sex is Sex.MALE else "孙女", child.sex, child.age, True)


def _alone_in_age(rng: Random) -> list[Sketch]:
    sex = _sex(rng)
    return [Sketch("户主", sex, rng.randrange(60, 92), sex is Sex.MALE)]


def _alone(rng: Random) -> list[Sketch]:
    sex = Sex.MALE if rng.random() < 0.8 else Sex.FEMALE
    return [Sketch("户主", sex, rng.randrange(24, 60), True)]


def _couple_in_age(rng: Random) -> list[Sketch]:
    return _couple(rng, rng.randrange(60, 86))


def _couple_alone(rng: Random) -> list[Sketch]:
    return _couple(rng, rng.randrange(45, 60))


def _nuclear(rng: Random) -> list[Sketch]:
    couple = _couple(rng, rng.randrange(27, 57))
    return [*couple, *_children(rng, min(adult.age for adult in couple))]


def _three_generations(rng: Random) -> list[Sketch]:
    couple = _couple(rng, rng.randrange(50, 69))
    son = min(adult.age for adult in couple) - rng.randrange(20, 27)
    wife = max(20, son - rng.randrange(-1, 4))
    return [
        *couple,
        Sketch("子", Sex.MALE, son, True),
        Sketch("儿媳", Sex.FEMALE, wife, False),
        *_grandchildren(rng, wife),
    ]


def _with_parents(rng: Random) -> list[Sketch]:
    home = _nuclear(rng)
    head = home[0]
    age = min(OLDEST, max(adult.age for adult in home[:2]) + rng.randrange(21, 33))
    father = Sketch("父", Sex.MALE, age, head.lineage)
    mother = Sketch("母", Sex.FEMALE, max(age - 3, head.age + 18), False)
    parents = rng.choices(([father, mother], [father], [mother]), (50, 18, 32))[0]
    return [*home, *parents]


def _grandparents(rng: Random) -> list[Sketch]:
    couple = _couple(rng, rng.randrange(56, 74))
    return [*couple, *_grandchildren(rng, rng.randrange(28, 40))]


def _lone_parent(rng: Random) -> list[Sketch]:
    sex = Sex.MALE if rng.random() < 0.45 else Sex.FEMALE
    age = rng.randrange(28, 54)
    return [Sketch("户主", sex, age, sex is Sex.MALE), *_children(rng, age)]


_WEIGHTED: tuple[tuple[Callable[[Random], list[Sketch]], int], ...] = (
    (_nuclear, 30),
    (_three_generations, 27),
    (_couple_in_age, 14),
    (_alone_in_age, 8),
    (_couple_alone, 7),
    (_with_parents, 6),
    (_alone, 4),
    (_grandparents, 4),
    (_lone_parent, 4),
)
_SHAPES = tuple(shape for shape, _ in _WEIGHTED)
_CUMULATIVE = tuple(accumulate(weight for _, weight in _WEIGHTED))
