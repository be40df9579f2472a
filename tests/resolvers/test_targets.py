"""Targets, groups and the aim of a forecast, on a drawn tree."""

from datetime import date
from typing import Any

import pytest

from graph.gateway import Gateway
from policy.vocabulary import State
from resolvers.newcomers import read_newcomers
from schema.context import AsOf
from schema.root import make_context
from tests.campaigns import (
    COUNTY,
    FULL,
    HALF,
    PLAIN,
    VILLAGES,
    disposition,
    listing,
    small_campaign,
)
from tests.drawn import TODAY, add, ask, set_quota

VILLAGE = "431123100001"
NOVEMBER = date(2021, 11, 1)


@pytest.fixture
async def law(drawn: Gateway) -> Gateway:
    columns = {"paid": 180, "covered_elsewhere": 5, "unpaid": 15, "vouchers": 20}
    await add(
        drawn,
        2022,
        (VILLAGE, "all", NOVEMBER, columns),
        (VILLAGE, "c|orphan", NOVEMBER, {"fully_subsidised": 3, "subsidy_fen": 96_000}),
        (VILLAGE, "c|subsistence_allowance", NOVEMBER, {"paid": 1, "unpaid": 3}),
    )
    await set_quota(drawn, "431123100", 2022, 200)
    return drawn


async def progress(graph: Gateway, fields: str, code: str = "431123") -> Any:
    question = f'{{ jurisdiction(code: "{code}") {{ progress(year: 2022) {{ {fields} }} }} }}'
    return (await ask(graph, question))["jurisdiction"]["progress"]


async def test_q3_the_assessed_rate_is_taken_of_the_quota_and_rounded_up(law: Gateway) -> None:
    found = await progress(law, "targetRate missingFromTarget")
    assert found == {"targetRate": 0.965, "missingFromTarget": 13}


async def test_q3_every_target_on_its_own_base(law: Gateway) -> None:
    await set_quota(law, "431123", 2022, 196, "RESIDENTS")
    found = await progress(law, "targets { target { key } base reached rate missing }")
    assert found["targets"] == [
        {"target": {"key": "quota"}, "base": 200, "reached": 180, "rate": 0.9, "missing": 20},
        {
            "target": {"key": "quota_assessed"},
            "base": 200,
            "reached": 180,
            "rate": 0.9,
            "missing": 13,
        },
        {
            "target": {"key": "residents"},
            "base": 196,
            "reached": 185,
            "rate": 185 / 196,
            "missing": 2,
        },
    ]


async def test_a_target_whose_base_nobody_entered_has_no_rate(law: Gateway) -> None:
    found = await progress(law, "targetRate missingFromTarget targets { base rate }", "4311")
    assert found == {
        "targetRate": None,
        "missingFromTarget": None,
        "targets": [{"base": None, "rate": None}],
    }


async def test_a_year_without_a_scheme_has_no_targets(law: Gateway) -> None:
    found = await ask(
        law,
        '{ jurisdiction(code: "431123") { progress(year: 2020) { targetRate targets { base } } } }',
    )
    assert found["jurisdiction"]["progress"] == {"targetRate": None, "targets": []}


async def test_q5_each_group_with_its_people_and_its_money(law: Gateway) -> None:
    fields = "byCategory { category { key name } registered enrolled unpaid rate subsidyDue }"
    assert (await progress(law, fields))["byCategory"] == [
        {
            "category": {"key": "orphan", "name": "孤儿"},
            "registered": 3,
            "enrolled": 3,
            "unpaid": 0,
            "rate": 1.0,
            "subsidyDue": "960.00",
        },
        {
            "category": {"key": "subsistence_allowance", "name": "低保对象"},
            "registered": 4,
            "enrolled": 1,
            "unpaid": 3,
            "rate": 0.25,
            "subsidyDue": "0.00",
        },
    ]


async def test_groups_of_a_day_are_those_of_that_day(law: Gateway) -> None:
    found = await ask(
        law,
        '{ jurisdiction(code: "431123") { progress(year: 2022, asOf: "2021-10-31") '
        "{ byCategory { registered } } } }",
    )
    assert found["jurisdiction"]["progress"]["byCategory"] == []


