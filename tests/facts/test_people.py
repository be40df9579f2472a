"""Households and their people come into the graph, without any sum."""

import pytest

from facts.people import UnknownPlace, add_people
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
