"""h1a pays and is found to have refused before; h2a comes into 五保, and out of it again."""

from datetime import date
from typing import Any, LiteralString

import pytest

from graph.gateway import Gateway
from policy.vocabulary import State
from resolvers.changes_page import ChangeFilter, count_changes, read_changes
from resolvers.dated import Place
from resolvers.volume import Volume
from tests.campaigns import (
    COUNTY,
    FULL,
    HALF,
    VILLAGES,
    Campaign,
    backdate,
    disposition,
    listing,
    small_campaign,
    today,
)
from tests.records import answered

OPENS, OCTOBER, NOVEMBER = date(2021, 9, 1), date(2021, 10, 15), date(2021, 11, 10)
LEFT = date(2021, 12, 1)

GROUP: LiteralString = """
CREATE (:Category {key: $key, name: $key, aliases: [], listed_by: 'CIVIL_AFFAIRS', place: 0})
"""
LIST = """query($code: JurisdictionCode!, $causes: [ChangeCause!], $category: String, $from: Date,
    $to: Date, $recordedFrom: DateTime, $recordedTo: DateTime, $first: Int, $after: String) {
  jurisdiction(code: $code) { changes(year: 2022, causes: $causes, category: $category,
      from: $from, to: $to, recordedFrom: $recordedFrom, recordedTo: $recordedTo, first: $first,
      after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { on person { name } cause from to category { key } takesBack } } } }"""


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    listings = [listing("h2a", FULL, OCTOBER, LEFT), listing("h4a", HALF, OPENS)]
    made = await small_campaign(graph, listings=listings)
    for key in (FULL, HALF):
        await graph.directory.write(GROUP, key=key)
    refused = disposition("h1a", State.REFUSED, NOVEMBER)
    assert not await made.post("1", [], [refused])
    await backdate(graph, 3)
    assert not await made.post("2", [made.payment(OCTOBER, "h1a")])
    return made


async def listed(graph: Gateway, code: str = COUNTY, **asked: object) -> Any:
    found = await answered(graph, LIST, code=code, **asked)
    return found["jurisdiction"]["changes"]


def lines(found: Any) -> list[str]:
    return [
        f"{one['person']['name']} {one['on']} {one['from']}>{one['to']} {one['cause']}"
        for one in found["nodes"]
    ]


async def test_what_happened_stands_newest_first_down_to_the_entries(campaign: Campaign) -> None:
    found = await listed(campaign.graph)
    assert lines(found)[:5] == [
        "张h2a 2021-12-01 FULLY_SUBSIDISED>UNPAID CATEGORY_ENDED",
        "张h1a 2021-11-10 REFUSED>UNPAID CORRECTED",
        "张h1a 2021-11-10 UNPAID>REFUSED DISPOSITION",
        "张h1a 2021-10-15 UNPAID>PAID PAYMENT",
        "张h2a 2021-10-15 UNPAID>FULLY_SUBSIDISED CATEGORY_MARKED",
    ]
    assert found["totalCount"] == len(found["nodes"]) == 5 + 8
    assert lines(found)[5] == "张h4b 2021-09-01 None>UNPAID REGISTERED"


async def test_a_step_that_was_taken_back_says_so(campaign: Campaign) -> None:
    found = await listed(campaign.graph)
    assert [one["takesBack"] for one in found["nodes"][:5]] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"causes": ["CATEGORY_MARKED"]}, ["张h2a 2021-10-15"]),
        (
            {"causes": ["CATEGORY_MARKED", "CATEGORY_ENDED"]},
            ["张h2a 2021-12-01", "张h2a 2021-10-15"],
        ),
        ({"category": HALF}, ["张h4a 2021-09-01"]),  # came with the entry
        ({"category": FULL}, ["张h2a 2021-12-01", "张h2a 2021-10-15"]),
        ({"causes": ["PAYMENT", "REGISTERED"], "from": "2021-09-02"}, ["张h1a 2021-10-15"]),
        ({"from": "2021-11-10", "to": "2021-11-30"}, ["张h1a 2021-11-10"] * 2),
        ({"code": VILLAGES[2]}, []),
        ({"causes": ["MOVED"]}, []),
    ],
)
async def test_a_list_is_narrowed_by_cause_group_day_and_place(
    campaign: Campaign, asked: dict[str, Any], expected: list[str]
) -> None:
    found = await listed(campaign.graph, **asked)
    assert [line[:15] for line in lines(found)] == expected
    assert found["totalCount"] == len(expected)


