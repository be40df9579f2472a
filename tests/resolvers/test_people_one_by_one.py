import asyncio
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import LiteralString

import pytest

from facts.records import VoucherRow
from graph.gateway import Gateway
from policy.vocabulary import State
from resolvers.people import PeopleShown
from schema.context import AsOf, HouseholdMoney
from schema.root import make_context
from tests.campaigns import (
    COUNTY,
    FULL,
    HALF,
    SEASON,
    VILLAGES,
    Campaign,
    disposition,
    listing,
    small_campaign,
    today,
)
from tests.soon import soon

OCTOBER, NOVEMBER = date(2021, 10, 15), date(2021, 11, 10)
DAY = timedelta(days=1)


def shown(graph: Gateway) -> PeopleShown:
    found = make_context(graph, today()).people
    assert isinstance(found, PeopleShown)
    return found


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    """h1: 320 and 160 paid in October, h1c refuses in November; h2a is 五保 from October."""
    listings = [listing("h1b", HALF, SEASON.opens), listing("h2a", FULL, OCTOBER)]
    made = await small_campaign(graph, listings=listings, vouchers=[VoucherRow("h4b", OCTOBER)])
    paid = made.payment(OCTOBER, "h1a", "h1b")
    assert not await made.post("1", [paid], [disposition("h1c", State.REFUSED, NOVEMBER)])
    return made


# (:Person {key: 'h1b'}) moves from h1 to h2
MOVE: LiteralString = """
MATCH (p:Person {key: 'h1b'})-[m:MEMBER_OF]->(:Household {key: 'h1'}), (to:Household {key: 'h2'})
SET m.to = $on
CREATE (p)-[:MEMBER_OF {from: $on, relation: '儿媳'}]->(to)
"""


async def test_members_are_those_of_the_day_and_the_head_is_first(campaign: Campaign) -> None:
    await campaign.graph.directory.write(MOVE, on=NOVEMBER)
    people = shown(campaign.graph)
    before = await soon(people.members("h1", NOVEMBER - DAY))
    assert [one.key for one in before] == ["h1a", "h1b", "h1c"]
    assert [one.key for one in await soon(people.members("h1", NOVEMBER))] == ["h1a", "h1c"]
    assert [one.key for one in await soon(people.members("h2", None))] == ["h2a", "h1b", "h2b"]


async def test_the_home_of_a_person_is_that_of_the_day(campaign: Campaign) -> None:
    await campaign.graph.directory.write(MOVE, on=NOVEMBER)
    people = shown(campaign.graph)
    homes = [await people.home_of("h1b", on) for on in (NOVEMBER - DAY, NOVEMBER, None)]
    assert [home and home.key for home in homes] == ["h1", "h2", "h2"]
    assert await people.home_of("h1b", SEASON.opens - DAY) is None


async def test_a_household_knows_its_village_number_and_head(campaign: Campaign) -> None:
    people = shown(campaign.graph)
    home, head = await people.household("h3"), await soon(people.head("h3"))
    assert home
    assert head
    assert (home.village.code, home.number, home.grid) == (VILLAGES[1], "003", "第3组")
    assert (head.key, head.name, head.mask) == ("h3a", "张h3a", None)


async def test_the_money_of_a_household_follows_the_day(campaign: Campaign) -> None:
    people = shown(campaign.graph)
    days = (SEASON.opens - DAY, OCTOBER - DAY, OCTOBER, NOVEMBER)
    assert [await soon(people.money("h1", AsOf(2022, day))) for day in days] == [
        HouseholdMoney(0, 0, settled=True, locked=True),
        HouseholdMoney(80_000, 0, settled=False, locked=True),
        HouseholdMoney(80_000, 48_000, settled=False, locked=True),
        HouseholdMoney(48_000, 48_000, settled=True, locked=True),
    ]
    assert await soon(people.money("h1", AsOf(2022))) == HouseholdMoney(48_000, 48_000, True, True)


