"""People and money by group, for every place of a request in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from typing import LiteralString

from graph.gateway import Store
from resolvers.figures import Figures, Span, Sum, below, prefixes
from resolvers.tree import Tree

# (:Tally {key: village|year|c|category|on|seen}); a person counts in each of their groups
CATEGORIES: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (t:Tally)
WHERE t.year = $year AND t.group STARTS WITH 'c|' AND t.village STARTS WITH prefix
  AND t.on <= $as_of AND t.seen >= $seen_from AND t.seen <= $seen_to
WITH t.village AS village, t.group AS category, sum(t.paid) AS paid,
  sum(t.fully_subsidised) AS full, sum(t.covered_elsewhere) AS elsewhere,
  sum(t.departed) AS departed, sum(t.refused) AS refused, sum(t.unpaid) AS unpaid,
  sum(t.vouchers) AS vouchers, sum(t.subsidy_fen) AS subsidy
RETURN collect([village, category, paid, full, elsewhere, departed, refused, unpaid, vouchers,
  subsidy]) AS rows
"""

# (:Total {key: village|year|c|category}), the sum of its tallies
CATEGORIES_NOW: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (t:Total)
WHERE t.year = $year AND t.group STARTS WITH 'c|' AND t.village STARTS WITH prefix
RETURN collect([t.village, t.group, t.paid, t.fully_subsidised, t.covered_elsewhere, t.departed,
  t.refused, t.unpaid, t.vouchers, t.subsidy_fen]) AS rows
"""

COLUMNS = (
    "paid",
    "fully_subsidised",
    "covered_elsewhere",
    "departed",
    "refused",
    "unpaid",
    "vouchers",
    "subsidy_fen",
)


async def read_categories(
    store: Store, tree: Tree, roots: Sequence[str], span: Span
) -> tuple[list[str], dict[str, Figures]]:
    """The places below these roots, and for each group what they add up to."""
    places = below(tree, roots)
    head = prefixes(places, roots)
    if span.is_now:
        row = await store.one(CATEGORIES_NOW, prefixes=head, year=span.year)
    else:
        row = await store.one(
            CATEGORIES,
            prefixes=head,
            year=span.year,
            as_of=span.as_of,
            seen_from=span.seen_from,
            seen_to=span.seen_to,
        )
    sums: dict[str, dict[str, Sum]] = defaultdict(dict)
    for village, group, *columns in (row or {"rows": []})["rows"]:
        here = Sum(**dict(zip(COLUMNS, columns, strict=True)))
        sums[group.removeprefix("c|")][village] = here
    return places, {one: Figures(tree, places, found, {}) for one, found in sums.items()}
