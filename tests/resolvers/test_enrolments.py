"""Three people of a village of 双牌县 in the year 2022: one pays, one is 五保, one does nothing."""

import json
from datetime import date
from typing import Any, LiteralString

import pytest

from facts.entry import enter
from facts.lawtext import text_of
from facts.people import add_people
from facts.posting import Posting, post
from facts.records import HouseholdRow, MemberRow, PaymentRow
from facts.vault import Vault
from graph.gateway import Gateway
from policy.enrolment import EnrolmentDecision
from policy.reasons import Reason
from policy.vocabulary import Channel, Sex
from tests.campaigns import FULL, SEASON, law, listing
from tests.drawn import ask

VILLAGE, OCTOBER = "431123100001", date(2021, 10, 15)

ASK = """query($id: ID!) { node(id: $id) { ... on Person { enrolment(year: 2022) {
  id year basis enrolledOn benefitsFrom benefitsTo person { name } jurisdiction { code }
  payments { id } decision { allowed benefitsFrom because { clause { number } } } } } } }"""


@pytest.fixture
async def roll(drawn: Gateway) -> Gateway:
    store = drawn.directory
    people = tuple(
        MemberRow(key, f"张{key}", Sex.MALE, date(1980, 1, 1), None, relation)
        for key, relation in (("a", "户主"), ("b", "子"), ("c", "子"))
    )
    homes = [HouseholdRow("h", "001", VILLAGE, None, people)]
    listings = [listing("b", FULL, SEASON.opens)]
    vault = Vault.of(bytes(32))
    await add_people(store, "people", homes, listings, [], since=SEASON.opens, vault=vault)
    await enter(store, "entry", SEASON, ["h"], law)
    paid = PaymentRow("y", "h", ("a",), OCTOBER, Channel.APP, "收据")
    assert not await post(store, "pay", SEASON, Posting([paid]), law)
    return drawn


async def enrolment(graph: Gateway, person: str) -> Any:
    return (await ask(graph, ASK, id=f"Person:{person}"))["node"]["enrolment"]


async def test_who_paid_is_enrolled_from_that_day_by_the_window(roll: Gateway) -> None:
    found = await enrolment(roll, "a")
    decision = found.pop("decision")
    assert found == {
        "id": "Enrolment:a|2022",
        "year": 2022,
        "basis": "集中征收",
        "enrolledOn": "2021-10-15",
        "benefitsFrom": "2022-01-01",
        "benefitsTo": "2022-12-31",
        "person": {"name": "张a"},
        "jurisdiction": {"code": VILLAGE},
        "payments": [{"id": "Payment:y"}],
    }
    assert (decision["allowed"], decision["benefitsFrom"]) == (True, "2022-01-01")


async def test_who_is_fully_subsidised_is_enrolled_from_the_day_of_the_group(
    roll: Gateway,
) -> None:
    found = await enrolment(roll, "b")
    assert (found["enrolledOn"], found["payments"]) == ("2021-09-01", [])
    assert found["decision"]["allowed"] is True  # as of the day the window opens


async def test_who_did_nothing_has_no_enrolment(roll: Gateway) -> None:
    assert await enrolment(roll, "c") is None
    assert (await ask(roll, '{ node(id: "Enrolment:c|2022") { id } }'))["node"] is None


async def test_an_enrolment_is_found_by_its_id(roll: Gateway) -> None:
    found = await ask(roll, '{ node(id: "Enrolment:a|2022") { ... on Enrolment { year } } }')
    assert found["node"] == {"year": 2022}


# (:Participation).special_…
SPECIAL: LiteralString = """
MATCH (n:Participation {key: 'a|2022'})
SET n.special_event = 'NEWBORN', n.special_decision = $decision
"""


async def test_a_special_enrolment_keeps_the_decision_that_let_it_in(roll: Gateway) -> None:
    decision = EnrolmentDecision(
        True,
        (2022,),
        basis="新生儿",
        benefits_from=date(2021, 9, 9),
        benefits_to=date(2022, 12, 31),
        because=(Reason("出生90天内"),),
    )
    await roll.directory.write(SPECIAL, decision=json.dumps(text_of(decision)))
    found = await enrolment(roll, "a")
    assert (found["basis"], found["benefitsFrom"]) == ("新生儿", "2021-09-09")
    assert found["decision"]["because"] == [{"clause": None}]
