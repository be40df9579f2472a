"""Neighbourhoods and paths of the graph, as far as the viewer may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from graph.gateway import Row, Store
from resolvers.area import Area
from resolvers.graph_nodes import (
    FIND,
    KINDS,
    LABELS,
    OF_PERSONS,
    SEEN,
    SHOWN,
    SHOWN_SEEN,
    TYPES,
    Seen,
    seen,
)
from resolvers.neighbours import Exploration, explore
from schema.graph import Neighbourhood, NodeKind, check_depth
from schema.node import key_of

# the second WITH: a WHERE behind the first would still know `a`, which conditions use themselves
ONE: LiteralString = "UNWIND $ones AS one" + FIND + "WITH one, a AS b WITH one, b "
ONE_SHOWN: LiteralString = ONE + "RETURN one.key AS key, " + SHOWN + " AS node"
ONE_SEEN: LiteralString = (
    ONE + "WHERE " + SEEN + " RETURN one.key AS key, " + SHOWN_SEEN + " AS node"
)

# the rule that an id names: (:Scheme)-[:HAS]->(:Rule {kind, rule})
RULE: LiteralString = """
MATCH (:Scheme {key: $scheme})-[:HAS]->(r:Rule {kind: $kind, rule: $rule})
WHERE $since IS NULL OR toString(r.valid_from) = $since
RETURN r.key AS key ORDER BY r.source = $source DESC LIMIT 1
"""

PATH: LiteralString = (
    "UNWIND $ones AS one"
    + FIND
    + "WITH a AS start UNWIND $ends AS one"
    + FIND
    + """
MATCH path = shortestPath((start)-[:PART_OF|LIVES_IN|MEMBER_OF|OF|SETTLES|FOR|MOVED|SERVES|IN
  |ANSWERS_FOR|ABOUT|CITES|HAS|DRAWS_ON*..12]-(a))
WHERE all(n IN nodes(path) WHERE any(label IN labels(n) WHERE label IN $kinds))
UNWIND range(1, length(path)) AS at
WITH relationships(path)[at - 1] AS e, nodes(path)[at - 1] AS before, nodes(path)[at] AS b, at
ORDER BY at
RETURN collect({at: [[label IN labels(before) WHERE label IN $labels][0],
    coalesce(before.key, before.code)],
  type: type(e), out: startNode(e) = before,
  since: CASE WHEN NOT e:MOVED THEN e.from END, until: CASE WHEN NOT e:MOVED THEN e.to END,
  node: """
    + SHOWN
    + """}) AS met"""
)


@dataclass(slots=True)
class Explorer:
    """Of one request."""

    store: Store
    area: Area

    async def neighbourhood(
        self, identifier: str, depth: int, kinds: Sequence[NodeKind] | None
    ) -> Neighbourhood | None:
        """What surrounds a node; None where there is none, or none that may be seen."""
        check_depth(depth)
        root = await self._root(identifier)
        if root is None:
            return None
        wanted = set(NodeKind if kinds is None else kinds) & self._kinds()
        found = await explore(
            self.store,
            root,
            depth,
            [LABELS[kind] for kind in wanted],
            await self._limits(),
            self.area.viewer.sees_all,
        )
        return _shown(found)

    async def path(self, start: str, end: str) -> Neighbourhood | None:
        """The shortest way between two nodes; None without one, or if some of it is hidden."""
        first, last = await self._root(start), await self._root(end)
        if first is None or last is None:
            return None
        found = Exploration({first.place: first})
        if first.place == last.place:
            return _shown(found)
        row = await self.store.one(
            PATH,
            ones=[_at(first)],
            ends=[_at(last)],
            kinds=[LABELS[kind] for kind in self._kinds()],
            labels=list(KINDS),
        )
        for met in row["met"] if row else []:
            found.take([met])
        if last.place not in found.nodes or not await self._see(found):
            return None
        return _shown(found)

    def _kinds(self) -> set[NodeKind]:
        """Kinds that the role may see somewhere."""
        viewer = self.area.viewer
        return set(NodeKind) if viewer.may_see_persons else set(NodeKind) - OF_PERSONS

    async def _limits(self) -> Row:
        return {} if self.area.viewer.sees_all else await self.area.parameters()

    async def _root(self, identifier: str) -> Seen | None:
        place = await self._place(identifier)
        if place is None or KINDS[place["label"]] not in self._kinds():
            return None
        rows = await self._read([place])
        return seen(rows[0]["node"]) if rows else None

    async def _read(self, places: Sequence[Row]) -> list[Row]:
        """Those of these nodes that are there and may be seen."""
        statement = ONE_SHOWN if self.area.viewer.sees_all else ONE_SEEN
        return await self.store.read(
            statement, ones=list(places), labels=list(KINDS), **await self._limits()
        )

    async def _see(self, found: Exploration) -> bool:
        """Whether all of it may be seen; it is shown then as the viewer sees it."""
        rows = await self._read([_at(one) for one in found.nodes.values()])
        for one in filter(None, (seen(row["node"]) for row in rows)):
            found.nodes[one.place] = one
        return len(rows) == len(found.nodes)

    async def _place(self, identifier: str) -> Row | None:
        """Label and key in the graph of an id of the API."""
        for name, kind in TYPES.items():
            if key := key_of(identifier, name):
                if kind is NodeKind.RULE:
                    return await self._rule(key)
                return {"label": LABELS[kind], "key": key}
        return None

    async def _rule(self, key: str) -> Row | None:
        code, _, rest = key.partition("|")
        year, kind, rule, since = (*rest.split("|"), "", "", "")[:4]
        row = await self.store.one(
            RULE, scheme=f"{code}|{year}", kind=kind, rule=rule, since=since or None, source=code
        )
        return {"label": "Rule", "key": row["key"]} if row else None


def _at(one: Seen) -> Row:
    return {"label": one.label, "key": one.key}


def _shown(found: Exploration) -> Neighbourhood:
    return Neighbourhood(
        nodes=[one.shown for one in found.nodes.values()],
        edges=list(found.edges.values()),
        truncated=found.truncated,
    )
