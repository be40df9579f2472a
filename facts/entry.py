"""Entries: the households of a village come onto the roll of a season.

    household keys ── enter ──> (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)-[:OF]->(:Person)

The first value of a participation stands in it (`entry_…`), the present one too (`now_…`); what
follows from facts that are already on record (a list that begins in mid-season) is a Change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from facts.account import LOCK_PEOPLE, listings_of
from facts.change import (
    Cause,
    change_rows,
    properties,
    record_account_changes,
    record_changes,
)
from facts.receipt import answer, take_receipt
from facts.season import Season, TermsOf
from facts.sums import Sums, add_entry, add_households, add_shifts, no_sums, write_sums
from graph.gateway import Row, Store, Transaction
from policy.roll import account_steps
from policy.steps import Step, shifts
from policy.timeline import ParticipationFacts, Value, timeline

FIND_MEMBERS: LiteralString = """
UNWIND $households AS key
MATCH (:Household {key: key})<-[m:MEMBER_OF]-(p:Person) WHERE m.to IS NULL
WITH p.key AS person ORDER BY person
RETURN collect(person) AS people
"""

# who is on the roll already; as a condition of the next statement it was planned as a scan
FIND_ENTERED: LiteralString = """
RETURN COLLECT { MATCH (a:Account) WHERE a.key IN $accounts RETURN a.household } AS households,
  COLLECT { MATCH (n:Participation) WHERE n.key IN $participations RETURN n.key } AS participations
"""

# (:Household)-[:LIVES_IN]->(village), (:Person)-[:MEMBER_OF]->(:Household)
READ_HOUSEHOLDS: LiteralString = """
UNWIND $households AS key
MATCH (h:Household {key: key})-[lives:LIVES_IN]->(v:Jurisdiction)
WHERE lives.to IS NULL
RETURN collect({household: key, village: v.code, people: COLLECT {
  MATCH (h)<-[m:MEMBER_OF]-(p:Person)
  WHERE m.to IS NULL
  RETURN {person: p.key, voucher_on: p.voucher_on, listings: COLLECT {
    MATCH (p)<-[:OF]-(l:Listing) RETURN [l.category, l.from, l.to, l.ended] ORDER BY l.key
  }} ORDER BY p.key
}}) AS households
"""

MERGE_ROSTERS: LiteralString = """
UNWIND $villages AS village
MERGE (r:Roster {key: village + '|' + toString($year)})
  ON CREATE SET r.village = village, r.year = $year
