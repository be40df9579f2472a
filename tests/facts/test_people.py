"""Households and their people come into the graph, without any sum."""

from dataclasses import replace
from datetime import date

import pytest

from facts.people import FutureDay, UnknownPerson, UnknownPlace, add_people
from facts.receipt import IdempotencyConflict
from graph.gateway import Gateway
from tests.facts.small import (
    HOUSEHOLDS,
    LISTINGS,
    OPENS,
    VAULT,
    VOUCHERS,
    everything,
    household,
    settle_in,
)


async def test_a_household_of_an_unknown_village_leaves_nothing_of_its_file(
    graph: Gateway,
) -> None:
    await settle_in(graph.directory)
    before = await everything(graph.directory)
    rows = [household("h8", "990000000001", "x"), household("h9", "990000000009", "y")]
    with pytest.raises(UnknownPlace, match="no place with code 990000000009: load its province"):
        await add_people(graph.directory, "more", rows, [], [], since=OPENS, vault=VAULT)
    assert await everything(graph.directory) == before


async def test_the_same_file_again_changes_nothing(graph: Gateway) -> None:
    await settle_in(graph.directory)
    before = await everything(graph.directory)
    await add_people(
        graph.directory, "people", HOUSEHOLDS, LISTINGS, VOUCHERS, since=OPENS, vault=VAULT
    )
    assert await everything(graph.directory) == before


async def test_the_same_receipt_with_other_lists_is_a_conflict(graph: Gateway) -> None:
    await settle_in(graph.directory)
    before = await everything(graph.directory)
    with pytest.raises(IdempotencyConflict, match="key people was sent before"):
        await add_people(
            graph.directory, "people", HOUSEHOLDS, LISTINGS[:1], VOUCHERS, since=OPENS, vault=VAULT
        )
    assert await everything(graph.directory) == before


async def test_a_listing_that_ends_in_the_future_is_refused(graph: Gateway) -> None:
    await settle_in(graph.directory)
    before = await everything(graph.directory)
    ahead = replace(LISTINGS[0], category="half", until=date(2999, 1, 1))
    with pytest.raises(FutureDay, match="person c: 2999-01-01"):
        await add_people(graph.directory, "more", [], [ahead], [], since=OPENS, vault=VAULT)
    assert await everything(graph.directory) == before


async def test_a_list_that_names_nobody_is_refused(graph: Gateway) -> None:
    await settle_in(graph.directory)
    before = await everything(graph.directory)
    stranger = replace(LISTINGS[0], person="nobody")
    with pytest.raises(UnknownPerson, match="1 rows of lists"):
        await add_people(graph.directory, "more", [], [stranger], [], since=OPENS, vault=VAULT)
    assert await everything(graph.directory) == before
