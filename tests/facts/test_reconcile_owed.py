"""Rows and present values of subsidies are compared with their Changes, and put right."""

from datetime import date
from typing import LiteralString

from facts.posting import post
from facts.reconcile import Reconciled, reconcile
from graph.gateway import Gateway, Store
from tests.facts.small import POSTING, SEASON, V1, everything, on_the_roll, terms_of

HALF = f"{V1}|2022|l|half"  # d, half from 1 October, paid on the 9th: owed from then on


async def posted(graph: Gateway) -> tuple[Store, list[str]]:
    await on_the_roll(graph.directory)
    await post(graph.directory, "r", SEASON, POSTING, terms_of)
    return graph.directory, await everything(graph.directory)


async def broken(store: Store, statement: LiteralString, **given: object) -> Reconciled:
    """What a run finds after the statement; a second one finds nothing more."""
    await store.write(statement, **given)
    found = await reconcile(store, 2022, terms_of=terms_of)
    assert found.is_right
    assert (await reconcile(store, 2022)).differences == []
    return found


async def as_before(store: Store, before: list[str]) -> bool:
    """Whatever the newer numbers of rows that were written anew."""
    after = [node for node in await everything(store) if "Finding" not in node]
    return [_plain(node) for node in after] == [_plain(node) for node in before]


def _plain(node: str) -> str:
    kind, _, rest = node.partition("],")
    return kind if "Sequence" in kind else f"{kind} {rest.split('seq')[0]}"


async def test_a_spoiled_tally_of_what_is_owed_is_named_and_mended(graph: Gateway) -> None:
    store, before = await posted(graph)
    spoil: LiteralString = """
MATCH (d:Tally {group: 'l|half', on: $on}) SET d.payable_fen = 7, d.received_fen = 1"""
    [wrong] = (await broken(store, spoil, on=date(2021, 10, 9))).differences
    assert wrong.key.startswith(f"{HALF}|2021-10-09|")
    assert wrong.found == "payable_fen 7, received_fen 1"
    assert wrong.expected == "payable_fen 16000, received_fen 0"
    assert await as_before(store, before)


async def test_a_total_of_what_is_owed_that_is_missing_is_written_anew(graph: Gateway) -> None:
    store, before = await posted(graph)
    [wrong] = (await broken(store, "MATCH (t:Total {group: 'l|half'}) DELETE t")).differences
    assert (wrong.key, wrong.found) == (HALF, "无此行")
    assert wrong.expected == "subsidies 1, subsidy_fen 16000, payable_fen 16000"
    assert await as_before(store, before)


async def test_a_total_of_a_group_that_nobody_is_in_becomes_nothing(graph: Gateway) -> None:
    store, _ = await posted(graph)
    make: LiteralString = """
CREATE (:Total {key: $key, village: $village, year: 2022, group: 'l|no', subsidies: 3})"""
    [wrong] = (await broken(store, make, key=f"{V1}|2022|l|no", village=V1)).differences
    assert wrong.key == f"{V1}|2022|l|no"
    [row] = await store.read("MATCH (t:Total {group: 'l|no'}) RETURN t.subsidies AS subsidies")
    assert row["subsidies"] == 0


async def test_a_subsidy_says_of_now_what_its_changes_leave(graph: Gateway) -> None:
    store, before = await posted(graph)
    spoil: LiteralString = """
MATCH (s:Subsidy {key: 'd|2022|half'}) SET s.now_payable_fen = 0, s.step = 'RECEIVED'"""
    [wrong] = (await broken(store, spoil)).differences
    assert (wrong.village, wrong.key) == (V1, "d|2022|half")
    assert wrong.found == "now_payable_fen 0, step RECEIVED"
    assert wrong.expected == "now_payable_fen 16000, step PAYABLE"
    assert await as_before(store, before)


async def test_a_subsidy_that_the_policy_would_not_give_is_only_reported(graph: Gateway) -> None:
    store, _ = await posted(graph)
    await store.write("MATCH (s:Subsidy {key: 'd|2022|half'})<-[:CHANGED]-(c) DETACH DELETE c")
    found = await reconcile(store, 2022, repair=False, terms_of=terms_of)
    assert found.retraced == ["d|2022|half"]
