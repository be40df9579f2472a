"""Days: no fact is before its season opens or after today; a change may be of a day to come."""

from typing import LiteralString

from facts.proofs.proof import Proof

# (:Roster)<-[:ON]-(:Account)<-[:ON]-(:Payment or :FundReceipt)
# (:Account)<-[:IN]-(:Participation)<-[:ON]-(:Disposition)
FACTS: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)
CALL (a) {
  RETURN a.key AS key, a.entered_on AS day
  UNION ALL MATCH (a)<-[:ON]-(y:Payment) RETURN y.key AS key, y.paid_on AS day
  UNION ALL MATCH (a)<-[:ON]-(f:FundReceipt) RETURN f.key AS key, f.on AS day
  UNION ALL MATCH (a)<-[:IN]-(n:Participation) RETURN n.key AS key, n.entered_on AS day
  UNION ALL MATCH (a)<-[:IN]-(:Participation)<-[:ON]-(d:Disposition)
    RETURN d.key AS key, d.on AS day
  UNION ALL MATCH (a)<-[:IN]-(:Participation)<-[:FOR]-(:Subsidy)<-[:MOVED]-(v:Advance)
    RETURN v.key AS key, v.on AS day
}
WITH DISTINCT village, key, day
WHERE day IS NULL OR day < $opens OR day > $today
RETURN collect([village, key, coalesce(toString(day), '无日期'),
  toString($opens) + ' 至 ' + toString($today)]) AS wrong
"""

# (:Change)-[:CHANGED]->(:Account), (:Participation) or (:Subsidy)
CHANGES: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)
CALL (a) {
  MATCH (a)<-[:CHANGED]-(c:Change) RETURN c
  UNION ALL MATCH (a)<-[:IN]-(:Participation)<-[:CHANGED]-(c:Change) RETURN c
  UNION ALL MATCH (a)<-[:IN]-(:Participation)<-[:FOR]-(:Subsidy)<-[:CHANGED]-(c:Change) RETURN c
}
WITH village, c
WHERE c.on IS NULL OR c.on < $opens
RETURN collect([village, c.key, coalesce(toString(c.on), '无日期'),
  '不早于 ' + toString($opens)]) AS wrong
"""

PROOFS = (
    Proof("DAY_OUTSIDE_SEASON", "事实的日期不在本年度开始日至今天之间", FACTS),
    Proof("CHANGE_BEFORE_SEASON", "变更的日期早于本年度开始日", CHANGES),
)
