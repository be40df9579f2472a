from datetime import date
from typing import Any

import pytest

from graph.gateway import Gateway
from tests.campaigns import COUNTY, VILLAGES, Campaign, small_campaign
from tests.records import answered, refund

OCTOBER, NOVEMBER, LATER = date(2021, 10, 15), date(2021, 11, 10), date(2021, 12, 1)

LIST = """query($code: JurisdictionCode!, $open: Boolean, $first: Int, $after: String) {
  jurisdiction(code: $code) { refunds(year: 2022, open: $open, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id } } } }"""
NODE = """query($id: ID!) { node(id: $id) { ... on Refund {
  payment { id } people { name } reason openedOn closedOn amount paidBack deadline
  decision { allowed amount until because { text clause { number } } } } } }"""


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    """r1 of October is closed, r2 and r3 of November are open; r3 is of the other village."""
    made = await small_campaign(graph)
    assert not await made.post("1", [made.payment(OCTOBER, "h1a"), made.payment(OCTOBER, "h3a")])
    closed = {"closed_on": LATER, "paid_back": True, "document": "退费单"}
    await refund(graph, "r1", f"h1a|{OCTOBER}", OCTOBER, people=["h1a"], **closed)
    await refund(graph, "r2", f"h1a|{OCTOBER}", NOVEMBER)
    await refund(graph, "r3", f"h3a|{OCTOBER}", NOVEMBER)
    return made


async def listed(graph: Gateway, code: str, **asked: object) -> tuple[list[str], Any]:
    found = (await answered(graph, LIST, code=code, **asked))["jurisdiction"]["refunds"]
    return [one["id"].removeprefix("Refund:") for one in found["nodes"]], found


@pytest.mark.parametrize(
    ("code", "open", "keys"),
    [
        (COUNTY, None, ["r3", "r2", "r1"]),
        (COUNTY, True, ["r3", "r2"]),
        (COUNTY, False, ["r1"]),
        (VILLAGES[0], None, ["r2", "r1"]),
        (VILLAGES[1], False, []),
    ],
)
async def test_refunds_stand_newest_first_open_or_closed(
    campaign: Campaign, code: str, open: bool | None, keys: list[str]
) -> None:
    found, page = await listed(campaign.graph, code, open=open)
    assert (found, page["totalCount"]) == (keys, len(keys))


async def test_a_page_of_refunds_goes_on_behind_its_cursor(campaign: Campaign) -> None:
    first, page = await listed(campaign.graph, COUNTY, first=2)
    rest, last = await listed(campaign.graph, COUNTY, first=2, after=page["pageInfo"]["endCursor"])
    assert (first, rest) == (["r3", "r2"], ["r1"])
    assert (page["pageInfo"]["hasNextPage"], last["pageInfo"]["hasNextPage"]) == (True, False)


async def test_a_refund_keeps_the_decision_of_its_day(campaign: Campaign) -> None:
    found = (await answered(campaign.graph, NODE, id="Refund:r1"))["node"]
    assert found == {
        "payment": {"id": f"Payment:h1a|{OCTOBER}"},
        "people": [{"name": "张h1a"}],
        "reason": "PAID_TWICE",
        "openedOn": "2021-10-15",
        "closedOn": "2021-12-01",
        "amount": "320.00",
        "paidBack": True,
        "deadline": "2021-12-31",
        "decision": {
            "allowed": True,
            "amount": "320.00",
            "until": "2021-12-31",
            "because": [{"text": "待遇期开始前可以退费", "clause": {"number": "八"}}],
        },
    }
