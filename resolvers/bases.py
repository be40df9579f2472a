"""What rates are taken of besides the quota: residents, insured, people in hardship."""

from collections import defaultdict
from collections.abc import Sequence
from typing import LiteralString

from graph.gateway import Store
from policy.terms import TargetBase
from resolvers.figures import Figures, Span, below, newest, prefixes, until_of
from resolvers.tree import Tree

# (:Quota {key: code|year|n, base})
BASES: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (q:Quota)
WHERE q.key STARTS WITH prefix AND q.year = $year AND q.base <> 'QUOTA' AND q.recorded <= $until
RETURN collect([split(q.key, '|')[0], q.recorded, q.key, q.people, q.base]) AS rows
"""

Bases = dict[TargetBase, dict[str, int]]


async def read_bases(
    store: Store, tree: Tree, roots: Sequence[str], span: Span
) -> tuple[list[str], Bases]:
    """The places below these roots, and people by base and place: own figure, else the sum."""
    places = below(tree, roots)
    head = prefixes(places, roots)
    row = await store.one(BASES, prefixes=head, year=span.year, until=until_of(span))
    printed: dict[TargetBase, list[list[object]]] = defaultdict(list)
    for *quota, base in (row or {"rows": []})["rows"]:
        printed[TargetBase(base)].append(quota)
    return places, {
        base: Figures(tree, places, {}, newest(rows)).quotas for base, rows in printed.items()
    }
