"""The roll: one participation a person, an identity and a year, in one account on one roster."""

from typing import LiteralString

from facts.proofs.proof import Proof

# (:Participation)-[:OF]->(:Person), (:Participation)-[:IN]->(:Account)
LOOSE: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
WITH DISTINCT village, n
WITH village, n, [(n)-[:OF]->(p:Person) | p.key + '|' + toString($year)] AS people,
  COUNT { (n)-[:IN]->(:Account {year: $year}) } AS accounts
WHERE people <> [n.key] OR accounts <> 1
RETURN collect([village, n.key, toString(size(people)) + ' 人 ' + toString(accounts) + ' 户',
  '键中所写的 1 人、1 户']) AS wrong
"""

# (:Participation)-[:OF]->(:Person)<-[:OF]-(:Participation)
PERSON: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
WITH DISTINCT village, n
MATCH (n)-[:OF]->(p:Person)
WITH DISTINCT village, p, [(p)<-[:OF]-(m:Participation {year: $year}) | m.key] AS keys
WHERE size(keys) > 1
RETURN collect([village, p.key, reduce(text = '', key IN keys | text + key + ' '), '1 条']) AS wrong
"""

# (:Participation)-[:OF]->(:Person)<-[:OF]-(:Identity)-[:OF]->(:Person)<-[:OF]-(:Participation);
# who was struck off has no present state
IDENTITY: LiteralString = """
UNWIND $villages AS village
MATCH (:Roster {key: village + '|' + toString($year)})<-[:ON]-(:Account)<-[:IN]-(n:Participation)
WHERE n.now_state IS NOT NULL
MATCH (n)-[:OF]->(p:Person)<-[one:OF]-(i:Identity)-[other:OF]->(q:Person)
WHERE q <> p AND i.to IS NULL AND one.to IS NULL AND other.to IS NULL
MATCH (q)<-[:OF]-(m:Participation {year: $year}) WHERE m.now_state IS NOT NULL
WITH DISTINCT village, n, m
RETURN collect([village, n.key, '与 ' + m.key + ' 同一证件号码', '只有一条在册']) AS wrong
"""

# (:Account {village})-[:ON]->(:Roster {village})
ROSTER: LiteralString = """
UNWIND $villages AS village
MATCH (r:Roster {key: village + '|' + toString($year)})<-[:ON]-(a:Account)
WHERE a.village <> r.village OR a.year <> r.year OR COUNT { (a)-[:ON]->(:Roster) } <> 1
RETURN collect([village, a.key, a.village + '|' + toString(a.year) + ' 在 ' +
  toString(COUNT { (a)-[:ON]->(:Roster) }) + ' 本名册上', r.key]) AS wrong
"""

PROOFS = (
    Proof("PARTICIPATION_LOOSE", "参保记录须属于一人一户", LOOSE),
    Proof("PERSON_TWICE", "一人一年多条参保记录", PERSON),
    Proof("IDENTITY_TWICE", "同一证件号码有两人在册", IDENTITY),
    Proof("ACCOUNT_ROSTER_DIFFERS", "户不在本村本年名册上", ROSTER),
)
