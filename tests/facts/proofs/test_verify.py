"""Each invariant is broken by one statement on a small campaign, and named."""

import asyncio
from datetime import date
from typing import LiteralString

import pytest

from facts.posting import Posting, post
from facts.proofs.proof import Wrong
from facts.proofs.verdict import Verdict
from facts.proofs.verify import CODES, UnknownUnit, UnknownYear, verify, verify_pages
from graph.gateway import Gateway, Store
from tests.facts.small import POSTING, SEASON, V1, V2, everything, on_the_roll, payment, terms_of

# what the small campaign lacks: money taken back, and a subsidy of d that was requested
ADD: LiteralString = """
MATCH (a:Account {key: 'h2|2022'}), (d:Participation {key: 'd|2022'})
CREATE (y:Payment {key: 'p3', amount_fen: 5, surplus_fen: 5, paid_on: date('2021-10-08'),
  channel: 'APP', recorded: datetime.transaction().epochMillis})
  -[:ON {amount_fen: 5, surplus_fen: 5}]->(a)
CREATE (z:Payment {key: 'p4', amount_fen: -5, surplus_fen: -5, paid_on: date('2021-10-08'),
  channel: 'APP', reverses: 'p3', recorded: y.recorded})
  -[:ON {amount_fen: -5, surplus_fen: -5}]->(a)
CREATE (s:Subsidy {key: 'd|2022|g', group: 'g', now_village: $v, now_subsidies: 1, now_unset: 0,
  now_amount_fen: 16000, now_payable_fen: 16000, now_requested_fen: 16000, now_disbursed_fen: 0,
  now_received_fen: 0, step: 'REQUESTED'})-[:FOR]->(d)
WITH s, y, [null, [16000, 0, 0], [16000, 16000, 0], [16000, 16000, 16000]] AS values
UNWIND [['s1', '2021-10-08'], ['s2', '2021-10-09'], ['s3', '2021-10-11']] AS step
WITH s, y, step, toInteger(right(step[0], 1)) AS at, values
CREATE (c:Change {key: step[0], on: date(step[1]), recorded: y.recorded, after_village: $v,
  after_subsidies: 1, after_unset: 0, after_amount_fen: values[at][0],
  after_payable_fen: values[at][1], after_requested_fen: values[at][2], after_disbursed_fen: 0,
  after_received_fen: 0})-[:CHANGED]->(s)
FOREACH (_ IN CASE WHEN at = 1 THEN [] ELSE [1] END | SET c.before_village = $v,
  c.before_subsidies = 1, c.before_unset = 0, c.before_amount_fen = values[at - 1][0],
  c.before_payable_fen = values[at - 1][1], c.before_requested_fen = values[at - 1][2],
  c.before_disbursed_fen = 0, c.before_received_fen = 0)
CREATE (t:Tally {key: $v + '|2022|l|g|' + step[1] + '|' + toString($seen), village: $v, year: 2022,
  group: 'l|g', on: date(step[1]), seen: $seen, subsidies: 0, unset: 0, subsidy_fen: 0,
  payable_fen: 0, requested_fen: 0, disbursed_fen: 0, received_fen: 0})
SET t += [{subsidies: 1, subsidy_fen: 16000}, {payable_fen: 16000}, {requested_fen: 16000}][at - 1]
WITH DISTINCT s
CREATE (:Advance {key: 'v1', amount_fen: 16000, on: date('2021-10-11')})
  -[:MOVED {from: 'PAYABLE', to: 'REQUESTED', amount_fen: 16000}]->(s)
CREATE (:Total {key: $v + '|2022|l|g', village: $v, year: 2022, group: 'l|g', subsidies: 1,
  unset: 0, subsidy_fen: 16000, payable_fen: 16000, requested_fen: 16000, disbursed_fen: 0,
  received_fen: 0})
"""
TODAY: LiteralString = """
RETURN date(datetime({
  epochMillis: datetime.transaction().epochMillis, timezone: '+08:00'})) AS today
"""
COUNT: LiteralString = """
MATCH (x:Total|Tally {village: $v}) WHERE x.group IN ['all', 'h|APP']
  AND (x.on IS NULL OR x.on = date('2021-10-08'))
SET x.payments = x.payments + 2
"""


