"""An extension on record counts for every question that does not speak of one."""

import pytest

from graph.gateway import Gateway
from tests.drawn import ask

ENROLMENT = """query($question: EnrolmentQuestion!) {
  decideEnrolment(question: $question) { allowed } }"""
SUBSIDY = """query($question: SubsidyQuestion!) {
  decideSubsidy(question: $question) { subsidy } }"""
EXTEND = """mutation { grantExtension(input: {idempotencyKey: "x", jurisdiction: "431123",
  year: 2022, until: "2022-01-31", on: "2021-12-30", document: "双医保〔2021〕9号"}) {
  userErrors { code } } }"""


@pytest.mark.parametrize(
    ("on", "allowed"), [("2022-01-31", True), ("2022-02-01", False), ("2021-12-29", True)]
)
async def test_an_extension_on_record_keeps_the_window_open_to_its_last_day(
    drawn: Gateway, on: str, allowed: bool
) -> None:
    question = {"jurisdiction": "431123100", "year": 2022, "event": "ORDINARY", "on": on}
    before = (await ask(drawn, ENROLMENT, question=question))["decideEnrolment"]
    assert before["allowed"] is (on < "2022")
    await ask(drawn, EXTEND)
    after = (await ask(drawn, ENROLMENT, question=question))["decideEnrolment"]
    assert after["allowed"] is allowed


async def test_an_extension_on_record_counts_for_who_is_recognised_in_it(
    drawn: Gateway,
) -> None:
    question = {"jurisdiction": "431123", "year": 2022, "categories": ["低保"]}
    late = question | {"recognisedOn": "2022-01-20", "on": "2022-01-25"}
    first = await ask(drawn, SUBSIDY, question=late)
    await ask(drawn, EXTEND)
    then = await ask(drawn, SUBSIDY, question=late)
    beyond = await ask(drawn, SUBSIDY, question=late | {"recognisedOn": "2022-02-01"})
    assumed = await ask(
        drawn,
        SUBSIDY,
        question=late | {"recognisedOn": "2022-02-01", "extensionGranted": True},
    )
    found = [one["decideSubsidy"]["subsidy"] for one in (first, then, beyond, assumed)]
    assert found == ["0.00", "160.00", "0.00", "160.00"]