async def test_the_group_that_came_or_went_is_named(campaign: Campaign) -> None:
    found = await listed(campaign.graph, category=FULL)
    assert [one["category"] for one in found["nodes"]] == [{"key": FULL}, {"key": FULL}]
    entries = await listed(campaign.graph, code=VILLAGES[1], causes=["REGISTERED"])
    groups = {one["person"]["name"]: one["category"] for one in entries["nodes"]}
    assert groups == {"张h3a": None, "张h4a": {"key": HALF}, "张h4b": None}


SINCE = """query($code: JurisdictionCode!, $asOf: Date) { jurisdiction(code: $code) {
  progress(year: 2022, asOf: $asOf) { recordedSince { changes } } } }"""


@pytest.mark.parametrize("code", [COUNTY, VILLAGES[0], VILLAGES[1]])
@pytest.mark.parametrize("as_of", ["2021-10-14", "2021-10-15", "2021-11-10", "2021-12-31"])
async def test_the_list_behind_recorded_since_is_as_long_as_its_figure(
    campaign: Campaign, code: str, as_of: str
) -> None:
    day = date.fromisoformat(as_of)
    next_day = date.fromordinal(day.toordinal() + 1)
    since = await answered(campaign.graph, SINCE, code=code, asOf=as_of)
    said = since["jurisdiction"]["progress"]["recordedSince"]["changes"]
    found = await listed(campaign.graph, code, to=as_of, recordedFrom=f"{next_day}T00:00:00+08:00")
    assert found["totalCount"] == len(found["nodes"]) == said


async def test_instants_of_record_narrow_a_list_and_the_last_is_left_out(
    campaign: Campaign,
) -> None:
    midnight = f"{today()}T00:00:00+08:00"
    late = await listed(campaign.graph, recordedFrom=midnight)
    before = await listed(campaign.graph, recordedTo=midnight)
    assert (late["totalCount"], before["totalCount"]) == (2, 11)
    assert lines(late) == [
        "张h1a 2021-11-10 REFUSED>UNPAID CORRECTED",
        "张h1a 2021-10-15 UNPAID>PAID PAYMENT",
    ]


async def test_pages_follow_each_other_without_gap(campaign: Campaign) -> None:
    whole, pages, after = lines(await listed(campaign.graph)), [], None
    while True:
        page = await listed(campaign.graph, first=2, after=after)
        pages += lines(page)
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert pages == whole


@pytest.mark.parametrize("homes", [10_000, 10**6])
@pytest.mark.parametrize("after", [None, 3, 7])
@pytest.mark.parametrize("wanted", [ChangeFilter(2022), ChangeFilter(2022, category=FULL)])
async def test_a_large_unit_is_read_by_day_and_counted_from_sums_with_the_same_answer(
    campaign: Campaign, wanted: ChangeFilter, after: int | None, homes: int
) -> None:
    store, villages = campaign.graph.directory, list(VILLAGES)
    small, large = Volume(1, 1, 1), Volume(homes, 10**6, 1)
    every = await read_changes(store, villages, wanted, small, Place(), 20)
    place = Place.of(every[after]) if after and after < len(every) else Place()
    by_rolls = await read_changes(store, villages, wanted, small, place, 4)
    by_day = await read_changes(store, villages, wanted, large, place, 4)
    assert [row["key"] for row in by_day] == [row["key"] for row in by_rolls]
    numbers = [await count_changes(store, villages, wanted, one) for one in (small, large)]
    assert numbers == [len(every)] * 2


PERSON = """query($id: ID!) { node(id: $id) { ... on Person { changes(year: 2022) {
  on cause from to takesBack } } } }"""


async def test_a_person_has_the_story_of_their_state(campaign: Campaign) -> None:
    found = (await answered(campaign.graph, PERSON, id="Person:h1a"))["node"]["changes"]
    assert [(one["on"], one["cause"], one["takesBack"]) for one in found] == [
        ("2021-11-10", "CORRECTED", True),
        ("2021-11-10", "DISPOSITION", False),
        ("2021-10-15", "PAYMENT", False),
        ("2021-09-01", "REGISTERED", False),
    ]
