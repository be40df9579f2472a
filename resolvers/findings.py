"""Findings about a place and all below it, the gravest first."""

from dataclasses import dataclass
from typing import LiteralString

from graph.gateway import Row
from resolvers.area import AREA_HOLDS, Area
from resolvers.geography import Geography
from schema.errors import ApiError, Code
from schema.finding import Finding
from schema.terms import FindingKind, Severity

MOST = 1_000

# (:Finding)-[:ABOUT]->(below)-[:PART_OF*0..5]->(:Jurisdiction {code})
FINDINGS: LiteralString = (
    """
MATCH (:Jurisdiction {code: $code})<-[:PART_OF*0..5]-(j:Jurisdiction)<-[:ABOUT]-(f:Finding)
WHERE ($year IS NULL OR f.year IS NULL OR f.year = $year)
  AND ($kind IS NULL OR f.kind = $kind) AND ($severity IS NULL OR f.severity = $severity)
  AND (f.kind = 'SOURCE' OR $of_people AND """
    + AREA_HOLDS
    + """)
WITH DISTINCT f, j,
  CASE f.severity WHEN 'ERROR' THEN 0 WHEN 'WARNING' THEN 1 ELSE 2 END AS grave
ORDER BY grave, j.code, f.key LIMIT $first
RETURN collect(f {.key, .kind, .severity, .message, .expected, .found, .subject, .notice, .clause,
  place: j.code})
  AS findings
"""
)


@dataclass(slots=True)
class FindingsShown:
    """Contradictions and gaps, as they are on record; those of data for who sees all of them."""

    geography: Geography
    area: Area

    async def about(
        self,
        code: str,
        year: int | None,
        kind: FindingKind | None,
        severity: Severity | None,
        first: int,
    ) -> list[Finding]:
        if not 0 <= first <= MOST:
            raise ApiError(Code.LIMIT, f"first: {first}，应为 0 到 {MOST}")
        row = await self.geography.forest.store.one(
            FINDINGS,
            code=code,
            year=year,
            kind=kind and kind.value,
            severity=severity and severity.value,
            first=first,
            of_people=self.area.viewer.sees_households,
            **await self.area.parameters(),
        )
        rows: list[Row] = row["findings"] if row else []
        await self.geography.forest.ensure(*{one["place"] for one in rows})
        return [self._finding(one) for one in rows]

    def _finding(self, row: Row) -> Finding:
        return Finding(
            key=row["key"],
            kind=FindingKind(row["kind"]),
            severity=Severity(row["severity"]),
            message=row["message"],
            jurisdiction=self.geography.place(row["place"]),
            subject=row["subject"],
            expected=row["expected"],
            found=row["found"],
            cited=(row["notice"], row["clause"]),
        )