async def test_a_forecast_aims_at_the_assessed_rate_by_the_end_of_the_window(
    law: Gateway,
) -> None:
    found = await ask(
        law,
        '{ jurisdiction(code: "431123") { forecast(year: 2022, asOf: "2021-12-01") '
        "{ target deadline enrolled expectedShortfall onTrack } } }",
    )
    assert found["jurisdiction"]["forecast"] == {
        "target": 193,
        "deadline": "2021-12-31",
        "enrolled": 180,
        "expectedShortfall": 13,
        "onTrack": False,
    }


async def test_a_quota_names_the_clause_that_prints_it(law: Gateway) -> None:
    await set_quota(law, "431122", 2020, 578_501, clause="dongan-2020|附件1")
    found = await ask(
        law,
        '{ jurisdiction(code: "431122") { quotas(year: 2020) { people clause { number '
        "notice { key } } } } }",
    )
    clause = {"number": "附件1", "notice": {"key": "dongan-2020"}}
    assert found["jurisdiction"]["quotas"] == [{"people": 578_501, "clause": clause}]


@PLAIN
async def test_targets_of_a_tree_take_no_more_statements_than_those_of_one_place(
    law: Gateway, statements: list[str]
) -> None:
    fields = "progress(year: 2022) { targetRate missingFromTarget byCategory { registered } }"
    await ask(law, f'{{ jurisdiction(code: "431123") {{ {fields} }} }}')
    single = len(statements)
    statements.clear()
    below = f"children {{ {fields} children {{ {fields} }} }}"
    await ask(law, f'{{ jurisdiction(code: "43") {{ {fields} {below} }} }}')
    assert (single, len(statements)) == (6, 6)


async def test_people_in_hardship_count_once_however_many_groups_they_are_in(
    graph: Gateway,
) -> None:
    campaign = await small_campaign(
        graph,
        listings=[
            listing("h1a", FULL, date(2021, 1, 1)),
            listing("h1a", HALF, date(2021, 1, 1)),
            listing("h1b", HALF, date(2021, 11, 1)),
            listing("h2a", "别的", date(2021, 1, 1)),
        ],
    )
    await campaign.post("gone", (), [disposition("h1b", State.DEPARTED, date(2021, 12, 1))])
    sums = make_context(graph, TODAY).campaigns.sums  # type: ignore[attr-defined]
    counts = []
    for day in (date(2021, 10, 1), date(2021, 11, 1), date(2021, 12, 1)):
        found = await sums.hardship.load(COUNTY, AsOf(2022, day))
        here = found.within([FULL, HALF]).sum_of(COUNTY)
        counts.append((here.registered, here.enrolled, here.departed))
    assert counts == [(1, 1, 0), (2, 1, 0), (2, 1, 1)]


async def test_newcomers_of_a_group_are_those_who_joined_after_the_roll_opened(
    graph: Gateway,
) -> None:
    campaign = await small_campaign(
        graph,
        listings=[
            listing("h1a", HALF, date(2021, 1, 1)),
            listing("h1b", HALF, date(2021, 11, 10)),
            listing("h2a", HALF, date(2021, 11, 12)),
        ],
    )
    await campaign.post("paid", [campaign.payment(date(2021, 12, 1), "h1b")])
    await campaign.post("soon", [campaign.payment(date(2021, 11, 30), "h2a")])
    sums = make_context(graph, TODAY).campaigns.sums  # type: ignore[attr-defined]
    await sums.geography.ensure(COUNTY)
    found = await read_newcomers(graph.directory, sums.tree(AsOf(2022)), COUNTY, 2022, HALF)
    assert found.on(COUNTY, date(2021, 11, 11)) == {"added_poor": 1, "added_poor_enrolled": 0}
    assert found.on(COUNTY, date(2021, 12, 31)) == {"added_poor": 2, "added_poor_enrolled": 1}
    assert found.on(VILLAGES[1], date(2021, 12, 31))["added_poor"] == 0
