"""Chains of households that lie beside those that were asked for (resolvers/nearby.py)."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest

from facts.lawbook import LawBook
from facts.post_rows import PostRow
from graph.gateway import Gateway, Store
from policy.viewer import Role, Viewer
from resolvers.geography import Geography
from resolvers.nearby import Asked, Home, Nearby, Stamp, asked, nearby
from resolvers.tracing import Tracing
from resolvers.tree import Forest, Tree
from schema.node import node_id
from schema.root import context_of, schema
from tests.answering import CHAIN, appoint
from tests.campaigns import VILLAGES, Campaign, small_campaign
from tests.drawn import TODAY

VILLAGE, OTHER = VILLAGES[0], VILLAGES[1]
NOVEMBER = date(2021, 11, 20)
CLERK = Viewer("clerk", Role.OFFICER, (VILLAGE,))
ADMINISTRATOR = Viewer("a", Role.ADMINISTRATOR)


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    """h1 to h5 in one village, h6 in another; the chains of h1 and h2 have been asked for."""
    made = await small_campaign(graph, {VILLAGE: (1, 1, 1, 1, 2), OTHER: (1,)})
    await appoint(graph, PostRow("村书记", VILLAGE, None, "甲", NOVEMBER))
    for viewer in (ADMINISTRATOR, CLERK):
        for home in ("h1", "h2"):
            await chain(graph, home, viewer)
    return made


async def chain(
    graph: Gateway, home: str, viewer: Viewer = ADMINISTRATOR, on: date = NOVEMBER
) -> Any:
    """What the viewer is answered about a household; None: it is not there."""
    found = await schema.execute(
        CHAIN % "Household",
        variable_values={"id": node_id("Household", home), "on": str(on)},
        context_value=context_of(viewer, graph, TODAY),
    )
    assert found.errors is None
    assert found.data is not None
    return found.data["node"]


def holders(node: Any) -> list[str | None]:
    links = node["accountability"]["links"]
    return [link["holder"]["name"] for link in links if link["holder"]]


async def test_one_household_alone_is_no_reason_to_read_the_others(
    campaign: Campaign, statements: list[str]
) -> None:
    statements.clear()
    for _ in range(3):
        await chain(campaign.graph, "h6")
    assert len([one for one in statements if "ANSWERS_FOR" in one]) == 4  # once for its units


@pytest.mark.parametrize("viewer", [ADMINISTRATOR, CLERK])
async def test_who_asked_for_two_of_a_village_has_the_next_ones_at_hand(
    campaign: Campaign, statements: list[str], viewer: Viewer
) -> None:
    statements.clear()
    found = [holders(await chain(campaign.graph, home, viewer)) for home in ("h3", "h4", "h5")]
    assert found == [["甲"]] * 3
    assert [one for one in statements if "ANSWERS_FOR" in one] == []


async def test_who_asks_for_many_days_keeps_no_tree_for_each(campaign: Campaign) -> None:
    nearby.forget()
    for day in range(1, 10):
        for home in ("h1", "h2"):
            await chain(campaign.graph, home, CLERK, NOVEMBER.replace(day=day))
    trees = {id(one.tracing.tree): one.tracing.tree for one in nearby.homes}.values()
    assert len(trees) == 9
    assert {len(tree.places) for tree in trees} == {6}  # the village and what is above it


async def test_on_either_side_the_next_ones_are_read(
    campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolvers.chains.ON_EACH_SIDE", 1)
    nearby.forget()
    await chain(campaign.graph, "h1")
    await chain(campaign.graph, "h3")
    assert {one.own["key"] for one in nearby.homes} == {"h2", "h3"}


async def test_a_payment_leaves_them_at_hand(campaign: Campaign, statements: list[str]) -> None:
    assert await campaign.post("paid", [campaign.payment(NOVEMBER, "h3a")]) == []
    statements.clear()
    assert holders(await chain(campaign.graph, "h3")) == ["甲"]
    assert [one for one in statements if "ANSWERS_FOR" in one] == []


async def another_holder(campaign: Campaign) -> None:
    row = PostRow("村书记", VILLAGE, None, "乙", NOVEMBER)
    await appoint(campaign.graph, row, receipt="second")


MOVED = """
MATCH (h:Household {key: 'h3'})-[l:LIVES_IN]->(), (v:Jurisdiction {code: $code})
DELETE l CREATE (h)-[:LIVES_IN {from: $on}]->(v)
"""


async def moved(campaign: Campaign) -> None:
    await campaign.graph.directory.write(MOVED, code=OTHER, on=NOVEMBER)


async def gone(campaign: Campaign) -> None:
    await campaign.graph.directory.write("MATCH (h:Household {key: 'h3'}) DETACH DELETE h")


@pytest.mark.parametrize("written", [another_holder, moved, gone])
async def test_whatever_else_is_written_shows_at_once(
    campaign: Campaign, written: Callable[[Campaign], Awaitable[None]]
) -> None:
    before = await chain(campaign.graph, "h3")
    await written(campaign)
    after = await chain(campaign.graph, "h3")
    assert after != before
    nearby.forget()
    assert after == await chain(campaign.graph, "h3")


async def test_what_one_viewer_has_at_hand_is_not_there_for_another(campaign: Campaign) -> None:
    assert await chain(campaign.graph, "h3", ADMINISTRATOR) is not None
    elsewhere = Viewer("clerk", Role.OFFICER, (OTHER,))
    assert await chain(campaign.graph, "h3", elsewhere) is None
    assert await chain(campaign.graph, "h6", elsewhere) is not None


async def test_while_somebody_writes_more_than_money_nothing_is_kept(campaign: Campaign) -> None:
    store = campaign.graph.directory

    async def stamp(_: object = None) -> Stamp | None:
        return await Stamp.of(Geography(Forest(store, None), TODAY))

    assert await store.transact(stamp, is_money=True) == await stamp()
    assert await store.transact(stamp) is None
    assert await stamp() is not None


AT_VILLAGE = asked(ADMINISTRATOR, VILLAGE, NOVEMBER)


def stamped(span: int, store: Store) -> Stamp:
    return Stamp(store, (), None, span, TODAY)


def some(*keys: str) -> dict[Asked, Home]:
    tracing = Tracing(
        LawBook({}, {}), NOVEMBER, Tree({}, NOVEMBER, season=False), {}, frozenset(), None
    )
    home = Home({}, {}, tracing)
    return {asked(ADMINISTRATOR, key, NOVEMBER): home for key in keys}


def test_what_was_read_under_an_older_stamp_is_not_kept(gateway: Gateway) -> None:
    kept, (one,) = Nearby(), some("h1")
    older, newer = stamped(1, gateway.directory), stamped(2, gateway.directory)
    assert kept.home(older, one) is None
    assert not kept.meets_again(newer, AT_VILLAGE, "h1")
    kept.keep(older, some("h1"))
    assert (kept.home(newer, one), kept.home(older, one)) == (None, None)


def test_no_more_are_kept_than_memory_is_meant_for(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resolvers.nearby.MOST_HOMES", 2)
    kept, stamp = Nearby(), stamped(1, gateway.directory)
    assert not kept.meets_again(stamp, AT_VILLAGE, "h1")
    for keys in (("h1", "h2"), ("h3",)):
        kept.keep(stamp, some(*keys))
    assert [kept.home(stamp, one) is None for one in some("h1", "h2", "h3")] == [True, True, False]
