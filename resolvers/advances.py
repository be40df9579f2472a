"""Batches that move subsidies on or back, and which subsidies each of them moved."""

from asyncio import gather
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import LiteralString

from graph.gateway import Row, Store
from policy.ledger import Station
from resolvers.offices import Offices
from resolvers.pages import Position, page
from resolvers.subsidies import Subsidies, connection
from resolvers.tree import day_of
from schema.advance import Advance, AdvanceConnection, AdvanceEdge
from schema.errors import ApiError, Code
from schema.node import PageInfo, node_id
from schema.scalars import Yuan
from schema.subsidy import SubsidyConnection

# (:Advance)
BY_KEY: LiteralString = """
MATCH (a:Advance {key: $key})
RETURN a {.*} AS advance
"""

UNDONE_BY: LiteralString = """
MATCH (a:Advance {reverses: $key})
RETURN a {.*} AS advance ORDER BY a.on DESC, a.recorded DESC, a.key DESC LIMIT 1
"""

# (:Advance {department, year}), newest first
OF_DEPARTMENT: LiteralString = """
MATCH (a:Advance {department: $department, year: $year})
WITH collect(a) AS every, count(a) AS total, sum(a.amount_fen) AS amount_fen
RETURN total, amount_fen, COLLECT {
  UNWIND every AS a
  WITH a WHERE $on IS NULL OR a.on < $on
    OR (a.on = $on AND (a.recorded < $recorded OR (a.recorded = $recorded AND a.key < $key)))
  RETURN a {.*} ORDER BY a.on DESC, a.recorded DESC, a.key DESC LIMIT $limit
} AS advances
"""

# (:Advance)-[:MOVED {amount_fen}]->(:Subsidy)-[:FOR]->(:Participation)-[:IN]->(:Account)
MOVED: LiteralString = """
MATCH (:Advance {key: $advance})-[m:MOVED]->(s:Subsidy)
WITH count(DISTINCT s) AS total, sum(m.amount_fen) AS amount_fen, collect(DISTINCT s) AS every
RETURN total, amount_fen, COLLECT {
  UNWIND every AS s
  MATCH (p:Person)<-[:OF]-(n:Participation)<-[:FOR]-(s), (n)-[:IN]->(a:Account)
  MATCH (h:Household {key: a.household})
  WITH s, p, coalesce(s.now_village, a.village) AS village, h.number AS number,
    h.key + '.' + p.key + '.' + replace(s.group, '|', '.') AS key
  WHERE village > $after_village OR (village = $after_village AND (number > $after_number
    OR (number = $after_number AND key > $after_key)))
  RETURN {subsidy: s {.key, .group}, at: village, number: number, key: key,
    person: p {.key, .name, .birth, .sex, .id_mask, .voucher_on},
    columns: [s.now_subsidies, s.now_unset, s.now_amount_fen, s.now_payable_fen,
      s.now_requested_fen, s.now_disbursed_fen, s.now_received_fen]}
  ORDER BY village, number, key LIMIT $limit
} AS rows
"""


@dataclass(slots=True)
class Advances:
    """Answers of one request."""

    store: Store
    departments: Offices
    subsidies: Subsidies

    async def advance(self, key: str) -> Advance | None:
        row = await self.store.one(BY_KEY, key=key)
        return await self._seen(row["advance"]) if row else None

    async def reversal(self, key: str) -> Advance | None:
        row = await self.store.one(UNDONE_BY, key=key)
        return await self._seen(row["advance"]) if row else None

    async def _seen(self, row: Row) -> Advance | None:
        """As shown, where the viewer may see it: in their area, and their own department's."""
        found = await self.shown(row)
        return found if self.is_seen(found.department.key, found.jurisdiction.code) else None

    def is_seen(self, department: str, unit: str) -> bool:
        """Whether a department's batches for a unit, which has been read, are the viewer's."""
        ledger = self.subsidies.ledger
        is_own = ledger.own_kind is None or department.split("|")[1] == ledger.own_kind.value
        tree = self.departments.geography.tree(None)
        return ledger.area.viewer.may_see_persons and is_own and ledger.area.holds(unit, tree)

    async def shown(self, row: Row) -> Advance:
        """A row of all properties of an Advance."""
        department = await self.departments.loader.load(row["department"])
        unit = row.get("unit") or row["department"].split("|")[0]
        if unit not in self.departments.geography.forest.places:
            await self.departments.geography.ensure(unit)
        return Advance(
            id=node_id("Advance", row["key"]),
            department=department,
            jurisdiction=self.departments.geography.place(unit),
            year=row["year"],
            to=Station(row["to"]),
            on=row["on"].to_native(),
            recorded_at=datetime.fromtimestamp(row["recorded"] / 1000, UTC),
            document=row["document"],
            people=row["people"],
            amount=Yuan(row["amount_fen"]),
            key=row["key"],
            undone=row.get("reverses"),
        )

    async def moved(self, advance: str, first: int, after: str | None) -> SubsidyConnection:
        """The subsidies of a batch as they stand now."""
        position = Position.read(after)
        row = await self.store.one(MOVED, advance=advance, limit=first + 1, **position.parameters())
        rows: Sequence[Row] = row["rows"] if row else []
        shown = page(rows, await self.subsidies.shown(rows[:first]), first, after)
        total, fen = (row["total"], row["amount_fen"]) if row else (0, 0)
        return connection(shown, total, fen)

    async def page(
        self, department: str, year: int, first: int, after: str | None
    ) -> AdvanceConnection:
        """The batches of a department, newest first; none where the viewer may see none."""
        self.subsidies.ledger.area.need_persons("advances")
        unit = department.split("|")[0]
        await self.departments.geography.ensure(
            *{unit} - {*self.departments.geography.forest.places}
        )
        if not self.is_seen(department, unit):
            department = ""
        on, recorded, key = _place(after)
        row = await self.store.one(
            OF_DEPARTMENT,
            department=department,
            year=year,
            on=on,
            recorded=recorded,
            key=key,
            limit=first + 1,
        )
        rows: Sequence[Row] = row["advances"] if row else []
        nodes = list(await gather(*(self.shown(one) for one in rows[:first])))
        cursors = [_cursor(one) for one in rows[:first]]
        return AdvanceConnection(
            edges=[AdvanceEdge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
            nodes=nodes,
            page_info=PageInfo(
                has_next_page=len(rows) > first,
                has_previous_page=after is not None,
                start_cursor=cursors[0] if cursors else None,
                end_cursor=cursors[-1] if cursors else None,
            ),
            total_count=row["total"] if row else 0,
            total_amount=Yuan(row["amount_fen"] if row else 0),
        )


def _cursor(row: Row) -> str:
    return f"{day_of(row['on'])}|{row['recorded']}|{row['key']}"


def _place(after: str | None) -> tuple[date | None, int, str]:
    """Day, instant and key of the batch behind which a page begins."""
    if after is None:
        return None, 0, ""
    try:
        on, recorded, key = after.split("|", 2)
        return date.fromisoformat(on), int(recorded), key
    except ValueError:
        raise ApiError(
            Code.BAD_INPUT, f"after: {after!r} 不是游标，请原样填写上一页的 endCursor"
        ) from None
