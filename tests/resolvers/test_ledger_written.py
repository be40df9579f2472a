"""From facts to the ledger: what the write path records is what the reading side shows.

a is of 低保, pays on 5 October, its subsidy is requested on 1 November, sent back on 10 November.
b is of 特困, fully subsidised. Both live in 双牌县, under its notice.
"""

from datetime import date
from typing import Any

import pytest

from facts.deeds import Advance, EndMark, Part, Pay, Reverse, ReverseAdvance
from facts.entry import enter
from facts.lawbook import LawBook
from facts.people import add_people
from facts.records import HouseholdRow, ListingRow, MemberRow
from facts.request import Outcome, Request
from facts.season import Season
from facts.vault import Vault
from facts.writing import record
from graph.gateway import Gateway
from graph_seed.law import read_categories
from policy.stations import group_of
from policy.terms import SubsidyStepKind
from policy.viewer import Role, Viewer
from policy.vocabulary import Channel, Sex
from schema.root import context_of, schema
from tests.drawn import TODAY, ask
from tests.ledgers import NOTICES, scheme

VILLAGE, SEASON = "431123100001", Season(2022, date(2021, 9, 1))
LISTED_ON, PAID_ON = date(2021, 9, 10), date(2021, 10, 5)
ASKED, BACK = date(2021, 11, 1), date(2021, 11, 10)
BOOK = LawBook({one.key: one for one in NOTICES}, read_categories())
HALF = group_of(scheme(VILLAGE), "subsistence_allowance")
CIVIL = "431123|CIVIL_AFFAIRS"
LEDGER = """query($asOf: Date) { jurisdiction(code: "431123") {
  liabilities(year: 2022, asOf: $asOf) { amount rows {
    category { key } payable requested received } } } }"""
LIST = """{ jurisdiction(code: "431123") { subsidies(year: 2022) { totalCount totalAmount
  nodes { id person { name } step } } } }"""


def household(key: str) -> HouseholdRow:
    member = MemberRow(key, f"某{key}", Sex.MALE, date(1980, 1, 1), None, "户主")
    return HouseholdRow(f"h{key}", f"00{key}", VILLAGE, None, (member,))


async def done(graph: Gateway, key: str, deed: Any) -> None:
    [outcome] = await record(graph.directory, [Request(key, (deed,))], BOOK)
    assert isinstance(outcome, Outcome)
    assert outcome.refusals == ()


@pytest.fixture
async def written(drawn: Gateway) -> Gateway:
    store = drawn.directory
    listings = [
        ListingRow("a", "subsistence_allowance", LISTED_ON, None, "名单", "CIVIL_AFFAIRS"),
        ListingRow("b", "destitute", LISTED_ON, None, "名单", "CIVIL_AFFAIRS"),
    ]
    homes = [household("a"), household("b")]
    vault = Vault.of(bytes(32))
    await add_people(store, "people", homes, listings, [], since=SEASON.opens, vault=vault)
    await enter(store, "entry", SEASON, ["ha", "hb"], BOOK)
    await done(drawn, "pay", Pay("p1", 2022, ("a",), PAID_ON, Channel.APP, "ha"))
    requested = SubsidyStepKind.REQUESTED
    batch = Advance("v1", 2022, CIVIL, "431123", requested, ASKED, "文1", (Part("a", HALF),))
    await done(drawn, "advance", batch)
    return drawn


async def rows(graph: Gateway, as_of: str | None = None) -> Any:
    data = await ask(graph, LEDGER, asOf=as_of)
    found = data["jurisdiction"]["liabilities"]["rows"]
    return {row["category"]["key"]: (row["payable"], row["requested"]) for row in found}


async def test_the_ledger_follows_facts_day_by_day(written: Gateway) -> None:
    half, full = "subsistence_allowance", "destitute"
    assert await rows(written, "2021-09-09") == {}
    assert await rows(written, "2021-10-04") == {half: ("0.00", "0.00"), full: ("320.00", "0.00")}
    assert await rows(written, "2021-10-31") == {
        half: ("160.00", "0.00"),
        full: ("320.00", "0.00"),
    }
    assert (await rows(written))[half] == ("160.00", "160.00")


async def test_a_batch_sent_back_stands_where_it_was(written: Gateway) -> None:
    await done(written, "back", ReverseAdvance("v2", "v1", (), BACK, "名单有误", "文2"))
    assert (await rows(written))["subsistence_allowance"] == ("160.00", "0.00")
    assert (await rows(written, "2021-11-09"))["subsistence_allowance"] == ("160.00", "160.00")


async def test_the_list_agrees_with_what_was_written(written: Gateway) -> None:
    found = (await ask(written, LIST))["jurisdiction"]["subsidies"]
    assert (found["totalCount"], found["totalAmount"]) == (2, "480.00")
    assert [(one["person"]["name"], one["step"]) for one in found["nodes"]] == [
        ("某a", "REQUESTED"),
        ("某b", "PAYABLE"),
    ]


