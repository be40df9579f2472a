"""Money: a payment is what it settles; what somebody has paid is what was paid for them."""

from typing import LiteralString

from facts.proofs.proof import Proof

# (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:SETTLES]-(:Payment)
PAID: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
WITH village, n, coalesce(n.paid_fen, 0) AS found,
  reduce(fen = 0, share IN [(n)<-[s:SETTLES]-(:Payment) | s.amount_fen] | fen + share) AS expected
WHERE found <> expected
RETURN collect([village, n.key, toString(found), toString(expected)]) AS wrong
"""

# (:Account)<-[:ON]-(:Payment {amount_fen, surplus_fen})-[:SETTLES {amount_fen}]->(:Participation)
SETTLED: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:ON]-(y:Payment)
WITH DISTINCT village, y
WITH village, y, coalesce(y.amount_fen, 0) AS found, coalesce(y.surplus_fen, 0) +
  reduce(fen = 0, share IN [(y)-[s:SETTLES]->() | s.amount_fen] | fen + share) AS expected
WHERE found <> expected
RETURN collect([village, y.key, toString(found), toString(expected)]) AS wrong
"""

# (:Payment)-[:ON {amount_fen}]->(:Account), one an account; a payment of one household needs none
SHARED: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:ON]-(y:Payment)
WITH DISTINCT village, y
WITH village, y, coalesce(y.amount_fen, 0) AS found, reduce(fen = 0, share IN
  [(y)-[o:ON]->(:Account) | coalesce(o.amount_fen, y.amount_fen)] | fen + share) AS expected
WHERE found <> expected
RETURN collect([village, y.key, toString(found), toString(expected)]) AS wrong
"""

# (:Payment)-[:SETTLES]->(:Participation)-[:IN or :WAS_IN]->(:Account)<-[:ON]-(:Payment); for who
# moved before the roll was confirmed, either household may have paid
OF_ACCOUNT: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)<-[o:ON]-(y:Payment)
WITH village, a, y, coalesce(o.amount_fen, y.amount_fen) AS found,
  coalesce(o.surplus_fen, 0) + reduce(fen = 0, share IN
    [(y)-[s:SETTLES]->(:Participation)-[:IN]->(a) | s.amount_fen] | fen + share) AS expected,
  reduce(fen = 0, share IN
    [(y)-[s:SETTLES]->(:Participation)-[:WAS_IN]->(a) | s.amount_fen] | fen + share) AS moved
WHERE found <> expected AND found <> expected + moved
RETURN collect([village, a.key + ' ' + y.key, toString(found), toString(expected)]) AS wrong
"""

# (:Total {key: village|year|all}), (:Roster)<-[:ON]-(:Account)<-[:ON]-(:Payment)
OF_VILLAGE: LiteralString = """
UNWIND $villages AS village
WITH village, village + '|' + toString($year) AS roll
WITH village, roll, COLLECT {
  MATCH (:Roster {key: roll})<-[:ON]-(:Account)<-[o:ON]-(y:Payment)
  RETURN coalesce(o.amount_fen, y.amount_fen)
} AS shares, COLLECT { MATCH (t:Total {key: roll + '|all'}) RETURN t.paid_fen } AS totals
WITH village, roll, reduce(fen = 0, share IN shares | fen + share) AS expected,
  coalesce(head(totals), 0) AS found
WHERE found <> expected
RETURN collect([village, roll, toString(found), toString(expected)]) AS wrong
"""

PROOFS = (
    Proof("PAID_DIFFERS", "个人已缴金额与所列缴费不符", PAID),
    Proof("PAYMENT_SETTLES_DIFFERS", "缴费金额与结清份额加多缴之和不符", SETTLED),
    Proof("PAYMENT_SHARES_DIFFER", "缴费金额与各户份额之和不符", SHARED),
    Proof("ACCOUNT_PAID_DIFFERS", "户内份额与本户成员的结清份额不符", OF_ACCOUNT),
    Proof("VILLAGE_PAID_DIFFERS", "本村汇总的已缴金额与各笔缴费之和不符", OF_VILLAGE),
)

# all villages together: also what is on no roll
PAID_OF_YEAR: LiteralString = """
CALL () { MATCH (t:Total {year: $year, group: 'all'}) RETURN sum(t.paid_fen) AS found }
CALL () {
  MATCH (a:Account {year: $year})<-[o:ON]-(y:Payment)
  RETURN sum(coalesce(o.amount_fen, y.amount_fen)) AS expected
}
RETURN found, expected
"""
