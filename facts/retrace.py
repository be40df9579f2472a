"""Recorded Changes against what the policy would work out today; only reported, never mended."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

from facts.account import READ_ACCOUNTS, facts_of
from facts.recount import Count, Net, Plain, Subject
from facts.season import TermsOf
from graph.gateway import Row, Store
from policy.roll import AccountValue, account_steps
from policy.steps import Step, shifts
from policy.timeline import Value, timeline

V = TypeVar("V", Value, AccountValue)


async def retrace(store: Store, counts: dict[str, Count], terms_of: TermsOf) -> list[str]:
    """The keys of participations and households whose Changes the policy would not write so."""
    subjects = {one.key: one for count in counts.values() for one in count.subjects}
    accounts = sorted(one.key for one in subjects.values() if one.is_household)
    [row] = await store.read(READ_ACCOUNTS, keys=accounts)
    return [key for account in row["accounts"] for key in _differing(account, subjects, terms_of)]


def _differing(account: Row, subjects: dict[str, Subject], terms_of: TermsOf) -> Iterable[str]:
    facts = facts_of(account)
    year = account["key"].rpartition("|")[2]
    terms = terms_of(facts.village)
    members = {person: timeline(known, terms) for person, known in facts.people.items()}
    for person, steps in members.items():
        key = f"{person}|{year}"
        if key in subjects and _net(steps) != _standing(subjects[key].net):
            yield key
    household = account_steps(facts.village, list(members.values()))
    if _net(household) != _standing(subjects[account["key"]].net):
        yield account["key"]


def _standing(net: Net) -> Net:
    return Counter({at: number for at, number in net.items() if number})


def _net(steps: Sequence[Step[V]]) -> Net:
    net: Net = Counter()
    for shift in shifts(tuple(steps)):
        for value, sign in ((shift.before, -1), (shift.after, 1)):
            if value is not None:
                net[shift.on.isoformat(), _plain(value)] += sign
    return _standing(net)


def _plain(value: Value | AccountValue) -> Plain:
    if isinstance(value, AccountValue):
        return (value.village, value.settled)
    return (
        value.village,
        value.state.value,
        value.due_fen,
        value.subsidy_fen,
        value.category,
        value.categories,
        value.e_voucher,
    )
