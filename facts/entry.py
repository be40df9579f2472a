"""Entries: the households of a village come onto the roll of a season.

    household keys ── enter ──> (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)-[:OF]->(:Person)

The first value of a participation stands in it (`entry_…`), the present one too (`now_…`); what
follows from facts that are already on record (a list that begins in mid-season) is a Change.
"""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString

from facts.account import LOCK_PEOPLE, AccountFacts, listings_of, native
from facts.change import (
    RECORD_ACCOUNT_CHANGES,
    RECORD_CHANGES,
    RECORD_SUBSIDY_CHANGES,
    Cause,
    Origin,
)
from facts.following import CREATE_ACCOUNTS, CREATE_PARTICIPATIONS, Following
from facts.law_in_force import read_law
from facts.lawbook import LawBook
from facts.owing import SET_LIABILITIES, SET_SUBSIDIES
from facts.receipt import answer, take_receipt
from facts.records import HouseholdRow
from facts.season import Season, TermsOf
from facts.sums import write_sums
from facts.told import Told
from graph.gateway import Row, Store, Transaction
from policy.timeline import ParticipationFacts

ORDER = (
    CREATE_ACCOUNTS,
    CREATE_PARTICIPATIONS,
    SET_SUBSIDIES,
    SET_LIABILITIES,
    RECORD_CHANGES,
    RECORD_ACCOUNT_CHANGES,
    RECORD_SUBSIDY_CHANGES,
)

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


async def enter(
    store: Store,
    receipt: str,
    season: Season,
    households: Sequence[str],
    law: LawBook | TermsOf,
    by: str | None = None,
    founded: Sequence[HouseholdRow] = (),
) -> int:
    """Put households on the roll from the day the season opens; how many people came new.

    At most 1,000 people at once: the sequence is held while the transaction commits. `founded`: by
    the same transaction, so that nobody else can know them, and nothing of them has to be read.
    """
    keys = sorted(households)
    made = [_made(row) for row in founded]

    async def body(transaction: Transaction) -> int:
        done = await take_receipt(transaction, receipt, [*keys, *(row.key for row in founded)])
        if done is not None:
            return int(done)
        found = await _not_entered(transaction, season.year, keys) if keys else []
        found = sorted([*found, *made], key=lambda home: str(home["household"]))
        villages = sorted({home["village"] for home in found})
        await transaction.run(MERGE_ROSTERS, villages=villages, year=season.year)
        opens = {season.year: season.opens}
        following = Following(await read_law(transaction, law, opens, villages))
        people = 0
        for home in found:
            account = _account(season, home)
            people += len(account.people)
            origins = {person: _origins(facts) for person, facts in account.people.items()}
            following.follow({}, {account.key: account}, Told(receipt, by, origins))
        for statement in ORDER:
            if following.rows[statement]:
                await transaction.run(statement, rows=following.rows[statement])
        await answer(transaction, receipt, str(people))
        await write_sums(transaction, season.year, following.of_year(season.year))
        return people

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


def _made(home: HouseholdRow) -> Row:
    """As READ_HOUSEHOLDS would find it."""
    keys = sorted(member.key for member in home.members)
    people: list[Row] = [{"person": key, "voucher_on": None, "listings": []} for key in keys]
    return {"household": home.key, "village": home.village, "people": people}


def _account(season: Season, home: Row) -> AccountFacts:
    people = {
        person["person"]: ParticipationFacts(
            entered_on=season.opens,
            village=home["village"],
            listings=listings_of(person["listings"]),
            voucher_on=native(person["voucher_on"]),
        )
        for person in home["people"]
    }
    return AccountFacts(f"{home['household']}|{season.year}", home["village"], people)


def _origins(facts: ParticipationFacts) -> dict[date, Origin]:
    """Which fact that was on record already made the step of a day."""
    voucher = {facts.voucher_on: Origin(Cause.E_VOUCHER)} if facts.voucher_on else {}
    ended = {one.until: Origin(Cause.CATEGORY_ENDED) for one in facts.listings if one.until}
    marked = {one.since: Origin(Cause.CATEGORY_MARKED) for one in facts.listings}
    return {**voucher, **ended, **marked}
