"""The rows of the hardship lists: since when, until when, and which list names the person."""

from collections.abc import Container, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from facts.records import HouseholdRow, ListingRow, MemberRow
from graph_seed.demo.hardship import BY_KEY
from graph_seed.demo.payments import Visit
from graph_seed.demo.plan import CampaignPlan

_JOINS_SHARE = 0.04
_ENDS_SHARE = 0.015
_LISTED_AFTER_PAYING_SHARE = 0.002
_GAINED_IN_WINDOW = ("subsistence_allowance", "monitored", "marginal", "severe_disability")


def joiners(
    rng: Random,
    plan: CampaignPlan,
    households: Sequence[HouseholdRow],
    subsidised: Container[str],
) -> frozenset[str]:
    """The fully subsidised who come onto their list in the window, before their household pays."""
    if plan.recognised_by is not None:
        return frozenset()
    return frozenset(
        member.key
        for home in households
        for member in home.members
        if member.key in subsidised and rng.random() < _JOINS_SHARE
    )


def rows(
    rng: Random,
    plan: CampaignPlan,
    member: MemberRow,
    keys: Sequence[str],
    joins: bool,
    visit: Visit | None,
) -> Iterator[ListingRow]:
    """All listings of one person, given when the household pays, if it does."""
    for key in keys:
        if key not in plan.fully_subsidised:
            yield _partly_subsidised(rng, plan, member, key)
        elif not joins:
            yield _before(rng, plan, member, key)
        elif visit is not None and visit.paid_on <= plan.closes:
            since = _day(rng, visit.since, visit.paid_on)
            yield _listing(member.key, key, since, since)
    if not keys and visit is not None and member in visit.due.payers:
        yield from _after_paying(rng, plan, member, visit)


def _before(
    rng: Random, plan: CampaignPlan, member: MemberRow, key: str, until: date | None = None
) -> ListingRow:
    """On the list since some day before the season, named by the last list before it."""
    last = plan.opens - timedelta(days=20)
    first = max(date(min(BY_KEY[key].first_year, last.year), 1, 1), member.birth)
    since = _day(rng, first, max(first, last))
    return _listing(member.key, key, since, max(since, last), until)


def _partly_subsidised(rng: Random, plan: CampaignPlan, member: MemberRow, key: str) -> ListingRow:
    """As before the season; a few leave the list while the window is open."""
    if rng.random() < _ENDS_SHARE:
        until = _day(rng, plan.opens + timedelta(days=1), plan.closes)
        return _before(rng, plan, member, key, until)
    return _before(rng, plan, member, key)


def _after_paying(
    rng: Random, plan: CampaignPlan, member: MemberRow, visit: Visit
) -> Iterator[ListingRow]:
    """A few are listed only after they have paid, which changes their groups, not their state."""
    first = (visit.second or visit.paid_on) + timedelta(days=1)
    if first <= plan.closes and rng.random() < _LISTED_AFTER_PAYING_SHARE:
        key = rng.choice([key for key in _GAINED_IN_WINDOW if key in plan.groups])
        since = _day(rng, first, plan.closes)
        yield _listing(member.key, key, since, since)


def _day(rng: Random, first: date, last: date) -> date:
    """Any day from the first to the last, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def _listing(
    person: str, key: str, since: date, printed: date, until: date | None = None
) -> ListingRow:
    """`printed`: a day of the month whose list names the person."""
    group = BY_KEY[key]
    source = f"{printed.year}年{printed.month}月{group.name}名单（演示数据）"
    return ListingRow(person, key, since, until, source, group.department)