SET r.lock = 1
"""

# (:Account)-[:ON]->(:Roster)
CREATE_ACCOUNTS: LiteralString = """
UNWIND $rows AS row
MATCH (r:Roster {key: row.roster})
CREATE (a:Account)-[:ON]->(r)
SET a += row.account, a.recorded = datetime.transaction().epochMillis
"""

# (:Participation)-[:OF]->(:Person), (:Participation)-[:IN]->(:Account)
CREATE_PARTICIPATIONS: LiteralString = """
UNWIND $rows AS row
MATCH (p:Person {key: row.person}), (a:Account {key: row.account})
CREATE (n:Participation)-[:OF]->(p)
CREATE (n)-[:IN]->(a)
SET n += row.participation, n.recorded = datetime.transaction().epochMillis
"""


@dataclass
class Entry:
    """What one chunk of households writes."""

    accounts: list[Row] = field(default_factory=list)
    participations: list[Row] = field(default_factory=list)
    changes: list[Row] = field(default_factory=list)
    account_changes: list[Row] = field(default_factory=list)
    sums: Sums = field(default_factory=no_sums)


async def enter(
    store: Store, receipt: str, season: Season, households: Sequence[str], terms_of: TermsOf
) -> int:
    """Put households on the roll from the day the season opens; how many people came new.

    At most 1,000 people at once: the sequence is held while the transaction commits.
    """
    keys = sorted(households)

    async def body(transaction: Transaction) -> int:
        done = await take_receipt(transaction, receipt, keys)
        if done is not None:
            return int(done)
        found = await _not_entered(transaction, season.year, keys)
        people = [person["person"] for home in found for person in home["people"]]
        villages = sorted({home["village"] for home in found})
        await transaction.run(MERGE_ROSTERS, villages=villages, year=season.year)
        entry = Entry()
        for home in found:
            _enter_household(entry, receipt, season, home, terms_of)
        await _write(transaction, entry)
        await answer(transaction, receipt, str(len(people)))
        await write_sums(transaction, season.year, entry.sums)
        return len(people)

    return await store.transact(body)


async def _not_entered(transaction: Transaction, year: int, keys: Sequence[str]) -> list[Row]:
    """Lock all people of these households, then read those who are not on the roll yet."""
    [members] = await transaction.run(FIND_MEMBERS, households=keys)
    people: list[str] = members["people"]
    await transaction.run(LOCK_PEOPLE, keys=people)
    [entered] = await transaction.run(
        FIND_ENTERED,
        accounts=[f"{key}|{year}" for key in keys],
        participations=[f"{person}|{year}" for person in people],
    )
    [row] = await transaction.run(READ_HOUSEHOLDS, households=keys)
    homes = [home for home in row["households"] if home["household"] not in entered["households"]]
    known = set(entered["participations"])
    for home in homes:
        home["people"] = [one for one in home["people"] if f"{one['person']}|{year}" not in known]
    return homes


async def _write(transaction: Transaction, entry: Entry) -> None:
    await transaction.run(CREATE_ACCOUNTS, rows=entry.accounts)
    await transaction.run(CREATE_PARTICIPATIONS, rows=entry.participations)
    await record_changes(transaction, entry.changes)
    await record_account_changes(transaction, entry.account_changes)


def _enter_household(
    entry: Entry, receipt: str, season: Season, home: Row, terms_of: TermsOf
) -> None:
    village: str = home["village"]
    key = f"{home['household']}|{season.year}"
    members: list[tuple[Step[Value], ...]] = []
    for person in home["people"]:
        facts = ParticipationFacts(
            entered_on=season.opens,
            village=village,
            listings=listings_of(person["listings"]),
            voucher_on=person["voucher_on"].to_native() if person["voucher_on"] else None,
        )
        steps = timeline(facts, terms_of(village))
        members.append(steps)
        _enter_person(entry, receipt, key, f"{person['person']}|{season.year}", facts, steps)
    households = account_steps(village, members)
    now = households[-1].value if households else None
    add_households(entry.sums, shifts(households))
    entry.account_changes += change_rows(receipt, key, shifts(households)[1:], {}, Cause.REGISTERED)
    entry.accounts.append(
        {
            "roster": f"{village}|{season.year}",
            "account": {
                "key": key,
                "household": home["household"],
                "village": village,
                "year": season.year,
                "entered_on": season.opens,
                **properties("entry", households[0].value if households else None),
                **properties("now", now),
            },
        }
    )


def _enter_person(
    entry: Entry,
    receipt: str,
    account: str,
    key: str,
    facts: ParticipationFacts,
    steps: tuple[Step[Value], ...],
) -> None:
    first, later = shifts(steps)[0], shifts(steps)[1:]
    if first.after:
        add_entry(entry.sums, first.on, first.after)
    add_shifts(entry.sums, later)
    entry.changes += change_rows(receipt, key, later, _causes(facts), Cause.CORRECTED)
    participation = {
        "key": key,
        "year": int(key.rpartition("|")[2]),
        "entered_on": first.on,
        "paid_fen": 0,
        **properties("entry", first.after),
        **properties("now", steps[-1].value),
    }
    entry.participations.append(
        {"person": key.partition("|")[0], "account": account, "participation": participation}
    )


def _causes(facts: ParticipationFacts) -> dict[date, Cause]:
    """Which fact that was on record already made the step of a day."""
    causes = {facts.voucher_on: Cause.E_VOUCHER} if facts.voucher_on else {}
    causes |= {one.until: Cause.CATEGORY_ENDED for one in facts.listings if one.until}
    return causes | {one.since: Cause.CATEGORY_MARKED for one in facts.listings}
