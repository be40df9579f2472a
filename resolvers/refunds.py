"""Refunds: one by one, and those of a unit, newest first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import LiteralString

from strawberry.dataloader import DataLoader

from facts.lawtext import record_of
from graph.gateway import Row, Store
from policy.refund import RefundDecision as Decided
from policy.terms import RefundReason
from resolvers.area import REFUND_SEEN, Area
from resolvers.dated import Place
from resolvers.tree import day_of
from schema.decision import RefundDecision
from schema.node import node_id
from schema.refund import Refund
from schema.scalars import Yuan

# (:Refund)-[:OF]->(:Payment)
BEGIN_REFUNDS: LiteralString = """
UNWIND $keys AS key
MATCH (r:Refund {key: key})-[:OF]->(y:Payment)"""
END_REFUNDS: LiteralString = """
RETURN collect(r {.*, payment: y.key}) AS rows
"""
REFUNDS: LiteralString = BEGIN_REFUNDS + END_REFUNDS
REFUNDS_SEEN: LiteralString = BEGIN_REFUNDS + " WHERE " + REFUND_SEEN + END_REFUNDS

# (:Refund {year, opened_on})-[:OF]->(:Payment)-[:ON]->(:Account): they are few
BEGIN_PAGE: LiteralString = """
MATCH (r:Refund {year: $year})-[:OF]->(y:Payment)
WHERE ($open IS NULL OR $open = (r.closed_on IS NULL))
  AND EXISTS { (y)-[:ON]->(a:Account) WHERE a.village IN $every }"""
END_PAGE: LiteralString = """
WITH r, y ORDER BY r.opened_on DESC, r.recorded DESC, r.key DESC
WITH count(r) AS total, collect(r {.*, payment: y.key, on: r.opened_on}) AS all
RETURN total, [r IN all WHERE r.opened_on < $after_on OR r.opened_on = $after_on
  AND (r.recorded < $after_recorded OR r.recorded = $after_recorded AND r.key < $after_key)
][..$limit] AS rows
"""
PAGE: LiteralString = BEGIN_PAGE + END_PAGE
PAGE_SEEN: LiteralString = BEGIN_PAGE + " AND " + REFUND_SEEN + END_PAGE


@dataclass(slots=True)
class Refunds:
    """What one request asks about refunds; equal questions are asked once."""

    store: Store
    area: Area
    by_key: DataLoader[str, Row | None] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = DataLoader(self._by_key)

    async def _by_key(self, keys: list[str]) -> list[Row | None]:
        statement = REFUNDS if self.area.viewer.sees_all else REFUNDS_SEEN
        [row] = await self.store.read(statement, keys=keys, **await self.area.parameters())
        found = {one["key"]: one for one in row["rows"]}
        return [found.get(key) for key in keys]

    async def page(
        self, villages: Sequence[str], year: int, open: bool | None, after: Place, limit: int
    ) -> tuple[list[Row], int]:
        """At most `limit` refunds behind a place, and how many there are in all."""
        given = after.parameters() | await self.area.parameters()
        statement = PAGE if self.area.viewer.sees_all else PAGE_SEEN
        [row] = await self.store.read(
            statement, every=villages, year=year, open=open, limit=limit, **given
        )
        return row["rows"], row["total"]


def shown(row: Row) -> Refund:
    """A refund as the API shows it, with the decision of the day it was opened."""
    opened_on = day_of(row["opened_on"])
    assert opened_on is not None  # a case has its day
    return Refund(
        id=node_id("Refund", row["key"]),
        reason=RefundReason(row["reason"]),
        opened_on=opened_on,
        closed_on=day_of(row.get("closed_on")),
        amount=Yuan(row["amount_fen"]),
        paid_back=row.get("paid_back"),
        deadline=day_of(row.get("deadline")),
        evidence=row.get("evidence"),
        document=row.get("document"),
        decision=RefundDecision.of(record_of(Decided, json.loads(row["decision"]))),
        key=row["key"],
        payment_key=row["payment"],
        people_keys=tuple(row.get("people") or ()),
    )
