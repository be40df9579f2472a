"""When each household of a village pays: stage by stage to the planned figure, then day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from facts.records import HouseholdRow, MemberRow
from graph_seed.demo.plan import CampaignPlan, VillagePlan

_TWO_PARTS_SHARE = 0.02
# Monday to Sunday: town halls and village agents rest at weekends, telephones do not.
_WEEKDAYS = (1.15, 1.05, 1.0, 1.0, 0.95, 0.6, 0.45)
_RUSH_DAYS = 5


@dataclass(frozen=True, slots=True)
class Due:
    """What a household still has to do: who owes, and who will be listed before it pays."""

    home: HouseholdRow
    payers: tuple[MemberRow, ...]
    joiners: tuple[MemberRow, ...] = ()

    @property
    def people(self) -> int:
        """How many become enrolled by the time it has paid."""
        return len(self.payers) + len(self.joiners)


@dataclass(frozen=True, slots=True)
class Visit:
    """One household pays: the stage began on `since`; the second part comes on `second`, if any."""

    due: Due
    since: date
    paid_on: date
    second: date | None


def targets(village: VillagePlan, collectable: int) -> list[float]:
    """People to be enrolled by the end of each stage; whole numbers where a quota is to be met."""
    if village.quota is not None:
        return [-(-village.quota * share // 1000) for share in village.pace.reached]
    return [collectable * share / 1000 for share in village.pace.reached]


def schedule(
    rng: Random, plan: CampaignPlan, aims: Sequence[float], enrolled: int, dues: Sequence[Due]
) -> list[Visit]:
    """The day of each household that pays at all; `enrolled` are there without paying."""
    waiting = list(dues)
    rng.shuffle(waiting)
    visits: list[Visit] = []
    since = plan.collects_from
    before = 0.0
    for aim, until in zip(aims, plan.stages, strict=True):
        missing = aim - enrolled if aim > before else 0.0
        taken, waiting = _take(rng, waiting, missing)
        enrolled += sum(due.people for due in taken)
        visits += [_visit(rng, due, since, until) for due in taken]
        since, before = until + timedelta(days=1), aim
    return visits


def _take(rng: Random, waiting: Sequence[Due], people: float) -> tuple[list[Due], list[Due]]:
    """Households in their order that together make up that many people, and the rest.

    Where none fits what is missing, the lot decides on one more: sums over small villages hold.
    """
    taken: list[Due] = []
    left: list[Due] = []
    for due in waiting:
        if due.people <= people:
            taken.append(due)
            people -= due.people
        else:
            left.append(due)
    if left and rng.random() * left[0].people < people:
        taken.append(left.pop(0))
    return taken, left


def _visit(rng: Random, due: Due, since: date, until: date) -> Visit:
    days, weights = _days(since, until)
    paid_on = rng.choices(days, cum_weights=weights)[0]
    second = None
    left = (until - paid_on).days
    if len(due.payers) > 2 and left and rng.random() < _TWO_PARTS_SHARE:
        second = paid_on + timedelta(days=rng.randrange(1, min(left, 10) + 1))
    return Visit(due, since, paid_on, second)


@cache
def _days(since: date, until: date) -> tuple[tuple[date, ...], tuple[float, ...]]:
    """The days of a stage with their cumulative weights; the last ones are a rush."""
    days = tuple(since + timedelta(days=n) for n in range((until - since).days + 1))
    return days, tuple(accumulate(_weight(day, (until - day).days) for day in days))


def _weight(day: date, left: int) -> float:
    rush = 1 + 0.4 * max(0, _RUSH_DAYS - left)
    return _WEEKDAYS[day.weekday()] * rush
