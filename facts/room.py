"""What a transaction has locked and read, and what one request of it is about to change.

Room   all of it, as the requests before have left it
Desk   one deed: reads the room, changes copies, collects rows; the room takes them over at once
       or not at all
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from facts.account import AccountFacts
from facts.change import Origin
from facts.following import Following
from facts.law import Law
from facts.request import Refused
from facts.sums import add_money
from facts.told import Rows, Told
from graph.gateway import Row
from policy.enrolment import EnrolmentDecision
from policy.scheme import Scheme
from policy.timeline import ParticipationFacts, Terms
from policy.vocabulary import Channel


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody belongs to a household from a day, until before a day."""

    household: str
    village: str
    relation: str | None
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Who somebody is, whatever the year."""

    key: str
    listings: tuple[Row, ...] = ()  # key, category, from, to
    memberships: tuple[Membership, ...] = ()  # oldest first
    voucher_on: date | None = None
    accounts: tuple[str, ...] = ()  # those that count this person

    @property
    def home(self) -> Membership | None:
        return next((one for one in self.memberships if one.until is None), None)


@dataclass
class Room:
    """Keys are those of the graph; what is not there was not found."""

    today: date
    law: Law
    opens: Mapping[int, date]
    accounts: dict[str, AccountFacts]
    people: dict[str, PersonFacts] = field(default_factory=dict)
    households: dict[str, str] = field(default_factory=dict)  # the village it lives in
    villages: frozenset[str] = frozenset()
    rosters: dict[str, date | None] = field(default_factory=dict)  # confirmed on
    payments: dict[str, Row] = field(default_factory=dict)
    refunds: dict[str, Row] = field(default_factory=dict)
    identities: dict[str, Row] = field(default_factory=dict)  # by hash: whose, of which county
    advances: dict[str, Row] = field(default_factory=dict)
    windows: dict[tuple[str, date, date | None], EnrolmentDecision] = field(
        default_factory=dict
    )  # what was decided for another payment: scheme, day, end of the extension
    following: Following = field(init=False)
    counts: dict[tuple[str, int], str] = field(init=False)  # the account that counts somebody

    def __post_init__(self) -> None:
        self.following = Following(self.law)
        self.counts = {}
        for account in self.accounts.values():
            self.count_in(account)

    def count_in(self, account: AccountFacts) -> None:
        self.counts.update(((person, account.year), account.key) for person in account.people)


@dataclass
class Desk:
    """One deed; nothing of it reaches the room before `done`."""

    room: Room
    receipt: str
    by: str | None = None
    accounts: dict[str, AccountFacts] = field(default_factory=dict)  # those that changed
    people: dict[str, PersonFacts] = field(default_factory=dict)
    households: dict[str, str] = field(default_factory=dict)
    rosters: dict[str, date | None] = field(default_factory=dict)
    refunds: dict[str, Row] = field(default_factory=dict)
    identities: dict[str, Row] = field(default_factory=dict)
    rows: Rows = field(default_factory=lambda: defaultdict(list))
    origins: dict[str, dict[date, Origin]] = field(default_factory=dict)
    moved: dict[tuple[str, int], str] = field(default_factory=dict)  # came to this account
    money: list[tuple[int, str, date, Channel, int, int]] = field(default_factory=list)

    def write(self, statement: LiteralString, row: Row) -> None:
        self.rows[statement].append(row)

    def account(self, key: str) -> AccountFacts | None:
        return self.accounts.get(key) or self.room.accounts.get(key)

    def holding(self, person: str, year: int) -> AccountFacts | None:
        """The account that counts somebody in a year."""
        key = self.moved.get((person, year)) or self.room.counts.get((person, year))
        return self.account(key) if key else None

    def person(self, key: str) -> PersonFacts | None:
        return self.people.get(key) or self.room.people.get(key)

    def village_of(self, household: str) -> str | None:
        return self.households.get(household) or self.room.households.get(household)

    def put(self, account: AccountFacts) -> None:
        self.accounts[account.key] = account

    def change(
        self, account: AccountFacts, person: str, facts: ParticipationFacts, on: date, why: Origin
    ) -> None:
        """Other facts of one person of an account, and what made the difference of a day."""
        self.put(account.with_person(person, facts))
        self.because(person, on, why)

    def because(self, person: str, on: date, why: Origin) -> None:
        self.origins.setdefault(person, {})[on] = why

    def terms(self, account: AccountFacts) -> Terms:
        return self.room.law.terms(account.village, account.year)

    def scheme(self, account: AccountFacts) -> Scheme | None:
        return self.room.law.scheme(account.village, account.year)

    def opens(self, year: int) -> date:
        opens = self.room.opens.get(year)
        if opens is None:
            known = "、".join(str(one) for one in sorted(self.room.opens))
            raise Refused("UNKNOWN", f"{year} 年度尚未开始；已有：{known or '无'}", "year")
        return opens

    def check_day(self, on: date, year: int, field: str) -> None:
        """A fact is of a day from the opening of its season to today."""
        opens = self.opens(year)
        if on > self.room.today:
            message = f"日期 {on} 晚于今天 {self.room.today}"
            raise Refused("FUTURE_DATE", message, field)
        if on < opens:
            raise Refused("BEFORE_ENTRY", f"日期 {on} 早于本年度开始日 {opens}", field)

    def check_past(self, on: date, field: str) -> None:
        if on > self.room.today:
            message = f"日期 {on} 晚于今天 {self.room.today}"
            raise Refused("FUTURE_DATE", message, field)

    def pay_in(
        self, account: AccountFacts, on: date, channel: Channel, amount_fen: int, count: int
    ) -> None:
        """Money of an account for the sums; `count`: 0 where the payment is counted elsewhere."""
        self.money.append((account.year, account.village, on, channel, amount_fen, count))

    def done(self) -> None:
        """The room takes over what this deed changed, with all that follows."""
        room, following = self.room, self.room.following
        touched = {key: room.accounts[key] for key in self.accounts if key in room.accounts}
        following.follow(touched, self.accounts, Told(self.receipt, self.by, self.origins))
        for year, village, on, channel, amount_fen, count in self.money:
            add_money(following.of_year(year), village, on, channel, amount_fen, count)
        for statement, rows in self.rows.items():
            following.rows[statement] += rows
        room.accounts.update(self.accounts)
        for account in self.accounts.values():
            room.count_in(account)
        room.people.update(self.people)
        room.households.update(self.households)
        room.rosters.update(self.rosters)
        room.refunds.update(self.refunds)
        room.identities.update(self.identities)


def clause_of(scheme: Scheme | None, key: str) -> tuple[str, str] | None:
    """Notice and number of the clause behind one of the scheme's standards or rules."""
    for rule in scheme.rules if scheme else ():
        if rule.key == key:
            return rule.clause.notice, rule.clause.number
    return None
