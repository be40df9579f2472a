"""What a transaction locks and reads before it decides: the room of its requests.

needs of all deeds ── find ──> keys ── lock ──> read what was locked ──> Room

Where neither people nor rolls are locked (payments, and most of what follows them), accounts are
locked as they are found, and one statement reads it all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, LiteralString

from facts.account import READ_ACCOUNTS, AccountFacts, facts_of, lock_and_read, native, seen_on
from facts.law import Law
from facts.law_in_force import LAW_WITHIN, law_of, read_law
from facts.lawbook import LawBook
from facts.request import Needs
from facts.room import Membership, PersonFacts, Room
from facts.season import TermsOf
from graph.gateway import Row, Transaction

# (:Participation)-[:IN]->(:Account)<-[:ON]-(:Payment)
FIND_PAYERS: LiteralString = """
  UNWIND $participations AS key MATCH (:Participation {key: key})-[:IN]->(a:Account)
  RETURN a.key AS account
  UNION
  UNWIND $payments AS key MATCH (:Payment {key: key})-[:ON]->(a:Account)
  RETURN a.key AS account
  UNION
  UNWIND $accounts AS key MATCH (a:Account {key: key})
  RETURN a.key AS account
"""
# (:Person)<-[:OF]-(:Participation)-[:IN]->(:Account)<-[:ON]-(:Payment)<-[:OF]-(:Refund)
FIND: LiteralString = (
    FIND_PAYERS
    + """
  UNION
  UNWIND $people AS key MATCH (:Person {key: key})<-[:OF]-(:Participation)-[:IN]->(a:Account)
  RETURN a.key AS account
  UNION
  UNWIND $people AS key MATCH (:Person {key: key})-[m:MEMBER_OF]->(h:Household) WHERE m.to IS NULL
  MATCH (s:Season) MATCH (a:Account {key: h.key + '|' + toString(s.key)})
  RETURN a.key AS account
  UNION
  UNWIND $refunds AS key MATCH (:Refund {key: key})-[:OF]->(:Payment)-[:ON]->(a:Account)
  RETURN a.key AS account
  UNION
  UNWIND $advances AS key
  MATCH (:Advance {key: key})-[:MOVED]->(:Subsidy)-[:FOR]->(:Participation)-[:IN]->(a:Account)
  RETURN a.key AS account
  UNION
  UNWIND $households AS key MATCH (s:Season) MATCH (a:Account {key: key + '|' + toString(s.key)})
  RETURN a.key AS account
"""
)
FIND_ACCOUNTS: LiteralString = (
    "CALL () {" + FIND + "}\nWITH account ORDER BY account\nRETURN collect(account) AS accounts"
)
SET_LOCKS: LiteralString = """
WITH account ORDER BY account
MATCH (a:Account {key: account})
SET a.lock = 1
RETURN collect(account) AS accounts
"""
LOCK_FOUND: LiteralString = "CALL () {" + FIND + "}" + SET_LOCKS
LOCK_PAYERS: LiteralString = "CALL () {" + FIND_PAYERS + "}" + SET_LOCKS

# rolls that people may enter or leave: those of their accounts and of where they go
FIND_ROSTERS: LiteralString = """
CALL () {
  UNWIND $accounts AS key MATCH (:Account {key: key})-[:ON]->(r:Roster) RETURN r.key AS roster
  UNION
  UNWIND $households AS key MATCH (:Household {key: key})-[l:LIVES_IN]->(v:Jurisdiction)
  WHERE l.to IS NULL
  MATCH (s:Season) MATCH (r:Roster {key: v.code + '|' + toString(s.key)}) RETURN r.key AS roster
  UNION
  UNWIND $villages AS code
  MATCH (s:Season) MATCH (r:Roster {key: code + '|' + toString(s.key)}) RETURN r.key AS roster
  UNION
  UNWIND $rosters AS key MATCH (r:Roster {key: key}) RETURN r.key AS roster
}
WITH roster ORDER BY roster
RETURN collect(roster) AS rosters
"""

# (:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(village), (:Listing)-[:OF]->(:Person)
READ_PEOPLE: LiteralString = """
UNWIND $people AS key
MATCH (p:Person {key: key})
RETURN collect({key: key, voucher_on: p.voucher_on,
  listings: COLLECT {
    MATCH (p)<-[:OF]-(l:Listing)
    RETURN l {.key, .category, since: l.from, until: l.to, .ended} ORDER BY l.key
  },
  memberships: COLLECT {
    MATCH (p)-[m:MEMBER_OF]->(h:Household)-[l:LIVES_IN]->(v:Jurisdiction) WHERE l.to IS NULL
    RETURN [h.key, v.code, m.relation, m.from, m.to] ORDER BY m.from, h.key
  },
  accounts: COLLECT {
    MATCH (p)<-[:OF]-(:Participation)-[:IN]->(a:Account) RETURN a.key ORDER BY a.key
  }
}) AS people
"""

# (:Refund)-[:OF]->(:Payment)
READ_PAYMENTS: LiteralString = """
RETURN date(datetime({epochMillis: datetime.transaction().epochMillis, timezone: '+08:00'})) AS day,
  COLLECT { MATCH (s:Season) RETURN [s.key, s.opens] } AS seasons,
  COLLECT {
    UNWIND $payments AS key MATCH (y:Payment {key: key}) RETURN y {.*}
  } AS payments,
  COLLECT {
    UNWIND $payments AS key MATCH (y:Payment {key: key})<-[:OF]-(f:Refund)
    RETURN f {.*, payment: y.key}
  } AS refunds"""
READ_ROOM: LiteralString = (
    READ_PAYMENTS
    + """,
  COLLECT {
    UNWIND $refunds AS key MATCH (f:Refund {key: key})-[:OF]->(y:Payment)
    RETURN f {.*, payment: y.key}
  } AS named,
  COLLECT {
    UNWIND $refunds AS key MATCH (:Refund {key: key})-[:OF]->(y:Payment) RETURN y {.*}
  } AS refunded,
  COLLECT {
    UNWIND $households AS key MATCH (:Household {key: key})-[l:LIVES_IN]->(v:Jurisdiction)
    WHERE l.to IS NULL RETURN [key, v.code]
  } AS households,
  COLLECT {
    UNWIND $villages AS code MATCH (v:Jurisdiction {code: code, level: 'VILLAGE'}) RETURN v.code
  } AS villages,
  COLLECT { UNWIND $rosters AS key MATCH (r:Roster {key: key}) RETURN [key, r.confirmed_on] }
    AS rosters,
  COLLECT {
    UNWIND $identities AS hash MATCH (:Identity {key: hash})-[:OF]->(p:Person)
    RETURN [hash, p.key, head(COLLECT {
      MATCH (p)-[m:MEMBER_OF]->(:Household)-[:LIVES_IN]->(v:Jurisdiction)
      RETURN left(v.code, 6) ORDER BY m.from DESC })]
  } AS identities
