"""Brings a graph to what this program expects: numbered files, in order, each recorded once.

    graph/migrations/0001_keys.cypher ──> (:Migration {number: 1, name: "keys", applied})

A crash may come between a file and its record, and two processes may start at once: every
statement must do no harm when it runs again (IF NOT EXISTS, MERGE).
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

from graph.errors import NewerGraph
from graph.gateway import Gateway, Store

FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One file."""

    number: int
    name: str
    statements: tuple[str, ...]


def migrations(folder: Path = FOLDER) -> list[Migration]:
    """All files, in order of their numbers."""
    return [_parse(path) for path in sorted(folder.glob("[0-9]*.cypher"))]


def _parse(path: Path) -> Migration:
    number, _, name = path.stem.partition("_")
    lines = path.read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("//"))
    statements = (part.strip() for part in re.split(r";\s*(?:\n|$)", text))
    return Migration(int(number), name, tuple(part for part in statements if part))


async def migrate(gateway: Gateway, folder: Path = FOLDER) -> None:
    """Every database of the gateway; raises NewerGraph before anything is changed."""
    known = migrations(folder)
    for store in gateway.stores():
        applied = await _applied(store)
        _refuse_newer(store, applied, known)
        for migration in known:
            if migration.number not in applied:
                await _apply(store, migration)


# (:Migration)
APPLIED: LiteralString = "MATCH (m:Migration) RETURN collect(m.number) AS numbers"


async def _applied(store: Store) -> set[int]:
    row = await store.one(APPLIED)
    return set(row["numbers"]) if row else set()


def _refuse_newer(store: Store, applied: set[int], known: list[Migration]) -> None:
    newest = max((migration.number for migration in known), default=0)
    if max(applied, default=0) > newest:
        raise NewerGraph(
            f"database {store.database} is at migration {max(applied)}, this program knows "
            f"{newest}: run the newer program that wrote it, or restore an older copy"
        )


# (:Migration)
RECORD: LiteralString = """
MERGE (m:Migration {number: $number})
ON CREATE SET m.name = $name, m.applied = datetime.transaction().epochMillis
"""


async def _apply(store: Store, migration: Migration) -> None:
    for statement in migration.statements:
        await store.schema(statement)
    await store.schema("CALL db.awaitIndexes(300)")
    await store.write(RECORD, number=migration.number, name=migration.name)
