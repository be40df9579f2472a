"""Payments of a request: each kind of question about many of them in one statement."""

from dataclasses import dataclass
from functools import cached_property
from typing import LiteralString

from strawberry.dataloader import DataLoader

from graph.gateway import Row, Store
from policy.vocabulary import Channel
from resolvers.area import ACCOUNT_SEEN, PERSON_SEEN, Area
from resolvers.dated import instant
from resolvers.payments_page import SHOWN, SHOWN_SEEN
from schema.node import node_id
from schema.payment import Payment
from schema.scalars import Yuan

# (:Payment)-[:ON]->(:Account); rows whose part is nobody's are dropped
BEGIN_PAYMENTS: LiteralString = """
UNWIND $keys AS key
MATCH (y:Payment {key: key})
RETURN collect("""
PAYMENTS: LiteralString = BEGIN_PAYMENTS + SHOWN + ") AS rows"
PAYMENTS_SEEN: LiteralString = BEGIN_PAYMENTS + SHOWN_SEEN + ") AS rows"

# (:Payment {reverses})-[:ON]->(:Account), newest first
BEGIN_REVERSALS: LiteralString = """
UNWIND $keys AS key
RETURN collect([head(COLLECT {
  MATCH (y:Payment {reverses: key})"""
END_REVERSALS: LiteralString = """
  RETURN y.key ORDER BY y.paid_on DESC, y.recorded DESC, y.key DESC LIMIT 1
})]) AS found
"""
REVERSALS: LiteralString = BEGIN_REVERSALS + END_REVERSALS
REVERSALS_SEEN: LiteralString = (
    BEGIN_REVERSALS
    + " WHERE EXISTS { MATCH (y)-[:ON]->(a:Account) WHERE "
    + ACCOUNT_SEEN
    + " RETURN a }"
    + END_REVERSALS
)

# (:Payment)-[:SETTLES]->(:Participation)-[:OF]->(:Person)
BEGIN_PEOPLE: LiteralString = """
UNWIND $keys AS key
RETURN collect(COLLECT {
  MATCH (:Payment {key: key})-[:SETTLES]->(:Participation)-[:OF]->(p:Person)"""
END_PEOPLE: LiteralString = """
  WITH DISTINCT p ORDER BY p.key
  RETURN p {.key, .name, .birth, .sex, .id_mask, .voucher_on}
}) AS found
"""
PEOPLE: LiteralString = BEGIN_PEOPLE + END_PEOPLE
PEOPLE_SEEN: LiteralString = BEGIN_PEOPLE + " WHERE " + PERSON_SEEN + END_PEOPLE

# (:Account {key: household|year})<-[:ON]-(:Payment)
BEGIN_OF_HOUSEHOLDS: LiteralString = """
UNWIND $asked AS one
RETURN collect(COLLECT {
  MATCH (:Account {key: one})<-[:ON]-(y:Payment)
  WITH DISTINCT y ORDER BY y.paid_on DESC, y.recorded DESC, y.key DESC
  RETURN """
OF_HOUSEHOLDS: LiteralString = BEGIN_OF_HOUSEHOLDS + SHOWN + "}) AS found"
OF_HOUSEHOLDS_SEEN: LiteralString = BEGIN_OF_HOUSEHOLDS + SHOWN_SEEN + "}) AS found"

# (:Participation {key: person|year})<-[:SETTLES]-(:Payment)
BEGIN_OF_PEOPLE: LiteralString = """
UNWIND $asked AS one
RETURN collect(COLLECT {
  MATCH (:Participation {key: one})<-[:SETTLES]-(y:Payment)
  WITH DISTINCT y ORDER BY y.paid_on DESC, y.recorded DESC, y.key DESC
  RETURN """
OF_PEOPLE: LiteralString = BEGIN_OF_PEOPLE + SHOWN + "}) AS found"
OF_PEOPLE_SEEN: LiteralString = BEGIN_OF_PEOPLE + SHOWN_SEEN + "}) AS found"


@dataclass
class Payments:
    """What one request asks about payments; equal questions are asked once."""

    store: Store
    area: Area

    @cached_property
    def by_key(self) -> DataLoader[str, Row | None]:
        return DataLoader(self._by_key)

    @cached_property
    def reversals(self) -> DataLoader[str, str | None]:
        return DataLoader(self._reversals)

    @cached_property
    def people(self) -> DataLoader[str, list[Row]]:
        return DataLoader(self._people)

    @cached_property
    def of_household(self) -> DataLoader[str, list[Row]]:
        return DataLoader(self._of_household)

    @cached_property
    def of_person(self) -> DataLoader[str, list[Row]]:
        return DataLoader(self._of_person)

    async def one(self, key: str) -> Payment | None:
        """As the API shows it; None where it is not, or not the viewer's to see."""
        row = await self.by_key.load(key)
        return shown(row) if row else None

    async def _by_key(self, keys: list[str]) -> list[Row | None]:
        """Clerks who have just recorded a payment each ask at the same moment: together."""
        if self.area.viewer.sees_all:
            row = await self.store.gathered(PAYMENTS, keys)
        else:
            row = await self._read(PAYMENTS, PAYMENTS_SEEN, keys=keys)
        found = {one["key"]: one for one in row["rows"] if is_seen(one)}
        return [found.get(key) for key in keys]

    async def _reversals(self, keys: list[str]) -> list[str | None]:
        row = await self._read(REVERSALS, REVERSALS_SEEN, keys=keys)
        return [key for [key] in row["found"]]

    async def _people(self, keys: list[str]) -> list[list[Row]]:
        row = await self._read(PEOPLE, PEOPLE_SEEN, keys=keys)
        people: list[list[Row]] = row["found"]
        return people

    async def _of_household(self, asked: list[str]) -> list[list[Row]]:
        row = await self._read(OF_HOUSEHOLDS, OF_HOUSEHOLDS_SEEN, asked=asked)
        return [[one for one in payments if is_seen(one)] for payments in row["found"]]

    async def _of_person(self, asked: list[str]) -> list[list[Row]]:
        row = await self._read(OF_PEOPLE, OF_PEOPLE_SEEN, asked=asked)
        return [[one for one in payments if is_seen(one)] for payments in row["found"]]

    async def _read(self, every: LiteralString, seen: LiteralString, **asked: list[str]) -> Row:
        statement = every if self.area.viewer.sees_all else seen
        [row] = await self.store.read(statement, **asked, **await self.area.parameters())
        return row


def is_seen(row: Row) -> bool:
    """Whether any of its households is the viewer's to see."""
    return bool(row["part"][0])


def shown(row: Row) -> Payment:
    """A payment as the API shows it: the part of it that the viewer sees."""
    households, household, amount_fen, surplus_fen = row["part"]
    return Payment(
        id=node_id("Payment", row["key"]),
        year=row["year"],
        amount=Yuan(amount_fen),
        paid_on=row["paid_on"].to_native(),
        recorded_at=instant(row["recorded"]),
        channel=Channel(row["channel"]),
        payer=row["payer"],
        evidence=row["evidence"],
        reason=row["reason"],
        surplus=Yuan(surplus_fen),
        key=row["key"],
        household_key=household if households == 1 else None,
        reverses_key=row["reverses"],
    )
