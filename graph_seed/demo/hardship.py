"""Who stands on which hardship list: the groups with their shares, and the draw.

Shares are estimates unless a source stands beside them; a chance counts among those who fit,
so the share among all people is smaller.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from facts.records import HouseholdRow, MemberRow
from graph_seed.demo.plan import CampaignPlan
from policy.vocabulary import Sex

Fit = Callable[[HouseholdRow, int], tuple[MemberRow, ...]]


def age_on(birth: date, on: date) -> int:
    """Whole years lived."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


@dataclass(frozen=True, slots=True)
class Group:
    """One list. `fits` gives the people of a household whom it could hold, for the season's year.

    `chance` per 100,000 of those drawn: the household as one where `whole`, else each person.
    `first_year`: nobody has stood on the list for longer.
    """

    key: str
    name: str
    department: str
    chance: int
    whole: bool
    first_year: int
    fits: Fit
    excludes: frozenset[str] = frozenset()


def _everyone(home: HouseholdRow, year: int) -> tuple[MemberRow, ...]:
    return home.members


def _aged(low: int, high: int, sex: Sex | None = None) -> Fit:
    """People who turn `low` to `high` in the year before the scheme year."""

    def fits(home: HouseholdRow, year: int) -> tuple[MemberRow, ...]:
        return tuple(
            m
            for m in home.members
            if low <= year - 1 - m.birth.year <= high and sex in (None, m.sex)
        )

    return fits


def _childless_old(home: HouseholdRow, year: int) -> tuple[MemberRow, ...]:
    return home.members if len(home.members) == 1 and year - home.members[0].birth.year > 60 else ()


def _left_with_grandparents(home: HouseholdRow, year: int) -> tuple[MemberRow, ...]:
    if any(m.relation in ("子", "儿媳") for m in home.members):
        return ()
    return tuple(
        m for m in home.members if m.relation in ("孙子", "孙女") and year - m.birth.year < 18
    )


def _few(home: HouseholdRow, year: int) -> tuple[MemberRow, ...]:
    """Small households, and the two oldest of larger ones: 1.8 people a household, as in Hunan."""
    return tuple(sorted(home.members, key=lambda m: m.birth)[:2])


def _daughters_alone(count: int) -> Fit:
    """A couple and its only children, all daughters."""

    def fits(home: HouseholdRow, year: int) -> tuple[MemberRow, ...]:
        relations = [m.relation for m in home.members]
        is_family = "配偶" in relations and "子" not in relations and "孙子" not in relations
        if not (is_family and relations.count("女") == count):
            return ()
        return tuple(m for m in home.members if m.relation in ("户主", "配偶", "女"))

    return fits


def _bereaved_couple(home: HouseholdRow, year: int) -> tuple[MemberRow, ...]:
    old = all(year - m.birth.year > 49 for m in home.members)
    return home.members if old and len(home.members) == 2 else ()


_CIVIL, _DISABLED = "CIVIL_AFFAIRS", "DISABLED_PERSONS_FEDERATION"
_RURAL, _VETERANS, _HEALTH = "RURAL_REVITALISATION", "VETERANS_AFFAIRS", "HEALTH"
_CARED_FOR = frozenset({"destitute", "orphan", "unsupported_child"})
_WATCHED = frozenset(
    {"returned_to_poverty", "unstable_ex_poor", "marginal", "sudden_hardship", "monitored"}
)

