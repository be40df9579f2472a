"""The made-up campaign as rivals hold it: plain rows, sums worked out beforehand.

Place       code of 2 to 12 digits, or of a village with two more for a group of its households
village_…   of a village alone: what rivals sum up themselves, and add payments to
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bench.made_up import FEN, Figures, MadeUp
from facts.records import HouseholdRow
from graph_seed.divisions.listing import Division


class Place(NamedTuple):
    code: str
    name: str
    level: str
    parent: str | None
    quota: int
    enrolled: int
    paid: int
    fen: int
    completion: float
    village_quota: int | None = None
    village_enrolled: int | None = None
    village_paid: int | None = None
    village_fen: int | None = None


class Household(NamedTuple):
    number: str
    head: str
    paid: bool
    fen: int
    village: str
    grid: str


class Person(NamedTuple):
    key: str
    name: str
    household: str


class Post(NamedTuple):
    key: str
    title: str
    holder: str
    place: str


@dataclass(frozen=True, slots=True)
class Rows:
    """In an order in which each refers to what came before."""

    places: Sequence[Place]
    households: Sequence[Household]
    people: Sequence[Person]
    posts: Sequence[Post]


def rows_of(made: MadeUp) -> Rows:
    """All of it; the numbers of households sort as our pages do."""
    sums = summed(made.places, made.figures())
    grids = sorted({(home.village, home.grid or "") for home in made.homes})
    codes = {grid: f"{grid[0]}{grid[1].strip('第组'):0>2}" for grid in grids}
    places = [_place(place, sums[place.code]) for place in made.places]
    places += [Place(codes[one], one[1], "GROUP", one[0], 0, 0, 0, 0, 0.0) for one in grids]
    return Rows(
        places,
        [_household(home, home.key in made.paid, codes) for home in made.homes],
        [person for home in made.homes for person in _people(home)],
        [
            Post(
                f"{at:06}",
                row.title,
                row.holder or "",
                codes.get((row.unit, row.grid or ""), row.unit),
            )
            for at, row in enumerate(made.posts())
        ],
    )


def summed(
    places: Sequence[Division], figures: Mapping[str, Figures]
) -> Mapping[str, tuple[int, int, int, int]]:
    """Quota, enrolled, paid and fen of each place with all below it."""
    sums: dict[str, tuple[int, int, int, int]] = defaultdict(lambda: (0, 0, 0, 0))
    for place in reversed(places):  # parents come before children
        if place.code in figures:
            one = figures[place.code]
            sums[place.code] = (one.quota, one.enrolled, one.paid, one.paid_fen)
        a, b = sums[place.parent or ""], sums[place.code]
        sums[place.parent or ""] = (a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3])
    return sums


def _place(place: Division, sums: tuple[int, int, int, int]) -> Place:
    quota, enrolled, _, _ = sums
    level = place.level.value
    parent = None if level == "PROVINCE" else place.parent
    own = sums if level == "VILLAGE" else (None, None, None, None)
    completion = enrolled / quota if quota else 0.0
    return Place(place.code, place.name, level, parent, *sums, completion, *own)


def _household(home: HouseholdRow, paid: bool, codes: Mapping[tuple[str, str], str]) -> Household:
    grid = codes[home.village, home.grid or ""]
    fen = FEN * len(home.members)
    return Household(home.number, home.members[0].name, paid, fen, home.village, grid)


def _people(home: HouseholdRow) -> Iterator[Person]:
    return (Person(one.key, one.name, home.number) for one in home.members)
