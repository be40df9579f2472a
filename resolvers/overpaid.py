"""Findings of subsidies that hold more moved money than the law gives: OVERPAID until returned.

What a batch has moved stays where it stands when its reason goes, and only a batch brings it back.
Worked out when asked for, so that it is gone once the money is.
"""

from dataclasses import dataclass
from typing import LiteralString

from graph.gateway import Row
from resolvers.area import AREA_HOLDS, Area
from resolvers.geography import Geography
from schema.finding import Finding
from schema.node import node_id
from schema.scalars import yuan_text
from schema.terms import FindingKind, Severity

# (unit)<-[:PART_OF*]-(j), (:Subsidy {now_village: j.code})-[:FOR]->(:Participation)
OVERPAID: LiteralString = (
    """
MATCH (:Jurisdiction {code: $code})<-[:PART_OF*0..5]-(j:Jurisdiction {level: 'VILLAGE'})
WHERE """
    + AREA_HOLDS
    + """
WITH DISTINCT j
MATCH (s:Subsidy {now_village: j.code})-[:FOR]->(n:Participation)
WHERE s.now_requested_fen > 0 AND ($year IS NULL OR s.year = $year)
WITH j, s, CASE WHEN n.now_category = s.category THEN n.now_subsidy_fen ELSE 0 END AS given_fen
WHERE s.now_requested_fen > given_fen
WITH j, s, given_fen ORDER BY j.code, s.key LIMIT $first
RETURN collect({place: j.code, key: s.key, given_fen: given_fen, moved_fen: s.now_requested_fen,
  received_fen: s.now_received_fen}) AS rows
"""
)


@dataclass(slots=True)
class Overpaid:
    """Of one request; for who sees households, in their area."""

    geography: Geography
    area: Area

    async def about(self, code: str, year: int | None, first: int) -> list[Finding]:
        """At most `first`, in the order of villages."""
        if not self.area.viewer.sees_households:
            return []
        where = await self.area.parameters()
        store = self.geography.forest.store
        row = await store.one(OVERPAID, code=code, year=year, first=first, **where)
        rows: list[Row] = row["rows"] if row else []
        await self.geography.forest.ensure(*{one["place"] for one in rows})
        return [self._finding(one) for one in rows]

    def _finding(self, row: Row) -> Finding:
        over = yuan_text(row["moved_fen"] - row["given_fen"])
        received = yuan_text(row["received_fen"])
        return Finding(
            key=f"OVERPAID|{row['key']}",
            kind=FindingKind.DATA,
            severity=Severity.WARNING,
            message=f"申请的资助比按现有事实应得的多 {over} 元（共到位 {received} 元），待退回",
            jurisdiction=self.geography.place(row["place"]),
            subject=node_id("Subsidy", row["key"]),
            expected=yuan_text(row["given_fen"]),
            found=yuan_text(row["moved_fen"]),
            cited=(None, None),
        )
