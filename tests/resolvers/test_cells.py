"""Cells by group and channel: in full to the officers of a place, by month to everybody else."""

from datetime import date
from typing import Any

import pytest

from graph.gateway import Gateway
from policy.viewer import EVERYBODY, OPERATOR, Role, Viewer
from schema.root import context_of, schema
from tests.campaigns import backdate
from tests.drawn import add

TODAY = date(2100, 1, 1)
TOWN = "341302113"
VILLAGES = [f"{TOWN}{number}" for number in (201, 202, 203)]
OWN, OTHER = "subsistence_allowance", "veteran_in_hardship"
OCTOBER = date(2021, 10, 20)
CLERK = Viewer("clerk", Role.OFFICER, (TOWN,))
NEIGHBOUR = Viewer("neighbour", Role.OFFICER, ("431123",))
CIVIL = Viewer("mz", Role.DEPARTMENT, (TOWN,), "341302|CIVIL_AFFAIRS")
ASK = """query ($code: JurisdictionCode!, $on: Date, $tree: Date) { jurisdiction(code: $code) {
  progress(year: 2022, asOf: $on, treeOn: $tree) {
    byCategory { category { key } registered } byChannel { channel payments } } } }"""


@pytest.fixture
async def town(drawn: Gateway) -> Gateway:
    """Of the group 9, 11 and 30 people in three villages; 3 of another; 12 and 2 payments."""
    people = [
        (village, f"c|{OWN}", OCTOBER, {"unpaid": number})
        for village, number in zip(VILLAGES, (9, 11, 30), strict=True)
    ]
    others = (VILLAGES[2], f"c|{OTHER}", OCTOBER, {"paid": 3})
    paid = (VILLAGES[0], "h|APP", OCTOBER, {"payments": 12, "paid_fen": 12})
    few = (VILLAGES[1], "h|POS", OCTOBER, {"payments": 2, "paid_fen": 2})
    await add(drawn, 2022, *people, others, paid, few)
    await backdate(drawn, 40)  # a month that is over has seen it
    return drawn


async def result(graph: Gateway, viewer: Viewer, code: str, on: str | None, **more: str) -> Any:
    context = context_of(viewer, graph, TODAY)
    given = {"code": code, "on": on, **more}
    return await schema.execute(ASK, variable_values=given, context_value=context)


async def cells(
    graph: Gateway, viewer: Viewer, code: str, on: str | None = "2021-10-31"
) -> tuple[dict[str, int], dict[str, int]]:
    found = await result(graph, viewer, code, on)
    assert found.errors is None
    here = found.data["jurisdiction"]["progress"]
    groups = {one["category"]["key"]: one["registered"] for one in here["byCategory"]}
    return groups, {one["channel"]: one["payments"] for one in here["byChannel"]}


@pytest.mark.parametrize("viewer", [CLERK, OPERATOR], ids=lambda one: one.subject)
async def test_officers_of_a_place_see_every_cell_on_any_day(town: Gateway, viewer: Viewer) -> None:
    assert await cells(town, viewer, VILLAGES[0], None) == ({OWN: 9}, {"APP": 12})
    assert await cells(town, viewer, VILLAGES[2], "2021-10-25") == ({OWN: 30, OTHER: 3}, {})


@pytest.mark.parametrize("viewer", [EVERYBODY, NEIGHBOUR], ids=lambda one: one.subject)
async def test_others_see_large_cells_and_none_that_would_give_a_small_one_away(
    town: Gateway, viewer: Viewer
) -> None:
    assert await cells(town, viewer, TOWN) == ({OWN: 50}, {})
    found = [(await cells(town, viewer, village))[0] for village in VILLAGES]
    assert found == [{}, {}, {OWN: 30}]


async def test_a_department_sees_its_own_groups_alone(town: Gateway) -> None:
    assert (await cells(town, CIVIL, VILLAGES[0], "2021-10-31"))[0] == {OWN: 9}
    assert (await cells(town, CIVIL, VILLAGES[2], "2021-10-31"))[0] == {OWN: 30}


@pytest.mark.parametrize("on", [None, "2021-10-30", "2100-01-31"])
async def test_others_see_cells_of_the_ends_of_months_that_are_over(
    town: Gateway, on: str | None
) -> None:
    found = await result(town, EVERYBODY, TOWN, on)
    codes = {getattr(one.original_error, "code", None) for one in found.errors or ()}
    assert {str(code) for code in codes} == {"FORBIDDEN"}


async def test_two_trees_give_no_cell_away(town: Gateway) -> None:
    found = await result(town, EVERYBODY, TOWN, "2021-10-31", tree="2021-12-01")
    assert found.errors
