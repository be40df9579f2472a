"""One year of one database while its proofs run."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString

from facts.proofs.proof import Proof
from facts.proofs.verdict import Verdict
from graph.gateway import Row, Store, Transaction

VILLAGES_AT_ONCE = 8

# who holds the sequence of a year keeps its writers from committing
LOCK: LiteralString = """
MERGE (s:Sequence {key: toString($year)})
  ON CREATE SET s.n = 0, s.epoch = randomUUID()
SET s.look = 1
"""


@dataclass
class Run:
    """One year of one database."""

    store: Store
    year: int
    opens: date
    today: date
    verdict: Verdict
    suspects: defaultdict[str, set[Proof]] = field(default_factory=lambda: defaultdict(set))

    async def look(
        self, reader: Store | Transaction, proof: Proof, villages: list[str]
    ) -> list[Row]:
        read = reader.read if isinstance(reader, Store) else reader.run
        given = {"year": self.year, "opens": self.opens, "today": self.today}
        [row] = await read(proof.statement, villages=villages, **given)
        found: list[Row] = row["wrong"]
        return found
