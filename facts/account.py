"""Accounts: the households of a season with all facts about their people, as a writer reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, LiteralString

from graph.gateway import Row, Transaction
from policy.ledger import Movement, Station, requests
from policy.timeline import Disposed, Due, Listed, Moved, ParticipationFacts, Settled
from policy.vocabulary import Channel, State

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Share:
    """What a payment settles of one person's due; negative: taken back. `order` as in Settled."""

    payment: str
    person: str
    settled: Settled


@dataclass(frozen=True, slots=True)
class Money:
    """A payment as far as it is of this account; negative: taken back."""

    key: str
    amount_fen: int
    surplus_fen: int  # of the amount, what settles nothing
    paid_on: date
    channel: Channel
    reverses: str | None = None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """`people`: by the key of the person; `key` is household|year."""

    key: str
    village: str
    people: Mapping[str, ParticipationFacts]
    shares: tuple[Share, ...] = ()
    payments: tuple[Money, ...] = ()
    confirmed_on: date | None = None  # of the roll it stands on
    movements: Mapping[str, tuple[Movement, ...]] = field(default_factory=dict)  # by person
    specials: Mapping[str, Row] = field(default_factory=dict)  # a person's special enrolment

    @property
    def household(self) -> str:
        return self.key.rpartition("|")[0]

    @property
    def year(self) -> int:
        return int(self.key.rpartition("|")[2])

    def with_person(self, person: str, facts: ParticipationFacts) -> "AccountFacts":
        return replace(self, people={**self.people, person: facts})

    def without(self, person: str) -> "AccountFacts":
        rest = {key: facts for key, facts in self.people.items() if key != person}
        return replace(
            self, people=rest, shares=tuple(s for s in self.shares if s.person != person)
        )

    def settle(self, payment: str, person: str, settled: Settled) -> "AccountFacts":
        """With one share more."""
        facts = self.people[person]
        settlements = (*facts.settlements, settled)
        changed = self.with_person(person, replace(facts, settlements=settlements))
        return replace(changed, shares=(*self.shares, Share(payment, person, settled)))


# people before rosters before accounts, keys ascending: all writers lock in this order
LOCK_PEOPLE: LiteralString = """
UNWIND $keys AS key
MATCH (p:Person {key: key})
SET p.lock = 1
"""

LOCK_ROSTERS: LiteralString = """
UNWIND $keys AS key
MATCH (r:Roster {key: key})
SET r.lock = 1
"""

LOCK_ACCOUNTS: LiteralString = """
UNWIND $keys AS key
MATCH (a:Account {key: key})
SET a.lock = 1
"""

# (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)-[:OF]->(:Person)<-[:OF]-(:Listing)
# (:Account)<-[:ON]-(:Payment)-[:SETTLES]->(:Participation)<-[:ON]-(:Disposition or :Placing)
READ_ACCOUNTS: LiteralString = """
UNWIND $keys AS key
MATCH (a:Account {key: key})
RETURN collect({key: a.key, village: a.village,
  confirmed_on: head(COLLECT { MATCH (a)-[:ON]->(r:Roster) RETURN r.confirmed_on }),
  payments: COLLECT {
    MATCH (a)<-[o:ON]-(y:Payment)
    RETURN [y.key, coalesce(o.amount_fen, y.amount_fen), coalesce(o.surplus_fen, 0), y.paid_on,
      y.channel, y.reverses] ORDER BY y.recorded, y.key
  },
  people: COLLECT {
    MATCH (a)<-[:IN]-(n:Participation)-[:OF]->(p:Person)
    RETURN {
      person: p.key, entered_on: n.entered_on, village: n.entry_village, voucher_on: p.voucher_on,
      special: CASE WHEN n.special_event IS NULL THEN null ELSE n {.special_event,
        .special_event_on, .special_on, .special_due_fen, .special_full, .special_decision} END,
      listings: COLLECT {
        MATCH (p)<-[:OF]-(l:Listing) RETURN [l.category, l.from, l.to, l.ended] ORDER BY l.key
      },
      settlements: COLLECT {
        MATCH (n)<-[s:SETTLES]-(y:Payment)
        RETURN [y.key, y.paid_on, s.amount_fen, s.due_fen, s.subsidy_fen, s.category]
        ORDER BY s.order, y.recorded, y.key
      },
      dispositions: COLLECT {
        MATCH (n)<-[:ON]-(d:Disposition) RETURN [d.on, d.state] ORDER BY d.order
      },
      movements: COLLECT {
        MATCH (n)<-[:FOR]-(b:Subsidy)<-[m:MOVED]-(v:Advance)
        RETURN [v.on, b.group, m.from, m.to, m.amount_fen, m.full, b.category, m.person_fen]
        ORDER BY v.recorded, v.key
      },
      placings: COLLECT {
        MATCH (n)<-[:ON]-(g:Placing) RETURN [g.on, g.village] ORDER BY g.order
      }
    } ORDER BY p.key
  }
}) AS accounts
"""


