"""A household's payment, a member's that was taken back, and a school's over two villages."""

from datetime import date
from typing import Any, LiteralString

import pytest

from facts.records import PaymentRow
from graph.gateway import Gateway
from policy.vocabulary import Channel
from resolvers.dated import Place
from resolvers.payments_page import PaymentFilter, count_payments, read_payments
from resolvers.volume import Volume
from tests.campaigns import COUNTY, PLAIN, TOWNSHIP, VILLAGES, Campaign, small_campaign
from tests.records import answered, pay

OCTOBER, NOVEMBER, LATER = date(2021, 10, 15), date(2021, 11, 10), date(2021, 11, 20)
LAST = date(2021, 12, 1)

LIST = """query($code: JurisdictionCode!, $channel: Channel, $from: Date, $to: Date, $first: Int,
    $after: String) {
  jurisdiction(code: $code) {
    progress(year: 2022) { contributionPaid byChannel { channel amount } }
    payments(year: 2022, channel: $channel, from: $from, to: $to, first: $first, after: $after) {
      totalCount totalAmount pageInfo { hasNextPage hasPreviousPage endCursor }
      nodes { id amount } edges { cursor node { id } }
    }
  }
}"""


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    made = await small_campaign(graph)
    whole = made.payment(OCTOBER, "h1a", "h1b", "h1c")
    part = PaymentRow("part", "h4", ("h4a",), NOVEMBER, Channel.POS, "小票")
    assert not await made.post("1", [whole, part])
    shares = {"h2": 32_000, "h3": 32_000}
    school = {"payer": "第一中学", "evidence": "批次1"}
    await pay(graph, "school", LATER, shares, ("h2a", "h3a"), Channel.SCHOOL_BATCH, **school)
    back = {"reverses": "part", "reason": "重复缴费"}
    await pay(graph, "back", LAST, {"h4": -32_000}, ("h4a",), Channel.POS, **back)
    return made


async def listed(graph: Gateway, code: str, **asked: object) -> Any:
    found = await answered(graph, LIST, code=code, **asked)
    return found["jurisdiction"]


def keys(found: Any) -> list[str]:
    return [node["id"].removeprefix("Payment:") for node in found["payments"]["nodes"]]


@pytest.mark.parametrize("code", ["0", COUNTY, TOWNSHIP])
async def test_payments_stand_newest_first_and_add_up_to_progress(
    campaign: Campaign, code: str
) -> None:
    found = await listed(campaign.graph, code)
    assert keys(found) == ["back", "school", "part", f"h1a+h1b+h1c|{OCTOBER}"]
    assert found["payments"]["totalCount"] == 4
    assert found["payments"]["totalAmount"] == "1600.00"
    assert found["progress"]["contributionPaid"] == "1600.00"


@pytest.mark.parametrize(
    ("code", "amount", "count"),
    [(VILLAGES[0], "1280.00", 2), (VILLAGES[1], "320.00", 3), (VILLAGES[2], "0.00", 0)],
)
async def test_a_batch_counts_with_its_share_in_each_village(
    campaign: Campaign, code: str, amount: str, count: int
) -> None:
    found = await listed(campaign.graph, code)
    assert (found["payments"]["totalAmount"], found["payments"]["totalCount"]) == (amount, count)
    assert found["progress"]["contributionPaid"] == amount


@pytest.mark.parametrize("code", [COUNTY, *VILLAGES])
async def test_each_channel_adds_up_to_what_progress_says_of_it(
    campaign: Campaign, code: str
) -> None:
    by_channel = (await listed(campaign.graph, code))["progress"]["byChannel"]
    said = {one["channel"]: one["amount"] for one in by_channel}
    for channel in Channel:
        found = await listed(campaign.graph, code, channel=channel.value)
        assert found["payments"]["totalAmount"] == said.get(channel.value, "0.00")


async def test_days_narrow_a_list_and_are_included(campaign: Campaign) -> None:
    days = {"from": NOVEMBER.isoformat(), "to": LATER.isoformat()}
    found = await listed(campaign.graph, COUNTY, **days)
    assert keys(found) == ["school", "part"]
    assert found["payments"]["totalAmount"] == "960.00"
    none = await listed(campaign.graph, COUNTY, to="2021-10-14")
    assert (keys(none), none["payments"]["totalAmount"]) == ([], "0.00")


