"""Puts the notices into the graph, and makes the scheme of a unit from what is there.

    (:Notice)<-[:OF]-(:Clause)<-[:CITES]-(:Rule)<-[:HAS]-(:Scheme {key: code|year})-[:FOR]->(place)

A rule keeps its entry of the file as JSON text in `parameters`; the reader that checks files checks
it again on the way out. The common readings are a scheme of their own, key 0|0, in every database.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, LiteralString

from graph.gateway import Gateway, Row, Store, Transaction
from graph_seed.law import FOLDER, notice_of, read_categories, read_notices, read_sources
from graph_seed.law_files import Source
from policy.law import Category, Notice
from policy.scheme import Scheme, resolve

COMMON_KEY = "0|0"


@dataclass(slots=True)
class Loaded:
    """What a load did; without_place: schemes whose unit is not in the graph yet."""

    notices: int = 0
    clauses: int = 0
    rules: int = 0
    without_place: list[str] = field(default_factory=list)


async def load_law(gateway: Gateway, folder: Path = FOLDER) -> Loaded:
    """All notices of a folder, checked first; the same folder again changes nothing."""
    checked = {notice.key: notice for notice in read_notices(folder)}
    done = Loaded()
    for source in read_sources(folder):
        notice = checked[source.key]
        row = row_of(source, notice)
        stores = gateway.stores() if notice.year is None else [gateway.at(notice.issuer)]
        for store in stores:
            await _load_notice(store, row, done)
        done.notices += 1
        done.clauses += len(notice.clauses)
        done.rules += len(notice.rules)
    return done


def row_of(source: Source, notice: Notice) -> Row:
    """A notice as parameters of the statements below."""
    scheme = COMMON_KEY if notice.year is None else f"{notice.issuer}|{notice.year}"
    text = json.dumps([source.head, source.clauses, source.rules, source.findings])
    return {
        "key": notice.key,
        "scheme": scheme,
        "code": notice.issuer,
        "year": notice.year,
        "version": sha256(text.encode()).hexdigest(),
        "properties": {
            "title": notice.title,
            "number": notice.number,
            "issuer": notice.issuer,
            "issued_on": notice.issued_on,
            "valid_from": notice.valid_from,
            "valid_to": notice.valid_to,
            "expired": notice.expired,
            "parent": notice.parent,
            "head": json.dumps(source.head, ensure_ascii=False),
            "findings": json.dumps(source.findings, ensure_ascii=False),
        },
        "clauses": [
            {"key": f"{notice.key}|{c.number}", "number": c.number, "text": c.text, "n": n}
            for n, c in enumerate(notice.clauses)
        ],
        "rules": _rules(source, notice, scheme),
    }


def _rules(source: Source, notice: Notice, scheme: str) -> list[Row]:
    raws = [(kind, raw) for kind, entries in source.rules.items() for raw in entries]
    return [
        {
            "key": f"{scheme}|{kind}|{rule.key}|{n}",
            "kind": kind,
            "rule": rule.key,
            "name": rule.name,
            "note": rule.note,
            "n": n,
            "parameters": json.dumps(raw, ensure_ascii=False),
            "clauses": [f"{notice.key}|{clause.number}" for clause in (rule.clause, *rule.also)],
        }
        for n, ((kind, raw), rule) in enumerate(zip(raws, notice.rules, strict=True))
    ]


# (:Clause)-[:OF]->(:Notice)
NOTICE: LiteralString = """
MERGE (notice:Notice {key: $key})
SET notice += $properties
WITH notice
UNWIND $clauses AS said
MERGE (clause:Clause {key: said.key})
SET clause.number = said.number, clause.text = said.text, clause.n = said.n
MERGE (clause)-[:OF]->(notice)
"""

# (:Scheme)-[:FROM]->(:Notice), (:Scheme)-[:FOR]->(:Jurisdiction)
SCHEME: LiteralString = """
MATCH (notice:Notice {key: $key})
MERGE (scheme:Scheme {key: $scheme})
SET scheme.code = $code, scheme.year = $year, scheme.version = $version
MERGE (scheme)-[:FROM]->(notice)
WITH scheme
OPTIONAL MATCH (place:Jurisdiction {code: $code})
FOREACH (found IN CASE WHEN place IS NULL THEN [] ELSE [place] END |
  MERGE (scheme)-[:FOR]->(found))