async def campaign(graph: Gateway) -> Store:
    """The small campaign with facts of every kind; nothing is wrong with it."""
    store = graph.directory
    await on_the_roll(store)
    await post(store, "r", SEASON, POSTING, terms_of)
    [day] = await store.read(TODAY)
    await store.write(ADD, v=V1, seen=day["today"])
    await store.write(COUNT, v=V1)
    return store


async def named(store: Store) -> list[Wrong]:
    return [*(await verify(store, 2022)).shown, *(await verify_pages(store)).shown]


async def test_a_campaign_as_it_was_recorded_is_clean(graph: Gateway) -> None:
    store = await campaign(graph)
    before = await everything(store)
    verdict = await verify(store, 2022)
    assert (verdict.villages, verdict.counts) == (2, {})
    assert (await verify_pages(store)).is_clean
    assert [one for one in await everything(store) if "Sequence" not in one] == [
        one for one in before if "Sequence" not in one
    ]


# code, what is named, the statement that breaks it
BROKEN: tuple[tuple[str, str, LiteralString], ...] = (
    ("PAID_DIFFERS", "a|2022", "MATCH (n {key: 'a|2022'}) SET n.paid_fen = 1"),
    ("PAYMENT_SETTLES_DIFFERS", "p1", "MATCH (y {key: 'p1'}) SET y.amount_fen = 1"),
    ("PAYMENT_SHARES_DIFFER", "p3", "MATCH (:Payment {key: 'p3'})-[o:ON]->() SET o.amount_fen = 4"),
    (
        "ACCOUNT_PAID_DIFFERS",
        "h2|2022 p2",
        "MATCH (:Payment {key: 'p2'})-[o:ON]->() SET o.amount_fen = 4",
    ),
    (
        "VILLAGE_PAID_DIFFERS",
        f"{V1}|2022",
        "MATCH (t:Total {group: 'all'}) WHERE t.paid_fen > 0 SET t.paid_fen = 2",
    ),
    (
        "YEAR_PAID_DIFFERS",
        "2022",
        "MATCH (t:Total {group: 'all'}) WHERE t.paid_fen > 0 SET t.paid_fen = 2",
    ),
    ("REVERSAL_UNFOUNDED", "p4", "MATCH (y {key: 'p4'}) SET y.reverses = 'nothing'"),
    ("REVERSAL_UNFOUNDED", "p4", "MATCH (y {key: 'p4'}) SET y.paid_on = date('2021-10-07')"),
    ("REVERSED_TOO_MUCH", "p3", "MATCH (y {key: 'p4'}) SET y.amount_fen = -6"),
    (
        "REVERSED_TWICE",
        "p2 d|2022",
        "MATCH (d {key: 'd|2022'}), (a {key: 'h2|2022'}) UNWIND [1, 2] AS n "
        "CREATE (d)<-[:SETTLES {amount_fen: -8000}]-(:Payment {key: 'q' + n, amount_fen: -8000, "
        "reverses: 'p2', paid_on: date('2021-10-12'), channel: 'POS', recorded: 1})-[:ON]->(a)",
    ),
    (
        "PARTICIPATION_LOOSE",
        "a|2022",
        "MATCH (n {key: 'a|2022'}), (a:Account {key: 'h3|2022'}) CREATE (n)-[:IN]->(a)",
    ),
    (
        "PERSON_TWICE",
        "a",
        "MATCH (p:Person {key: 'a'}), (a:Account {key: 'h3|2022'}) "
        "CREATE (p)<-[:OF]-(:Participation {key: 'a2|2022', year: 2022})-[:IN]->(a)",
    ),
    (
        "IDENTITY_TWICE",
        "a|2022",
        "MATCH (p:Person {key: 'a'}), (q:Person {key: 'e'}) "
        "CREATE (p)<-[:OF]-(:Identity {key: 'number'})-[:OF]->(q)",
    ),
    (
        "ACCOUNT_ROSTER_DIFFERS",
        "h1|2022",
        "MATCH (a:Account {key: 'h1|2022'}) SET a.village = '990000000002'",
    ),
    ("DAY_OUTSIDE_SEASON", "p1", "MATCH (y {key: 'p1'}) SET y.paid_on = date('2121-10-08')"),
    ("DAY_OUTSIDE_SEASON", "e|2022|0", "MATCH (d:Disposition) SET d.on = date('2021-08-31')"),
    ("CHANGE_BEFORE_SEASON", "s1", "MATCH (c {key: 's1'}) SET c.on = date('2021-08-31')"),
    (
        "SUBSIDY_BELOW_ZERO",
        "d|2022|g",
        "MATCH (s:Subsidy {key: 'd|2022|g'}) SET s.now_payable_fen = 0",
    ),
    (
        "SUBSIDY_BELOW_ZERO",
        "d|2022|g",
        "MATCH (s:Subsidy {key: 'd|2022|g'}) SET s.now_received_fen = -1",
    ),
    ("SUBSIDY_CHANGE_BELOW_ZERO", "s2", "MATCH (c {key: 's2'}) SET c.after_payable_fen = 16001"),
    ("SUBSIDY_CHANGES_DIFFER", "d|2022|g", "MATCH (c {key: 's2'}) DETACH DELETE c"),
    ("SUBSIDY_MOVED_DIFFERS", "d|2022|g", "MATCH ()-[m:MOVED]->() SET m.amount_fen = 15999"),
    (
        "ADVANCE_REVERSED_TWICE",
        "v1 d|2022|g",
        "MATCH (s:Subsidy {key: 'd|2022|g'}) "
        "CREATE (:Advance {key: 'v2', reverses: 'v1', amount_fen: 16001, on: date('2021-10-12')})"
        "-[:MOVED {from: 'REQUESTED', to: 'PAYABLE', amount_fen: 16001}]->(s)",
    ),
    ("TOTAL_DIFFERS", f"{V1}|2022|h|POS", "MATCH (t:Total {group: 'h|POS'}) SET t.payments = 9"),
    (
        "STATES_DIFFER",
        f"{V2}|2022",
        "MATCH (t:Total {group: 'all', village: '990000000002'}) SET t.unpaid = 1",
    ),
    ("SUMS_DIFFER", f"{V1}|2022|h|POS", "MATCH (t:Total {group: 'h|POS'}) SET t.payments = 9"),
    ("PRESENT_DIFFERS", "a|2022", "MATCH (n {key: 'a|2022'}) SET n.now_state = 'UNPAID'"),
    (
        "SUMS_DIFFER",
        f"{V1}|2022|l|g",
        "MATCH (t:Total {group: 'l|g'}) SET t.payable_fen = 1",
    ),
    ("PRESENT_DIFFERS", "d|2022|g", "MATCH (s {key: 'd|2022|g'}) SET s.step = 'MARKED'"),
    (
        "PRESENT_DIFFERS",
        "a|2022",
        "MATCH (c:Change)-[:CHANGED]->({key: 'a|2022'}) SET c.before_state = 'REFUSED'",
    ),
    ("RECEIPT_UNANSWERED", "r", "MATCH (r:Receipt {key: 'r'}) REMOVE r.answer"),
    ("PAYMENT_NOWHERE", "p1", "MATCH (:Payment {key: 'p1'})-[o:ON]->() DELETE o"),
    ("ACCOUNT_NOWHERE", "h1|2022", "MATCH (:Account {key: 'h1|2022'})-[o:ON]->() DELETE o"),
    ("PARTICIPATION_NOWHERE", "a|2022", "MATCH ({key: 'a|2022'})-[o:IN]->() DELETE o"),
    ("CHANGE_NOWHERE", "s1", "MATCH ({key: 's1'})-[o:CHANGED]->() DELETE o"),
    ("SUBSIDY_NOWHERE", "d|2022|g", "MATCH (:Subsidy {key: 'd|2022|g'})-[o:FOR]->() DELETE o"),
    ("ADVANCE_DIFFERS", "v1", "MATCH (v:Advance) SET v.amount_fen = 15999"),
)


