"""Every field of the schema, asked as every role: nothing from outside the area is in an answer."""

import os
import re
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.errors import formatted
from graph.gateway import Gateway
from policy.viewer import EVERYBODY, Role, Viewer
from schema.root import context_of, schema
from tests.resolvers.conftest import CLEAR
from tests.walk import Walk, pairs
from tests.worlds import OTHERS, OWN, SCHOOL, VAULT, VILLAGES, Somebody, World, settle, told

TODAY = date(2100, 1, 1)
ROOTS = [*VILLAGES, "341302113", "431123100", "431123", "34"]
OFFICERS = [Viewer("clerk", Role.OFFICER, (root,)) for root in ROOTS]
DEPARTMENTS = [
    Viewer("mz", Role.DEPARTMENT, (root,), f"{root[:6]}|CIVIL_AFFAIRS") for root in ROOTS[:-1]
]
DEPARTMENT_IDS = [f"Department:{unit}|CIVIL_AFFAIRS" for unit in ("341302", "431123")]
ANALYST = Viewer("analyst", Role.ANALYST, ("341302113",))
VIEWERS = [EVERYBODY, ANALYST, *OFFICERS, *DEPARTMENTS]

# counts are public: they speak of all people, wherever these are; small ones of a breakdown are
# hidden by a rule that has tests of its own
FIGURES = frozenset(
    {
        "Progress",
        "ChannelProgress",
        "TrendPoint",
        "Forecast",
        "Assessment",
        "DateTime",
        "Finding",
        "Roster",
        "Breakdown",
    }
)
INSTANT = re.compile(r"\|\d{13}\|")  # of record, within a cursor


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to eight households in five villages."""
    people: list[Somebody] = []
    for home in range(draw(st.integers(2, 8))):
        village = draw(st.sampled_from(VILLAGES))
        for letter in "ab"[: draw(st.integers(1, 2))]:
            group = draw(st.sampled_from([None, OWN, OTHERS]))
            key = f"p{home}{letter}"
            paid = draw(st.booleans())
            people.append(Somebody(key, f"h{home}", village, group, paid, len(people) + 1))
    return World(tuple(people), draw(st.booleans()))


def groups_of(viewer: Viewer) -> set[str] | None:
    """Those of a civil affairs bureau that the worlds have."""
    return {OWN} if viewer.role is Role.DEPARTMENT else None


def seen_by(viewer: Viewer, world: World) -> set[str]:
    if viewer.sees_all:
        return {one.key for one in world.people}
    return world.seen(viewer.jurisdictions, groups_of(viewer)) if viewer.may_see_persons else set()


def marks(world: World, seen: set[str]) -> set[str]:
    """What may turn up in an answer: people, their numbers, and their households."""
    return {mark for one in world.people if one.key in seen for mark in one.marks}


def pools(world: World) -> dict[str, Sequence[object]]:
    ids = [f"Person:{one.key}" for one in world.people]
    ids += [f"Household:{one.household}" for one in world.people]
    for one in world.people:
        ids += [f"Payment:y{one.key}", f"Payment:{SCHOOL}", f"Refund:r{one.key}"]
        ids += [f"Enrolment:{one.key}|2022", f"Subsidy:{one.subsidy}"]
        ids += [f"Advance:v{one.village}", f"Duty:e{one.household}"]
    posts = [f"Post:{village}|包户干部" for village in VILLAGES]
    return {
        "ID": [*ids, *posts, "Jurisdiction:341302113", *DEPARTMENT_IDS],
        "JurisdictionCode": [*ROOTS, "0"],
        "Date": ["2021-10-31", "2021-10-15", "2022-12-31"],
        "Int": [1, 2, 50],
        "year": [2022, 2022, 2023],
        "Boolean": [True, False],
        "String": [one.key for one in world.people],
        "name": ["名", *(f"名{one.key}" for one in world.people)],
        "idNumber": [one.number for one in world.people],
        "category": [OWN, OTHERS],
        "categories": [OWN, OTHERS],
        "grid": [f"组{one.household}☆" for one in world.people],
        "Float": [1.0],
        "Yuan": ["1.00"],
        "DateTime": ["2021-10-31T00:00:00+08:00"],
    }


async def answer(graph: Gateway, viewer: Viewer, query: str) -> dict[str, Any]:
    """As a client gets it; a fault of ours fails the walk."""
    context = context_of(viewer, graph, TODAY, VAULT)
    result = await schema.execute(query, context_value=context)
    errors = formatted(result.errors or [])
    codes = [error["extensions"]["code"] for error in errors]
    assert "INTERNAL" not in codes, (query, result.errors)
    assert not any(error.path is None for error in result.errors or ()), (query, result.errors)
    told_errors = [[_fields(error.get("path") or []), error["extensions"]] for error in errors]
    return {"data": result.data, "errors": told_errors, "messages": [e["message"] for e in errors]}


def _fields(path: list[str | int]) -> list[str]:
    """Without which item it was: of several that fail at once, any may be named."""
    return [one for one in path if isinstance(one, str)]


def timeless(found: Any) -> Any:
    """The same, with cursors that do not say when something was recorded."""
    if isinstance(found, dict):
        return {name: timeless(one) for name, one in found.items()}
    if isinstance(found, list):
        return [timeless(one) for one in found]
    if not isinstance(found, str):
        return found
    with suppress(ValueError):
        found = urlsafe_b64decode(found).decode()
    return INSTANT.sub("||", found)


def leaked(found: dict[str, Any], query: str, allowed: set[str]) -> set[str]:
    """Whom the data speak of; and the messages, beyond what the query itself said."""
    data = told(orjson.dumps(found["data"]).decode())
    messages = told(" ".join(found["messages"])) - told(query)
    return (data | messages) - allowed


CALM = settings(
    max_examples=int(os.environ.get("WALK_EXAMPLES", "2")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller world takes minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SOME = 30  # fields a viewer and example


@pytest.mark.parametrize("viewer", [EVERYBODY, ANALYST, OFFICERS[5], DEPARTMENTS[5]])
async def test_every_field_answers_every_role_with_its_own_area_alone(
    drawn: Gateway, viewer: Viewer
) -> None:
    people = [
        Somebody(f"p{at}a", f"h{at}", VILLAGES[at % 5], (None, OWN, OTHERS)[at % 3], at % 2 > 0, at)
        for at in range(1, 13)
    ]
    world = World(tuple(people), moves=True)
    await settle(drawn, world)
    allowed = marks(world, seen_by(viewer, world))
    spoken: set[str] = set()
    for pair in pairs():
        query = Walk(Random(str(pair)), pools(world)).query(pair)
        found = await answer(drawn, viewer, query)
        assert leaked(found, query, allowed) == set(), query
        spoken |= told(orjson.dumps(found["data"]).decode())
    assert bool(spoken) is viewer.may_see_persons  # the walk meets people where there are any


@CALM
@given(worlds(), st.sampled_from(VIEWERS), st.randoms(use_true_random=False))
async def test_nothing_outside_the_area_is_told_or_counted(
    drawn: Gateway, world: World, viewer: Viewer, random: Random
) -> None:
    seen = seen_by(viewer, world)
    queries = list(_queries(random, world))
    await drawn.directory.write(CLEAR)
    await settle(drawn, world)
    with_others = [await answer(drawn, viewer, query) for query in queries]
    for query, found in zip(queries, with_others, strict=True):
        assert leaked(found, query, marks(world, seen)) == set(), query
    await drawn.directory.write(CLEAR)
    await settle(drawn, world.without({one.key for one in world.people} - seen))
    for query, found in zip(queries, with_others, strict=True):
        assert timeless(await answer(drawn, viewer, query)) == timeless(found), query


def _queries(random: Random, world: World) -> list[str]:
    """Fields whose answers must not depend on people whom the viewer does not see."""
    chosen = pairs(FIGURES)
    walk = Walk(random, pools(world), FIGURES)
    return [walk.query(pair) for pair in random.sample(chosen, min(SOME, len(chosen)))]
