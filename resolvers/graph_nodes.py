"""Nodes of the graph as explorers see them: which kinds there are, their ids and their names.

    (kind, key) ── FIND ──> one node ── SHOWN ──> id, kind, label

A key is that of the graph; the id of a rule names its scheme besides.
"""

from dataclasses import dataclass
from typing import LiteralString

from graph.gateway import Row
from resolvers.area import (
    ACCOUNT_SEEN,
    ADVANCE_SEEN,
    HOUSEHOLD_SEEN,
    PERSON_SEEN,
    REFUND_SEEN,
)
from resolvers.tree import day_of
from resolvers.words import NONE
from schema.graph import GraphNode, NodeKind
from schema.node import node_id
from schema.scalars import yuan_text

TYPES = {
    "Jurisdiction": NodeKind.JURISDICTION,
    "Department": NodeKind.DEPARTMENT,
    "Post": NodeKind.POST,
    "Household": NodeKind.HOUSEHOLD,
    "Person": NodeKind.PERSON,
    "Enrolment": NodeKind.ENROLMENT,
    "Payment": NodeKind.PAYMENT,
    "Subsidy": NodeKind.SUBSIDY,
    "Advance": NodeKind.ADVANCE,
    "Refund": NodeKind.REFUND,
    "Category": NodeKind.CATEGORY,
    "Notice": NodeKind.NOTICE,
    "Clause": NodeKind.CLAUSE,
    "Rule": NodeKind.RULE,
    "Scheme": NodeKind.SCHEME,
    "Duty": NodeKind.DUTY,
}
LABELS = {kind: name for name, kind in TYPES.items()} | {NodeKind.ENROLMENT: "Participation"}
KINDS = {label: kind for kind, label in LABELS.items()}
IDS = {kind: name for name, kind in TYPES.items()}
OF_PERSONS = frozenset(
    {
        NodeKind.HOUSEHOLD,
        NodeKind.PERSON,
        NodeKind.ENROLMENT,
        NodeKind.PAYMENT,
        NodeKind.SUBSIDY,
        NodeKind.ADVANCE,
        NodeKind.REFUND,
    }
)

# (one {label, key}) -> (a): one index seek, whatever the label
FIND: LiteralString = """
CALL (one) {
  WITH one WHERE one.label = 'Jurisdiction' MATCH (a:Jurisdiction {code: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Department' MATCH (a:Department {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Post' MATCH (a:Post {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Household' MATCH (a:Household {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Person' MATCH (a:Person {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Participation'
    MATCH (a:Participation {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Payment' MATCH (a:Payment {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Subsidy' MATCH (a:Subsidy {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Advance' MATCH (a:Advance {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Refund' MATCH (a:Refund {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Category' MATCH (a:Category {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Notice' MATCH (a:Notice {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Clause' MATCH (a:Clause {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Rule' MATCH (a:Rule {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Scheme' MATCH (a:Scheme {key: one.key}) RETURN a
  UNION ALL WITH one WHERE one.label = 'Duty' MATCH (a:Duty {key: one.key}) RETURN a
}
"""

# what a viewer may see of (b): just what the API gives by the same id
SEEN: LiteralString = (
    """CASE
  WHEN b:Household OR b:Payment OR b:Duty AND b.household IS NOT NULL THEN
    (NOT b:Payment OR $groups IS NULL) AND EXISTS {
      CALL (b) {
        WITH b WHERE b:Household RETURN b AS h
        UNION WITH b WHERE b:Duty MATCH (h:Household {key: b.household}) RETURN h
        UNION WITH b WHERE b:Payment
        MATCH (b)-[:ON]->(_account:Account) MATCH (h:Household {key: _account.household}) RETURN h
      }
      WITH h WHERE """
    + HOUSEHOLD_SEEN
    + """ RETURN h }
  WHEN b:Person|Participation|Subsidy THEN
    (NOT b:Subsidy OR $groups IS NULL OR b.category IN $groups) AND EXISTS {
      MATCH (b) (()-[:OF|FOR]->()){0,2} (p:Person) WHERE """
    + PERSON_SEEN
    + """ RETURN p }
  WHEN b:Refund THEN EXISTS { WITH b AS r WHERE """
    + REFUND_SEEN
    + """ RETURN r }
  WHEN b:Advance THEN EXISTS { WITH b AS v WHERE """
    + ADVANCE_SEEN
    + """ RETURN v }
  ELSE true
END"""
)

# the scheme whose notice states a rule: (:Scheme)-[:HAS]->(:Rule {source})
BEGIN_SHOWN: LiteralString = """{label: [label IN labels(b) WHERE label IN $labels][0],
  key: coalesce(b.key, b.code), name: coalesce(b.name, b.title, b.number, b.document),
  year: b.year, on: coalesce(b.paid_on, b.on, b.opened_on),
  group: coalesce(b.group, b.category), text: coalesce(b.text, b.reason, b.kind),
  rule: CASE WHEN b:Rule THEN head(COLLECT {
    MATCH (b)-[:CITES]->(:Clause)-[:OF]->(n:Notice {key: b.notice})
    RETURN n.issuer + '|' + toString(n.year) + '|' + b.kind + '|' + b.rule
      + coalesce('|' + toString(b.valid_from), '') LIMIT 1
  }) END, amount_fen: """
SHOWN: LiteralString = BEGIN_SHOWN + "b.amount_fen}"

# of a payment for several households, the part of those that the viewer sees
SHOWN_SEEN: LiteralString = (
    BEGIN_SHOWN
    + """CASE WHEN b:Payment THEN head(COLLECT {
    MATCH (b)-[o:ON]->(a:Account) WHERE """
    + ACCOUNT_SEEN
    + """
    RETURN sum(coalesce(o.amount_fen, b.amount_fen))
  }) ELSE b.amount_fen END}"""
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A node that was met."""

    label: str
    key: str
    shown: GraphNode

    @property
    def place(self) -> tuple[str, str]:
        return self.label, self.key


def seen(row: Row) -> Seen | None:
    """A node as it is shown; None for a rule of no year, which has no id."""
    kind = KINDS[row["label"]]
    key = row["rule"] if kind is NodeKind.RULE else row["key"]
    if key is None:
        return None
    shown = GraphNode(id=node_id(IDS[kind], key), kind=kind, label=label_of(kind, row))
    return Seen(row["label"], row["key"], shown)


def label_of(kind: NodeKind, row: Row) -> str:
    """What people call it."""
    money = "" if row["amount_fen"] is None else f" {yuan_text(row['amount_fen'])}元"
    on = "" if row["on"] is None else f"{day_of(row['on'])} "
    match kind:
        case NodeKind.HOUSEHOLD:
            return f"{row['name']}户"
        case NodeKind.ENROLMENT:
            return f"{row['year']}年度参保"
        case NodeKind.PAYMENT:
            return f"{on}缴费{money}"
        case NodeKind.SUBSIDY:
            return f"{row['group']}资助{money}"
        case NodeKind.ADVANCE:
            return f"{on}{row['name'] or ''}{money}"
        case NodeKind.REFUND:
            return f"{on}退费{money}"
        case NodeKind.SCHEME:
            return f"{row['year']}年度方案"
    return row["name"] or row["text"] or row["key"] or NONE