async def seen(graph: Gateway, viewer: Viewer, text: str) -> Any:
    return await schema.execute(text, context_value=context_of(viewer, graph, TODAY))


@pytest.mark.parametrize(
    ("viewer", "people", "amount"),
    [
        (Viewer("officer", Role.OFFICER, ("431123100",)), 2, "480.00"),
        (Viewer("neighbour", Role.OFFICER, ("431123101",)), 0, "0.00"),
        (Viewer("civil", Role.DEPARTMENT, ("431123",), CIVIL), 2, "480.00"),
        (Viewer("health", Role.DEPARTMENT, ("431123",), "431123|HEALTH"), 0, "0.00"),
    ],
)
async def test_a_viewer_sees_what_is_owed_in_their_area_and_by_their_department(
    written: Gateway, viewer: Viewer, people: int, amount: str
) -> None:
    ledger = await seen(written, viewer, LEDGER)
    listed = await seen(written, viewer, LIST)
    assert (ledger.errors, listed.errors) == (None, None)
    found = listed.data["jurisdiction"]["subsidies"]
    assert ledger.data["jurisdiction"]["liabilities"]["amount"] == amount
    assert (found["totalCount"], found["totalAmount"]) == (people, amount)


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.ANALYST])
async def test_who_sees_no_persons_is_refused_ledger_and_list(written: Gateway, role: Role) -> None:
    found = await seen(written, Viewer("public", role), LIST)
    assert found.data == {"jurisdiction": {"subsidies": None}}
    [error] = found.errors
    assert getattr(error.original_error, "code", None) == "FORBIDDEN"
    subsidy = f'{{ node(id: "Subsidy:a|2022|{HALF}") {{ id }} }}'
    assert (await seen(written, Viewer("public", role), subsidy)).data == {"node": None}


async def test_a_township_sees_the_document_and_not_the_batch_of_the_county(
    written: Gateway,
) -> None:
    asked = """{ node(id: "Person:a") { ... on Person { subsidies(year: 2022) { steps {
      kind document advance { people } } } } } }"""
    officers = [Viewer("o", Role.OFFICER, (unit,)) for unit in ("431123", "431123100")]
    county, township = [
        (await seen(written, officer, asked)).data["node"]["subsidies"][0]["steps"][-1]
        for officer in officers
    ]
    assert county == {"kind": "REQUESTED", "document": "文1", "advance": {"people": 1}}
    assert township == {"kind": "REQUESTED", "document": "文1", "advance": None}


FINDINGS = """query($code: JurisdictionCode! = "431123", $kind: FindingKind = DATA) {
  jurisdiction(code: $code) { findings(year: 2022, kind: $kind, severity: WARNING) {
    key severity message expected found jurisdiction { code }
    node { ... on Subsidy { id } } } } }"""


async def unfounded(graph: Gateway) -> None:
    """The payment of a is taken back, and a was not of the group any more: 160 were requested."""
    await done(graph, "back", Reverse("r1", "p1", (), PAID_ON, "多缴"))
    await done(graph, "end", EndMark("a", "subsistence_allowance", date(2021, 10, 1), "退出"))


async def overpaid(graph: Gateway, **asked: Any) -> list[Any]:
    found: list[Any] = (await ask(graph, FINDINGS, **asked))["jurisdiction"]["findings"]
    return found


async def test_what_was_moved_beyond_the_law_is_a_finding_until_it_is_returned(
    written: Gateway,
) -> None:
    assert await overpaid(written) == []
    await unfounded(written)
    assert await overpaid(written) == [
        {
            "key": f"OVERPAID|a|2022|{HALF}",
            "severity": "WARNING",
            "message": "申请的资助比按现有事实应得的多 160.00 元（共到位 0.00 元），待退回",
            "expected": "0.00",
            "found": "160.00",
            "jurisdiction": {"code": VILLAGE},
            "node": {"id": f"Subsidy:a|2022|{HALF}"},
        }
    ]
    assert len(await overpaid(written, code=VILLAGE)) == 1
    assert await overpaid(written, code="431123101") == []
    assert await overpaid(written, kind="SOURCE") == []
    await done(written, "undo", ReverseAdvance("v2", "v1", (), BACK, "有误", "文2"))
    assert await overpaid(written) == []


@pytest.mark.parametrize(
    ("viewer", "findings"),
    [
        (Viewer("officer", Role.OFFICER, ("431123100",)), 1),
        (Viewer("neighbour", Role.OFFICER, ("431123101",)), 0),
        (Viewer("civil", Role.DEPARTMENT, ("431123",), CIVIL), 0),
        (Viewer("public", Role.PUBLIC), 0),
    ],
)
async def test_what_is_overpaid_is_for_officers_of_the_area(
    written: Gateway, viewer: Viewer, findings: int
) -> None:
    await unfounded(written)
    found = await seen(written, viewer, FINDINGS)
    assert found.errors is None
    assert len(found.data["jurisdiction"]["findings"]) == findings
