from typing import Any

import pytest

from graph.gateway import Gateway
from tests.campaigns import COUNTY, TOWNSHIP, small_campaign
from tests.records import answered

SET = """mutation($input: SetQuotaInput!) { setQuota(input: $input) {
  quota { people amount base source jurisdiction { code } }
  progress { quota registered shortfall } userErrors { code field message } } }"""
QUOTAS = """query { jurisdiction(code: "990101100") { quotas(year: 2022) { people source } } }"""
INPUT = {
    "idempotencyKey": "q1",
    "jurisdiction": TOWNSHIP,
    "year": 2022,
    "people": 10,
    "amount": "3200.00",
    "source": "任务分解表",
}


@pytest.fixture
async def campaign(graph: Gateway) -> Gateway:
    await small_campaign(graph)
    return graph


async def given(graph: Gateway, **other: object) -> Any:
    return (await answered(graph, SET, input=INPUT | other))["setQuota"]


async def quotas(graph: Gateway) -> list[tuple[int, str]]:
    found = (await answered(graph, QUOTAS))["jurisdiction"]["quotas"]
    return [(one["people"], one["source"]) for one in found]


async def test_a_figure_is_on_record_and_progress_is_measured_on_it(campaign: Gateway) -> None:
    assert await given(campaign) == {
        "quota": {
            "people": 10,
            "amount": "3200.00",
            "base": "QUOTA",
            "source": "任务分解表",
            "jurisdiction": {"code": TOWNSHIP},
        },
        "progress": {"quota": 10, "registered": 8, "shortfall": 10},
        "userErrors": [],
    }


async def test_a_correction_is_a_new_row_that_counts_from_then_on(campaign: Gateway) -> None:
    await given(campaign)
    corrected = await given(campaign, idempotencyKey="q2", people=12, source="更正表")
    assert corrected["progress"]["quota"] == 12
    back = await given(campaign, idempotencyKey="q3")
    assert back["progress"]["quota"] == 10
    assert await quotas(campaign) == [(10, "任务分解表"), (12, "更正表"), (10, "任务分解表")]


async def test_the_same_request_and_the_same_figure_are_one_row(campaign: Gateway) -> None:
    first = await given(campaign)
    assert await given(campaign) == first
    assert (await given(campaign, idempotencyKey="q2"))["userErrors"] == []
    assert await quotas(campaign) == [(10, "任务分解表")]


async def test_several_in_one_request_each_show_their_own_progress(campaign: Gateway) -> None:
    text = """mutation($a: SetQuotaInput!, $b: SetQuotaInput!) {
      a: setQuota(input: $a) { progress { quota } }
      b: setQuota(input: $b) { progress { quota } } }"""
    later = INPUT | {"idempotencyKey": "q2", "people": 12}
    found = await answered(campaign, text, a=INPUT, b=later)
    assert [found[name]["progress"]["quota"] for name in "ab"] == [10, 12]


@pytest.mark.parametrize(
    ("other", "code", "field"),
    [
        ({"people": -1}, "BAD_INPUT", "people"),
        ({"amount": "-0.01"}, "BAD_INPUT", "amount"),
        ({"source": " "}, "BAD_INPUT", "source"),
        ({"jurisdiction": "990199"}, "UNKNOWN", "jurisdiction"),
        ({"year": 2031}, "BAD_INPUT", "year"),
        ({"people": 11}, "IDEMPOTENCY_CONFLICT", "idempotencyKey"),
    ],
)
async def test_a_figure_that_cannot_be_is_refused_and_nothing_is_written(
    campaign: Gateway, other: dict[str, Any], code: str, field: str
) -> None:
    await given(campaign)
    key = {} if code == "IDEMPOTENCY_CONFLICT" else {"idempotencyKey": "q2"}
    found = await given(campaign, **key, **other)
    assert (found["quota"], found["progress"]) == (None, None)
    assert [(one["code"], one["field"]) for one in found["userErrors"]] == [
        (code, ["input", field])
    ]
    assert await quotas(campaign) == [(10, "任务分解表")]


async def test_residents_of_a_county_are_a_figure_of_their_own(campaign: Gateway) -> None:
    found = await given(campaign, jurisdiction=COUNTY, base="RESIDENTS", people=900, amount=None)
    assert (found["quota"]["base"], found["quota"]["amount"]) == ("RESIDENTS", None)
    assert found["progress"]["quota"] is None
