"""Who does not pay, and why: covered elsewhere, departed, refusing; with what shows it."""

from collections.abc import Container, Sequence
from datetime import date, timedelta
from random import Random

from facts.records import DispositionRow, HouseholdRow, MemberRow
from graph_seed.demo.hardship import age_on
from graph_seed.demo.plan import CampaignPlan
from policy.vocabulary import Sex, State

WORKING_AGE = range(16, 60)
_FREQUENT_DEATHS_FROM = 75
_MARK = "（演示）"


def draw(
    rng: Random,
    plan: CampaignPlan,
    households: Sequence[HouseholdRow],
    subsidised: Container[str],
) -> dict[str, State]:
    """The disposition of each person who has one; who is fully subsidised has none."""
    excused: dict[str, State] = {}
    for home in households:
        for member in home.members:
            if member.key in subsidised:
                continue
            state = _state(rng, plan, age_on(member.birth, plan.opens))
            if state is not None:
                excused[member.key] = state
    return excused


def _state(rng: Random, plan: CampaignPlan, age: int) -> State | None:
    shares = plan.excuses
    roll = rng.random() * 1000
    # the old depart more often, so that all of them together come to the planned share
    departed = shares.departed * (3 if age >= _FREQUENT_DEATHS_FROM else 0.85)
    if roll < departed:
        return State.DEPARTED
    if roll < departed + shares.refused:
        return State.REFUSED
    if age in WORKING_AGE and roll < departed + shares.refused + shares.covered_elsewhere:
        return State.COVERED_ELSEWHERE
    return None


def disposition(
    rng: Random, plan: CampaignPlan, member: MemberRow, state: State, paid_on: date | None
) -> DispositionRow:
    """Recorded early in the window mostly, and no later than the household pays without them."""
    window = (plan.closes - plan.opens).days
    days = rng.randrange(window // 3 if rng.random() < 0.7 else window)
    on = plan.opens + timedelta(days=days)
    if paid_on is not None:
        on = min(on, paid_on)
    return DispositionRow(member.key, state, on, _evidence(rng, plan, member, state))


def _evidence(rng: Random, plan: CampaignPlan, member: MemberRow, state: State) -> str:
    age = age_on(member.birth, plan.opens)
    if state is State.REFUSED:
        return rng.choice(("入户动员记录，本人不愿参保", "电话动员记录，本人暂不参保")) + _MARK
    if state is State.DEPARTED:
        likely_dead = rng.random() < (0.8 if age >= _FREQUENT_DEATHS_FROM else 0.15)
        return ("死亡证明" if likely_dead else "户口迁出证明") + _MARK
    if age < 23 and rng.random() < 0.75:
        return "学籍证明，随学校参保" + _MARK
    if age < 26 and member.sex is Sex.MALE and rng.random() < 0.15:
        return "现役军人证明" + _MARK
    return rng.choice(("职工医保参保证明", "单位缴费凭证，职工医保在保")) + _MARK
