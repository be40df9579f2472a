from dataclasses import replace
from datetime import date, timedelta

import pytest

from facts.records import VoucherRow
from graph.gateway import Gateway
from policy.vocabulary import State
from resolvers.people import PeopleShown
from schema.context import AsOf, PeopleFilter
from schema.errors import ApiError, Code
from schema.root import make_context
from tests.campaigns import (
    COUNTY,
    FULL,
    TOWNSHIP,
    VILLAGES,
    Campaign,
    backdate,
    disposition,
    listing,
    small_campaign,
    today,
)

OCTOBER, NOVEMBER = date(2021, 10, 15), date(2021, 11, 10)
NOW = AsOf(2022)


def shown(graph: Gateway) -> PeopleShown:
    found = make_context(graph, today()).people
    assert isinstance(found, PeopleShown)
    return found


async def listed(people: PeopleShown, code: str, asked: PeopleFilter, first: int) -> list[str]:
    """All pages of a list, one after the other."""
    keys: list[str] = []
    after: str | None = None
    while True:
        page = await people.page(code, asked, first, after)
        keys += [person.key for person in page.nodes]
        after = page.page_info.end_cursor
        if not page.page_info.has_next_page:
            assert page.total_count == len(keys)
            return keys


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    """h1 of three has paid, h2a is 五保 from October, h3a refuses in November; h4 does nothing."""
    listings = [listing("h2a", FULL, OCTOBER)]
    made = await small_campaign(graph, listings=listings, vouchers=[VoucherRow("h4b", OCTOBER)])
    paid = made.payment(OCTOBER, "h1a", "h1b", "h1c")
    assert not await made.post("1", [paid], [disposition("h3a", State.REFUSED, NOVEMBER)])
    return made


async def test_everybody_is_listed_by_village_number_and_key(campaign: Campaign) -> None:
    found = await listed(shown(campaign.graph), COUNTY, PeopleFilter(NOW), 2)
    assert found == ["h1a", "h1b", "h1c", "h2a", "h2b", "h3a", "h4a", "h4b"]


@pytest.mark.parametrize(
    ("state", "keys"),
    [
        (State.PAID, ["h1a", "h1b", "h1c"]),
        (State.FULLY_SUBSIDISED, ["h2a"]),
        (State.REFUSED, ["h3a"]),
        (State.UNPAID, ["h2b", "h4a", "h4b"]),
        (State.DEPARTED, []),
    ],
)
async def test_a_state_lists_its_people(campaign: Campaign, state: State, keys: list[str]) -> None:
    assert await listed(shown(campaign.graph), COUNTY, PeopleFilter(NOW, (state,)), 2) == keys


async def test_a_past_day_lists_who_was_in_a_state_then(campaign: Campaign) -> None:
    before = PeopleFilter(AsOf(2022, NOVEMBER - timedelta(days=1)), (State.UNPAID,))
    found = await listed(shown(campaign.graph), TOWNSHIP, before, 2)
    assert found == ["h2b", "h3a", "h4a", "h4b"]


async def test_a_day_before_a_record_knows_nothing_of_it(campaign: Campaign) -> None:
    await backdate(campaign.graph, 3)
    await campaign.post("2", [campaign.payment(OCTOBER, "h4a")])
    asked = PeopleFilter(AsOf(2022, NOVEMBER), (State.PAID,))
    earlier = replace(asked, asked=AsOf(2022, NOVEMBER, today() - timedelta(days=1)))
    assert await listed(shown(campaign.graph), VILLAGES[1], asked, 9) == ["h4a"]
    assert await listed(shown(campaign.graph), VILLAGES[1], earlier, 9) == []


async def test_a_village_lists_its_own_people_alone(campaign: Campaign) -> None:
    people = shown(campaign.graph)
    assert await listed(people, VILLAGES[1], PeopleFilter(NOW), 9) == ["h3a", "h4a", "h4b"]
    assert await listed(people, VILLAGES[2], PeopleFilter(NOW), 9) == []


@pytest.mark.parametrize("day", [None, NOVEMBER])
async def test_names_and_vouchers_narrow_a_list(campaign: Campaign, day: date | None) -> None:
    people, asked = shown(campaign.graph), PeopleFilter(AsOf(2022, day))
    unpaid = replace(asked, states=(State.UNPAID,), e_voucher=False)
    assert await listed(people, COUNTY, replace(asked, name="h4"), 1) == ["h4a", "h4b"]
    assert await listed(people, COUNTY, replace(asked, e_voucher=True), 1) == ["h4b"]
    assert await listed(people, COUNTY, unpaid, 1) == ["h2b", "h4a"]
    assert len(await listed(people, COUNTY, replace(asked, e_voucher=False), 3)) == 7


async def test_a_page_says_what_stands_before_and_behind_it(campaign: Campaign) -> None:
    people = shown(campaign.graph)
    first = await people.page(COUNTY, PeopleFilter(NOW), 5, None)
    last = await people.page(COUNTY, PeopleFilter(NOW), 3, first.page_info.end_cursor)
    assert (first.page_info.has_previous_page, first.page_info.has_next_page) == (False, True)
    assert (last.page_info.has_previous_page, last.page_info.has_next_page) == (True, False)
    assert last.page_info.start_cursor == last.edges[0].cursor


@pytest.mark.parametrize("cursor", ["", "?", "Zm9v", "5Lit"])
async def test_a_cursor_that_is_none_is_refused(campaign: Campaign, cursor: str) -> None:
    with pytest.raises(ApiError) as refused:
        await shown(campaign.graph).page(COUNTY, PeopleFilter(NOW), 5, cursor)
    assert refused.value.code is Code.BAD_INPUT


async def test_a_code_without_a_unit_is_refused(campaign: Campaign) -> None:
    with pytest.raises(ApiError) as refused:
        await shown(campaign.graph).page("990199", PeopleFilter(NOW), 5, None)
    assert refused.value.code is Code.UNKNOWN
