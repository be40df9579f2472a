"""Puts the divisions into the graph: parents before children, 10,000 a transaction.

    (:Jurisdiction {code})-[:PART_OF {from: absent, to: absent}]->(:Jurisdiction)

Repeatable. What the list has and the graph lacks is created; flags and further aliases are added;
nothing is deleted, closed or renamed. A name that differs is a clerk's dated rename, or a newer
list's: it stays, and is reported, because a rename needs its day (J4). A unit that ever had a
parent keeps its own PART_OF history.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import LiteralString

from tqdm import tqdm

from graph.gateway import Gateway, Store, Transaction
from graph_seed.divisions.listing import Division, provinces, read

BATCH = 10_000
DEFAULT = ("34", "43")


@dataclass(slots=True)
class Loaded:
    """What a load did, in divisions; renamed: codes whose name in the graph is another one."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    renamed: list[str] = field(default_factory=list)

    def add(self, other: "Loaded") -> None:
        self.created += other.created
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.renamed += other.renamed


async def load(
    gateway: Gateway, chosen: Iterable[str] | None = DEFAULT, quiet: bool = False
) -> Loaded:
    """Load these provinces (all: None) with the nation above them, into each its database."""
    done = Loaded()
    for store, part in _by_store(gateway, provinces() if chosen is None else chosen).items():
        divisions = tqdm(read(part), desc=store.database, unit=" places", disable=quiet)
        for batch in _batches(divisions):
            done.add(await load_batch(store, batch))
    return done


def _by_store(gateway: Gateway, chosen: Iterable[str]) -> dict[Store, list[str]]:
    """Provinces by database; the nation alone stands in the directory even if no province does."""
    parts: dict[Store, list[str]] = defaultdict(list, {gateway.directory: []})
    for province in chosen:
        parts[gateway.at(province)].append(province)
    return parts


def _batches(divisions: Iterable[Division]) -> Iterator[list[Division]]:
    source = iter(divisions)
    while batch := list(islice(source, BATCH)):
        yield batch


# (:Jurisdiction) as the rows would have it
COMPARE: LiteralString = """
UNWIND $rows AS row
OPTIONAL MATCH (place:Jurisdiction {code: row.code})
RETURN collect(CASE WHEN place IS NULL THEN row.code END) AS missing,
       collect(CASE WHEN place.placeholder <> row.placeholder OR place.acting <> row.acting
                      OR any(alias IN row.aliases WHERE NOT alias IN place.aliases)
                    THEN row.code END) AS changed,
       collect(CASE WHEN place.name <> row.name THEN row.code END) AS renamed
"""

# (:Jurisdiction {code})
CREATE: LiteralString = """
UNWIND $rows AS row
MERGE (place:Jurisdiction {code: row.code})
ON CREATE SET place.name = row.name, place.level = row.level, place.aliases = row.aliases,
              place.placeholder = row.placeholder, place.acting = row.acting
"""

# (:Jurisdiction {aliases, placeholder, acting})
AMEND: LiteralString = """
UNWIND $rows AS row
MATCH (place:Jurisdiction {code: row.code})
SET place.placeholder = row.placeholder, place.acting = row.acting,
    place.aliases = place.aliases + [alias IN row.aliases WHERE NOT alias IN place.aliases]
"""

# (child)-[:PART_OF]->(parent)
JOIN: LiteralString = """
UNWIND $rows AS row
MATCH (child:Jurisdiction {code: row.code}), (parent:Jurisdiction {code: row.parent})
WHERE NOT (child)-[:PART_OF]->()
CREATE (child)-[:PART_OF]->(parent)
"""

# (:Sequence {key: "tree"}): readers that hold the tree in memory see which places are new
GROW: LiteralString = """
MERGE (tree:Sequence {key: 'tree'})
  ON CREATE SET tree.n = 0, tree.epoch = randomUUID()
SET tree.n = tree.n + 1
WITH tree
UNWIND $codes AS code
MATCH (place:Jurisdiction {code: code})
SET place.seq = tree.n
"""


async def load_batch(store: Store, batch: Sequence[Division]) -> Loaded:
    """One transaction: look, then write only what differs."""
    rows = {division.code: _row(division) for division in batch}

    async def body(transaction: Transaction) -> Loaded:
        (seen,) = await transaction.run(COMPARE, rows=list(rows.values()))
        missing = [rows[code] for code in seen["missing"]]
        changed = [rows[code] for code in seen["changed"]]
        if missing:
            await transaction.run(CREATE, rows=missing)
            await transaction.run(JOIN, rows=missing)
        if changed:
            await transaction.run(AMEND, rows=changed)
        if missing or changed:
            await transaction.run(GROW, codes=[row["code"] for row in (*missing, *changed)])
        unchanged = len(rows) - len(missing) - len(changed)
        return Loaded(len(missing), len(changed), unchanged, seen["renamed"])

    return await store.transact(body)


def _row(division: Division) -> dict[str, object]:
    return {
        "code": division.code,
        "name": division.name,
        "level": division.level.value,
        "parent": division.parent,
        "placeholder": division.placeholder,
        "acting": division.acting,
        "aliases": list(division.aliases),
    }


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m graph_seed divisions`."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument(
        "--province", action="append", metavar="CODE", help="two digits; 43 and 34 by default"
    )
    which.add_argument("--all", action="store_true", help="the whole country")


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """Load and say what was done; the exit code."""
    chosen = None if options.all else options.province or DEFAULT
    done = await load(gateway, chosen)
    print(
        f"divisions: {done.created} created, {done.changed} changed, {done.unchanged} unchanged,"
        f" {len(done.renamed)} with another name than the list's"
    )
    if done.renamed:
        print("kept the graph's names of:", " ".join(done.renamed[:20]))
    return 0
