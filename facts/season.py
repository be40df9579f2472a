"""A campaign's year: no fact of it is before the day it opens, and its tree is of that day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from graph.gateway import Store
from policy.timeline import Terms


@dataclass(frozen=True, slots=True)
class Season:
    """`year` is the one in which benefits run; most of the collection lies in the year before."""

    year: int
    opens: date


TermsOf = Callable[[str], Terms]  # what the law says for a village

# (:Season {key, opens}), and the (:Sequence) that its writers take last
OPEN_SEASON: LiteralString = """
MERGE (s:Season {key: $year})
  ON CREATE SET s.opens = $opens
MERGE (q:Sequence {key: toString($year)})
  ON CREATE SET q.n = 0, q.epoch = randomUUID()
RETURN s.opens AS opens
"""


async def open_season(store: Store, season: Season) -> Season:
    """The season as the graph has it: opened once, its day never moves."""
    [row] = await store.write(OPEN_SEASON, year=season.year, opens=season.opens)
    return Season(season.year, row["opens"].to_native())
