"""Statements that read whom or what chains are about (resolvers/chains.py).

subject ── its household and village on that day ── every unit above, by its mark
        └─ posts that answer for the household alone, groups of its people

All give `subjects`, `units`, `epoch` and the law's `versions`; some `own`: the subjects themselves.
"""

from enum import Enum
from typing import LiteralString

from facts.bookshelf import ALONG
from resolvers import households, persons
from resolvers.stations import EPOCH, MARK


class About(Enum):
    """What a chain is asked for."""

    PERSON = "PERSON"
    HOUSEHOLD = "HOUSEHOLD"
    PLACE = "PLACE"
    SUBSIDY = "SUBSIDY"


# (:Listing)-[:OF]->(:Person)-[:MEMBER_OF]->(:Household)-[:LIVES_IN]->(village), on a day
OF_PERSON: LiteralString = """
UNWIND $keys AS key
MATCH (p:Person {key: key})
WITH key, [p] AS people, null AS only, head(COLLECT {
  MATCH (p)-[m:MEMBER_OF]->(h:Household) WHERE m.from <= $on AND (m.to IS NULL OR $on < m.to)
  RETURN h ORDER BY m.from DESC LIMIT 1
}) AS h
"""
WITH_PEOPLE: LiteralString = """
WITH key, h, null AS only, COLLECT {
  MATCH (h)<-[m:MEMBER_OF]-(p:Person) WHERE m.from <= $on AND (m.to IS NULL OR $on < m.to)
  RETURN p ORDER BY p.key
} AS people
"""
OF_HOUSEHOLD: LiteralString = (
    """
UNWIND $keys AS key
MATCH (h:Household {key: key})"""
    + WITH_PEOPLE
)
# (:Household {key})-[:LIVES_IN {from, to}]->(village): one, and those on either side of it
OF_NEXT: LiteralString = (
    """
MATCH (v:Jurisdiction {code: $village})
CALL (v) {
  MATCH (v)<-[l:LIVES_IN]-(h:Household)
  WHERE l.from <= $on AND (l.to IS NULL OR $on < l.to) AND h.key >= $key
  RETURN h.key AS key, h ORDER BY key LIMIT $limit
  UNION
  MATCH (v)<-[l:LIVES_IN]-(h:Household)
  WHERE l.from <= $on AND (l.to IS NULL OR $on < l.to) AND h.key < $key
  RETURN h.key AS key, h ORDER BY key DESC LIMIT $limit
}"""
    + WITH_PEOPLE
)

# (:Subsidy {key: person|year|group})-[:FOR]->(:Participation)-[:OF]->(:Person)
OF_SUBSIDY: LiteralString = """
UNWIND $keys AS key
MATCH (s:Subsidy {key: key})-[:FOR]->(:Participation)-[:OF]->(p:Person)
WITH key, [p] AS people, s.category AS only, head(COLLECT {
  MATCH (p)-[m:MEMBER_OF]->(h:Household) WHERE m.from <= $on AND (m.to IS NULL OR $on < m.to)
  RETURN h ORDER BY m.from DESC LIMIT 1
}) AS h
"""

# (:Post)-[:ANSWERS_FOR]->(:Household)-[:LIVES_IN]->(village)
AT_HOME: LiteralString = """
WITH key, people, only, h, head(COLLECT {
  MATCH (h)-[l:LIVES_IN]->(v:Jurisdiction) WHERE l.from <= $on AND (l.to IS NULL OR $on < l.to)
  RETURN v ORDER BY l.from DESC LIMIT 1
}) AS v
WITH collect(DISTINCT v) AS places, collect({
  key: key, place: v.code, grid: h.grid, only: only, groups: COLLECT {
    UNWIND people AS p
    RETURN COLLECT {
      MATCH (p)<-[:OF]-(l:Listing) WHERE l.from <= $on AND (l.to IS NULL OR $on < l.to)
      RETURN [l.category, l.from] ORDER BY l.from, l.category
    }
  }, seats: COLLECT {
    MATCH (h)<-[a:ANSWERS_FOR]-(p:Post) WHERE a.from <= $on AND (a.to IS NULL OR $on < a.to)
    RETURN [p.key, p.title, p.slug, p.unit, p.department, a.duty, a.clause, a.grid, head(COLLECT {
      MATCH (p)<-[:OF]-(x:Holding) WHERE x.from <= $on AND (x.to IS NULL OR $on < x.to)
      RETURN [x.name, x.from, x.to] ORDER BY x.from DESC, x.key DESC LIMIT 1
    })] ORDER BY p.place, p.key
  }
}) AS subjects
"""
OF_PLACE: LiteralString = """
UNWIND $keys AS key
MATCH (v:Jurisdiction {code: key})
WITH collect(DISTINCT v) AS places,
  collect({key: key, place: key, grid: null, only: null, groups: null, seats: []}) AS subjects
"""

# (place)-[:PART_OF]->…->(unit)
UPWARDS: LiteralString = (
    """
CALL (places) {
  UNWIND places AS place
  MATCH (place) (()-[e:PART_OF
    WHERE (e.from IS NULL OR e.from <= $on) AND (e.to IS NULL OR $on < e.to)]->()){0,6} (u)
  WITH DISTINCT u
  RETURN collect("""
    + MARK
    + """) AS units
}
RETURN subjects, units, """
    + EPOCH
    + " AS epoch,"
)
STATEMENTS: dict[About, LiteralString] = {
    About.PERSON: OF_PERSON + AT_HOME + UPWARDS + ALONG,
    About.HOUSEHOLD: OF_HOUSEHOLD + AT_HOME + UPWARDS + ALONG,
    About.SUBSIDY: OF_SUBSIDY + AT_HOME + UPWARDS + ALONG,
    About.PLACE: OF_PLACE + UPWARDS + ALONG,
}
AHEAD: dict[tuple[About, bool], LiteralString] = {  # with the subject itself; True: sees all
    (about, sees_all): STATEMENTS[about] + ", " + along
    for about, sees_all, along in (
        (About.PERSON, True, persons.ALONG),
        (About.PERSON, False, persons.ALONG_SEEN),
        (About.HOUSEHOLD, True, households.ALONG),
        (About.HOUSEHOLD, False, households.ALONG_SEEN),
    )
}
THEIR_KEYS: LiteralString = "[one IN subjects | one.key]"
NEXT: dict[bool, LiteralString] = {  # households of a village, with themselves; True: sees all
    sees_all: OF_NEXT + AT_HOME + UPWARDS + ALONG + ", " + along.replace("$keys", THEIR_KEYS)
    for sees_all, along in ((True, households.ALONG), (False, households.ALONG_SEEN))
}