# In the order of the draw: a later group heeds what its household already has (excludes).
GROUPS = (
    Group("destitute", "特困人员", _CIVIL, 32000, True, 2014, _childless_old),
    Group("orphan", "孤儿", _CIVIL, 1500, False, 2012, _left_with_grandparents),
    Group(
        "unsupported_child",
        "事实无人抚养儿童",
        _CIVIL,
        3000,
        False,
        2019,
        _left_with_grandparents,
        _CARED_FOR,
    ),
    # 1.453 million people in 806,000 households in the villages of Hunan in January 2022
    # (Ministry of Civil Affairs, monthly), about 3 % of those registered there.
    Group("subsistence_allowance", "低保对象", _CIVIL, 6000, True, 2015, _few, _CARED_FOR),
    Group(
        "subsistence_margin",
        "低保边缘家庭成员",
        _CIVIL,
        700,
        True,
        2020,
        _everyone,
        _CARED_FOR | {"subsistence_allowance"},
    ),
    # about 15 million draw the nursing allowance of the severely disabled, 1.1 % of the country
    Group("severe_disability", "重度残疾人", _DISABLED, 1000, False, 2016, _everyone, _CARED_FOR),
    # about 38 million hold a certificate, 2.7 % of the country
    Group("disability_certificate", "持证残疾人", _DISABLED, 2700, False, 2010, _everyone),
    Group("registered_poor", "建档立卡贫困人口", _RURAL, 9500, True, 2014, _everyone, _CARED_FOR),
    Group("returned_to_poverty", "返贫致贫人口", _RURAL, 100, True, 2021, _everyone, _CARED_FOR),
    Group(
        "unstable_ex_poor",
        "脱贫不稳定户",
        _RURAL,
        350,
        True,
        2020,
        _everyone,
        _CARED_FOR | _WATCHED,
    ),
    Group("marginal", "边缘易致贫户", _RURAL, 450, True, 2020, _everyone, _CARED_FOR | _WATCHED),
    Group(
        "sudden_hardship",
        "突发严重困难户",
        _RURAL,
        200,
        True,
        2021,
        _everyone,
        _CARED_FOR | _WATCHED,
    ),
    Group("monitored", "监测对象", _RURAL, 900, True, 2020, _everyone, _CARED_FOR | _WATCHED),
    # 98.99 million left poverty by 2020, about a tenth of those registered in villages
    Group(
        "stable_ex_poor",
        "稳定脱贫人口",
        _RURAL,
        9000,
        True,
        2016,
        _everyone,
        _CARED_FOR | _WATCHED,
    ),
    Group("preferential_treatment", "重点优抚对象", _VETERANS, 2200, False, 2010, _aged(55, 88)),
    Group(
        "veteran_in_hardship", "困难退役军人", _VETERANS, 300, False, 2019, _aged(35, 80, Sex.MALE)
    ),
    Group(
        "veteran_armed_police",
        "享受定补政策的老武警",
        _VETERANS,
        250,
        False,
        2012,
        _aged(60, 85, Sex.MALE),
    ),
    Group("village_cadre", "村两委干部", "GOVERNMENT", 350, False, 2018, _aged(28, 60)),
    Group("only_daughter_household", "独女户", _HEALTH, 22000, True, 2010, _daughters_alone(1)),
    Group("two_daughter_household", "双女户", _HEALTH, 30000, True, 2010, _daughters_alone(2)),
    Group("family_planning_special", "计生特扶", _HEALTH, 700, True, 2010, _bereaved_couple),
    Group(
        "family_planning_complication",
        "节育并发症",
        _HEALTH,
        200,
        False,
        2010,
        _aged(45, 80, Sex.FEMALE),
    ),
)
BY_KEY = {group.key: group for group in GROUPS}

# Poverty and disability go together: severe disability is this many times as likely on 低保.
_DISABLED_AMONG_POOR = 6


def draw(
    rng: Random, plan: CampaignPlan, households: Sequence[HouseholdRow]
) -> dict[str, tuple[str, ...]]:
    """The groups of each person who has any, by key, before the season opens."""
    groups = tuple(group for group in GROUPS if group.key in plan.groups)
    held: dict[str, tuple[str, ...]] = {}
    for home in households:
        seen: set[str] = set()
        for group in groups:
            for member in _drawn(rng, plan, group, home, seen):
                held[member.key] = (*held.get(member.key, ()), group.key)
                seen.add(group.key)
    return held


def _drawn(
    rng: Random, plan: CampaignPlan, group: Group, home: HouseholdRow, seen: set[str]
) -> Iterator[MemberRow]:
    if not group.excludes.isdisjoint(seen):
        return
    fitting = group.fits(home, plan.year)
    chance = group.chance / 100_000
    if group.key == "severe_disability" and "subsistence_allowance" in seen:
        chance *= _DISABLED_AMONG_POOR
    if group.whole:
        if fitting and rng.random() < chance:
            yield from fitting
        return
    for member in fitting:
        if rng.random() < chance:
            yield member
