"""Households of a request: each kind of question about many of them in one statement."""

from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from strawberry.dataloader import DataLoader

from graph.gateway import Row, Store
from resolvers.area import HOUSEHOLD_SEEN, Area
from resolvers.geography import Geography
from resolvers.moment import Moment
from schema.context import AsOf, HouseholdMoney
from schema.household import Household
from schema.node import node_id

# (:Household)-[:LIVES_IN {from}]->(:Jurisdiction): where it lives now, as forests read it
FIND: LiteralString = """
UNWIND $keys AS key
MATCH (h:Household {key: key})"""
AT: LiteralString = """
CALL (h) {
  MATCH (h)-[lives:LIVES_IN]->(v:Jurisdiction)
  RETURN v ORDER BY lives.from > $today, lives.from DESC LIMIT 1
}
RETURN """
OWN: LiteralString = "h {.key, .number, .grid, village: v.code"
SHOWN: LiteralString = (
    OWN
    + """, place: [v.code, v.name, v.level, v.placeholder, v.acting, v.aliases,
    v.valid_from, v.valid_to,
    COLLECT { MATCH (v)-[e:PART_OF]->(p) RETURN [p.code, e.from, e.to] ORDER BY e.from }]
}"""
)
FOUND: LiteralString = AT + "collect(" + SHOWN + ") AS households"
HOUSEHOLDS: LiteralString = FIND + FOUND
HOUSEHOLDS_SEEN: LiteralString = FIND + " WHERE " + HOUSEHOLD_SEEN + FOUND
# as the last of what another statement returns, which has the places itself
ALONG: LiteralString = "COLLECT {" + FIND + AT + OWN + "}} AS own"
ALONG_SEEN: LiteralString = "COLLECT {" + FIND + " WHERE " + HOUSEHOLD_SEEN + AT + OWN + "}} AS own"

# (:Person)-[:MEMBER_OF {from, to}]->(:Household)
HOMES: LiteralString = """
UNWIND $asked AS one
RETURN collect([head(COLLECT {
  MATCH (:Person {key: one[0]})-[m:MEMBER_OF]->(h:Household)
  WHERE m.from <= one[1] AND (m.to IS NULL OR one[1] < m.to)
  RETURN h.key ORDER BY m.from DESC
})]) AS homes
"""

# (:Account {key: household|year})<-[:ON]-(:Payment), <-[:CHANGED]-(:Change), and the people's:
# (:Account)<-[:IN]-(:Participation)<-[:CHANGED]-(:Change)
MONEY: LiteralString = """
UNWIND $households AS household
MATCH (a:Account {key: household + '|' + toString($year)})
CALL (a) {
  CALL (a) {
    WITH a WHERE a.entered_on <= $as_of AND a.recorded <= $until
    RETURN 1 AS sign, a.entry_village AS at, a.entry_settled AS settled
    UNION ALL
    MATCH (a)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
    RETURN -1 AS sign, c.before_village AS at, c.before_settled AS settled
    UNION ALL
    MATCH (a)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
    RETURN 1 AS sign, c.after_village AS at, c.after_settled AS settled
  }
  WITH * WHERE at IS NOT NULL AND NOT settled
  RETURN sum(sign) AS unsettled
}
CALL (a) {
  MATCH (a)<-[:IN]-(n:Participation)
  CALL (n) {
    WITH n WHERE n.entered_on <= $as_of AND n.recorded <= $until
    RETURN coalesce(n.entry_due_fen, 0) AS fen
    UNION ALL
    MATCH (n)<-[:CHANGED]-(c:Change) WHERE c.on <= $as_of AND c.recorded <= $until
    RETURN coalesce(c.after_due_fen, 0) - coalesce(c.before_due_fen, 0) AS fen
  }
  RETURN sum(fen) AS due
}
CALL (a) {
  MATCH (a)<-[o:ON]-(y:Payment)
  WITH y, coalesce(o.amount_fen, y.amount_fen) AS fen
  RETURN sum(fen) AS on_record, sum(
    CASE WHEN y.paid_on <= $as_of AND y.recorded <= $until THEN fen ELSE 0 END) AS paid
}
RETURN collect([household, due, paid, unsettled = 0, on_record > 0]) AS money
"""

# the same by present values: (:Account {now_settled})<-[:IN]-(:Participation {now_due_fen})
MONEY_NOW: LiteralString = """
UNWIND $households AS household
MATCH (a:Account {key: household + '|' + toString($year)})
CALL (a) {
  MATCH (a)<-[:IN]-(n:Participation) RETURN sum(coalesce(n.now_due_fen, 0)) AS due
}
CALL (a) {
  MATCH (a)<-[o:ON]-(y:Payment) RETURN sum(coalesce(o.amount_fen, y.amount_fen)) AS paid
}
WITH household, due, paid, a.now_village IS NULL OR a.now_settled AS settled
RETURN collect([household, due, paid, settled, paid > 0]) AS money
"""


@dataclass(slots=True)
class Households:
    """What one request asks about households; equal questions are asked once."""

    store: Store
    area: Area
    geography: Geography
    today: date
    money_along: dict[tuple[str, AsOf], HouseholdMoney] = field(default_factory=dict)
    by_key: DataLoader[str, Row | None] = field(init=False)
    homes: DataLoader[tuple[str, date], str | None] = field(init=False)
    money: DataLoader[tuple[str, Moment], HouseholdMoney] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = DataLoader(self._by_key)
        self.homes = DataLoader(self._homes)
        self.money = DataLoader(self._money)

    async def shown(self, rows: list[Row]) -> list[Household]:
        """Households as the API shows them, with the places where they live.

        A place that came with its household is kept; what is around it is read by who asks.
        """
        self.geography.forest.keep(row["place"] for row in rows if "place" in row)
        known = self.geography.forest.places
        if unread := {row["village"] for row in rows if row["village"] not in known}:
            await self.geography.ensure(*unread)
        return [
            Household(
                id=node_id("Household", row["key"]),
                number=row["number"],
                grid=row["grid"],
                village=self.geography.place(row["village"]),
                key=row["key"],
            )
            for row in rows
        ]

    async def _by_key(self, keys: list[str]) -> list[Row | None]:
        statement = HOUSEHOLDS if self.area.viewer.sees_all else HOUSEHOLDS_SEEN
        area = await self.area.parameters()
        [row] = await self.store.read(statement, keys=keys, today=self.today, **area)
        found = {one["key"]: one for one in row["households"]}
        return [found.get(key) for key in keys]

    async def _homes(self, asked: list[tuple[str, date]]) -> list[str | None]:
        [row] = await self.store.read(HOMES, asked=[list(one) for one in asked])
        return [home for [home] in row["homes"]]

    async def _money(self, asked: list[tuple[str, Moment]]) -> list[HouseholdMoney]:
        found: dict[tuple[str, Moment], HouseholdMoney] = {}
        for moment in dict.fromkeys(moment for _, moment in asked):
            keys = [key for key, at in asked if at == moment]
            statement = MONEY_NOW if moment.is_now else MONEY
            [row] = await self.store.read(statement, households=keys, **moment.parameters())
            found.update(((key, moment), HouseholdMoney(*money)) for key, *money in row["money"])
        return [found.get(one, HouseholdMoney()) for one in asked]
