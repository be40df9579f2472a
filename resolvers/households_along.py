"""What is read along with the households of a page: where they live, their people, what is due.

For all rows at once, each value with the number of its row: a sub-query for each row costs the
engine half as much again.
"""

from dataclasses import dataclass
from enum import Enum
from typing import LiteralString

from resolvers.area import PERSON_SEEN

# (:Household)-[:LIVES_IN {from}]->(:Jurisdiction): where it lives now
LIVES: LiteralString = """
CALL (homes) {
  UNWIND range(0, size(homes) - 1) AS at
  WITH at, homes[at] AS h
  MATCH (h)-[lives:LIVES_IN]->(v:Jurisdiction)
  WITH at, v.code AS code, lives.from AS since ORDER BY at, since > $today, since DESC
  WITH at, head(collect(code)) AS code
  RETURN collect([at, code]) AS lives
}
"""
# (:Person)-[:MEMBER_OF {from, to, relation}]->(:Household), today; the head first, then by age
BEGIN_MEMBERS: LiteralString = """
CALL (homes) {
  UNWIND range(0, size(homes) - 1) AS at
  WITH at, homes[at] AS h
  MATCH (h)<-[m:MEMBER_OF]-(p:Person) WHERE m.from <= $today AND (m.to IS NULL OR $today < m.to)"""
END_MEMBERS: LiteralString = """
  WITH at, p, m.relation AS relation ORDER BY at, relation <> '户主', p.birth, p.key
  RETURN collect([at, relation, p.key, p.name"""
WHOLE: LiteralString = ", p.sex, p.id_mask, toString(p.birth), toString(p.voucher_on)"
PERSON = ("key", "name", "sex", "id_mask", "birth", "voucher_on")
AS_MEMBERS: LiteralString = "]) AS members\n}\n"
# as MONEY_NOW of resolvers/households.py: (:Account)<-[:IN]-(:Participation), <-[:ON]-(:Payment)
MONEY: LiteralString = """
CALL (homes) {
  UNWIND range(0, size(homes) - 1) AS at
  MATCH (a:Account {key: homes[at].key + '|' + toString($year)})
  CALL (a) {
    MATCH (a)<-[:IN]-(n:Participation) RETURN sum(coalesce(n.now_due_fen, 0)) AS due
  }
  CALL (a) {
    MATCH (a)<-[o:ON]-(y:Payment) RETURN sum(coalesce(o.amount_fen, y.amount_fen)) AS paid
  }
  RETURN collect([at, due, paid, a.now_village IS NULL OR a.now_settled, paid > 0]) AS money
}
"""


class Within(Enum):
    """Who of the households' people is read along."""

    NOBODY = ""
    ALL = BEGIN_MEMBERS + END_MEMBERS
    SEEN = BEGIN_MEMBERS + " AND " + PERSON_SEEN + END_MEMBERS


@dataclass(frozen=True, slots=True)
class Beside:
    """What of all this; is_whole: of the people more than their key and name."""

    within: Within = Within.NOBODY
    is_whole: bool = True
    money: bool = False

    @property
    def statement(self) -> LiteralString:
        """To follow the one that gives `homes`."""
        members: LiteralString = ""
        if self.within is not Within.NOBODY:
            members = self.within.value + (WHOLE if self.is_whole else "") + AS_MEMBERS
        return LIVES + members + (MONEY if self.money else "")

    @property
    def names(self) -> LiteralString:
        """What it gives."""
        members = ", members" if self.within is not Within.NOBODY else ""
        return "lives" + members + (", money" if self.money else "")
