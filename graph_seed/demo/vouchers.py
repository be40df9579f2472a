"""Who activated the e-voucher, and when: the young more than the old."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from facts.records import MemberRow, VoucherRow
from graph_seed.demo.hardship import age_on
from graph_seed.demo.plan import CampaignPlan

# Per cent of the planned share, by age below; estimates, 100 on the average of a rural roll.
_BY_AGE = ((16, 92), (45, 118), (60, 108), (70, 82), (200, 52))
_INFANT_DAYS = 30


def activation(rng: Random, plan: CampaignPlan, member: MemberRow) -> Iterator[VoucherRow]:
    """None or one row, from the plan's first day for vouchers to its last, never before birth."""
    age = age_on(member.birth, plan.opens)
    inclination = next(percent for below, percent in _BY_AGE if age < below)
    if rng.random() * 10_000 >= plan.voucher_share * inclination:
        return
    first, last = plan.vouchers
    earliest = max(first, member.birth + timedelta(days=_INFANT_DAYS))
    if earliest <= last:
        yield VoucherRow(member.key, _likely_late(rng, earliest, last))


def _likely_late(rng: Random, first: date, last: date) -> date:
    """Any day; campaigns for the voucher grow, so later ones are likelier."""
    days = (last - first).days + 1
    return first + timedelta(days=int(days * rng.random() ** 0.7))
