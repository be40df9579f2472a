"""Money by channel, for every place of a request in one statement."""

from collections import defaultdict
from collections.abc import Sequence
from typing import LiteralString

from graph.gateway import Store
from policy.vocabulary import Channel
from resolvers.figures import Figures, Span, Sum, below, prefixes
from resolvers.tree import Tree

# (:Tally {key: village|year|h|channel|on|seen})
CHANNELS: LiteralString = """
UNWIND $prefixes AS prefix
MATCH (t:Tally)
WHERE t.year = $year AND t.group STARTS WITH 'h|' AND t.village STARTS WITH prefix
  AND t.on <= $as_of AND t.seen >= $seen_from AND t.seen <= $seen_to
WITH t.village AS village, t.group AS channel, sum(t.payments) AS payments, sum(t.paid_fen) AS paid
RETURN collect([village, channel, payments, paid]) AS rows
"""


async def read_channels(
    store: Store, tree: Tree, roots: Sequence[str], span: Span
) -> tuple[list[str], dict[Channel, Figures]]:
    """The places below these roots, and for each channel what they add up to."""
    places = below(tree, roots)
    row = await store.one(
        CHANNELS,
        prefixes=prefixes(places, roots),
        year=span.year,
        as_of=span.as_of,
        seen_from=span.seen_from,
        seen_to=span.seen_to,
    )
    sums: dict[Channel, dict[str, Sum]] = defaultdict(dict)
    for village, group, payments, paid_fen in (row or {"rows": []})["rows"]:
        channel = Channel(group.removeprefix("h|"))
        sums[channel][village] = Sum(payments=payments, paid_fen=paid_fen)
    return places, {one: Figures(tree, places, sums[one], {}) for one in Channel if one in sums}
