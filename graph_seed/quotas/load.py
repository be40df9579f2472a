"""Puts the annexes into the graph as printed, and what contradicts itself beside them.

    (:Quota {key: code|year|n, …})-[:FOR]->(:Jurisdiction)<-[:ABOUT]-(:Finding {key, …})

Append-only: what the newest row of the same source says is nothing new; another figure is a new
row. Names resolve inside the unit of the annex; a name that does not is reported, the others go in.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import LiteralString

from facts.quotas import Figure as Figure
from facts.quotas import append
from graph.gateway import Gateway, Store, Transaction
from graph_seed.quotas.annex import FOLDER, Annex, annexes
from graph_seed.quotas.findings import Finding, editorial, of_figures
from resolvers.places import Resolved, UnknownPlace, resolve


@dataclass(slots=True)
class Loaded:
    """What a load did: quotas and findings created or there already; refused: why, for clerks."""

    created: int = 0
    unchanged: int = 0
    findings: int = 0
    refused: list[str] = field(default_factory=list)


async def load(gateway: Gateway, folder: Path = FOLDER) -> Loaded:
    """All annexes of a folder with their findings."""
    done = Loaded()
    found = editorial(folder / "findings.yaml")
    for annex in annexes(folder):
        await _load_annex(gateway.at(annex.unit), annex, done)
        found += of_figures(annex)
    await _load_findings(gateway, found, done)
    return done


async def _load_annex(store: Store, annex: Annex, done: Loaded) -> None:
    try:
        figures, refused = await figures_of(store, annex)
    except UnknownPlace as error:
        done.refused.append(f"{annex.source}: {error}")
        return
    done.refused += refused
    created = await record(store, figures)
    done.created += created
    done.unchanged += len(figures) - created


async def figures_of(store: Store, annex: Annex) -> tuple[list[Figure], list[str]]:
    """The rows of an annex with their units' codes, and the messages of those without."""
    names = [line.name for line in annex.lines]
    meanings = await resolve(store, names, annex.unit, annex.level)
    figures, refused = [], []
    for line in annex.lines:
        meaning = meanings[line.name]
        if isinstance(meaning, Resolved):
            said = (annex.year, annex.base, line.people, line.amount_fen)
            figures.append(Figure(meaning.code, *said, annex.source, annex.notice, annex.clause))
        else:
            refused.append(f"{annex.source} 第{line.row}行：{meaning.message}")
    return figures, refused


async def record(store: Store, figures: Sequence[Figure]) -> int:
    """Append the figures that say something new; how many did."""

    async def body(transaction: Transaction) -> int:
        return await append(transaction, figures, by_source=True)

    return await store.transact(body)


# (:Finding)-[:ABOUT]->(:Jurisdiction)
SAY: LiteralString = """
UNWIND $findings AS said
MATCH (place:Jurisdiction {code: said.unit})
MERGE (finding:Finding {key: said.key})
ON CREATE SET finding.recorded = datetime.transaction().epochMillis
SET finding += said {.year, .clause, .notice, .severity, .message, .expected, .found},
    finding.kind = 'SOURCE'
MERGE (finding)-[:ABOUT]->(place)
RETURN collect(said.key) AS keys
"""


async def _load_findings(gateway: Gateway, found: Sequence[Finding], done: Loaded) -> None:
    parts: dict[Store, list[Finding]] = defaultdict(list)
    for finding in found:
        parts[gateway.at(finding.unit)].append(finding)
    for store, part in parts.items():
        (row,) = await store.write(SAY, findings=[asdict(finding) for finding in part])
        done.findings += len(row["keys"])
        done.refused += [
            f"{finding.key}: {finding.unit} is not in the graph; load its province first"
            for finding in part
            if finding.key not in row["keys"]
        ]


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `python -m graph_seed quotas`."""
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="annexes and findings.yaml; ours by default"
    )


async def run(gateway: Gateway, options: argparse.Namespace) -> int:
    """Load and say what was done; 1 when something was refused."""
    done = await load(gateway, options.folder)
    print(
        f"quotas: {done.created} created, {done.unchanged} unchanged;"
        f" {done.findings} findings; {len(done.refused)} refused"
    )
    for reason in done.refused:
        print(reason, file=sys.stderr)
    return 1 if done.refused else 0
