"""A made-up campaign of 湖南省, the same at every run: sums of villages, a county's roll, posts.

    Division ── figures_of ──> Figures of a village
    villages of the county ──> homes (three people each; some have paid) ── posts up to the province

Nobody here is real, and no figure is of the place that bears its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random
from typing import NamedTuple

from bench.roll import NOTICE, SEASON
from facts.post_rows import PostRow
from facts.records import HouseholdRow, MemberRow
from graph_seed.demo import names
from graph_seed.demo.households import new_key
from graph_seed.divisions.listing import Division, read
from policy.places import Level
from policy.terms import DepartmentKind
from policy.vocabulary import Sex

PROVINCE, CITY, COUNTY = "43", "4311", NOTICE.unit
HOUSEHOLDS, GRID = 20_000, 20
FEN = 32_000  # of everybody who pays
RELATIONS = (("户主", Sex.MALE, 1980), ("配偶", Sex.FEMALE, 1982), ("子", Sex.MALE, 2010))
ON_THE_WAY: Mapping[Level, Sequence[tuple[str, DepartmentKind | None]]] = {
    Level.PROVINCE: (("省税务局局长", DepartmentKind.TAXATION), ("分管副省长", None)),
    Level.CITY: (("市长", DepartmentKind.GOVERNMENT), ("市税务局局长", DepartmentKind.TAXATION)),
    Level.COUNTY: (
        ("县长", DepartmentKind.GOVERNMENT),
        ("组长（常务副县长）", DepartmentKind.LEADING_GROUP),
        ("领导小组办公室负责人", DepartmentKind.LEADING_GROUP),
        ("局长", DepartmentKind.TAXATION),
    ),
    Level.TOWNSHIP: (("乡镇（街道）负责人", None), ("税管员", None), ("医保专干", None)),
    Level.VILLAGE: (("村（社区）负责人", None), ("村医保专干", None)),
}
OF_GRID = "代征员"


class Figures(NamedTuple):
    """Of one village: people, and fen."""

    quota: int
    paid: int
    fully_subsidised: int
    unpaid: int
    paid_fen: int

    @property
    def enrolled(self) -> int:
        return self.paid + self.fully_subsidised


def figures_of(village: str) -> Figures:
    """Drawn for the village alone."""
    drawn = Random(f"village/{village}")
    quota = drawn.randrange(300, 3_000)
    enrolled = quota * drawn.randrange(70, 101) // 100
    full = enrolled * drawn.randrange(10) // 100
    paid = enrolled - full
    return Figures(quota, paid, full, quota - enrolled, paid * FEN)


@dataclass(frozen=True)
class MadeUp:
    """All of it; `households` on the roll of the county, every second one has paid."""

    households: int = HOUSEHOLDS

    @cached_property
    def places(self) -> list[Division]:
        """The province and all below it, parents first."""
        return [place for place in read([PROVINCE]) if place.level is not Level.NATION]

    @cached_property
    def villages(self) -> list[str]:
        return [place.code for place in self.places if place.level is Level.VILLAGE]

    @cached_property
    def homes(self) -> list[HouseholdRow]:
        """In the order of their villages and numbers."""
        drawn = Random(20211015)
        own = sorted(code for code in self.villages if code.startswith(COUNTY))
        return [
            _home(drawn, own[at * len(own) // self.households], at) for at in range(self.households)
        ]

    @cached_property
    def paid(self) -> frozenset[str]:
        """The keys of the households that have paid."""
        return frozenset(home.key for home in self.homes[::2])

    def figures(self) -> dict[str, Figures]:
        """Of every village; those of the county come from its roll."""
        drawn = {village: figures_of(village) for village in self.villages}
        return drawn | {village: self._counted(village) for village in self._by_village}

    @cached_property
    def _by_village(self) -> dict[str, list[HouseholdRow]]:
        own: dict[str, list[HouseholdRow]] = {
            code: [] for code in self.villages if code.startswith(COUNTY)
        }
        for home in self.homes:
            own[home.village].append(home)
        return own

    def _counted(self, village: str) -> Figures:
        people = [(len(home.members), home.key in self.paid) for home in self._by_village[village]]
        every, paid = sum(n for n, _ in people), sum(n for n, done in people if done)
        return Figures(every, paid, 0, every - paid, paid * FEN)

    def posts(self) -> list[PostRow]:
        """On the way from every group of the county up to the province."""
        drawn = Random(20211016)
        rows = [
            _post(drawn, place.code, title, kind)
            for place in self.places
            if _is_on_way(place.code)
            for title, kind in ON_THE_WAY[place.level]
        ]
        grids = sorted({(home.village, home.grid or "") for home in self.homes})
        return rows + [_post(drawn, village, OF_GRID, grid=grid) for village, grid in grids]


def _is_on_way(code: str) -> bool:
    return COUNTY.startswith(code) or code.startswith(COUNTY)


def _home(drawn: Random, village: str, at: int) -> HouseholdRow:
    family = names.surname(drawn)
    members = tuple(
        MemberRow(
            new_key(drawn),
            family + names.given_name(drawn, sex, born),
            sex,
            date(born, 1, 1),
            None,
            relation,
        )
        for relation, sex, born in RELATIONS
    )
    grid = f"第{at // GRID % 9 + 1}组"
    return HouseholdRow(new_key(drawn), f"{village}-{at:06}", village, grid, members)


def _post(
    drawn: Random,
    unit: str,
    title: str,
    kind: DepartmentKind | None = None,
    grid: str | None = None,
) -> PostRow:
    holder = names.surname(drawn) + names.given_name(drawn, Sex.MALE, 1975)
    return PostRow(title, unit, kind, holder, SEASON.opens, grid=grid)
