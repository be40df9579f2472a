"""Neo4j for rivals: an engine like ours in a folder of its own, with their graph in it.

(:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(:Place village)-[:PART_OF]->(:Place)
          (:Household)-[:IN_GRID]->(:Place group)    (:Post)-[:ANSWERS_FOR]->(:Place)
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, LiteralString

from bench.client import BenchError
from bench.rivals.rows import Rows
from graph.engine import Engine, running
from graph.gateway import Gateway, Store, connect
from graph.home import Home
from graph.settings import Settings

AT_ONCE = 10_000
KEYS: tuple[LiteralString, ...] = (
    "CREATE CONSTRAINT FOR (n:Place) REQUIRE n.code IS UNIQUE",
    "CREATE CONSTRAINT FOR (n:Household) REQUIRE n.number IS UNIQUE",
    "CREATE CONSTRAINT FOR (n:Person) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT FOR (n:Post) REQUIRE n.key IS UNIQUE",
    "CREATE CONSTRAINT FOR (n:Payment) REQUIRE n.key IS UNIQUE",
    "CALL db.awaitIndexes(60)",
)

# (:Place)-[:PART_OF]->(:Place)
PLACES: LiteralString = """
UNWIND $rows AS row
CREATE (p:Place) SET p = row, p.parent = null
WITH p, row MATCH (above:Place {code: row.parent})
CREATE (p)-[:PART_OF]->(above)
"""
# (:Household)-[:LIVES_IN]->(village), (:Household)-[:IN_GRID]->(group)
HOUSEHOLDS: LiteralString = """
UNWIND $rows AS row
MATCH (v:Place {code: row.village}), (g:Place {code: row.grid})
CREATE (h:Household {number: row.number, head: row.head, paid: row.paid, fen: row.fen})
CREATE (h)-[:LIVES_IN]->(v), (h)-[:IN_GRID]->(g)
"""
# (:Person)-[:MEMBER_OF]->(:Household)
PEOPLE: LiteralString = """
UNWIND $rows AS row
MATCH (h:Household {number: row.household})
CREATE (:Person {key: row.key, name: row.name})-[:MEMBER_OF]->(h)
"""
# (:Post)-[:ANSWERS_FOR]->(:Place)
POSTS: LiteralString = """
UNWIND $rows AS row
MATCH (p:Place {code: row.place})
CREATE (:Post {key: row.key, title: row.title, holder: row.holder})-[:ANSWERS_FOR]->(p)
"""
# (:Payment), (village)
PAID: LiteralString = """
MATCH (v:Place {level: 'VILLAGE'})
RETURN COUNT { (:Payment) } AS payments, sum(v.village_fen) AS fen
"""


@dataclass(frozen=True, slots=True)
class Bolt:
    """A running engine; `store`: its graph."""

    engine: Engine
    process: int
    store: Store

    @property
    def environ(self) -> dict[str, str]:
        """How a process of Node is told."""
        return {"BOLT": self.engine.uri, "BOLT_PASSWORD": self.engine.password}


@asynccontextmanager
async def opened(settings: Settings, folder: Path) -> AsyncIterator[Bolt]:
    """For as long as the block runs; none of our constraints is in it."""
    own = replace(settings, data=folder)
    async with running(own) as engine, connect(engine.uri, engine.user, engine.password) as driver:
        yield Bolt(engine, java_of(folder), Gateway(driver).directory)


def java_of(folder: Path) -> int:
    """The id of the engine that runs on a data folder."""
    holder = Home(folder).holder()
    if holder is None:
        raise BenchError(f"no engine runs on {folder}")
    return holder.java


async def load(store: Store, rows: Rows) -> None:
    """Keys first, places before what refers to them."""
    for statement in KEYS:
        await store.schema(statement)
    for level in ("PROVINCE", "CITY", "COUNTY", "TOWNSHIP", "VILLAGE", "GROUP"):
        await _write(store, PLACES, [one for one in rows.places if one.level == level])
    await _write(store, HOUSEHOLDS, rows.households)
    await _write(store, PEOPLE, rows.people)
    await _write(store, POSTS, rows.posts)


async def _write(store: Store, statement: LiteralString, rows: Sequence[Any]) -> None:
    for at in range(0, len(rows), AT_ONCE):
        await store.write(statement, rows=[row._asdict() for row in rows[at : at + AT_ONCE]])


async def paid(store: Store) -> tuple[int, int]:
    """Payments on record, and the fen that the villages count."""
    [row] = await store.read(PAID)
    return row["payments"], row["fen"]
