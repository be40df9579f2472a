"""A school paid for h2 of …201 and h3 of …202: who sees which part of that, and of refunds."""

from datetime import date
from typing import Any

import pytest

from graph.gateway import Gateway
from policy.viewer import Role, Viewer
from policy.vocabulary import Channel
from schema.root import context_of, schema
from tests.campaigns import COUNTY, VILLAGES, Campaign, small_campaign, today
from tests.records import pay, refund

OCTOBER, NOVEMBER = date(2021, 10, 15), date(2021, 11, 10)
CLERK = Viewer("clerk", Role.OFFICER, (VILLAGES[0],))
COUNTY_CLERK = Viewer("county", Role.OFFICER, (COUNTY,))
CIVIL = Viewer("civil", Role.DEPARTMENT, (COUNTY,), f"{COUNTY}|CIVIL_AFFAIRS")
EVERY_LIST = ("payments", "refunds", "matches")

PAYMENT = """{ node(id: "Payment:school") { ... on Payment { amount payer household { number }
  people { name } reversedBy { id } } } }"""
LIST = f"""{{ jurisdiction(code: "{COUNTY}") {{ payments(year: 2022) {{
  totalCount totalAmount nodes {{ id amount }} }} }} }}"""


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    made = await small_campaign(graph)
    shares = {"h2": 32_000, "h3": 64_000}
    school = {"payer": "第一中学", "evidence": "批次1"}
    await pay(graph, "school", OCTOBER, shares, ("h2a", "h3a"), Channel.SCHOOL_BATCH, **school)
    back = {"reverses": "school", "reason": "重复缴费"}
    await pay(graph, "back", NOVEMBER, {"h3": -64_000}, ("h3a",), Channel.SCHOOL_BATCH, **back)
    await refund(graph, "all", "school", NOVEMBER)
    await refund(graph, "h2", "school", NOVEMBER, people=["h2a"])
    return made


async def asked(made: Campaign, viewer: Viewer, text: str) -> Any:
    found = await schema.execute(text, context_value=context_of(viewer, made.graph, today()))
    assert found.errors is None
    return found.data


async def test_a_payment_for_several_shows_the_part_of_the_area(campaign: Campaign) -> None:
    mine = (await asked(campaign, CLERK, PAYMENT))["node"]
    assert mine == {
        "amount": "320.00",
        "payer": "第一中学",
        "household": {"number": "002"},
        "people": [{"name": "张h2a"}],
        "reversedBy": None,
    }
    whole = (await asked(campaign, COUNTY_CLERK, PAYMENT))["node"]
    assert (whole["amount"], whole["household"]) == ("960.00", None)
    assert whole["reversedBy"] == {"id": "Payment:back"}


async def test_a_list_of_payments_is_of_the_area(campaign: Campaign) -> None:
    found = (await asked(campaign, CLERK, LIST))["jurisdiction"]["payments"]
    assert found == {
        "totalCount": 1,
        "totalAmount": "320.00",
        "nodes": [{"id": "Payment:school", "amount": "320.00"}],
    }


@pytest.mark.parametrize(("viewer", "keys"), [(CLERK, ["h2"]), (COUNTY_CLERK, ["h2", "all"])])
async def test_a_refund_is_seen_by_who_sees_all_whom_it_is_about(
    campaign: Campaign, viewer: Viewer, keys: list[str]
) -> None:
    text = f'{{ jurisdiction(code: "{COUNTY}") {{ refunds(year: 2022) {{ nodes {{ id }} }} }} }}'
    nodes = (await asked(campaign, viewer, text))["jurisdiction"]["refunds"]["nodes"]
    assert [one["id"] for one in nodes] == [f"Refund:{key}" for key in keys]
    for key in ("h2", "all"):
        found = await asked(campaign, viewer, f'{{ node(id: "Refund:{key}") {{ id }} }}')
        assert (found["node"] is not None) is (key in keys)


@pytest.mark.parametrize("name", EVERY_LIST)
async def test_the_money_of_households_is_nothing_for_departments(
    campaign: Campaign, name: str
) -> None:
    text = f'{{ jurisdiction(code: "{COUNTY}") {{ {name}(year: 2022) {{ totalCount }} }} }}'
    found = await schema.execute(text, context_value=context_of(CIVIL, campaign.graph, today()))
    [error] = found.errors or []
    assert getattr(error.original_error, "code", None) == "FORBIDDEN"
    assert (await asked(campaign, CIVIL, PAYMENT))["node"] is None


async def test_an_enrolment_is_seen_with_its_person(campaign: Campaign) -> None:
    changes = '{ node(id: "Person:h3a") { ... on Person { changes(year: 2022) { cause } } } }'
    assert (await asked(campaign, COUNTY_CLERK, changes))["node"]["changes"]
    assert (await asked(campaign, CLERK, changes))["node"] is None
    text = '{ node(id: "Enrolment:h3a|2022") { id } }'
    assert (await asked(campaign, CLERK, text))["node"] is None
