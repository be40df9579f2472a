"""Posts of the notices on the drawn tree, and households in it to answer for."""

from datetime import date
from typing import Any

from facts.post_rows import PostRow, PostsRecorded, record_posts
from graph.gateway import Gateway
from graph_seed.law import read_categories, read_notices
from graph_seed.posts import load_posts
from tests.drawn import ask

SINCE = date(2021, 9, 1)
HOME = """
MATCH (v:Jurisdiction {code: $village})
MERGE (h:Household {key: $key}) SET h.number = $key, h.grid = $grid
MERGE (h)-[:LIVES_IN {from: $since}]->(v)
WITH h UNWIND $people AS person
MERGE (p:Person {key: person[0]}) SET p.name = '张' + person[0]
MERGE (p)-[:MEMBER_OF {from: $since, relation: '户主'}]->(h)
WITH p, person UNWIND person[1] AS listed
CREATE (:Listing {key: p.key + '|' + listed[0], category: listed[0], from: listed[1],
  to: listed[2]})-[:OF]->(p)
"""
CHAIN = """query($id: ID!, $on: Date!) { node(id: $id) { ... on %s { accountability(on: $on) {
  gaps links { direction distance jurisdiction { code } department { id } post { id title }
    holder { name } duty clause { id } } } } } }"""

Listed = tuple[str, date, date | None]


async def with_posts(graph: Gateway) -> Gateway:
    """The departments and posts of all notices."""
    await load_posts(graph, read_notices(), read_categories())
    return graph


async def settle(
    graph: Gateway,
    village: str,
    key: str,
    grid: str | None,
    people: dict[str, list[Listed]],
    since: date = SINCE,
) -> None:
    """A household of a village, with the groups of its people."""
    rows = [[person, [list(one) for one in listed]] for person, listed in people.items()]
    await graph.directory.write(HOME, village=village, key=key, grid=grid, people=rows, since=since)


async def appoint(graph: Gateway, *rows: PostRow, receipt: str = "r") -> PostsRecorded:
    return await record_posts(graph.directory, receipt, rows)


async def chain(graph: Gateway, identifier: str, on: str) -> dict[str, Any]:
    """The chain of a person, household or place."""
    kind = identifier.partition(":")[0]
    found = await ask(graph, CHAIN % kind, id=identifier, on=on)
    answer: dict[str, Any] = found["node"]["accountability"]
    return answer


def lines(found: dict[str, Any], direction: str) -> list[str]:
    """Each link as distance, department or unit, post, holder, clause."""
    return [
        " ".join(
            (
                str(link["distance"]),
                _key(link["department"]) or link["jurisdiction"]["code"],
                link["post"]["title"] if link["post"] else "–",
                link["holder"]["name"] if link["holder"] else "–",
                _key(link["clause"]) or "–",
            )
        )
        for link in found["links"]
        if link["direction"] == direction
    ]


def _key(node: dict[str, str] | None) -> str | None:
    return node["id"].partition(":")[2] if node else None
