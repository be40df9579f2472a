"""Behind every number that a viewer sees stands its list, at every level: as many, as much."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.gateway import Gateway
from policy.viewer import EVERYBODY, OPERATOR, Role, Viewer
from schema.root import context_of, schema
from tests.behind import FIGURES, GROUPS, Behind, ledger, of_groups, of_ledger, of_people, progress
from tests.resolvers.conftest import CLEAR
from tests.resolvers.test_walk import ANALYST, DEPARTMENTS, OFFICERS, TODAY, worlds
from tests.worlds import VILLAGES, World, settle

UNITS = sorted({village[:size] for village in VILLAGES for size in (2, 4, 6, 9, 12)} | {"0"})
DAYS = [None, "2021-10-15", "2021-10-19", "2021-11-30"]
CALM = settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller world takes minutes to find
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def answered(graph: Gateway, viewer: Viewer, code: str, fields: str) -> Any:
    text = f'{{ jurisdiction(code: "{code}") {{ code {fields} }} }}'
    found = await schema.execute(text, context_value=context_of(viewer, graph, TODAY))
    assert found.errors is None
    assert found.data is not None
    return found.data["jurisdiction"]


def is_within(code: str, root: str) -> bool:
    """In the tree of the season, which the codes of these places still follow."""
    return root == "0" or code.startswith(root)


def counted(viewer: Viewer, code: str) -> str | None:
    """The unit whose numbers are those of the viewer's part of a unit; None: there is none."""
    roots = ["0"] if viewer.sees_all else list(viewer.jurisdictions)
    parts = [code if is_within(code, root) else root for root in roots]
    return next((one for one in parts if is_within(one, code)), None)


async def agrees(graph: Gateway, viewer: Viewer, code: str, behind: Iterator[Behind]) -> None:
    """Whatever is listed for a unit comes to what the number says."""
    expected = list(behind)
    fields = " ".join(one.asked(place) for place, one in enumerate(expected))
    found = await answered(graph, viewer, code, fields)
    for place, one in enumerate(expected):
        assert found[f"n{place}"][one.total] == one.number, (viewer, code, one)


@CALM
@given(worlds(), st.sampled_from([OPERATOR, *OFFICERS, *DEPARTMENTS]), st.sampled_from(DAYS))
async def test_every_number_has_its_list(
    drawn: Gateway, world: World, viewer: Viewer, day: str | None
) -> None:
    await drawn.directory.write(CLEAR)
    await settle(drawn, world)
    for code in UNITS:
        owed = (await answered(drawn, viewer, code, ledger(day)))["liabilities"]
        await agrees(drawn, viewer, code, of_ledger(owed, day))
        if (part := counted(viewer, code)) is None:
            assert owed["rows"] == []
            continue
        is_officer = viewer.role is not Role.DEPARTMENT
        groups = (await answered(drawn, viewer, part, progress(day, GROUPS)))["progress"]
        await agrees(drawn, viewer, code, of_groups(groups, day, is_officer))
        if is_officer:  # a department sees no households, and what its own kind owes alone
            found = (await answered(drawn, viewer, part, progress(day, FIGURES)))["progress"]
            await agrees(drawn, viewer, code, of_people(found, day))


LISTS = [
    "people",
    "households",
    "payments",
    "refunds",
    "matches",
    "changes",
    "subsidies",
    "liabilities",
]


@pytest.mark.parametrize("viewer", [EVERYBODY, ANALYST])
@pytest.mark.parametrize("name", LISTS)
async def test_who_sees_no_persons_is_refused_every_list(
    ground: Gateway, viewer: Viewer, name: str
) -> None:
    inside = "people" if name == "liabilities" else "totalCount"
    text = f'{{ jurisdiction(code: "341302113") {{ {name}(year: 2022) {{ {inside} }} }} }}'
    found = await schema.execute(text, context_value=context_of(viewer, ground, TODAY))
    assert found.data == {"jurisdiction": {name: None}}
    [error] = found.errors or []
    assert getattr(error.original_error, "code", None) == "FORBIDDEN"
