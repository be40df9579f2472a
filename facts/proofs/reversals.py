"""Reversals: each takes back something that is there, no more than that, and each share once."""

from typing import LiteralString

from facts.proofs.proof import Proof

# (:Payment {reverses})-[:ON]->(:Account)
UNFOUNDED: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:ON]-(y:Payment)
WHERE y.reverses IS NOT NULL OR y.amount_fen < 0
WITH DISTINCT village, y
OPTIONAL MATCH (o:Payment {key: y.reverses})
WITH village, y, o
WHERE o IS NULL OR y.amount_fen >= 0 OR y.paid_on < o.paid_on OR o.reverses IS NOT NULL
RETURN collect([village, y.key, toString(y.paid_on) + ' ' + toString(y.amount_fen),
  coalesce('不早于 ' + toString(o.paid_on) + ' 冲回 ' + o.key, '冲回一笔已有的缴费')]) AS wrong
"""

# (:Payment)-[:ON]->(:Account)<-[:ON]-(:Payment {reverses}), surplus included
TOO_MUCH: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:ON]-(y:Payment)
WHERE y.reverses IS NOT NULL
WITH DISTINCT village, y.reverses AS reversed
MATCH (o:Payment {key: reversed})-[:ON]->(:Account)<-[:ON]-(y:Payment {reverses: reversed})
WITH DISTINCT village, o, y
WITH village, o, -sum(y.amount_fen) AS found
WHERE found > o.amount_fen
RETURN collect([village, o.key, toString(found), '至多 ' + toString(o.amount_fen)]) AS wrong
"""

# (:Payment)-[:SETTLES]->(:Participation)<-[:SETTLES]-(:Payment {reverses})
TWICE: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
MATCH (n)<-[b:SETTLES]-(y:Payment) WHERE y.reverses IS NOT NULL
WITH village, n, y.reverses AS reversed, count(b) AS times, -sum(b.amount_fen) AS back
WITH village, n, reversed, times, back, reduce(fen = 0, share IN
  [(n)<-[s:SETTLES]-(:Payment {key: reversed}) | s.amount_fen] | fen + share) AS share
WHERE times > 1 OR back > share
RETURN collect([village, reversed + ' ' + n.key, toString(times) + ' 次共 ' + toString(back),
  '至多 1 次共 ' + toString(share)]) AS wrong
"""

PROOFS = (
    Proof("REVERSAL_UNFOUNDED", "冲回没有可冲的缴费、日期过早或金额不为负", UNFOUNDED),
    Proof("REVERSED_TOO_MUCH", "冲回合计多于原缴费", TOO_MUCH),
    Proof("REVERSED_TWICE", "同一份额冲回多次或冲回多于原份额", TWICE),
)
