"""A made-up campaign, the same at every run: people, lists, dispositions, payments, e-vouchers.

    CampaignPlan + VillagePlans + seed
      -> households -> groups -> excuses -> visits (who pays when) -> rows

Each village draws from a generator of its own, so the order of villages does not matter. Newborns
of the window are left out. Nobody here is real: identity numbers begin with 99, no area's prefix.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from facts.records import (
    DispositionRow,
    HouseholdRow,
    ListingRow,
    PaymentRow,
    VoucherRow,
)
from graph_seed.demo import channels, excuses, hardship, households, lists, payments, vouchers
from graph_seed.demo.payments import Due, Visit
from graph_seed.demo.plan import CampaignPlan, VillagePlan
from policy.vocabulary import State

_VILLAGES_PER_BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Campaign:
    """All rows of one campaign, as an import would deliver them."""

    year: int
    households: list[HouseholdRow] = field(default_factory=list)
    listings: list[ListingRow] = field(default_factory=list)
    dispositions: list[DispositionRow] = field(default_factory=list)
    payments: list[PaymentRow] = field(default_factory=list)
    vouchers: list[VoucherRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Roll:
    """What is drawn of one village before anybody pays."""

    homes: Sequence[HouseholdRow]
    groups: Mapping[str, tuple[str, ...]]
    subsidised: frozenset[str]
    joiners: frozenset[str]
    excused: Mapping[str, State]


def campaign(plan: CampaignPlan, villages: Sequence[VillagePlan], seed: int) -> Campaign:
    """The whole campaign; the same plan, villages and seed give the same rows."""
    codes = sorted(village.code for village in villages)
    if len(codes) > _VILLAGES_PER_BLOCK:
        raise ValueError(f"{plan.key}: {len(codes)} villages, at most {_VILLAGES_PER_BLOCK}")
    areas = {code: f"99{plan.block + rank:04d}" for rank, code in enumerate(codes)}
    result = Campaign(plan.year)
    for village in villages:
        rng = Random(f"{seed}/{plan.key}/{village.code}")
        _collect(result, rng, plan, village, areas[village.code])
    return result


def _collect(
    result: Campaign, rng: Random, plan: CampaignPlan, village: VillagePlan, area: str
) -> None:
    """Add one village's rows."""
    roll = _roll(rng, plan, village, area)
    visits = _visits(rng, plan, village, roll)
    by_home = {visit.due.home.key: visit for visit in visits}
    result.households.extend(roll.homes)
    result.payments.extend(_payments(rng, plan, visits, area))
    for home in roll.homes:
        visit = by_home.get(home.key)
        for member in home.members:
            keys = roll.groups.get(member.key, ())
            joins = member.key in roll.joiners
            result.listings.extend(lists.rows(rng, plan, member, keys, joins, visit))
            state = roll.excused.get(member.key)
            if state is not None:
                paid_on = visit.paid_on if visit else None
                row = excuses.disposition(rng, plan, member, state, paid_on)
                result.dispositions.append(row)
            result.vouchers.extend(vouchers.activation(rng, plan, member))


def _roll(rng: Random, plan: CampaignPlan, village: VillagePlan, area: str) -> Roll:
    homes = households.settle(households.Village(rng, village, area, plan.opens))
    groups = hardship.draw(rng, plan, homes)
    subsidised = frozenset(
        person for person, keys in groups.items() if not plan.fully_subsidised.isdisjoint(keys)
    )
    joiners = lists.joiners(rng, plan, homes, subsidised)
    return Roll(homes, groups, subsidised, joiners, excuses.draw(rng, plan, homes, subsidised))


def _visits(rng: Random, plan: CampaignPlan, village: VillagePlan, roll: Roll) -> list[Visit]:
    dues = [due for home in roll.homes if (due := _due(roll, home)).people]
    enrolled = len(roll.subsidised) - len(roll.joiners)
    aims = payments.targets(village, enrolled + sum(due.people for due in dues))
    visits = payments.schedule(rng, plan, aims, enrolled, dues)
    return [_without_joiners(visit) if visit.paid_on > plan.closes else visit for visit in visits]


def _due(roll: Roll, home: HouseholdRow) -> Due:
    subsidised, excused = roll.subsidised, roll.excused
    return Due(
        home,
        tuple(m for m in home.members if m.key not in subsidised and m.key not in excused),
        tuple(m for m in home.members if m.key in roll.joiners),
    )


def _without_joiners(visit: Visit) -> Visit:
    """In an extension nobody is newly subsidised: who would have joined pays."""
    due = visit.due
    return Visit(Due(due.home, due.payers + due.joiners), visit.since, visit.paid_on, visit.second)


def _payments(
    rng: Random, plan: CampaignPlan, visits: Sequence[Visit], area: str
) -> Iterator[PaymentRow]:
    number = 0
    for visit in sorted(visits, key=lambda visit: visit.paid_on):
        home = visit.due.home
        age = hardship.age_on(home.members[0].birth, plan.opens)
        for paid_on, people in _parts(visit):
            number += 1
            by = channels.channel(rng, plan.counters, age)
            evidence = channels.evidence(rng, by, paid_on, area, number)
            key = households.new_key(rng)
            yield PaymentRow(key, home.key, people, paid_on, by, evidence)


def _parts(visit: Visit) -> Iterator[tuple[date, tuple[str, ...]]]:
    """All at once, or the first two and later the others; nothing where all are to be listed."""
    people = tuple(member.key for member in visit.due.payers)
    if not people:
        return
    if visit.second is None:
        yield visit.paid_on, people
        return
    yield visit.paid_on, people[:2]
    yield visit.second, people[2:]
