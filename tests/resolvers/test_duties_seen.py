"""Whose it is to complete a duty, and who is told where its evidence can be seen."""

from typing import Any

import pytest

from graph.gateway import Gateway
from policy.viewer import EVERYBODY, Role, Viewer
from schema.root import context_of, schema
from tests.drawn import TODAY
from tests.resolvers.test_duties import COMPLETE, DONE, MARK

COUNTY = Viewer("county", Role.OFFICER, ("431123",))
TOWNSHIP = Viewer("township", Role.OFFICER, ("431123100",))
HEALTHCARE = Viewer("yb", Role.DEPARTMENT, ("431123",), "431123|HEALTHCARE_SECURITY")
CIVIL = Viewer("mz", Role.DEPARTMENT, ("431123",), "431123|CIVIL_AFFAIRS")


async def asked(graph: Gateway, viewer: Viewer, text: str, **variables: Any) -> Any:
    context = context_of(viewer, graph, TODAY)
    return await schema.execute(text, variable_values=variables, context_value=context)


@pytest.mark.parametrize(
    ("viewer", "may"), [(COUNTY, True), (HEALTHCARE, True), (TOWNSHIP, False), (CIVIL, False)]
)
async def test_a_duty_of_a_rule_is_completed_by_whose_it_is(
    drawn: Gateway, viewer: Viewer, may: bool
) -> None:
    found = await asked(drawn, viewer, COMPLETE, input=DONE)
    assert (found.errors is None) is may
    assert not may or found.data["completeDuty"]["duty"]["status"] == "DONE"


@pytest.mark.parametrize(
    ("viewer", "evidence"),
    [(COUNTY, DONE["evidence"]), (CIVIL, DONE["evidence"]), (TOWNSHIP, None), (EVERYBODY, None)],
)
async def test_evidence_is_told_in_the_area_and_that_it_is_done_to_everybody(
    drawn: Gateway, viewer: Viewer, evidence: str | None
) -> None:
    assert (await asked(drawn, COUNTY, COMPLETE, input=DONE)).errors is None
    text = f'{{ node(id: "{MARK}") {{ ... on Duty {{ doneOn evidence }} }} }}'
    found = await asked(drawn, viewer, text)
    assert found.data == {"node": {"doneOn": DONE["on"], "evidence": evidence}}
