"""Rows: a total is the sum of its tallies, in every column and group."""

from typing import LiteralString

from facts.proofs.proof import Proof

# (:Total {key: village|year|group}), (:Tally {key: village|year|group|on|seen}): every column
TOTALS: LiteralString = """
UNWIND $villages AS village
WITH village, village + '|' + toString($year) + '|' AS prefix,
  ['key', 'village', 'year', 'group', 'on', 'seen', 'seq'] AS names
CALL (prefix, names) {
  MATCH (t:Total) WHERE t.key STARTS WITH prefix
  UNWIND [name IN keys(t) WHERE NOT name IN names] AS column
  RETURN t.group AS group, column, t[column] AS found, 0 AS expected
  UNION ALL
  MATCH (d:Tally) WHERE d.key STARTS WITH prefix
  UNWIND [name IN keys(d) WHERE NOT name IN names] AS column
  RETURN d.group AS group, column, 0 AS found, d[column] AS expected
}
WITH village, prefix + group AS key, column, sum(found) AS found, sum(expected) AS expected
WHERE found <> expected
RETURN collect([village, key, column + ' ' + toString(found),
  column + ' ' + toString(expected)]) AS wrong
"""

PROOFS = (Proof("TOTAL_DIFFERS", "汇总与各日累计之和不符", TOTALS),)
