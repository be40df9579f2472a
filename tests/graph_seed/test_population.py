"""The made-up demo population: the same at every run, of nobody, with the figures it aims at."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from facts.records import HouseholdRow, MemberRow
from graph_seed.demo.campaign import Campaign, campaign
from graph_seed.demo.counties import county_villages, made_up_quotas
from graph_seed.demo.hardship import BY_KEY
from graph_seed.demo.plan import CampaignPlan, VillagePlan, quota_villages
from graph_seed.demo.plans import DONGAN_2020, QIXIAN_2022, SHUANGPAI_2022, SHUANGQING_2023
from policy.identity import parse
from policy.vocabulary import Sex, State

SEED = 2022
# Annex 2 of 蕲县政〔2021〕16号, in its order; the village digits are the test's own.
ANNEX = (5167, 4263, 4358, 3997, 4970, 5514, 4220, 3102, 5229, 4504, 3719, 4220, 5267, 4488)
QUOTAS = {f"341302113{200 + row}": people for row, people in enumerate(ANNEX)}


def villages(county: str, townships: int, count: int) -> list[str]:
    return [f"{county}{100 + n % townships}{200 + n // townships}" for n in range(count)]


VILLAGES = {
    SHUANGPAI_2022.key: villages("431123", 12, 130),
    DONGAN_2020.key: villages("431122", 17, 360),
    SHUANGQING_2023.key: villages("430502", 12, 125),
}
PLANS = (QIXIAN_2022, SHUANGPAI_2022, DONGAN_2020, SHUANGQING_2023)
KNOWN = ("ksynv7qspzwzthqn3i3qmc5ony", "张建伟", "991000196901292870")


@dataclass(frozen=True, slots=True)
class Demo:
    plan: CampaignPlan
    result: Campaign

    @property
    def members(self) -> list[MemberRow]:
        return [member for home in self.result.households for member in home.members]

    def excused(self) -> dict[str, date]:
        return {row.person: row.on for row in self.result.dispositions}

    def subsidised_since(self) -> dict[str, date]:
        """The day on which each person was first on a list whose people owe nothing."""
        since: dict[str, date] = {}
        for row in self.result.listings:
            if row.category in self.plan.fully_subsidised:
                since[row.person] = min(row.since, since.get(row.person, date.max))
        return since

    def enrolled(self, on: date, unit: Callable[[HouseholdRow], str]) -> Counter[str]:
        """Paid or fully subsidised by that day, by unit."""
        people = {person for person, since in self.subsidised_since().items() if since <= on}
        people.update(p for row in self.result.payments if row.paid_on <= on for p in row.people)
        return Counter(
            unit(home)
            for home in self.result.households
            for member in home.members
            if member.key in people
        )


def plans_of(plan: CampaignPlan) -> list[VillagePlan]:
    if plan is QIXIAN_2022:
        return quota_villages(plan, QUOTAS)
    return county_villages(plan, VILLAGES[plan.key], SEED)


@cache
def demo_of(plan: CampaignPlan) -> Demo:
    return Demo(plan, campaign(plan, plans_of(plan), SEED))


@pytest.fixture(params=PLANS, ids=lambda plan: str(plan.key))
def demo(request: pytest.FixtureRequest) -> Demo:
    return demo_of(request.param)


def village_rates(on: date) -> list[float]:
    """Completion by village, per mille of the quota, the highest first."""
    enrolled = demo_of(QIXIAN_2022).enrolled(on, lambda home: home.village)
    return sorted((enrolled[code] * 1000 / QUOTAS[code] for code in QUOTAS), reverse=True)


def township_states(plan: CampaignPlan) -> Counter[str]:
    """How many townships reached 96.5 % of their made-up quota: in time, late, never."""
    result = demo_of(plan)
    quotas = made_up_quotas(result.result)
    closed, extended = (
        result.enrolled(day, lambda home: home.village[:9])
        for day in (plan.closes, plan.extended_to or plan.closes)
    )
    return Counter(
        "in time"
        if closed[code] * 1000 >= quota * 965
        else "late"
        if extended[code] * 1000 >= quota * 965
        else "never"
        for code, quota in quotas.items()
    )


def test_the_same_seed_gives_the_same_rows() -> None:
    again = campaign(SHUANGPAI_2022, plans_of(SHUANGPAI_2022), SEED)
    assert again == demo_of(SHUANGPAI_2022).result
    other = campaign(SHUANGPAI_2022, plans_of(SHUANGPAI_2022), SEED + 1)
    assert other.households[0] != again.households[0]


def test_a_known_seed_still_gives_the_known_person() -> None:
    village = VillagePlan("431123100200", SHUANGPAI_2022.paces[0], households=1)
    head = campaign(SHUANGPAI_2022, [village], 1).households[0].members[0]
    assert (head.key, head.name, head.id_number) == KNOWN


def test_the_order_of_villages_does_not_matter() -> None:
    order = plans_of(DONGAN_2020)[:40]
    forward = campaign(DONGAN_2020, order, SEED)
    backward = campaign(DONGAN_2020, order[::-1], SEED)
    assert forward.households != backward.households
    assert {h.key: h for h in forward.households} == {h.key: h for h in backward.households}
    assert set(forward.payments) == set(backward.payments)


def test_qixian_is_whole_and_the_counties_have_2000_households() -> None:
    assert sum(QUOTAS.values()) == 63_018
    assert 63_500 <= len(demo_of(QIXIAN_2022).members) <= 64_500
    for plan in PLANS[1:]:
        homes = demo_of(plan).result.households
        assert len(homes) == 2_000
        assert {home.village for home in homes} == set(VILLAGES[plan.key])


def test_identity_numbers_are_valid_unique_and_nobodys() -> None:
    numbers: list[str] = []
    for plan in PLANS:
        for member in demo_of(plan).members:
            if member.id_number is not None:
                parsed = parse(member.id_number, plan.opens)
                assert (parsed.birth, parsed.sex) == (member.birth, member.sex)
                numbers.append(parsed.text)
    assert len(set(numbers)) == len(numbers)
    assert {number[:2] for number in numbers} == {"99"}


def test_keys_are_26_characters_and_unique() -> None:
    keys = [
        key
        for plan in PLANS
        for row in demo_of(plan).result.households
        for key in (row.key, *(member.key for member in row.members))
    ]
    keys += [row.key for plan in PLANS for row in demo_of(plan).result.payments]
    assert len(set(keys)) == len(keys)
    assert {len(key) for key in keys} == {26}
    assert set("".join(keys)) == set("abcdefghijklmnopqrstuvwxyz234567")


def test_each_household_has_one_head_who_comes_first(demo: Demo) -> None:
    for home in demo.result.households:
        assert [m.relation for m in home.members].index("户主") == 0
        assert sum(m.relation == "户主" for m in home.members) == 1


def test_everybody_is_born_before_the_season_and_parents_before_children(demo: Demo) -> None:
    for home in demo.result.households:
        head = home.members[0].birth.year
        for member in home.members:
            assert member.birth < demo.plan.opens
            assert member.relation not in ("子", "女") or member.birth.year - head >= 14


def test_children_bear_the_fathers_surname_mostly(demo: Demo) -> None:
    same = [
        child.name[0] == home.members[0].name[0]
        for home in demo.result.households
        if home.members[0].sex is Sex.MALE
        for child in home.members
        if child.relation in ("子", "女", "孙子", "孙女")
    ]
    assert 0.97 < sum(same) / len(same) < 1


def test_each_scheme_has_its_own_groups_and_no_other(demo: Demo) -> None:
    assert {row.category for row in demo.result.listings} <= demo.plan.groups
    assert demo.plan.groups <= BY_KEY.keys()
    assert demo.plan.fully_subsidised <= demo.plan.groups


def test_listings_are_dated_inside_lives_and_windows(demo: Demo) -> None:
    birth = {member.key: member.birth for member in demo.members}
    for row in demo.result.listings:
        assert birth[row.person] <= row.since <= demo.plan.closes
        assert row.until is None or max(row.since, demo.plan.opens) < row.until <= demo.plan.closes


def test_some_are_listed_and_some_leave_while_the_window_is_open(demo: Demo) -> None:
    came = sum(row.since >= demo.plan.opens for row in demo.result.listings)
    left = sum(row.until is not None for row in demo.result.listings)
    assert 0 < came < len(demo.result.listings) // 20
    assert 0 < left < len(demo.result.listings) // 20


def test_some_live_on_allowance_with_a_severe_disability() -> None:
    for plan in (QIXIAN_2022, SHUANGPAI_2022, SHUANGQING_2023):
        rows = demo_of(plan).result.listings
        poor = {row.person for row in rows if row.category == "subsistence_allowance"}
        assert poor & {row.person for row in rows if row.category == "severe_disability"}


def test_nobody_pays_twice_or_without_owing(demo: Demo) -> None:
    paid = Counter(person for row in demo.result.payments for person in row.people)
    assert max(paid.values()) == 1
    excused, subsidised = demo.excused(), demo.subsidised_since()
    for row in demo.result.payments:
        assert row.people
        for person in row.people:
            assert person not in excused
            assert subsidised.get(person, date.max) > row.paid_on


def test_a_household_pays_for_all_its_members_who_owe(demo: Demo) -> None:
    excused, subsidised = demo.excused(), demo.subsidised_since()
    people: dict[str, set[str]] = {}
    for row in demo.result.payments:
        people.setdefault(row.household, set()).update(row.people)
    for home in demo.result.households:
        if home.key in people:
            owing = {m.key for m in home.members} - excused.keys() - subsidised.keys()
            assert owing <= people[home.key] <= {m.key for m in home.members}


def test_a_few_pay_in_two_parts_and_a_few_never(demo: Demo) -> None:
    parts = Counter(row.household for row in demo.result.payments)
    assert set(parts.values()) == {1, 2}
    assert 0 < sum(count == 2 for count in parts.values()) < len(parts) * 0.03
    assert len(parts) < len(demo.result.households)


def test_payments_lie_in_the_window_or_its_extension(demo: Demo) -> None:
    plan = demo.plan
    days = [row.paid_on for row in demo.result.payments]
    assert min(days) >= plan.collects_from
    assert max(days) <= (plan.extended_to or plan.closes)
    late = sum(day > plan.closes for day in days)
    assert 0 < late < len(days) // 20 if plan.extended_to else late == 0


def test_payment_slips_say_that_they_are_made_up_and_occur_once(demo: Demo) -> None:
    slips = [row.evidence for row in demo.result.payments]
    assert len(set(slips)) == len(slips)
    assert all(slip.startswith("演示") for slip in slips)


def test_dispositions_have_realistic_shares(demo: Demo) -> None:
    rows, people = demo.result.dispositions, len(demo.members)
    states = Counter(row.state for row in rows)
    assert len({row.person for row in rows}) == len(rows)
    assert {demo.plan.opens <= row.on <= demo.plan.closes for row in rows} == {True}
    assert 0.005 < states[State.DEPARTED] / people < 0.013
    assert 0.008 < states[State.REFUSED] / people < 0.02
    assert set(states) == {State.COVERED_ELSEWHERE, State.DEPARTED, State.REFUSED}


def test_eight_to_twelve_in_a_hundred_of_working_age_are_covered_elsewhere() -> None:
    for plan in PLANS[1:]:
        result = demo_of(plan)
        working = sum(16 <= plan.opens.year - m.birth.year < 60 for m in result.members)
        elsewhere = Counter(row.state for row in result.result.dispositions)
        assert 0.075 < elsewhere[State.COVERED_ELSEWHERE] / working < 0.125


def test_vouchers_are_with_60_to_85_in_a_hundred_once_each(demo: Demo) -> None:
    people = [row.person for row in demo.result.vouchers]
    assert len(set(people)) == len(people)
    assert 0.60 <= len(people) / len(demo.members) <= 0.85


def test_qixian_villages_reach_the_tiers_of_the_first_two_stages() -> None:
    first, second = village_rates(date(2021, 10, 31)), village_rates(date(2021, 11, 15))
    assert [sum(rate >= tier for rate in first) for tier in (800, 700, 600)] == [2, 5, 9]
    assert [sum(rate >= tier for rate in second) for tier in (900, 800, 700)] == [3, 7, 11]


def test_qixian_closes_with_six_villages_at_quota_and_a_tie_of_the_last_two() -> None:
    closed = village_rates(date(2021, 11, 30))
    assert sum(rate >= 1000 for rate in closed) == 6
    assert closed[-1] == closed[-2] < closed[-3]
    assert village_rates(date(2022, 2, 28))[-1] > closed[-1]


@pytest.mark.parametrize("plan", [SHUANGPAI_2022, SHUANGQING_2023], ids=lambda plan: plan.key)
def test_of_twelve_townships_some_are_in_time_some_late_some_never(plan: CampaignPlan) -> None:
    assert township_states(plan) == {"in time": 7, "late": 3, "never": 2}


def test_a_village_plan_needs_one_size() -> None:
    with pytest.raises(ValueError, match="431123100200: give either people or households"):
        VillagePlan("431123100200", SHUANGPAI_2022.paces[0])


def test_too_few_households_for_the_villages_are_refused() -> None:
    with pytest.raises(ValueError, match="20 households are too few for 130 villages"):
        county_villages(SHUANGPAI_2022, VILLAGES[SHUANGPAI_2022.key], SEED, households=20)
