"""Accounts: the households of a season with all facts about their people, as a writer reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, LiteralString

from facts.receipt import today
from graph.gateway import Row, Transaction
from policy.timeline import Disposed, Due, Listed, ParticipationFacts, Settled
from policy.vocabulary import State

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """`people`: by the key of the person; `key` is household|year."""

    key: str
    village: str
    people: dict[str, ParticipationFacts]


# (:Account)<-[:IN]-(:Participation {key: person|year})
FIND_ACCOUNTS: LiteralString = """
UNWIND $people AS person
MATCH (:Participation {key: person + '|' + toString($year)})-[:IN]->(a:Account)
RETURN collect(DISTINCT a.key) AS keys
"""

# people before accounts, keys ascending: all writers lock in this order
LOCK_PEOPLE: LiteralString = """
UNWIND $keys AS key
MATCH (p:Person {key: key})
SET p.lock = 1
"""

LOCK_ACCOUNTS: LiteralString = """
UNWIND $keys AS key
MATCH (a:Account {key: key})
SET a.lock = 1
"""

# (:Account)<-[:IN]-(:Participation)-[:OF]->(:Person)<-[:OF]-(:Listing)
# (:Payment)-[:SETTLES]->(:Participation)<-[:ON]-(:Disposition)
READ_ACCOUNTS: LiteralString = """
UNWIND $keys AS key
MATCH (a:Account {key: key})
RETURN collect({key: a.key, village: a.village, people: COLLECT {
  MATCH (a)<-[:IN]-(n:Participation)-[:OF]->(p:Person)
  RETURN {
    person: p.key, entered_on: n.entered_on, village: n.entry_village, voucher_on: p.voucher_on,
    listings: COLLECT {
      MATCH (p)<-[:OF]-(l:Listing) RETURN [l.category, l.from, l.to, l.ended] ORDER BY l.key
    },
    settlements: COLLECT {
      MATCH (n)<-[s:SETTLES]-(y:Payment)
      RETURN [y.paid_on, s.amount_fen, s.due_fen, s.subsidy_fen, s.category]
      ORDER BY s.order, y.recorded, y.key
    },
    dispositions: COLLECT {
      MATCH (n)<-[:ON]-(d:Disposition) RETURN [d.on, d.state] ORDER BY d.order
    }
  } ORDER BY p.key
}}) AS accounts
"""


async def accounts_of(transaction: Transaction, year: int, people: Sequence[str]) -> list[str]:
    """The keys of the accounts that hold these people, ascending."""
    [row] = await transaction.run(FIND_ACCOUNTS, people=list(people), year=year)
    return sorted(row["keys"])


async def lock_and_read(
    transaction: Transaction, people: Sequence[str], accounts: Sequence[str]
) -> tuple[dict[str, AccountFacts], date]:
    """Lock, then read in a new statement what was locked; and the engine's civil day."""
    await transaction.run(LOCK_PEOPLE, keys=sorted(people))
    await transaction.run(LOCK_ACCOUNTS, keys=sorted(accounts))
    [row] = await transaction.run(READ_ACCOUNTS, keys=sorted(accounts))
    found = {account["key"]: facts_of(account) for account in row["accounts"]}
    return found, await today(transaction)


def facts_of(row: Row) -> AccountFacts:
    """An account of READ_ACCOUNTS."""
    people = {person["person"]: _facts(person) for person in row["people"]}
    return AccountFacts(row["key"], row["village"], people)


def _facts(row: Row) -> ParticipationFacts:
    return ParticipationFacts(
        entered_on=row["entered_on"].to_native(),
        village=row["village"],
        listings=listings_of(row["listings"]),
        settlements=tuple(
            Settled(on.to_native(), amount, Due(due, subsidy, category), order)
            for order, (on, amount, due, subsidy, category) in enumerate(row["settlements"])
        ),
        dispositions=tuple(
            Disposed(on.to_native(), order, State(state))
            for order, (on, state) in enumerate(row["dispositions"])
        ),
        voucher_on=row["voucher_on"].to_native() if row["voucher_on"] else None,
    )


def listings_of(rows: list[tuple[str, Any, Any, int | None]]) -> tuple[Listed, ...]:
    """Rows of category, first day, day of the end, instant at which the end came on record."""
    return tuple(
        Listed(
            category,
            since.to_native(),
            until.to_native() if until else None,
            seen_on(ended) if ended else None,
        )
        for category, since, until, ended in rows
    )


def seen_on(recorded: int) -> date:
    """The civil day of an instant in epoch milliseconds."""
    return datetime.fromtimestamp(recorded / 1000, CHINA).date()
