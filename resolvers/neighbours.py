"""What surrounds a node, level by level: one statement a level, however many nodes it holds.

    (a)-[one type, one direction]-(b), each at most so often ── SHOWN ──> Seen, edges

Each kind of edge is read from its own place at the node, and no further than the limit: a node with
100,000 neighbours costs no more than one with 500. Groups and households are reached through the
nodes that stand between: a listing, an account.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import LiteralString

from graph.gateway import Row, Store
from resolvers.graph_nodes import FIND, KINDS, SEEN, SHOWN, SHOWN_SEEN, Seen, seen
from resolvers.tree import day_of
from schema.graph import GraphEdge

MOST_NODES = 500
MOST_ROWS = 4_000  # of one level

BEGIN: LiteralString = "UNWIND $ones AS one" + FIND

# out: whether the edge leads from (a) to (b)
EDGES: LiteralString = """
CALL (a) {
  MATCH (a)-[e:PART_OF]->(b:Jurisdiction) WHERE 'Jurisdiction' IN $kinds
  RETURN b, type(e) AS type, true AS out, e.from AS since, e.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Jurisdiction AND 'Jurisdiction' IN $kinds
  MATCH (a)<-[e:PART_OF]-(b:Jurisdiction)
  RETURN b, type(e) AS type, false AS out, e.from AS since, e.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Household AND 'Jurisdiction' IN $kinds
  MATCH (a)-[e:LIVES_IN]->(b)
  RETURN b, type(e) AS type, true AS out, e.from AS since, e.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Jurisdiction AND 'Household' IN $kinds
  MATCH (a)<-[e:LIVES_IN]-(b)
  RETURN b, type(e) AS type, false AS out, e.from AS since, e.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Person AND 'Household' IN $kinds
  MATCH (a)-[e:MEMBER_OF]->(b)
  RETURN b, type(e) AS type, true AS out, e.from AS since, e.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Household AND 'Person' IN $kinds
  MATCH (a)<-[e:MEMBER_OF]-(b)
  RETURN b, type(e) AS type, false AS out, e.from AS since, e.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Person AND 'Participation' IN $kinds
  MATCH (a)<-[e:OF]-(b:Participation)
  RETURN b, type(e) AS type, false AS out, b.entered_on AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Participation AND 'Person' IN $kinds
  MATCH (a)-[e:OF]->(b)
  RETURN b, type(e) AS type, true AS out, a.entered_on AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Participation AND 'Payment' IN $kinds
  MATCH (a)<-[e:SETTLES]-(b)
  RETURN b, type(e) AS type, false AS out, b.paid_on AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Payment AND 'Participation' IN $kinds
  MATCH (a)-[e:SETTLES]->(b)
  RETURN b, type(e) AS type, true AS out, a.paid_on AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Payment AND 'Household' IN $kinds
  MATCH (a)-[:ON]->(account:Account) MATCH (b:Household {key: account.household})
  RETURN b, 'PAID_BY' AS type, true AS out, a.paid_on AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Household AND 'Payment' IN $kinds
  MATCH (s:Season) MATCH (:Account {key: a.key + '|' + toString(s.key)})<-[:ON]-(b:Payment)
  RETURN b, 'PAID_BY' AS type, false AS out, b.paid_on AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Participation AND 'Subsidy' IN $kinds
  MATCH (a)<-[e:FOR]-(b:Subsidy)
  RETURN b, type(e) AS type, false AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Subsidy AND 'Participation' IN $kinds
  MATCH (a)-[e:FOR]->(b)
  RETURN b, type(e) AS type, true AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Subsidy AND 'Department' IN $kinds
  MATCH (a)-[:PART_OF]->(:Liability)-[e:OWED_BY]->(b)
  RETURN b, type(e) AS type, true AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Department AND 'Subsidy' IN $kinds
  MATCH (a)<-[e:OWED_BY]-(:Liability)<-[:PART_OF]-(b)
  RETURN b, type(e) AS type, false AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Subsidy AND 'Advance' IN $kinds
  MATCH (a)<-[e:MOVED]-(b)
  RETURN b, type(e) AS type, false AS out, b.on AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Advance AND 'Subsidy' IN $kinds
  MATCH (a)-[e:MOVED]->(b)
  RETURN b, type(e) AS type, true AS out, a.on AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Refund AND 'Payment' IN $kinds
  MATCH (a)-[e:OF]->(b)
  RETURN b, type(e) AS type, true AS out, a.opened_on AS since, a.closed_on AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Payment AND 'Refund' IN $kinds
  MATCH (a)<-[e:OF]-(b:Refund)
  RETURN b, type(e) AS type, false AS out, b.opened_on AS since, b.closed_on AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Person AND 'Category' IN $kinds
  MATCH (a)<-[:OF]-(l:Listing) MATCH (b:Category {key: l.category})
  RETURN b, 'LISTED_IN' AS type, true AS out, l.from AS since, l.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Category AND 'Person' IN $kinds
  MATCH (l:Listing {category: a.key})-[:OF]->(b)
  RETURN b, 'LISTED_IN' AS type, false AS out, l.from AS since, l.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Department AND 'Jurisdiction' IN $kinds
  MATCH (a)-[e:SERVES]->(b)
  RETURN b, type(e) AS type, true AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Jurisdiction AND 'Department' IN $kinds
  MATCH (a)<-[e:SERVES]-(b)
  RETURN b, type(e) AS type, false AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Post
  MATCH (a)-[e:IN]->(b) WHERE any(label IN labels(b) WHERE label IN $kinds)
  RETURN b, type(e) AS type, true AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Jurisdiction|Department AND 'Post' IN $kinds
  MATCH (a)<-[e:IN]-(b)
  RETURN b, type(e) AS type, false AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Post
  MATCH (a)-[e:ANSWERS_FOR]->(b) WHERE any(label IN labels(b) WHERE label IN $kinds)
  RETURN b, type(e) AS type, true AS out, e.from AS since, e.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Jurisdiction|Household AND 'Post' IN $kinds
  MATCH (a)<-[e:ANSWERS_FOR]-(b)
  RETURN b, type(e) AS type, false AS out, e.from AS since, e.to AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Duty
  MATCH (a)-[e:FOR|ABOUT]->(b) WHERE any(label IN labels(b) WHERE label IN $kinds)
  RETURN b, type(e) AS type, true AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Jurisdiction|Household AND 'Duty' IN $kinds
  MATCH (a)<-[e:FOR|ABOUT]-(b:Duty)
  RETURN b, type(e) AS type, false AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Clause|Rule|Scheme
  MATCH (a)-[e:OF|CITES|HAS|DRAWS_ON|FOR]->(b)
  WHERE any(label IN labels(b) WHERE label IN $kinds)
  RETURN b, type(e) AS type, true AS out, null AS since, null AS until LIMIT $limit
  UNION ALL WITH a WHERE a:Notice|Clause|Rule OR a:Jurisdiction AND 'Scheme' IN $kinds
  MATCH (a)<-[e:OF|CITES|HAS|DRAWS_ON|FOR]-(b:Clause|Rule|Scheme)
  WHERE any(label IN labels(b) WHERE label IN $kinds)
  RETURN b, type(e) AS type, false AS out, null AS since, null AS until LIMIT $limit
}
WITH one, b, type, out, since, until LIMIT $rows
"""
END: LiteralString = """
RETURN collect({at: [one.label, one.key], type: type, out: out, since: since, until: until,
  node: """
ALL: LiteralString = BEGIN + EDGES + END + SHOWN + "}) AS met"
IN_AREA: LiteralString = BEGIN + EDGES + "WITH * WHERE " + SEEN + END + SHOWN_SEEN + "}) AS met"


@dataclass
class Exploration:
    """Nodes and edges as they are met; stops taking nodes at the limit."""

    nodes: dict[tuple[str, str], Seen] = field(default_factory=dict)
    edges: dict[tuple[object, ...], GraphEdge] = field(default_factory=dict)
    truncated: bool = False

    def take(self, met: Sequence[Row]) -> list[Seen]:
        """Nodes that are new, a few of each kind of edge before many of one."""
        fresh: list[Seen] = []
        for row in _in_turn(met):
            found = seen(row["node"])
            if found is None:
                continue
            if found.place not in self.nodes:
                if len(self.nodes) >= MOST_NODES:
                    self.truncated = True
                    continue
                self.nodes[found.place] = found
                fresh.append(found)
            self._edge(self.nodes[tuple(row["at"])], self.nodes[found.place], row)
        return fresh

    def _edge(self, at: Seen, found: Seen, row: Row) -> None:
        start, end = (at, found) if row["out"] else (found, at)
        since, until = day_of(row["since"]), day_of(row["until"])
        edge = GraphEdge(
            start=start.shown.id, end=end.shown.id, type=row["type"], since=since, until=until
        )
        self.edges.setdefault((start.place, end.place, row["type"], since, until), edge)


def _in_turn(met: Sequence[Row]) -> list[Row]:
    """One edge of each node and kind, then a second one of each, and so on; always in one order."""
    met = sorted(met, key=_place)
    turns: defaultdict[tuple[object, ...], int] = defaultdict(int)
    ranked = []
    for place, row in enumerate(met):
        group = (*row["at"], row["type"], row["out"], row["node"]["label"])
        ranked.append((turns[group], place))
        turns[group] += 1
    return [met[place] for _, place in sorted(ranked)]


def _place(row: Row) -> tuple[str, ...]:
    """By what it leads from and to: the graph itself gives edges in any order."""
    node = row["node"]
    named = (*row["at"], row["type"], row["out"], node["label"], node["key"], row["since"])
    return tuple(str(one) for one in named)


async def explore(
    store: Store, root: Seen, depth: int, labels: Sequence[str], limits: Row, sees_all: bool
) -> Exploration:
    """Everything within so many edges, the nearest first; `limits`: of the viewer's area."""
    found = Exploration({root.place: root})
    frontier = [root]
    for _ in range(depth):
        if not frontier or found.truncated:
            break
        row = await store.one(
            ALL if sees_all else IN_AREA,
            ones=[{"label": one.label, "key": one.key} for one in frontier],
            kinds=list(labels),
            labels=list(KINDS),
            limit=MOST_NODES + 1,
            rows=MOST_ROWS,
            **limits,
        )
        met = row["met"] if row else []
        found.truncated |= len(met) >= MOST_ROWS
        frontier = found.take(met)
    return found
