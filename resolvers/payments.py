"""Payments of a request: each kind of question about many of them in one statement."""

from dataclasses import dataclass, field
from typing import LiteralString

from strawberry.dataloader import DataLoader

from graph.gateway import Row, Store
from policy.vocabulary import Channel
from resolvers.dated import instant
from resolvers.payments_page import SHOWN
from schema.node import node_id
from schema.payment import Payment
from schema.scalars import Yuan

# (:Payment)-[:ON]->(:Account)
PAYMENTS: LiteralString = (
    """
UNWIND $keys AS key
MATCH (y:Payment {key: key})
RETURN collect("""
    + SHOWN
    + ") AS rows"
)

# (:Payment {reverses})
REVERSALS: LiteralString = """
UNWIND $keys AS key
RETURN collect([head(COLLECT {
  MATCH (y:Payment {reverses: key})
  RETURN y.key ORDER BY y.paid_on DESC, y.recorded DESC, y.key DESC LIMIT 1
})]) AS found
"""

# (:Payment)-[:SETTLES]->(:Participation)-[:OF]->(:Person)
PEOPLE: LiteralString = """
UNWIND $keys AS key
RETURN collect(COLLECT {
  MATCH (:Payment {key: key})-[:SETTLES]->(:Participation)-[:OF]->(p:Person)
  WITH DISTINCT p ORDER BY p.key
  RETURN p {.key, .name, .birth, .sex, .id_mask, .voucher_on}
}) AS found
"""

# (:Account {key: household|year})<-[:ON]-(:Payment)
OF_HOUSEHOLDS: LiteralString = (
    """
UNWIND $asked AS one
RETURN collect(COLLECT {
  MATCH (:Account {key: one})<-[:ON]-(y:Payment)
  WITH DISTINCT y ORDER BY y.paid_on DESC, y.recorded DESC, y.key DESC
  RETURN """
    + SHOWN
    + "}) AS found"
)

# (:Participation {key: person|year})<-[:SETTLES]-(:Payment)
OF_PEOPLE: LiteralString = (
    """
UNWIND $asked AS one
RETURN collect(COLLECT {
  MATCH (:Participation {key: one})<-[:SETTLES]-(y:Payment)
  WITH DISTINCT y ORDER BY y.paid_on DESC, y.recorded DESC, y.key DESC
  RETURN """
    + SHOWN
    + "}) AS found"
)


@dataclass(slots=True)
class Payments:
    """What one request asks about payments; equal questions are asked once."""

    store: Store
    by_key: DataLoader[str, Row | None] = field(init=False)
    reversals: DataLoader[str, str | None] = field(init=False)
    people: DataLoader[str, list[Row]] = field(init=False)
    of_household: DataLoader[str, list[Row]] = field(init=False)
    of_person: DataLoader[str, list[Row]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = DataLoader(self._by_key)
        self.reversals = DataLoader(self._reversals)
        self.people = DataLoader(self._people)
        self.of_household = DataLoader(self._of_household)
        self.of_person = DataLoader(self._of_person)

    async def _by_key(self, keys: list[str]) -> list[Row | None]:
        [row] = await self.store.read(PAYMENTS, keys=keys)
        found = {one["key"]: one for one in row["rows"]}
        return [found.get(key) for key in keys]

    async def _reversals(self, keys: list[str]) -> list[str | None]:
        [row] = await self.store.read(REVERSALS, keys=keys)
        return [key for [key] in row["found"]]

    async def _people(self, keys: list[str]) -> list[list[Row]]:
        [row] = await self.store.read(PEOPLE, keys=keys)
        people: list[list[Row]] = row["found"]
        return people

    async def _of_household(self, asked: list[str]) -> list[list[Row]]:
        [row] = await self.store.read(OF_HOUSEHOLDS, asked=asked)
        payments: list[list[Row]] = row["found"]
        return payments

    async def _of_person(self, asked: list[str]) -> list[list[Row]]:
        [row] = await self.store.read(OF_PEOPLE, asked=asked)
        payments: list[list[Row]] = row["found"]
        return payments


def shown(row: Row) -> Payment:
    """A payment as the API shows it; every payment is on an account."""
    (household, year), *others = row["accounts"]
    return Payment(
        id=node_id("Payment", row["key"]),
        year=year,
        amount=Yuan(row["amount_fen"]),
        paid_on=row["paid_on"].to_native(),
        recorded_at=instant(row["recorded"]),
        channel=Channel(row["channel"]),
        payer=row["payer"],
        evidence=row["evidence"],
        reason=row["reason"],
        surplus=Yuan(row["surplus_fen"] or 0),
        key=row["key"],
        household_key=None if others else household,
        reverses_key=row["reverses"],
    )