async def test_a_household_without_an_account_owes_nothing(campaign: Campaign) -> None:
    people = shown(campaign.graph)
    assert await soon(people.money("h1", AsOf(2023))) == HouseholdMoney()
    assert await soon(people.money("h4", AsOf(2022))) == HouseholdMoney(64_000, 0, False, False)


async def test_the_state_of_a_person_follows_the_day(campaign: Campaign) -> None:
    people = shown(campaign.graph)
    days = (SEASON.opens - DAY, OCTOBER - DAY, OCTOBER, None)
    states = [await people.state("h2a", AsOf(2022, day)) for day in days]
    assert states == [None, State.UNPAID, State.FULLY_SUBSIDISED, State.FULLY_SUBSIDISED]
    assert await people.state("h2a", AsOf(2023)) is None


async def test_somebody_counts_where_the_roll_has_them(campaign: Campaign) -> None:
    await campaign.graph.directory.write(MOVE, on=NOVEMBER)
    people = shown(campaign.graph)
    assert await people.counted_in("h3a", 2022) == VILLAGES[1]
    assert await people.counted_in("h3a", 2023) is None


async def test_a_voucher_is_active_from_its_day_on(campaign: Campaign) -> None:
    people = shown(campaign.graph)
    days = (OCTOBER - DAY, OCTOBER, None)
    assert [await people.has_voucher("h4b", day) for day in days] == [False, True, True]
    assert not await people.has_voucher("h1a", None)
    assert not await people.has_voucher("nobody", None)


async def test_keys_that_nobody_has_find_nothing(campaign: Campaign) -> None:
    people = shown(campaign.graph)
    assert await people.person("nobody") is None
    assert await people.household("nowhere") is None
    assert await soon(people.head("nowhere")) is None
    assert await soon(people.members("nowhere", None)) == []


@pytest.mark.parametrize(
    ("day", "unpaid", "grid", "keys"),
    [
        (None, False, None, ["h1", "h2", "h3", "h4"]),
        (None, True, None, ["h2", "h3", "h4"]),
        (OCTOBER, True, None, ["h1", "h2", "h3", "h4"]),
        (NOVEMBER, True, None, ["h2", "h3", "h4"]),
        (None, False, "第3组", ["h3"]),
        (NOVEMBER, True, "第1组", []),
        (SEASON.opens - DAY, False, None, []),
    ],
)
async def test_households_are_listed_as_of_a_day(
    campaign: Campaign, day: date | None, unpaid: bool, grid: str | None, keys: list[str]
) -> None:
    people, asked, found = shown(campaign.graph), AsOf(2022, day), list[str]()
    page = await people.households(COUNTY, asked, unpaid, grid, 2, None)
    total = page.total_count
    found += [home.key for home in page.nodes]
    if page.page_info.has_next_page:
        page = await people.households(COUNTY, asked, unpaid, grid, 2, page.page_info.end_cursor)
        found += [home.key for home in page.nodes]
    assert (found, total) == (keys, len(keys))


async def test_many_households_take_as_many_statements_as_one(campaign: Campaign) -> None:
    seen: list[str] = []
    store = replace(campaign.graph.directory, seen=seen.append)
    for homes in (["h1"], ["h1", "h2", "h3", "h4"]):
        own = shown(campaign.graph)
        await asyncio.gather(*(ask(PeopleShown(store, own.sums, own.area, today()), homes)))
    # members and heads, money, states, homes by person and by key
    assert len(seen) == 2 * 5
    assert len(set(seen)) == 5


def ask(people: PeopleShown, homes: list[str]) -> Iterator[Awaitable[object]]:
    """What a page of households asks at once."""
    for home in homes:
        yield soon(people.members(home, None))
        yield soon(people.head(home))
        yield soon(people.money(home, AsOf(2022)))
        yield people.state(f"{home}a", AsOf(2022))
        yield people.home_of(f"{home}a", None)
