"""Subsidies: what has come to a station has passed all before it; nothing stands below nothing.

    amount ≥ payable ≥ requested ≥ disbursed ≥ received ≥ 0, now and in every value of a Change

so that amount = outstanding + received, and each station holds what has come there and no further.
"""

from typing import LiteralString

from facts.proofs.proof import Proof

# (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:FOR]-(:Subsidy)
STANDING: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(:Participation)
  <-[:FOR]-(s:Subsidy)
WITH village, s, [fen IN [s.now_amount_fen, s.now_payable_fen, s.now_requested_fen,
  s.now_disbursed_fen, s.now_received_fen] | coalesce(fen, 0)] AS come
WHERE any(at IN range(0, 3) WHERE come[at] < come[at + 1]) OR come[4] < 0
RETURN collect([village, s.key, reduce(text = '', fen IN come | text + toString(fen) + ' '),
  '逐站不增且不为负']) AS wrong
"""

# (:Change {before_…, after_…})-[:CHANGED]->(:Subsidy)
CHANGED: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(:Participation)
  <-[:FOR]-(:Subsidy)<-[:CHANGED]-(c:Change)
WITH village, c, [value IN [
  [c.before_amount_fen, c.before_payable_fen, c.before_requested_fen, c.before_disbursed_fen,
    c.before_received_fen],
  [c.after_amount_fen, c.after_payable_fen, c.after_requested_fen, c.after_disbursed_fen,
    c.after_received_fen]] | [fen IN value | coalesce(fen, 0)]] AS sides
WITH village, c, [come IN sides
  WHERE any(at IN range(0, 3) WHERE come[at] < come[at + 1]) OR come[4] < 0] AS broken
UNWIND broken AS come
RETURN collect([village, c.key, reduce(text = '', fen IN come | text + toString(fen) + ' '),
  '逐站不增且不为负']) AS wrong
"""

# the first value stands in the subsidy or came by a Change; each later one by a Change
CHAINED: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(:Participation)
  <-[:FOR]-(s:Subsidy)
OPTIONAL MATCH (s)<-[:CHANGED]-(c:Change)
WITH village, s, collect(properties(c)) AS changes
UNWIND ['amount_fen', 'payable_fen', 'requested_fen', 'disbursed_fen', 'received_fen'] AS column
WITH village, s, column, coalesce(s['now_' + column], 0) AS found, reduce(
  fen = coalesce(s['entry_' + column], 0), c IN changes |
  fen + coalesce(c['after_' + column], 0) - coalesce(c['before_' + column], 0)) AS expected
WHERE found <> expected
RETURN collect([village, s.key, column + ' ' + toString(found),
  column + ' ' + toString(expected)]) AS wrong
"""

# (:Advance)-[:MOVED {from, to, amount_fen}]->(:Subsidy): what a batch took past a station
MOVED: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(:Participation)
  <-[:FOR]-(s:Subsidy)
WITH village, s, [(s)<-[m:MOVED]-(:Advance) | m] AS moves,
  ['MARKED', 'PAYABLE', 'REQUESTED', 'DISBURSED', 'RECEIVED'] AS stations
UNWIND range(2, 4) AS at
WITH village, s, stations[at] AS station, reduce(fen = 0, m IN moves | fen + m.amount_fen *
  (CASE WHEN m.to IN stations[at..] THEN 1 ELSE 0 END -
   CASE WHEN m.from IN stations[at..] THEN 1 ELSE 0 END)) AS expected,
  coalesce(s['now_' + toLower(stations[at]) + '_fen'], 0) AS found
WHERE found <> expected
RETURN collect([village, s.key, station + ' ' + toString(found),
  station + ' ' + toString(expected)]) AS wrong
"""

# (:Advance {reverses})-[:MOVED]->(:Subsidy)<-[:MOVED]-(:Advance)
REVERSED: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(:Participation)
  <-[:FOR]-(s:Subsidy)<-[b:MOVED]-(v:Advance) WHERE v.reverses IS NOT NULL
WITH village, s, v.reverses AS reversed, count(DISTINCT v) AS times, sum(abs(b.amount_fen)) AS back
WITH village, s, reversed, times, back, reduce(fen = 0, part IN
  [(s)<-[m:MOVED]-(:Advance {key: reversed}) | abs(m.amount_fen)] | fen + part) AS part
WHERE times > 1 OR back > part
RETURN collect([village, reversed + ' ' + s.key, toString(times) + ' 次共 ' + toString(back),
  '至多 1 次共 ' + toString(part)]) AS wrong
"""

PROOFS = (
    Proof("SUBSIDY_BELOW_ZERO", "补助在某站为负", STANDING),
    Proof("SUBSIDY_CHANGE_BELOW_ZERO", "补助的变更使某站为负", CHANGED),
    Proof("SUBSIDY_CHANGES_DIFFER", "补助的现状与变更记录不符", CHAINED),
    Proof("SUBSIDY_MOVED_DIFFERS", "补助的进度与各批次所移不符", MOVED),
    Proof("ADVANCE_REVERSED_TWICE", "批次冲回多次或多于所移", REVERSED),
)
