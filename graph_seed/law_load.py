"""Puts the notices into the graph, so that a new county's notice is data and not code.

    (:Notice {key, version})<-[:OF]-(:Clause {key: notice|number})<-[:CITES]-(:Rule)
    (:Scheme {key: code|year})-[:HAS]->(:Rule), -[:FOR]->(:Jurisdiction), -[:DRAWS_ON]->(:Notice)

What a notice does not say any more goes; a notice whose version is there already is left alone.
"""

import argparse
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

from facts.lawbook import LawBook, Row, category_row, notice_row, rule_key
from graph.gateway import Gateway, Transaction
from graph_seed.law import FOLDER, read_categories, read_notices
from graph_seed.posts import load_posts
from policy.law import Category, Notice


@dataclass(frozen=True, slots=True)
class LawLoaded:
    """What the folder holds. changed: notices that were not there like this; without_place: schemes
    whose unit is in no database yet.
    """

    notices: int
    clauses: int
    rules: int
    changed: tuple[str, ...]
    without_place: tuple[str, ...]


async def load_law(gateway: Gateway, folder: Path = FOLDER) -> LawLoaded:
    """All notices and groups of a folder, into every database: small, and everybody needs it."""
    notices, categories = read_notices(folder), read_categories(folder)
    changed: dict[str, None] = {}
    placed: set[str] = set()
    for store in gateway.stores():
        changed |= dict.fromkeys(await store.transact(_body(notices, tuple(categories.values()))))
        row = await store.one(PLACED)
        placed |= set(row["placed"] if row else ())
    await load_posts(gateway, notices, categories)
    return LawLoaded(
        len(notices),
        sum(len(notice.clauses) for notice in notices),
        sum(len(notice.rules) for notice in notices),
        tuple(changed),
        tuple(row["key"] for row in scheme_rows(notices) if row["key"] not in placed),
    )


# (:Category {key})
MERGE_CATEGORIES: LiteralString = """
UNWIND $rows AS row
MERGE (c:Category {key: row.key})
SET c = row
"""

VERSIONS: LiteralString = """
MATCH (n:Notice) RETURN collect([n.key, n.version]) AS versions
"""

# (:Notice)
MERGE_NOTICES: LiteralString = """
UNWIND $rows AS row
MERGE (n:Notice {key: row.key})
SET n = row {.key, .title, .number, .issuer, .year, .issued_on, .valid_from, .valid_to, .expired,
  .parent, .cites, .findings, .version}
"""

# (:Clause)-[:OF]->(:Notice)
MERGE_CLAUSES: LiteralString = """
UNWIND $rows AS row
MATCH (n:Notice {key: row.key})
UNWIND row.clauses AS clause
MERGE (c:Clause {key: clause.key})
SET c = clause, c.notice = row.key
MERGE (c)-[:OF]->(n)
"""

# (:Rule)-[:CITES]->(:Clause)
MERGE_RULES: LiteralString = """
UNWIND $rows AS row
UNWIND row.rules AS rule
MERGE (r:Rule {key: rule.key})
SET r = rule {.key, .kind, .rule, .name, .source, .note, .valid_from, .valid_to, .clause, .also,
  .terms, .readings, .place}, r.notice = row.key
WITH r, rule
CALL (r) { MATCH (r)-[old:CITES]->() DELETE old }
UNWIND rule.cited AS cited
MATCH (c:Clause {key: cited})
MERGE (r)-[:CITES]->(c)
"""

DELETE_ABSENT: LiteralString = """
UNWIND $rows AS row
MATCH (old:Clause|Rule {notice: row.key})
WHERE NOT old.key IN row.kept
DETACH DELETE old
"""

# (:Scheme {key: code|year})-[:HAS]->(:Rule), -[:FOR]->(:Jurisdiction), -[:DRAWS_ON]->(:Notice)
MERGE_SCHEMES: LiteralString = """
UNWIND $rows AS row
MERGE (s:Scheme {key: row.key})
SET s = row {.key, .year, .jurisdiction, .notices}
WITH s, row
CALL (s) { MATCH (s)-[old:HAS|FOR|DRAWS_ON]->() DELETE old }
CALL (s, row) { MATCH (j:Jurisdiction {code: row.jurisdiction}) CREATE (s)-[:FOR]->(j) }
CALL (s, row) { UNWIND row.notices AS key MATCH (n:Notice {key: key}) CREATE (s)-[:DRAWS_ON]->(n) }
CALL (s, row) { UNWIND row.rules AS key MATCH (r:Rule {key: key}) CREATE (s)-[:HAS]->(r) }
"""


PLACED: LiteralString = """
MATCH (s:Scheme)-[:FOR]->(:Jurisdiction) RETURN collect(s.key) AS placed
"""


def _body(
    notices: Sequence[Notice], categories: Sequence[Category]
) -> Callable[[Transaction], Awaitable[list[str]]]:
    rows = [notice_row(notice) for notice in notices]
    groups = [category_row(category, place) for place, category in enumerate(categories)]

    async def body(transaction: Transaction) -> list[str]:
        await transaction.run(MERGE_CATEGORIES, rows=groups)
        [known] = await transaction.run(VERSIONS)
        versions = dict(known["versions"])
        fresh = [row for row in rows if versions.get(row["key"]) != row["version"]]
        await transaction.run(MERGE_NOTICES, rows=fresh)
        await transaction.run(MERGE_CLAUSES, rows=fresh)
        await transaction.run(MERGE_RULES, rows=fresh)
        await transaction.run(DELETE_ABSENT, rows=[_kept(row) for row in fresh])
        await transaction.run(MERGE_SCHEMES, rows=scheme_rows(notices))
        return [row["key"] for row in fresh]

    return body


def _kept(row: Row) -> Row:
    kept = [one["key"] for one in (*row["clauses"], *row["rules"])]
    return {"key": row["key"], "kept": kept}


def scheme_rows(notices: Sequence[Notice]) -> list[Row]:
    """One scheme for each notice that has a year, with every rule that holds under it."""
    book = LawBook({notice.key: notice for notice in notices}, {})
    return [
        {
            "key": f"{notice.issuer}|{notice.year}",
            "year": notice.year,
            "jurisdiction": notice.issuer,
            "notices": [one.key for one in book.scheme(notice.key).notices],
            "rules": [rule_key(rule) for rule in book.scheme(notice.key).rules],
        }
        for notice in notices
        if notice.year is not None
    ]


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m graph_seed law`."""
    parser.add_argument("--folder", type=Path, default=FOLDER, help="notices; ours by default")


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """Load and say what was done."""
    done = await load_law(gateway, options.folder)
    print(
        f"law: {done.notices} notices, {done.clauses} clauses, {done.rules} rules; "
        f"{len(done.changed)} changed"
    )
    for scheme in done.without_place:
        print(f"{scheme}: its unit is not in the graph; load its province first", file=sys.stderr)
    return 1 if done.without_place else 0