@pytest.mark.parametrize(("code", "key", "statement"), BROKEN)
async def test_what_breaks_an_invariant_is_named(
    graph: Gateway, code: str, key: str, statement: LiteralString
) -> None:
    store = await campaign(graph)
    await store.write(statement)
    assert (code, key) in {(one.code, one.key) for one in await named(store)}


def test_every_code_has_a_case() -> None:
    assert {code for code, *_ in BROKEN} == set(CODES)


async def test_what_is_wrong_is_told_with_what_was_found_and_what_was_expected(
    graph: Gateway,
) -> None:
    store = await campaign(graph)
    await store.write("MATCH (:Payment {key: 'p3'})-[o:ON]->() SET o.amount_fen = 4")
    shown = (await verify(store, 2022, V1)).shown
    assert [str(one) for one in shown if one.code != "SUMS_DIFFER"] == [
        "PAYMENT_SHARES_DIFFER p3：缴费金额与各户份额之和不符；实为 5，应为 4",
        "ACCOUNT_PAID_DIFFERS h2|2022 p3：户内份额与本户成员的结清份额不符；实为 4，应为 5",
        f"VILLAGE_PAID_DIFFERS {V1}|2022：本村汇总的已缴金额与各笔缴费之和不符；"
        "实为 80000，应为 79999",
    ]