"""
)

# (:Advance)-[:MOVED]->(:Subsidy)-[:FOR]->(:Participation), and what took it back
READ_ADVANCES: LiteralString = """
UNWIND $advances AS key
MATCH (v:Advance {key: key})
RETURN v {.*} AS advance, COLLECT {
  MATCH (v)-[m:MOVED]->(b:Subsidy)-[:FOR]->(:Participation)-[:OF]->(p:Person)
  RETURN [p.key, b.group, m.from, m.to, m.amount_fen + coalesce(reduce(back = 0, fen IN COLLECT {
    MATCH (:Advance {reverses: key})-[r:MOVED]->(b) RETURN r.amount_fen } | back + fen), 0)]
  ORDER BY p.key, b.group
} AS moved
"""

READ_ALL: LiteralString = (
    "CALL () {"
    + READ_ACCOUNTS
    + "}\nCALL () {"
    + READ_ROOM
    + """}
CALL (accounts, households) {
WITH [one IN accounts | one.village] + [one IN households | one[1]] + $villages AS within"""
    + LAW_WITHIN
    + """}
RETURN accounts, day, seasons, payments, refunds, named, refunded, households, villages, rosters,
  identities, edges, extensions
"""
)

# the same where nothing else is needed: a plan goes through empty lists too, and takes its time
READ_PAYERS: LiteralString = (
    "CALL () {"
    + READ_ACCOUNTS
    + "}\nCALL () {"
    + READ_PAYMENTS
    + """}
CALL (accounts) {
WITH [one IN accounts | one.village] AS within"""
    + LAW_WITHIN
    + """}
