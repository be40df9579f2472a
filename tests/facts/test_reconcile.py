"""What is kept is compared with what the facts come to, and put right."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import LiteralString

from facts.posting import Posting, post
from facts.reconcile import Reconciled, reconcile
from facts.season import TermsOf
from graph.gateway import Gateway, Store
from policy.timeline import Terms
from tests.facts.small import (
    POSTING,
    SEASON,
    V1,
    V2,
    dues,
    everything,
    on_the_roll,
    payment,
    terms_of,
    totals,
)

FINDINGS: LiteralString = """
MATCH (f:Finding {kind: 'DATA'})-[:ABOUT]->(v) WITH f, v ORDER BY f.key
RETURN collect([v.code, f.message, f.found, f.expected]) AS findings
"""


async def posted(graph: Gateway) -> Store:
    await on_the_roll(graph.directory)
    await post(graph.directory, "r", SEASON, POSTING, terms_of)
    return graph.directory


async def again(store: Store, terms: TermsOf | None = None) -> Reconciled:
    return await reconcile(store, 2022, terms_of=terms)


def keys(found: Reconciled) -> list[str]:
    return [one.key for one in found.differences]


async def findings(store: Store) -> list[list[str]]:
    [row] = await store.read(FINDINGS)
    rows: list[list[str]] = row["findings"]
    return rows


async def test_a_campaign_that_nobody_touched_has_no_difference(graph: Gateway) -> None:
    store = await posted(graph)
    before = await everything(store)
    assert await again(store, terms_of) == Reconciled(2022, villages=2, rows=22)
    assert await everything(store) == before


async def test_of_some_villages_only_their_rows_are_looked_at(graph: Gateway) -> None:
    store = await posted(graph)
    await store.write("MATCH (t:Total) SET t.unpaid = 100")
    one = await reconcile(store, 2022, within=[V2], repair=False)
    assert (one.villages, one.rows) == (1, 3)
    assert [key.partition("|")[0] for key in keys(one)] == [V2] * len(one.differences)
    assert (await reconcile(store, 2022, within=[V2])).is_right
    left = await again(store)
    assert {key.partition("|")[0] for key in keys(left)} == {V1}


async def test_a_spoiled_tally_is_named_and_put_right(graph: Gateway) -> None:
    store = await posted(graph)
    before = await totals(store)
    await store.write(
        "MATCH (d:Tally {village: $v, group: 'all', on: $on}) SET d.paid = 7, d.due_fen = 1",
        v=V1,
        on=date(2021, 10, 8),
    )
    [wrong] = (found := await again(store)).differences
    assert wrong.key.startswith(f"{V1}|2022|all|2021-10-08|")
    assert (wrong.found, wrong.expected) == ("paid 7, due_fen 1", "paid 2, due_fen 0")
    assert found.is_right
    assert await again(store) == Reconciled(2022, villages=2, rows=22)
    assert await totals(store) == before


async def test_a_total_that_is_missing_is_written_anew(graph: Gateway) -> None:
    store = await posted(graph)
    before = await totals(store)
    await store.write("MATCH (t:Total {key: $key}) DELETE t", key=f"{V1}|2022|h|POS")
    found = await again(store)
    assert keys(found) == [f"{V1}|2022|h|POS"]
    assert found.is_right
    assert await totals(store) == before


async def test_a_finding_says_what_stood_there_and_what_stands_there_now(graph: Gateway) -> None:
    store = await posted(graph)
    await store.write("MATCH (t:Total {key: $key}) DELETE t", key=f"{V1}|2022|h|POS")
    await again(store)
    assert await findings(store) == [
        [
            V1,
            "2022年度汇总与事实不符，共1处，已按事实改正",
            f"{V1}|2022|h|POS: 无此行",
            f"{V1}|2022|h|POS: paid_fen 16000, payments 1",
        ]
    ]


async def test_a_total_of_a_village_without_facts_becomes_nothing(graph: Gateway) -> None:
    store = await posted(graph)
    key = "990000000003|2022|all"
    await store.write(
        "CREATE (t:Total {key: $key, village: '990000000003', year: 2022, group: 'all', paid: 3})",
        key=key,
    )
    found = await again(store)
    assert keys(found) == [key]
    assert (await totals(store))["990000000003|all"] == {}
    assert (await again(store)).differences == []


async def test_rows_put_right_are_newer_than_what_readers_have(graph: Gateway) -> None:
    store = await posted(graph)
    await store.write("MATCH (t:Total {key: $key}) SET t.paid = 9", key=f"{V2}|2022|all")
    [before] = await store.read("MATCH (s:Sequence {key: '2022'}) RETURN s.n AS n")
    await again(store)
    [row] = await store.read(
        "MATCH (t:Total {key: $key}) RETURN t.seq AS seq", key=f"{V2}|2022|all"
    )
    assert row["seq"] == before["n"] + 1


async def test_a_check_changes_nothing(graph: Gateway) -> None:
    store = await posted(graph)
    await store.write("MATCH (t:Total {key: $key}) SET t.paid = 9", key=f"{V2}|2022|all")
    before = await totals(store)
    found = await reconcile(store, 2022, repair=False)
    assert (keys(found), found.repaired, found.is_right) == ([f"{V2}|2022|all"], 0, False)
    assert await totals(store) == before
    assert await findings(store) == []


async def test_a_present_value_is_what_entry_and_changes_leave(graph: Gateway) -> None:
    store = await posted(graph)
    before = await everything(store)
    await store.write("MATCH (n:Participation {key: 'a|2022'}) SET n.now_state = 'UNPAID'")
    await store.write("MATCH (a:Account {key: 'h3|2022'}) SET a.now_settled = false")
    found = await again(store)
    assert [(one.key, one.found, one.expected) for one in found.differences] == [
        ("a|2022", "now_state UNPAID", "now_state PAID"),
        ("h3|2022", "now_settled False", "now_settled True"),
    ]
    assert found.is_right
    assert [node for node in await everything(store) if "Finding" not in node] == before


async def test_changes_that_clash_are_named_and_left_to_people(graph: Gateway) -> None:
    store = await posted(graph)
    await store.write(
        "MATCH (c:Change)-[:CHANGED]->(:Participation {key: 'a|2022'}) DETACH DELETE c"
    )
    await store.write(CLASH)
    found = await again(store)
    [clash] = [one for one in found.differences if one.key == "a|2022"]
    assert clash.expected == "变更记录互相矛盾"
    assert not found.is_right


# a leaves a state that a was never in
CLASH: LiteralString = """
MATCH (n:Participation {key: 'a|2022'})
CREATE (c:Change {key: 'clash', on: date('2021-12-01'), cause: 'CORRECTED',
  recorded: datetime.transaction().epochMillis, before_village: n.now_village,
  before_state: 'REFUSED', before_due_fen: 0, before_subsidy_fen: 0, before_e_voucher: true,
  after_village: n.now_village, after_state: 'PAID', after_due_fen: 32000, after_subsidy_fen: 0,
  after_e_voucher: true})-[:CHANGED]->(n)