RETURN place IS NOT NULL AS placed
"""

# (:Scheme)-[:HAS]->(:Rule)-[:CITES]->(:Clause)-[:OF]->(:Notice)
GONE: LiteralString = """
OPTIONAL MATCH (:Scheme {key: $scheme})-[:HAS]->(rule:Rule) WHERE NOT rule.key IN $rules
DETACH DELETE rule
WITH count(*) AS ignored
OPTIONAL MATCH (clause:Clause)-[:OF]->(:Notice {key: $key}) WHERE NOT clause.key IN $clauses
DETACH DELETE clause
"""

# (:Scheme)-[:HAS]->(:Rule)-[:CITES {n}]->(:Clause)
RULES: LiteralString = """
MATCH (scheme:Scheme {key: $scheme})
UNWIND $rules AS entry
MERGE (rule:Rule {key: entry.key})
SET rule += entry {.kind, .rule, .name, .note, .n, .parameters}
MERGE (scheme)-[:HAS]->(rule)
WITH rule, entry
OPTIONAL MATCH (rule)-[old:CITES]->(clause:Clause) WHERE NOT clause.key IN entry.clauses
DELETE old
WITH DISTINCT rule, entry
UNWIND range(0, size(entry.clauses) - 1) AS n
MATCH (cited:Clause {key: entry.clauses[n]})
MERGE (rule)-[cites:CITES]->(cited)
SET cites.n = n
"""


async def _load_notice(store: Store, row: Row, done: Loaded) -> None:
    async def body(transaction: Transaction) -> bool:
        head = {name: row[name] for name in ("key", "properties", "clauses")}
        await transaction.run(NOTICE, **head)
        owner = {name: row[name] for name in ("key", "scheme", "code", "year", "version")}
        (placed,) = await transaction.run(SCHEME, **owner)
        keys = {name: [entry["key"] for entry in row[name]] for name in ("rules", "clauses")}
        await transaction.run(GONE, key=row["key"], scheme=row["scheme"], **keys)
        await transaction.run(RULES, scheme=row["scheme"], rules=row["rules"])
        return bool(placed["placed"])

    if not await store.transact(body) and row["year"] is not None:
        done.without_place.append(row["scheme"])


# (:Notice)<-[:FROM]-(:Scheme)-[:HAS]->(:Rule), (:Clause)-[:OF]->(:Notice)
SOURCES: LiteralString = """
MATCH (scheme:Scheme)-[:FROM]->(notice:Notice) WHERE scheme.key IN $keys
CALL (scheme) {
  MATCH (scheme)-[:HAS]->(rule:Rule)
  WITH rule ORDER BY rule.n
  RETURN collect([rule.kind, rule.parameters]) AS rules
}
CALL (notice) {
  MATCH (clause:Clause)-[:OF]->(notice)
  WITH clause ORDER BY clause.n
  RETURN collect([clause.number, clause.text]) AS clauses
}
RETURN collect({scheme: scheme.key, version: scheme.version, key: notice.key, head: notice.head,
                findings: notice.findings, rules: rules, clauses: clauses}) AS sources
"""


def keys_of(path: Sequence[str], year: int) -> list[str]:
    """The schemes that a unit may follow: its own, those above it, the common readings."""
    return [*(f"{code}|{year}" for code in path), COMMON_KEY]


async def scheme_in(
    store: Store, path: Sequence[str], year: int, categories: dict[str, Category] | None = None
) -> Scheme | None:
    """The scheme of the first of `path` (codes from the unit upwards); None without a notice."""
    row = await store.one(SOURCES, keys=keys_of(path, year))
    sources = {entry["scheme"]: entry for entry in (row["sources"] if row else [])}
    if set(sources) <= {COMMON_KEY}:
        return None
    known = read_categories() if categories is None else categories
    held = [sources[key] for key in keys_of(path, year) if key in sources]
    return resolve(tuple(notice_of(source_of(entry), known) for entry in held), year=year)


def source_of(entry: Row) -> Source:
    """What the graph keeps of a notice, as its files had it."""
    rules: dict[str, Any] = {}
    for kind, parameters in entry["rules"]:
        rules.setdefault(kind, []).append(json.loads(parameters))
    return Source(
        entry["key"],
        json.loads(entry["head"]),
        dict(entry["clauses"]),
        rules,
        json.loads(entry["findings"]),
    )


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m graph_seed law`."""
    parser.add_argument("--folder", type=Path, default=FOLDER, help="notices; ours by default")


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """Load and say what was done."""
    done = await load_law(gateway, options.folder)
    print(f"law: {done.notices} notices, {done.clauses} clauses, {done.rules} rules")
    for scheme in done.without_place:
        print(f"{scheme}: its unit is not in the graph; load its province first", file=sys.stderr)
    return 1 if done.without_place else 0
