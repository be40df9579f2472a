"""Units kept in memory: whatever becomes of their departments and posts, chains tell of it."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from facts.holdings import Target
from facts.post_rows import PostRow
from facts.posts import assign_responsibility, hand_over_post
from graph.gateway import Gateway
from graph_seed.law import read_categories, read_notices
from graph_seed.posts import load_posts
from resolvers import stations, tracing
from tests.answering import appoint, chain, settle, with_posts
from tests.campaigns import REDRAWN

VILLAGE, OFFICE = "341302113201", "341302113|GOVERNMENT"
SINCE, DAY = date(2021, 10, 18), "2021-11-20"
COLLECTOR = PostRow("包组村干部", VILLAGE, None, "甲", SINCE, "包组到户", grid="第3组")
POST = f"{VILLAGE}|包组村干部|第3组"
ROOMS = ("api", "facts", "graph", "graph_seed", "resolvers", "rollup")
MADE_OF = (":Department", ":SERVES", ":Post ", ":Post)", ":Holding", "ANSWERS_FOR")
WRITERS = {
    "facts/posts.py": {"LOCK", "END_HOLDINGS", "BEGIN_HOLDINGS", "END_ASSIGNED", "BEGIN_ASSIGNED"}
    | {"MARK_UNITS"},
    "facts/post_rows.py": {"CREATE_POSTS"},
    "facts/owing.py": {"SET_LIABILITIES"},  # only names a department
    "graph_seed/posts.py": {"MERGE_DEPARTMENTS", "MERGE_OFFICES", "MERGE_POSTS", "MARK_SERVED"},
    "resolvers/stations.py": {"UNITS"},  # sets a lock that does not stay
}


@pytest.fixture
async def posts(drawn: Gateway) -> Gateway:
    await drawn.directory.write(REDRAWN)
    await with_posts(drawn)
    await settle(drawn, VILLAGE, "h1", "第3组", {"p1": []})
    await appoint(drawn, COLLECTOR)
    return drawn


async def seen_to_change(graph: Gateway, before: dict[str, Any]) -> dict[str, Any]:
    """What is answered now: something else, and the same as from the graph alone."""
    found = await chain(graph, "Household:h1", DAY)
    stations._units.clear()
    tracing._chains.clear()
    assert found == await chain(graph, "Household:h1", DAY) != before
    return found


async def test_r4_who_kept_a_unit_sees_whatever_becomes_of_its_posts(posts: Gateway) -> None:
    store, seen = posts.directory, await chain(posts, "Household:h1", DAY)
    await hand_over_post(store, "1", POST, "乙", date(2021, 11, 1))
    seen = await seen_to_change(posts, seen)
    await appoint(posts, replace(COLLECTOR, holder="丙", since=date(2021, 11, 3)), receipt="2")
    seen = await seen_to_change(posts, seen)
    await hand_over_post(store, "3", POST, None, date(2021, 11, 5))
    seen = await seen_to_change(posts, seen)
    given = Target(VILLAGE), SINCE
    await assign_responsibility(store, "4", POST, "宣传", *given, None)
    seen = await seen_to_change(posts, seen)
    await assign_responsibility(store, "5", POST, "宣传", *given, date(2021, 11, 7))
    seen = await seen_to_change(posts, seen)
    await appoint(posts, replace(COLLECTOR, title="扶贫小组长"), receipt="6")
    await seen_to_change(posts, seen)


async def test_r4_who_kept_a_unit_sees_its_departments_loaded_again(posts: Gateway) -> None:
    await posts.directory.write("MATCH (d:Department {key: $key}) DETACH DELETE d", key=OFFICE)
    await posts.directory.write(REDRAWN)
    seen = await chain(posts, "Household:h1", DAY)
    await load_posts(posts, read_notices(), read_categories())
    await seen_to_change(posts, seen)


async def test_r4_a_household_elsewhere_is_led_through_its_own_units(posts: Gateway) -> None:
    await settle(posts, "341302113202", "h2", "第3组", {"p2": []})
    first, second = [await chain(posts, f"Household:h{at}", DAY) for at in (1, 2)]
    assert first["links"][0]["holder"] == {"name": "甲"}
    assert second["links"][0]["jurisdiction"] == {"code": "341302113202"}
    assert first["links"][-1] == second["links"][-1]


def writing(path: Path) -> Iterator[str]:
    """The statements of a module that write something about departments and posts."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            texts = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
            text = " ".join(one for one in texts if isinstance(one, str))
            writes = any(word in text for word in ("CREATE", "MERGE", "SET ", "DELETE", "REMOVE"))
            if writes and any(one in text for one in MADE_OF):
                yield node.target.id


def test_r4_no_other_statement_writes_about_departments_and_posts() -> None:
    root = Path(__file__).parents[2]
    paths = [path for room in ROOMS for path in sorted((root / room).rglob("*.py"))]
    found = {str(path.relative_to(root)): set(writing(path)) for path in paths}
    assert {path: names for path, names in found.items() if names} == WRITERS
