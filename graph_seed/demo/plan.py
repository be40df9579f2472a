"""What a made-up campaign aims at: its days, groups and shares, and how fast villages collect."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Counters(Enum):
    """Which channels stand open: online and the village agent alone, or banks and POS as well."""

    ONLINE = "ONLINE"
    MIXED = "MIXED"


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a village has come by the end of each stage, per mille of its base.

    The base is the village's quota, where it has one, else all its people who could be enrolled
    (no disposition). `people` is the size of its roll, per mille of the quota.
    """

    reached: tuple[int, ...]
    people: int = 1000


@dataclass(frozen=True, slots=True)
class Excuses:
    """Shares per mille: covered elsewhere among those of working age, the others among all."""

    covered_elsewhere: int
    departed: int = 9
    refused: int = 15


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """One campaign. Its stages end on `stages`; those after `closes` are the extension.

    `block`: first four digits that follow area prefix 99 in its identity numbers; its own thousand.
    `recognised_by`: who is listed later pays in full first, so nobody joins the fully subsidised.
    """

    key: str
    year: int
    opens: date
    collects_from: date
    closes: date
    extended_to: date | None
    stages: tuple[date, ...]
    paces: tuple[Pace, ...]
    groups: frozenset[str]
    fully_subsidised: frozenset[str]
    excuses: Excuses
    counters: Counters
    vouchers: tuple[date, date]
    voucher_share: int
    block: int
    recognised_by: date | None = None


@dataclass(frozen=True, slots=True)
class VillagePlan:
    """One village: either `people` or `households` says how large it is; `quota` in people."""

    code: str
    pace: Pace
    people: int | None = None
    households: int | None = None
    quota: int | None = None

    def __post_init__(self) -> None:
        if (self.people is None) == (self.households is None):
            raise ValueError(f"village {self.code}: give either people or households")


def quota_villages(plan: CampaignPlan, quotas: Mapping[str, int]) -> list[VillagePlan]:
    """Villages with a printed quota; the paces go round from the largest quota downwards."""
    order = sorted(quotas, key=lambda code: (-quotas[code], code))
    return [
        VillagePlan(
            code=code,
            pace=(pace := plan.paces[rank % len(plan.paces)]),
            people=round(quotas[code] * pace.people / 1000),
            quota=quotas[code],
        )
        for rank, code in enumerate(order)
    ]
