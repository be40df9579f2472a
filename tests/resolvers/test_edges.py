"""Units that moved to another part of the tree, and the first and last days there are."""

from datetime import date
from typing import Any, LiteralString

import pytest

from graph.gateway import Gateway
from resolvers.figures import prefixes
from schema.root import make_context, schema
from tests.campaigns import COUNTY, VILLAGES, Campaign, small_campaign

OTHER = "990102"
MOVE: LiteralString = """
MATCH (t:Jurisdiction {code: '990101100'})-[e:PART_OF]->(), (city:Jurisdiction {code: '9901'})
SET e.to = $on
CREATE (o:Jurisdiction {code: '990102', name: '新县', level: 'COUNTY', aliases: [],
  placeholder: false, acting: false})-[:PART_OF]->(city)
CREATE (t)-[:PART_OF {from: $on}]->(o)
"""
PAID = date(2021, 10, 8)


@pytest.fixture
async def moved(graph: Gateway) -> Campaign:
    """The township went over to another county before the season opened; h1a has paid."""
    campaign = await small_campaign(graph)
    await campaign.post("r", [campaign.payment(PAID, "h1a")])
    await graph.directory.write(MOVE, on=date(2021, 1, 1))
    return campaign


async def ask(campaign: Campaign, fields: str, code: str = COUNTY) -> Any:
    result = await schema.execute(
        f'{{ jurisdiction(code: "{code}") {{ {fields} }} }}',
        context_value=make_context(campaign.graph, date(2100, 1, 1)),
    )
    assert result.errors is None
    assert result.data is not None
    return result.data["jurisdiction"]


TREND = "trend(year: 2022) { on enrolled contributionPaid }"


async def test_a_trend_counts_a_township_that_came_once(moved: Campaign) -> None:
    last = (await ask(moved, TREND, OTHER))["trend"][-1]
    assert last == {"on": "2021-10-08", "enrolled": 1, "contributionPaid": "320.00"}


async def test_a_trend_leaves_out_a_township_that_went(moved: Campaign) -> None:
    assert await ask(moved, TREND + " progress(year: 2022) { enrolled }") == {
        "trend": [],
        "progress": {"enrolled": 0},
    }


def test_no_prefix_begins_with_another() -> None:
    places = [OTHER, "990101100", *VILLAGES, "990101"]
    assert prefixes(places, [OTHER]) == ["990101", OTHER]
    assert prefixes(places, [OTHER, "990102100", "0"]) == [""]


async def test_the_last_day_of_the_calendar_is_a_day(graph: Gateway) -> None:
    campaign = await small_campaign(graph)
    known = 'asOf: "2021-12-31", knownOn: "9999-12-31"'
    fields = f"people(year: 2022, {known}) {{ totalCount }}"
    assert await ask(campaign, fields) == {"people": {"totalCount": 8}}


async def test_a_forecast_begins_on_the_first_day_of_the_calendar(graph: Gateway) -> None:
    campaign = await small_campaign(graph)
    fields = 'forecast(year: 2022, asOf: "0001-01-01") { enrolled perDay }'
    assert await ask(campaign, fields) == {"forecast": {"enrolled": 0, "perDay": 0.0}}


async def test_a_trend_has_no_days_to_come(graph: Gateway) -> None:
    campaign = await small_campaign(graph)
    assert await ask(campaign, 'trend(year: 2022, from: "9999-12-31") { on }') == {"trend": []}
