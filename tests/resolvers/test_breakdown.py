"""Tables of people, equal to progress, and what is hidden from whom."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facts.lawbook import category_row
from facts.records import DispositionRow, ListingRow
from graph.gateway import Gateway
from policy.law import Category
from policy.terms import DepartmentKind
from policy.viewer import OPERATOR, Role, Viewer
from policy.vocabulary import State
from resolvers.bulletin import last_bulletin
from schema.breakdown import Breakdown, Dimension
from schema.context import AsOf
from schema.errors import ApiError, Code
from schema.root import context_of, make_context, schema
from tests.campaigns import (
    COUNTY,
    FULL,
    HALF,
    TOWNSHIP,
    VILLAGES,
    Campaign,
    backdate,
    disposition,
    listing,
    small_campaign,
    today,
)

CATEGORIES = "UNWIND $rows AS row MERGE (c:Category {key: row.key}) SET c = row"
CHILD, STATE, SEX = Dimension.CHILD, Dimension.STATE, Dimension.SEX
PAID = date(2021, 10, 8)
ANALYST = Viewer("analyst", Role.ANALYST)


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    """h1a half subsidised and paid, h2a fully subsidised, h3a departed, five people unpaid."""
    civil = DepartmentKind.CIVIL_AFFAIRS
    groups = [Category(key, f"{key}对象", (), civil) for key in (FULL, HALF)]
    rows = [category_row(group, place) for place, group in enumerate(groups)]
    await graph.directory.write(CATEGORIES, rows=rows)
    since = date(2021, 9, 1)
    made = await small_campaign(
        graph, listings=[listing("h1a", HALF, since), listing("h2a", FULL, since)]
    )
    gone = [disposition("h3a", State.DEPARTED, date(2021, 11, 2))]
    await made.post("r", [made.payment(PAID, "h1a")], gone)
    return made


async def broken_down(
    campaign: Campaign,
    *by: Dimension,
    code: str = COUNTY,
    as_of: date | None = None,
    category: str | None = None,
    state: State | None = None,
    open_: bool = True,
) -> Breakdown:
    context = context_of(OPERATOR if open_ else ANALYST, campaign.graph, today())
    context.places.look(None)
    return await context.analysis.breakdown(code, AsOf(2022, as_of), list(by), category, state)


def plain(found: Breakdown) -> dict[tuple[str, ...], tuple[int | None, int | None]]:
    return {tuple(cell.keys): (cell.people, cell.amount) for cell in found.cells}


async def test_states_are_counted_as_progress_counts_them(campaign: Campaign) -> None:
    assert plain(await broken_down(campaign, STATE)) == {
        ("PAID",): (1, 16_000),
        ("FULLY_SUBSIDISED",): (1, 0),
        ("DEPARTED",): (1, 0),
        ("UNPAID",): (5, 0),
    }


async def test_a_person_stands_in_the_deciding_group_or_in_none(campaign: Campaign) -> None:
    found = await broken_down(campaign, Dimension.CATEGORY, CHILD, code=TOWNSHIP)
    assert [(cell.labels, cell.people) for cell in found.cells] == [
        (["五保对象", VILLAGES[0]], 1),
        (["低保对象", VILLAGES[0]], 1),
        (["无", VILLAGES[0]], 3),
        (["无", VILLAGES[1]], 3),
    ]


async def test_payments_are_counted_by_channel_and_month(campaign: Campaign) -> None:
    found = await broken_down(campaign, Dimension.MONTH, Dimension.CHANNEL)
    assert plain(found) == {("2021-10", "APP"): (1, 16_000), ("NONE", "NONE"): (7, 0)}


async def test_ages_are_those_of_new_year(campaign: Campaign) -> None:
    found = await broken_down(campaign, Dimension.AGE_BAND, SEX)
    assert plain(found) == {
        ("35-59", "FEMALE"): (3, 0),
        ("35-59", "MALE"): (1, 0),
        ("60-74", "MALE"): (4, 16_000),
    }


async def test_a_filter_keeps_those_it_names(campaign: Campaign) -> None:
    assert plain(await broken_down(campaign, STATE, category="低保对象")) == {
        ("PAID",): (1, 16_000)
    }
    assert plain(await broken_down(campaign, CHILD, state=State.UNPAID, code=TOWNSHIP)) == {
        (VILLAGES[0],): (3, 0),
        (VILLAGES[1],): (2, 0),
    }


async def test_a_table_of_a_past_day_knows_nothing_later(campaign: Campaign) -> None:
    found = await broken_down(campaign, STATE, as_of=date(2021, 10, 7))
    assert plain(found) == {("FULLY_SUBSIDISED",): (1, 0), ("UNPAID",): (7, 0)}


async def test_a_village_without_children_is_its_own_only_cell(campaign: Campaign) -> None:
    found = await broken_down(campaign, CHILD, code=VILLAGES[1])
    assert plain(found) == {(VILLAGES[1],): (3, 0)}


async def test_who_may_not_see_persons_sees_public_counts_alone(campaign: Campaign) -> None:
    counts = await broken_down(campaign, STATE, open_=False)
    assert counts == await broken_down(campaign, STATE)
    hidden = await broken_down(campaign, SEX, open_=False)
    assert {cell.people for cell in hidden.cells} == {None}
    assert [cell.keys for cell in hidden.cells] == [["FEMALE"], ["MALE"], ["NONE"]]


async def test_who_may_not_see_persons_asks_for_the_end_of_a_month(campaign: Campaign) -> None:
    with pytest.raises(ApiError, match=f"{last_bulletin(today())}") as refused:
        await broken_down(campaign, SEX, as_of=date(2021, 10, 30), open_=False)
    assert refused.value.code is Code.FORBIDDEN
    assert (await broken_down(campaign, SEX, as_of=date(2021, 10, 31), open_=False)).cells


async def test_a_bulletin_does_not_change_with_what_is_recorded_later(graph: Gateway) -> None:
    made = await small_campaign(graph, {VILLAGES[0]: (6, 6, 6), VILLAGES[1]: (6, 6, 6)})
    await backdate(graph, 62)
    before = await broken_down(made, SEX, code=TOWNSHIP, open_=False)
    await made.post("r", [made.payment(PAID, "h1a")])
    assert await broken_down(made, SEX, code=TOWNSHIP, open_=False) == before
    assert plain(before) == {("FEMALE",): (18, 0), ("MALE",): (18, 0)}


async def test_too_many_dimensions_and_unknown_places_are_refused(campaign: Campaign) -> None:
    with pytest.raises(ApiError, match="4 个维度"):
        await broken_down(campaign, CHILD, STATE, SEX, Dimension.MONTH)
    with pytest.raises(ApiError, match="每个维度只能写一次"):
        await broken_down(campaign, SEX, SEX)
    with pytest.raises(ApiError, match="990199"):
        await broken_down(campaign, SEX, code="990199")


async def test_the_api_gives_a_table(campaign: Campaign) -> None:
    text = f"""{{ breakdown(jurisdiction: "{COUNTY}", year: 2022, by: [SEX], state: PAID) {{
      cells {{ keys labels people amount suppressed }} suppressed }} }}"""
    found: Any = await schema.execute(text, context_value=make_context(campaign.graph, today()))
    cell = {"keys": ["MALE"], "labels": ["男"], "people": 1, "amount": "160.00"}
    assert found.data == {"breakdown": {"cells": [{**cell, "suppressed": False}], "suppressed": 0}}


DAYS = st.dates(date(2021, 9, 1), date(2022, 1, 20))
PEOPLE = st.sampled_from(["h1a", "h1b", "h1c", "h2a", "h2b", "h3a", "h4a", "h4b"])
LISTINGS = st.lists(
    st.builds(listing, PEOPLE, st.sampled_from([FULL, HALF]), DAYS, st.none() | DAYS),
    max_size=4,
    unique_by=lambda row: (row.person, row.category, row.since),
)
DISPOSED = st.lists(
    st.builds(disposition, PEOPLE, st.sampled_from(list(State)[2:5]), DAYS),
    max_size=3,
    unique_by=lambda row: row.person,
)
PAYMENTS = st.lists(st.tuples(PEOPLE, DAYS), max_size=4, unique_by=lambda pair: pair[0])


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(LISTINGS, PAYMENTS, DISPOSED, st.none() | DAYS)
async def test_every_table_adds_up_to_progress(
    graph: Gateway,
    listings: list[ListingRow],
    payments: list[tuple[str, date]],
    disposed: list[DispositionRow],
    as_of: date | None,
) -> None:
    await graph.directory.write("MATCH (n) WHERE NOT n:Migration DETACH DELETE n")
    made = await small_campaign(graph, listings=listings)
    await made.post("r", [made.payment(day, one) for one, day in payments], disposed)
    context = make_context(graph, today())
    context.places.look(None)
    await context.places.ensure(COUNTY)
    await context.campaigns.prepare([COUNTY], [AsOf(2022, as_of)])
    progress: Any = context.campaigns.progress(COUNTY, AsOf(2022, as_of))
    states = {
        key[0]: cell for key, cell in plain(await broken_down(made, STATE, as_of=as_of)).items()
    }
    for state in State:
        assert states.get(state.value, (0, 0))[0] == getattr(progress, state.value.lower())
    for by in set(Dimension) - {STATE}:
        cells = (await broken_down(made, by, STATE, as_of=as_of)).cells
        assert sum(cell.people or 0 for cell in cells) == progress.registered
        assert sum(cell.amount or 0 for cell in cells) == progress.contribution_paid