async def test_one_village_is_proved_alone(graph: Gateway) -> None:
    store = await campaign(graph)
    await store.write("MATCH (n {key: 'a|2022'}) SET n.now_state = 'UNPAID'")
    assert (await verify(store, 2022, V2)).is_clean
    assert not (await verify(store, 2022, V1)).is_clean


async def test_an_unknown_year_or_unit_is_told(graph: Gateway) -> None:
    store = await campaign(graph)
    with pytest.raises(UnknownYear, match="no season 1999 is on record"):
        await verify(store, 1999)
    with pytest.raises(UnknownUnit, match="no place with code 12"):
        await verify(store, 2022, "12")


async def test_more_facts_need_no_more_statements(graph: Gateway, statements: list[str]) -> None:
    store = graph.directory
    await on_the_roll(store)
    statements.clear()
    await verify(store, 2022)
    before = len(statements)
    await post(store, "r", SEASON, POSTING, terms_of)
    statements.clear()
    await verify(store, 2022)
    assert len(statements) == before


async def test_however_much_is_wrong_only_the_first_are_kept(graph: Gateway) -> None:
    store = await campaign(graph)
    await store.write("UNWIND range(1, 1000) AS n CREATE (:Payment {key: 'lost' + n})")
    verdict = await verify_pages(store)
    assert verdict.counts == {"PAYMENT_NOWHERE": 1000}
    assert len(verdict.shown) == 20


async def test_writers_at_the_same_time_are_no_contradictions(graph: Gateway) -> None:
    store = graph.directory
    await on_the_roll(store)
    rows = [
        payment(f"p{one}", home, one, date(2021, 10, 8))
        for home, one in (("h1", "a"), ("h1", "b"), ("h2", "d"), ("h3", "e"))
    ]
    looking = asyncio.create_task(repeated(store, 4))
    await asyncio.gather(
        *(post(store, f"r{row.key}", SEASON, Posting(payments=(row,)), terms_of) for row in rows)
    )
    verdicts = await looking
    assert all(verdict.is_clean for verdict in verdicts)


async def repeated(store: Store, times: int) -> list[Verdict]:
    return [await verify(store, 2022) for _ in range(times)]
