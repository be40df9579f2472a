"""Recorded Changes against what the policy would work out today; only reported, never mended."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from facts.account import READ_ACCOUNTS, facts_of
from facts.change import OWED_NAMES
from facts.owing import Owed
from facts.recount import Count, Kind, Net, Plain, Subject
from facts.season import TermsOf
from graph.gateway import Row, Store
from policy.ledger import SubsidyValue
from policy.roll import AccountValue, account_steps
from policy.steps import Step, shifts
from policy.timeline import Value, timeline

V = TypeVar("V", Value, AccountValue, SubsidyValue)


async def retrace(store: Store, counts: dict[str, Count], terms_of: TermsOf) -> list[str]:
    """The keys of participations, households, subsidies whose Changes would be others today."""
    known = Known.of(one for count in counts.values() for one in count.subjects)
    [row] = await store.read(READ_ACCOUNTS, keys=known.accounts)
    return [key for account in row["accounts"] for key in _differing(account, known, terms_of)]


@dataclass(frozen=True, slots=True)
class Known:
    """What the Changes on record say, by key; the subsidies of each participation."""

    nets: dict[str, Net]
    accounts: list[str]
    subsidies: defaultdict[str, set[str]]

    @classmethod
    def of(cls, subjects: Iterable[Subject]) -> "Known":
        known = cls({}, [], defaultdict(set))
        for one in subjects:
            known.nets[one.key] = _standing(one.net)
            if one.kind is Kind.HOUSEHOLD:
                known.accounts.append(one.key)
            if one.kind is Kind.SUBSIDY:
                known.subsidies["|".join(one.key.split("|")[:2])].add(one.key)
        return known


def _differing(account: Row, known: Known, terms_of: TermsOf) -> Iterable[str]:
    facts = facts_of(account)
    year = account["key"].rpartition("|")[2]
    terms = terms_of(facts.village)
    members = {person: timeline(one, terms) for person, one in facts.people.items()}
    for person, steps in members.items():
        key = f"{person}|{year}"
        if key in known.nets and _net(steps) != known.nets[key]:
            yield key
        owed = Owed(steps, facts.movements.get(person, ()), terms).ledgers()
        ledgers = {f"{key}|{group}": ledger for group, ledger in owed.items()}
        for subsidy in sorted({*ledgers, *known.subsidies[key]}):
            if _net(ledgers.get(subsidy, ())) != known.nets.get(subsidy, Counter()):
                yield subsidy
    household = account_steps(facts.village, list(members.values()))
    if _net(household) != known.nets[account["key"]]:
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


def _plain(value: Value | AccountValue | SubsidyValue) -> Plain:
    if isinstance(value, SubsidyValue):
        return tuple(getattr(value, name) for name in OWED_NAMES)
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
