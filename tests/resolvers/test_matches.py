"""Seven households of one village, one for each way in which three figures meet, and strangers."""

from datetime import date
from typing import Any

import pytest

from facts.fundreceipts import FundReceiptRow, record_fund_receipts
from graph.gateway import Gateway
from policy.matching import MatchResult, Standing, match
from policy.money import Fen
from schema.scalars import parse_yuan
from tests.campaigns import COUNTY, VILLAGES, Campaign, small_campaign
from tests.records import answered, pay, refund

OCTOBER, NOVEMBER = date(2021, 10, 15), date(2021, 11, 10)
JANUARY = date(2022, 1, 10)

LIST = """query($code: JurisdictionCode!, $result: MatchResult, $first: Int, $after: String) {
  jurisdiction(code: $code) { matches(year: 2022, result: $result, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { household { number } payer due paid confirmed result refund { id } } } } }"""


def receipt(key: str, number: str | None, yuan: int, payer: str | None = None) -> FundReceiptRow:
    return FundReceiptRow(key, 2022, VILLAGES[0], number, payer, yuan * 100, JANUARY, "到账单")


RECEIPTS = [
    receipt("f1", "001", 640),
    receipt("f3", "003", 640),
    receipt("f4", "004", 640),
    receipt("f5", "005", 100),
    receipt("f7", None, 320, "李某"),
    receipt("f8", "099", 50, "李某"),
    receipt("f9", "098", 10),
]


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    """h1 agreed, h2 short, h3 over, h4 twice, h5 confirmed in part, h6 not at all; h7 elsewhere."""
    homes = {VILLAGES[0]: (2, 2, 2, 2, 1, 1), VILLAGES[1]: (1,)}
    made = await small_campaign(graph, homes)
    people = [("h1a", "h1b"), ("h2a",), ("h3a", "h3b"), ("h4a", "h4b"), ("h5a",), ("h6a",)]
    assert not await made.post("1", [made.payment(OCTOBER, *each) for each in people])
    await pay(graph, "over", NOVEMBER, {"h3": 10_000}, surplus_fen=10_000)
    await pay(graph, "twice", NOVEMBER, {"h4": 64_000}, surplus_fen=64_000)
    await refund(graph, "r4", "twice", NOVEMBER)
    await record_fund_receipts(graph.directory, "fund", RECEIPTS)
    return made


async def listed(graph: Gateway, code: str = COUNTY, **asked: object) -> Any:
    found = await answered(graph, LIST, code=code, **asked)
    return found["jurisdiction"]["matches"]


def line(one: Any) -> str:
    who = one["household"]["number"] if one["household"] else one["payer"]
    return f"{who} {one['due']} {one['paid']} {one['confirmed']} {one['result']}"


WHOLE = [
    "001 640.00 640.00 640.00 AGREED",
    "002 640.00 320.00 0.00 SHORT",
    "003 640.00 740.00 640.00 OVER",
    "004 640.00 1280.00 640.00 PAID_TWICE",
    "005 320.00 320.00 100.00 UNCONFIRMED",
    "006 320.00 320.00 0.00 UNCONFIRMED",
    "098 0.00 0.00 10.00 UNKNOWN_PAYER",
    "李某 0.00 0.00 370.00 UNKNOWN_PAYER",
    "007 320.00 0.00 0.00 SHORT",
]


async def test_every_household_and_unknown_payer_has_its_match(campaign: Campaign) -> None:
    found = await listed(campaign.graph)
    assert [line(one) for one in found["nodes"]] == WHOLE
    assert found["totalCount"] == 9


async def test_what_was_paid_twice_carries_its_open_refund(campaign: Campaign) -> None:
    found = await listed(campaign.graph)
    cases = {line(one)[:3]: one["refund"] for one in found["nodes"] if one["refund"]}
    assert cases == {"004": {"id": "Refund:r4"}}


@pytest.mark.parametrize("result", MatchResult)
async def test_a_result_lists_those_that_the_policy_gives_it(
    campaign: Campaign, result: MatchResult
) -> None:
    found = await listed(campaign.graph, result=result.value)
    expected = [text for text in WHOLE if text.endswith(f" {result.value}")]
    assert [line(one) for one in found["nodes"]] == expected
    assert found["totalCount"] == len(expected)
    for one in found["nodes"]:
        due, paid, confirmed = (Fen(parse_yuan(one[name])) for name in ("due", "paid", "confirmed"))
        known = one["household"] is not None
        assert match(Standing(due, paid, confirmed, known)) is result


@pytest.mark.parametrize("first", [1, 2, 5])
async def test_pages_of_matches_follow_each_other(campaign: Campaign, first: int) -> None:
    pages: list[str] = []
    after = None
    while True:
        page = await listed(campaign.graph, first=first, after=after)
        pages += [line(one) for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert pages == WHOLE