RETURN accounts, day, seasons, payments, refunds, edges, extensions
"""
)


Wanted = dict[str, list[str]]  # keys, ascending, by the names of Needs


def together(needs: Iterable[Needs]) -> Wanted:
    """All keys that are needed."""
    found: dict[str, set[str]] = {one.name: set() for one in fields(Needs)}
    for one in needs:
        for name in found:
            found[name].update(getattr(one, name))
    return {name: sorted(keys) for name, keys in found.items()}


def is_payers(needs: Wanted) -> bool:
    """Whether nothing is needed but what LOCK_PAYERS finds."""
    return not any(keys for name, keys in needs.items() if name not in PAYERS_BY)


def payers_of(needs: Wanted) -> Wanted:
    """What LOCK_PAYERS is given."""
    return {name: needs[name] for name in PAYERS_BY}


@dataclass(frozen=True, slots=True)
class Read:
    """What was found under the locks; `row`: of READ_ROOM."""

    accounts: Mapping[str, AccountFacts]
    people: Sequence[PersonFacts]
    row: Row
    law: Law


async def read_room(
    transaction: Transaction,
    needs: Wanted,
    law: LawBook | TermsOf,
    locked: Sequence[str] | None = None,
) -> Room:
    """Lock people, rolls, accounts, keys ascending; then read. `locked`: these accounts are."""
    is_simple = not needs["people"] and not needs["rosters"]
    if is_payers(needs):
        read = await _payers(transaction, needs, law, locked)
    else:
        read = await (_at_once if is_simple else _in_turn)(transaction, needs, law)
    row = read.row
    return Room(
        today=row["day"].to_native(),
        law=read.law,
        opens=_opens(row),
        accounts=dict(read.accounts),
        people={person.key: person for person in read.people},
        households=dict(row["households"]),
        villages=frozenset(row["villages"]),
        rosters={key: native(day) for key, day in row["rosters"]},
        payments={one["key"]: _days(one) for one in (*row["payments"], *row["refunded"])},
        refunds={one["key"]: _days(one) for one in (*row["refunds"], *row["named"])},
        advances=await _advances(transaction, needs["advances"]),
        identities={key: {"person": who, "county": at} for key, who, at in row["identities"]},
    )


async def _payers(
    transaction: Transaction, needs: Wanted, law: LawBook | TermsOf, locked: Sequence[str] | None
) -> Read:
    """Once they are locked a new statement reads: it sees what rivals did until then."""
    if locked is None:
        [found] = await transaction.run(LOCK_PAYERS, **payers_of(needs))
        locked = found["accounts"]
    [row] = await transaction.run(READ_PAYERS, keys=locked, payments=needs["payments"])
    return _read(NOTHING_ELSE | row, law)


async def _at_once(transaction: Transaction, needs: Wanted, law: LawBook | TermsOf) -> Read:
    """Two statements: what is found is locked; then a new one reads."""
    [found] = await transaction.run(LOCK_FOUND, **{name: needs[name] for name in FOUND_BY})
    asked = {name: needs[name] for name in READ_BY}
    [row] = await transaction.run(READ_ALL, keys=found["accounts"], rosters=[], **asked)
    return _read(row, law)


def _read(row: Row, law: LawBook | TermsOf) -> Read:
    accounts = {one["key"]: facts_of(one) for one in row["accounts"]}
    return Read(accounts, [], row, law_of(law, _opens(row), row))


async def _in_turn(transaction: Transaction, needs: Wanted, law: LawBook | TermsOf) -> Read:
    """People before rolls before accounts."""
    people, villages = needs["people"], needs["villages"]
    [found] = await transaction.run(FIND_ACCOUNTS, **{name: needs[name] for name in FOUND_BY})
    others = {name: needs[name] for name in ("households", "villages", "rosters")}
    keys = sorted({*found["accounts"], *needs["accounts"]})
    [rolls] = await transaction.run(FIND_ROSTERS, accounts=keys, **others)
    locked = await lock_and_read(transaction, people, rolls["rosters"], found["accounts"])
    [listed] = await transaction.run(READ_PEOPLE, people=people)
    known = [_person(row) for row in listed["people"]]
    asked = {name: needs[name] for name in READ_BY}
    [row] = await transaction.run(READ_ROOM, rosters=rolls["rosters"], **asked)
    where = {account.village for account in locked.values()} | set(villages)
    where |= {village for _, village in row["households"]}
    where |= {one.village for person in known for one in person.memberships}
    return Read(locked, known, row, await read_law(transaction, law, _opens(row), sorted(where)))


def _opens(row: Row) -> dict[int, date]:
    return {year: day.to_native() for year, day in row["seasons"]}


async def _advances(transaction: Transaction, keys: Sequence[str]) -> dict[str, Row]:
    if not keys:
        return {}
    rows = await transaction.run(READ_ADVANCES, advances=keys)
    return {one["advance"]["key"]: {**_days(one["advance"]), "moved": one["moved"]} for one in rows}


FOUND_BY = (
    "participations",
    "people",
    "payments",
    "refunds",
    "advances",
    "accounts",
    "households",
)
PAYERS_BY = ("participations", "payments", "accounts")  # what payments and dispositions name
NOTHING_ELSE: Row = dict.fromkeys(
    ("named", "refunded", "households", "villages", "rosters", "identities"), ()
)
READ_BY = ("payments", "refunds", "households", "villages", "identities")


def _person(row: Row) -> PersonFacts:
    return PersonFacts(
        row["key"],
        tuple(_listing(one) for one in row["listings"]),
        tuple(
            Membership(home, village, relation, since.to_native(), native(until))
            for home, village, relation, since, until in row["memberships"]
        ),
        native(row["voucher_on"]),
        tuple(row["accounts"]),
    )


def _listing(row: Row) -> Row:
    ended = row.pop("ended")
    days = {"since": native(row["since"]), "until": native(row["until"])}
    return {**row, **days, "end_seen": seen_on(ended) if ended else None}


def _days(row: Row) -> Row:
    """With days of Python."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> object:
    return value.to_native() if hasattr(value, "to_native") else value