async def test_pages_follow_each_other_without_gap(campaign: Campaign) -> None:
    first = (await listed(campaign.graph, COUNTY, first=3))["payments"]
    assert first["pageInfo"]["hasNextPage"]
    assert first["edges"][-1]["cursor"] == first["pageInfo"]["endCursor"]
    rest = await listed(campaign.graph, COUNTY, first=3, after=first["pageInfo"]["endCursor"])
    assert keys(rest) == [f"h1a+h1b+h1c|{OCTOBER}"]
    info = rest["payments"]["pageInfo"]
    assert (info["hasNextPage"], info["hasPreviousPage"]) == (False, True)


NODE = """query($id: ID!) { node(id: $id) { ... on Payment {
  year amount paidOn channel payer evidence reason surplus
  household { number } people { name } reversedBy { id } reverses { id } } } }"""


async def test_a_batch_has_a_payer_and_no_household(campaign: Campaign) -> None:
    found = (await answered(campaign.graph, NODE, id="Payment:school"))["node"]
    assert found == {
        "year": 2022,
        "amount": "640.00",
        "paidOn": "2021-11-20",
        "channel": "SCHOOL_BATCH",
        "payer": "第一中学",
        "evidence": "批次1",
        "reason": None,
        "surplus": "0.00",
        "household": None,
        "people": [{"name": "张h2a"}, {"name": "张h3a"}],
        "reversedBy": None,
        "reverses": None,
    }


async def test_a_payment_and_its_reversal_know_each_other(campaign: Campaign) -> None:
    paid = (await answered(campaign.graph, NODE, id="Payment:part"))["node"]
    back = (await answered(campaign.graph, NODE, id="Payment:back"))["node"]
    assert (paid["reversedBy"], paid["reverses"]) == ({"id": "Payment:back"}, None)
    assert (back["reverses"], back["amount"], back["reason"]) == (
        {"id": "Payment:part"},
        "-320.00",
        "重复缴费",
    )
    assert paid["household"] == {"number": "004"}


HOUSEHOLD = """query($id: ID!) { node(id: $id) { ... on Household {
  payments(year: 2022) { id } contributionPaid(year: 2022) locked(year: 2022) } } }"""


@pytest.mark.parametrize(
    ("home", "payments", "paid", "locked"),
    [
        ("h1", [f"h1a+h1b+h1c|{OCTOBER}"], "960.00", True),
        ("h2", ["school"], "320.00", True),  # its share of the batch, not all of it
        ("h4", ["back", "part"], "0.00", False),
    ],
)
async def test_a_household_has_its_payments_and_is_locked_by_them(
    campaign: Campaign, home: str, payments: list[str], paid: str, locked: bool
) -> None:
    found = (await answered(campaign.graph, HOUSEHOLD, id=f"Household:{home}"))["node"]
    assert [one["id"] for one in found["payments"]] == [f"Payment:{key}" for key in payments]
    assert (found["contributionPaid"], found["locked"]) == (paid, locked)


@PLAIN
async def test_a_longer_page_takes_no_more_statements(
    campaign: Campaign, statements: list[str]
) -> None:
    text = LIST.replace("nodes { id amount }", "nodes { people { name } reverses { id } }")
    sent = []
    for first in (1, 4):
        statements.clear()
        await answered(campaign.graph, text, code=COUNTY, first=first)
        sent.append(len(statements))
    assert sent[0] == sent[1]


# (:Payment {year}), as writers of today set it
SET_YEAR: LiteralString = "MATCH (y:Payment) SET y.year = 2022"


@pytest.mark.parametrize("after", [None, 1])
@pytest.mark.parametrize("wanted", [PaymentFilter(2022), PaymentFilter(2022, Channel.POS)])
@pytest.mark.parametrize("villages", [list(VILLAGES), [VILLAGES[1]]])
async def test_a_large_unit_is_read_by_day_with_the_same_answer(
    campaign: Campaign, wanted: PaymentFilter, villages: list[str], after: int | None
) -> None:
    store = campaign.graph.directory
    await store.write(SET_YEAR)
    small, large = Volume(1, 1, 1), Volume(10**6, 10**6, 1)
    every = await read_payments(store, villages, wanted, small, Place(), 20)
    place = Place() if after is None else Place.of(every[after])
    by_rolls = await read_payments(store, villages, wanted, small, place, 2)
    assert await read_payments(store, villages, wanted, large, place, 2) == by_rolls
    assert by_rolls == every[0 if after is None else after + 1 :][:2]


async def test_a_large_unit_is_counted_from_sums_a_batch_once_each_household(
    campaign: Campaign,
) -> None:
    store, wanted = campaign.graph.directory, PaymentFilter(2022)
    small = await count_payments(store, VILLAGES, wanted, Volume(1, 1, 1))
    large = await count_payments(store, VILLAGES, wanted, Volume(10**6, 1, 1))
    assert (small, large) == ((4, 160_000), (5, 160_000))
