"""Plans for the villages of a whole county, and quotas for townships whose notice prints none."""

from collections.abc import Iterable, Sequence
from random import Random

from graph_seed.demo.campaign import Campaign
from graph_seed.demo.plan import CampaignPlan, VillagePlan
from policy.vocabulary import State

MADE_UP_SOURCE = "演示数据（虚构）"
TOWNSHIP_DIGITS = 9
# 15 in 1,000 refuse: a quota a little lower still is within reach of who does all that can be done.
_QUOTA_SHARE_PER_MILLE = 980
_INSURED_SHARE_PER_MILLE = 960
_FEWEST_HOUSEHOLDS = 3


def county_villages(
    plan: CampaignPlan, codes: Iterable[str], seed: int, households: int = 2000
) -> list[VillagePlan]:
    """That many households spread over all villages; a township's villages keep one pace."""
    order = sorted(codes)
    sizes = _sizes(Random(f"{seed}/{plan.key}/sizes"), len(order), households)
    townships = sorted({code[:TOWNSHIP_DIGITS] for code in order})
    paces = {code: plan.paces[rank % len(plan.paces)] for rank, code in enumerate(townships)}
    return [
        VillagePlan(code, paces[code[:TOWNSHIP_DIGITS]], households=size)
        for code, size in zip(order, sizes, strict=True)
    ]


def _sizes(rng: Random, villages: int, households: int) -> list[int]:
    """Sizes that add up to the households, from a half to three halves of the mean."""
    if villages * _FEWEST_HOUSEHOLDS > households:
        raise ValueError(f"{households} households are too few for {villages} villages")
    weights = [0.5 + rng.random() for _ in range(villages)]
    spread = households - villages * _FEWEST_HOUSEHOLDS
    shares = [spread / sum(weights) * weight for weight in weights]
    sizes = [_FEWEST_HOUSEHOLDS + int(share) for share in shares]
    by_remainder = sorted(range(villages), key=lambda n: (int(shares[n]) - shares[n], n))
    for n in by_remainder[: households - sum(sizes)]:
        sizes[n] += 1
    return sizes


def made_up_quotas(result: Campaign) -> dict[str, int]:
    """Quota by township code, for `MADE_UP_SOURCE`: people less those elsewhere or departed."""
    gone = {
        row.person
        for row in result.dispositions
        if row.state in (State.COVERED_ELSEWHERE, State.DEPARTED)
    }
    people: dict[str, int] = {}
    for home in result.households:
        township = home.village[:TOWNSHIP_DIGITS]
        staying = sum(member.key not in gone for member in home.members)
        people[township] = people.get(township, 0) + staying
    return _scaled(people, sorted(people), _QUOTA_SHARE_PER_MILLE)


def made_up_bases(result: Campaign) -> list[tuple[str, str, int]]:
    """Township, what is counted, people: residents, and of them the insured of both schemes."""
    gone = {row.person for row in result.dispositions if row.state is State.DEPARTED}
    people: dict[str, int] = {}
    for home in result.households:
        township = home.village[:TOWNSHIP_DIGITS]
        people[township] = people.get(township, 0) + sum(
            member.key not in gone for member in home.members
        )
    residents = [(code, "RESIDENTS", people[code]) for code in sorted(people)]
    insured = _scaled(people, sorted(people), _INSURED_SHARE_PER_MILLE)
    return residents + [(code, "INSURED", count) for code, count in insured.items()]


def _scaled(people: dict[str, int], townships: Sequence[str], per_mille: int) -> dict[str, int]:
    return {code: people[code] * per_mille // 1000 for code in townships}
