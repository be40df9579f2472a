"""Which law holds where: the tree above villages, and the extensions that were granted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import LiteralString

from facts.account import native
from facts.law import GivenLaw, Granted, HeldLaw, Law
from facts.lawbook import LawBook
from facts.season import TermsOf
from graph.gateway import Row, Transaction
from policy.places import Edge

# (village)-[:PART_OF*0..6]->(above), (:Extension)-[:FOR]->(unit)
LAW_WITHIN: LiteralString = """
RETURN COLLECT {
  UNWIND within AS code
  WITH DISTINCT code
  MATCH (:Jurisdiction {code: code})-[:PART_OF*0..6]->(x)-[p:PART_OF]->(y)
  WITH DISTINCT x, p, y ORDER BY p.from
  RETURN [x.code, y.code, p.from, p.to]
} AS edges, COLLECT {
  MATCH (e:Extension)-[:FOR]->(j:Jurisdiction)
  USING SCAN e:Extension  // few; every subsidy has a FOR too
  WITH e, j ORDER BY e.recorded, e.key
  RETURN [e.year, j.code, e.granted_on, e.until]
} AS extensions
"""
READ_LAW: LiteralString = "WITH $villages AS within" + LAW_WITHIN


async def read_law(
    transaction: Transaction,
    law: LawBook | TermsOf,
    opens: Mapping[int, date],
    villages: Sequence[str],
) -> Law:
    """The law over the trees of all seasons; a function of terms is taken as it is."""
    if not isinstance(law, LawBook):
        return GivenLaw(law)
    [row] = await transaction.run(READ_LAW, villages=list(villages))
    return law_of(law, opens, row)


def law_of(law: LawBook | TermsOf, opens: Mapping[int, date], row: Row) -> Law:
    """From a row of LAW_WITHIN."""
    if not isinstance(law, LawBook):
        return GivenLaw(law)
    edges: dict[str, list[Edge]] = {}
    for code, parent, since, until in row["edges"]:
        edges.setdefault(code, []).append(Edge(parent, native(since), native(until)))
    extensions: dict[int, list[Granted]] = {}
    for year, unit, granted_on, until in row["extensions"]:
        one = Granted(unit, granted_on.to_native(), until.to_native())
        extensions.setdefault(year, []).append(one)
    return HeldLaw(law, opens, edges, extensions)
