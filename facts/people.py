"""Households, people and identities: first into the graph, without any sum.

HouseholdRow ── add_households ──> (:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(village)
                                   (:Identity {key: hash})-[:OF]->(:Person)
"""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString

from facts.receipt import answer, take_receipt, today
from facts.records import HouseholdRow, ListingRow, MemberRow, VoucherRow
from facts.vault import Vault
from graph.gateway import Row, Store, Transaction

# (:Identity)-[:OF]->(:Person)-[:MEMBER_OF {from, relation}]->(:Household {key, number, grid})
# (:Household)-[:LIVES_IN {from}]->(:Jurisdiction)
CREATE_HOUSEHOLDS: LiteralString = """
UNWIND $rows AS row
MATCH (v:Jurisdiction {code: row.village})
CREATE (h:Household {key: row.key, number: row.number, grid: row.grid})
CREATE (h)-[:LIVES_IN {from: $since}]->(v)
FOREACH (one IN row.people |
  CREATE (p:Person {key: one.key, name: one.name, birth: one.birth, sex: one.sex,
    id_sealed: one.id_sealed, id_mask: one.id_mask})
  CREATE (p)-[:MEMBER_OF {from: $since, relation: one.relation}]->(h)
  FOREACH (hash IN one.hashes | CREATE (:Identity {key: hash, from: $since})-[:OF]->(p)))
RETURN count(*) AS created
"""

# (:Listing {key: person|category|from})-[:OF]->(:Person), of people without a season yet
CREATE_LISTINGS: LiteralString = """
UNWIND $rows AS row
MATCH (p:Person {key: row.person})
CREATE (l:Listing {key: row.person + '|' + row.category + '|' + toString(row.since),
  category: row.category, from: row.since, to: row.until, list: row.source,
  department: row.department, recorded: datetime.transaction().epochMillis})-[:OF]->(p)
RETURN count(*) AS created
"""

SET_VOUCHERS: LiteralString = """
UNWIND $rows AS row
MATCH (p:Person {key: row.person})
SET p.voucher_on = row.on
RETURN count(*) AS created
"""


class UnknownPlace(Exception):
    """A household names a village that the graph does not have."""


class FutureDay(Exception):
    """A birth, a listing, its end or an e-voucher is of a day that has not come."""


class UnknownPerson(Exception):
    """A list names somebody whom neither the file nor the graph has."""


async def add_people(
    store: Store,
    receipt: str,
    households: Sequence[HouseholdRow],
    listings: Sequence[ListingRow],
    vouchers: Sequence[VoucherRow],
    *,
    since: date,
    vault: Vault,
) -> None:
    """One transaction, once: households, their people, and the lists that these stand on.

    Raises UnknownPlace, UnknownPerson or FutureDay; then nothing was written.
    """
    homes = [_household(row, vault) for row in sorted(households, key=lambda row: row.key)]
    people = sum(len(row.members) for row in households)
    listed = [_listing(row) for row in listings]
    said = [repr(row) for row in (*households, *listings, *vouchers)]
    activated = [{"person": row.person, "on": row.on} for row in vouchers]

    async def body(transaction: Transaction) -> None:
        if await take_receipt(transaction, receipt, said) is not None:
            return
        _check_days(await today(transaction), households, listings, vouchers)
        [row] = await transaction.run(CREATE_HOUSEHOLDS, rows=homes, since=since)
        if row["created"] != len(homes):
            raise UnknownPlace(await _unknown(transaction, homes))
        for statement, rows in ((CREATE_LISTINGS, listed), (SET_VOUCHERS, activated)):
            if not rows:
                continue
            [row] = await transaction.run(statement, rows=rows)
            if row["created"] != len(rows):
                raise UnknownPerson(
                    f"{len(rows) - row['created']} rows of lists or vouchers name nobody of "
                    "this file or the graph; load the roster that holds these people first"
                )
        await answer(transaction, receipt, f"{people} people")

    await store.transact(body)


def _check_days(
    now: date,
    households: Sequence[HouseholdRow],
    listings: Sequence[ListingRow],
    vouchers: Sequence[VoucherRow],
) -> None:
    """A fact is on record when it has happened, an end of a listing too."""
    days = [(member.key, member.birth) for home in households for member in home.members]
    days += [(row.person, day) for row in listings for day in (row.since, row.until) if day]
    days += [(row.person, row.on) for row in vouchers]
    for key, day in days:
        if day > now:
            raise FutureDay(
                f"person {key}: {day} lies after today, {now}; give days that have been"
            )


KNOWN_VILLAGES: LiteralString = """
MATCH (v:Jurisdiction) WHERE v.code IN $codes RETURN collect(v.code) AS known
"""


async def _unknown(transaction: Transaction, homes: list[Row]) -> str:
    codes = {home["village"] for home in homes}
    [row] = await transaction.run(KNOWN_VILLAGES, codes=sorted(codes))
    missing = ", ".join(sorted(codes - set(row["known"])))
    return f"no place with code {missing}: load its province first (python -m graph_seed divisions)"


def _household(row: HouseholdRow, vault: Vault) -> Row:
    return {
        "key": row.key,
        "number": row.number,
        "grid": row.grid,
        "village": row.village,
        "people": [_person(member, vault) for member in row.members],
    }


def _person(member: MemberRow, vault: Vault) -> Row:
    number = member.id_number
    return {
        "key": member.key,
        "name": member.name,
        "birth": member.birth,
        "sex": member.sex.value,
        "relation": member.relation,
        "hashes": [vault.hash(number)] if number else [],
        "id_sealed": vault.seal(number) if number else None,
        "id_mask": f"{number[:6]}********{number[-4:]}" if number else None,
    }


def _listing(row: ListingRow) -> Row:
    return {
        "person": row.person,
        "category": row.category,
        "since": row.since,
        "until": row.until,
        "source": row.source,
        "department": row.department,
    }
