"""What no roll leads to: nodes that lack the one thing that gives them a place."""

from typing import LiteralString

from facts.proofs.proof import Proof

RECEIPTS: LiteralString = """
MATCH (r:Receipt) WHERE r.key > $after
WITH r ORDER BY r.key LIMIT $size
RETURN max(r.key) AS last, [one IN collect(CASE WHEN r.answer IS NULL
  THEN [r.key, '无答复', '有答复'] END) WHERE one IS NOT NULL] AS wrong
"""

# (:Payment)-[:ON]->(:Account)
PAYMENTS: LiteralString = """
MATCH (y:Payment) WHERE y.key > $after
WITH y ORDER BY y.key LIMIT $size
RETURN max(y.key) AS last, [one IN collect(CASE WHEN NOT EXISTS { (y)-[:ON]->(:Account) }
  THEN [y.key, '不在任何户上', '至少 1 户'] END) WHERE one IS NOT NULL] AS wrong
"""

# (:Account)-[:ON]->(:Roster)
ACCOUNTS: LiteralString = """
MATCH (a:Account) WHERE a.key > $after
WITH a ORDER BY a.key LIMIT $size
RETURN max(a.key) AS last, [one IN collect(CASE WHEN NOT EXISTS { (a)-[:ON]->(:Roster) }
  THEN [a.key, '不在任何名册上', a.village + '|' + toString(a.year)] END)
  WHERE one IS NOT NULL] AS wrong
"""

# (:Participation)-[:IN]->(:Account), (:Participation)-[:OF]->(:Person)
PARTICIPATIONS: LiteralString = """
MATCH (n:Participation) WHERE n.key > $after
WITH n ORDER BY n.key LIMIT $size
RETURN max(n.key) AS last, [one IN collect(CASE
  WHEN NOT EXISTS { (n)-[:IN]->(:Account) } OR NOT EXISTS { (n)-[:OF]->(:Person) }
  THEN [n.key, '不属于任何人或户', '1 人 1 户'] END) WHERE one IS NOT NULL] AS wrong
"""

# (:Change)-[:CHANGED]->()
CHANGES: LiteralString = """
MATCH (c:Change) WHERE c.key > $after
WITH c ORDER BY c.key LIMIT $size
RETURN max(c.key) AS last, [one IN collect(CASE WHEN COUNT { (c)-[:CHANGED]->() } <> 1
  THEN [c.key, toString(COUNT { (c)-[:CHANGED]->() }) + ' 个对象', '1 个对象'] END)
  WHERE one IS NOT NULL] AS wrong
"""

# (:Subsidy)-[:FOR]->(:Participation)
SUBSIDIES: LiteralString = """
MATCH (s:Subsidy) WHERE s.key > $after
WITH s ORDER BY s.key LIMIT $size
RETURN max(s.key) AS last, [one IN collect(CASE WHEN COUNT { (s)-[:FOR]->(:Participation) } <> 1
  THEN [s.key, toString(COUNT { (s)-[:FOR]->(:Participation) }) + ' 条参保记录', '1 条'] END)
  WHERE one IS NOT NULL] AS wrong
"""

# (:Advance {amount_fen})-[:MOVED {amount_fen}]->(:Subsidy)
ADVANCES: LiteralString = """
MATCH (v:Advance) WHERE v.key > $after
WITH v ORDER BY v.key LIMIT $size
WITH v, coalesce(v.amount_fen, 0) AS found,
  reduce(fen = 0, part IN [(v)-[m:MOVED]->(:Subsidy) | m.amount_fen] | fen + part) AS expected
RETURN max(v.key) AS last, [one IN collect(CASE WHEN found <> expected
  THEN [v.key, toString(found), toString(expected)] END) WHERE one IS NOT NULL] AS wrong
"""

PROOFS = (
    Proof("RECEIPT_UNANSWERED", "回执没有答复", RECEIPTS),
    Proof("PAYMENT_NOWHERE", "缴费不属于任何户", PAYMENTS),
    Proof("ACCOUNT_NOWHERE", "户不在任何名册上", ACCOUNTS),
    Proof("PARTICIPATION_NOWHERE", "参保记录不属于任何人或户", PARTICIPATIONS),
    Proof("CHANGE_NOWHERE", "变更不属于任何对象", CHANGES),
    Proof("SUBSIDY_NOWHERE", "补助不属于任何参保记录", SUBSIDIES),
)
LARGE = (Proof("ADVANCE_DIFFERS", "批次金额与所移之和不符", ADVANCES),)  # thousands of edges each
