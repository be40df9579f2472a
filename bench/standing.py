"""What stands in the graph of the deeds that were acknowledged."""

from collections import defaultdict
from collections.abc import Iterable
from typing import LiteralString, NamedTuple

from bench.deeds import Deed, Kind
from graph.gateway import Store

AT_ONCE = 1_000


class Faults(NamedTuple):
    """Of the acknowledged: how many are not there, are there twice, have another amount."""

    lost: int
    double: int
    wrong_sums: int


# (:Payment)-[:ON]->(:Account {key: household|year})
PAID: LiteralString = """
UNWIND $keys AS key
MATCH (:Account {key: key})<-[:ON]-(y:Payment) WHERE y.reverses IS NULL
WITH key, count(y) AS times, sum(y.amount_fen) AS fen
RETURN collect([key, times, fen]) AS standing
"""
REVERSED: LiteralString = """
UNWIND $keys AS key
MATCH (:Account {key: key})<-[:ON]-(y:Payment) WHERE y.reverses IS NOT NULL
WITH key, count(y) AS times, sum(y.amount_fen) AS fen
RETURN collect([key, times, fen]) AS standing
"""

# (:Disposition)-[:ON]->(:Participation {key: person|year})
DISPOSED: LiteralString = """
UNWIND $keys AS key
MATCH (:Participation {key: key})<-[:ON]-(d:Disposition)
WITH key, count(d) AS times
RETURN collect([key, times, 0]) AS standing
"""

# (:Listing)-[:OF]->(:Person)
MARKED: LiteralString = """
UNWIND $keys AS key
MATCH (:Person {key: key})<-[:OF]-(l:Listing)
WITH key, count(l) AS times
RETURN collect([key, times, 0]) AS standing
"""

# (:Advance)-[:MOVED {amount_fen}]->(:Subsidy {key: person|year|group})
ADVANCED: LiteralString = """
UNWIND $keys AS key
MATCH (:Subsidy {key: key})<-[m:MOVED]-(:Advance)
WITH key, count(m) AS times, sum(m.amount_fen) AS fen
RETURN collect([key, times, fen]) AS standing
"""

STANDING: dict[Kind, LiteralString] = {
    Kind.PAY: PAID,
    Kind.REVERSE: REVERSED,
    Kind.DISPOSE: DISPOSED,
    Kind.MARK: MARKED,
    Kind.ADVANCE: ADVANCED,
}


async def count(store: Store, acknowledged: Iterable[Deed]) -> Faults:
    """Look each of them up by its subject."""
    by_kind: dict[Kind, list[Deed]] = defaultdict(list)
    for deed in acknowledged:
        by_kind[deed.kind].append(deed)
    lost = double = wrong = 0
    for kind, deeds in by_kind.items():
        found = await _standing(store, kind, [deed.subject for deed in deeds])
        for deed in deeds:
            times, fen = found.get(deed.subject, (0, 0))
            lost += times == 0
            double += times > 1
            wrong += times == 1 and fen != deed.amount_fen
    return Faults(lost, double, wrong)


async def _standing(store: Store, kind: Kind, keys: list[str]) -> dict[str, tuple[int, int]]:
    """By subject: how often, and what it comes to in fen."""
    found: dict[str, tuple[int, int]] = {}
    for at in range(0, len(keys), AT_ONCE):
        [row] = await store.read(STANDING[kind], keys=keys[at : at + AT_ONCE])
        found |= {key: (times, fen) for key, times, fen in row["standing"]}
    return found