async def lock_and_read(
    transaction: Transaction, people: Sequence[str], rosters: Sequence[str], keys: Sequence[str]
) -> dict[str, AccountFacts]:
    """Lock, then read in a new statement what was locked."""
    for statement, locked in ((LOCK_PEOPLE, people), (LOCK_ROSTERS, rosters)):
        if locked:
            await transaction.run(statement, keys=sorted(locked))
    await transaction.run(LOCK_ACCOUNTS, keys=sorted(keys))
    [row] = await transaction.run(READ_ACCOUNTS, keys=sorted(keys))
    return {account["key"]: facts_of(account) for account in row["accounts"]}


def facts_of(row: Row) -> AccountFacts:
    """An account of READ_ACCOUNTS."""
    shares = [
        Share(payment, person["person"], _settled(order, *share))
        for person in row["people"]
        for order, (payment, *share) in enumerate(person["settlements"])
    ]
    return AccountFacts(
        row["key"],
        row["village"],
        {person["person"]: _facts(person) for person in row["people"]},
        tuple(shares),
        tuple(_money(*payment) for payment in row["payments"]),
        native(row["confirmed_on"]),
        movements={
            p["person"]: movements_of(p["movements"]) for p in row["people"] if p["movements"]
        },
        specials={p["person"]: p["special"] for p in row["people"] if p["special"]},
    )


def _facts(row: Row) -> ParticipationFacts:
    return ParticipationFacts(
        entered_on=row["entered_on"].to_native(),
        village=row["village"],
        listings=listings_of(row["listings"]),
        settlements=tuple(
            _settled(order, *share) for order, (_, *share) in enumerate(row["settlements"])
        ),
        dispositions=tuple(
            Disposed(on.to_native(), order, State(state))
            for order, (on, state) in enumerate(row["dispositions"])
        ),
        moves=tuple(
            Moved(on.to_native(), village, order)
            for order, (on, village) in enumerate(row["placings"])
        ),
        voucher_on=native(row["voucher_on"]),
        requested=requests(movements_of(row["movements"])),
        special=_special(row["special"]),
    )


def movements_of(rows: list[list[Any]]) -> tuple[Movement, ...]:
    return tuple(_movement(order, *row) for order, row in enumerate(rows))


def _movement(
    order: int,
    on: Any,
    group: str,
    source: str | None,
    target: str,
    amount_fen: int,
    full: bool | None = None,
    category: str | None = None,
    person_fen: int | None = None,
) -> Movement:
    """A row of `movements`; the last three of those that found somebody fully subsidised."""
    held = Due(0, person_fen or 0, category, is_free=True) if full else None
    at = Station(source) if source else None
    return Movement(on.to_native(), group, at, Station(target), amount_fen, order, held)


def _settled(
    order: int, on: Any, amount: int, due: int, subsidy: int, category: str | None
) -> Settled:
    return Settled(on.to_native(), amount, Due(due, subsidy, category), order)


def _money(
    key: str, amount: int, surplus: int, on: Any, channel: str, reverses: str | None
) -> Money:
    return Money(key, amount, surplus, on.to_native(), Channel(channel), reverses)


def _special(row: Row | None) -> Due | None:
    """What a special enrolment makes due, where that is not what the groups make of it."""
    if row is None or row["special_due_fen"] is None:
        return None
    return Due(row["special_due_fen"], 0, is_free=bool(row["special_full"]))


def listings_of(rows: list[tuple[str, Any, Any, int | None]]) -> tuple[Listed, ...]:
    """Rows of category, first day, day of the end, instant at which the end came on record."""
    return tuple(
        Listed(
            category,
            since.to_native(),
            native(until),
            seen_on(ended) if ended else None,
        )
        for category, since, until, ended in rows
    )


def native(day: Any) -> date | None:
    """A day of the graph as Python's."""
    found: date | None = day.to_native() if day is not None else None
    return found


def seen_on(recorded: int) -> date:
    """The civil day of an instant in epoch milliseconds."""
    return datetime.fromtimestamp(recorded / 1000, CHINA).date()