"""


async def test_what_the_policy_would_say_today_is_only_reported(graph: Gateway) -> None:
    store = await posted(graph)
    before = await everything(store)

    def dearer(village: str) -> Terms:
        turned = replace(terms_of(village), turns=(date(2022, 1, 1),))
        return replace(turned, dues=lambda listed, day: replace(dues(listed, day), counter_fen=1))

    found = await again(store, dearer)
    assert found.is_right
    assert sorted(found.retraced) == [
        "a|2022",
        "b|2022",
        "c|2022",
        "c|2022|full",
        "d|2022",
        "e|2022",
        "h2|2022",
    ]
    assert await everything(store) == before


async def test_a_value_that_moved_counts_in_its_own_village(graph: Gateway) -> None:
    store = await posted(graph)
    await store.write(MOVE, old=V1, new=V2)
    found = await again(store)
    assert found.is_right
    assert (await totals(store))[f"{V2}|all"]["paid"] == 1
    assert (await totals(store))[f"{V1}|all"]["paid"] == 2
    assert (await again(store)).differences == []


# a goes from V1 to V2 after having paid; only the Change, as if a writer had forgotten the rest
MOVE: LiteralString = """
MATCH (n:Participation {key: 'a|2022'})
CREATE (c:Change {key: 'move', on: date('2021-12-01'), cause: 'MOVED',
  recorded: datetime.transaction().epochMillis, before_village: $old, before_state: 'PAID',
  before_due_fen: 32000, before_subsidy_fen: 0, before_e_voucher: true,
  after_village: $new, after_state: 'PAID', after_due_fen: 32000, after_subsidy_fen: 0,
  after_e_voucher: true})-[:CHANGED]->(n)
SET n.now_village = $new
"""


async def test_writers_at_the_same_time_are_no_differences(graph: Gateway) -> None:
    store = graph.directory
    await on_the_roll(store)
    await store.write("MATCH (t:Total) SET t.unpaid = 100")
    rows = [
        payment(f"p{one}", home, one, date(2021, 10, 8))
        for home, one in (("h1", "a"), ("h1", "b"), ("h2", "d"), ("h3", "e"))
    ]
    await asyncio.gather(
        again(store),
        *(post(store, f"r{row.key}", SEASON, Posting(payments=(row,)), terms_of) for row in rows),
        again(store),
    )
    assert (await again(store)).differences == []
    assert (await totals(store))[f"{V1}|all"]["paid_fen"] == 80000
    assert "unpaid" not in (await totals(store))[f"{V1}|all"]
