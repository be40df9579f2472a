"""What is given again while nothing is written, and what never is."""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import httpx
import pytest
from graphql import GraphQLObjectType

import rollup.look
from api.stamped import _is_quiet, is_quiet
from graph.gateway import Gateway, Store
from graph.stillness import NAME, Stillness
from rollup.look import Heads
from schema.root import schema
from schema.stamped import PASSING
from tests.api.browsing import LIST, OF_COUNTY, browsing, post
from tests.campaigns import COUNTY, Campaign, small_campaign

PAID = date(2021, 10, 8)
ANN, BOB = ({"Authorization": f"Bearer {name}"} for name in ("ann", "bob"))
IMPORT = """
CREATE (:Import {key: 'i9', kind: 'ROSTER', within: $within, by: $by, status: 'CHECKED',
  file_name: '9.xlsx', dry_run: true, rows: 0, processed: 0, created: 0, changed: 0, unchanged: 0,
  rejected: 0, started_at: 1634518800000, finished_at: 1634518890000, warnings: []})
"""
IMPORT_ID = {"i": "Import:i9"}
ALIAS = """
MATCH (s:Sequence {key: 'tree'}) SET s.n = s.n + 1
WITH s MATCH (j:Jurisdiction {code: $code}) SET j.aliases = ['又名'], j.seq = s.n
"""
OFFICER = {"Authorization": "Bearer officer"}
NEVER = [
    "{ viewer { role } }",
    "{ imports { totalCount } }",
    '{ node(id: "x") { ... on Import { status } } }',
    '{ node(id: "x") { ... on Person { idNumber(full: true) } } }',
    "query($n: String!) { personByIdNumber(idNumber: $n) { id } }",
    "mutation { activateEVoucher { id } }",
    "subscription { progress { paid } }",
    "{ notice",
]


@pytest.fixture
def told(graph: Gateway, tmp_path: Path) -> Iterator[Gateway]:
    """The graph, written by nobody but this gateway."""
    with closing(Stillness(tmp_path / NAME)) as stillness:
        yield Gateway(graph.directory.driver, seen=graph.directory.seen, stillness=stillness)


@pytest.fixture
async def campaign(told: Gateway) -> Campaign:
    return await small_campaign(told)


@pytest.fixture
async def browser(campaign: Campaign) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(campaign.graph) as client:
        yield client


async def test_a_list_that_is_asked_for_again_is_not_read_again(
    browser: httpx.AsyncClient, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.kept.STANDS_SECONDS", 3600)
    first = await post(browser, LIST)
    statements.clear()
    assert await post(browser, LIST) == first
    assert statements == []


async def test_a_payment_shows_in_the_list_at_once(
    browser: httpx.AsyncClient, campaign: Campaign
) -> None:
    before = await post(browser, LIST)
    await campaign.post("r", [campaign.payment(PAID, "h1a", "h1b", "h1c")])
    after = await post(browser, LIST)
    assert after != before
    assert "errors" not in after


async def test_while_somebody_writes_a_list_is_read_each_time(
    browser: httpx.AsyncClient, campaign: Campaign, statements: list[str]
) -> None:
    stillness = campaign.graph.directory.stillness
    assert stillness is not None
    first = await post(browser, LIST)
    with stillness.writing():
        statements.clear()
        assert await post(browser, LIST) == await post(browser, LIST) == first
    assert len(statements) >= 2


async def test_where_nothing_is_to_be_kept_every_list_is_read(
    campaign: Campaign, statements: list[str]
) -> None:
    async with browsing(campaign.graph, keeps=False) as client:
        first = await post(client, LIST)
        statements.clear()
        assert await post(client, LIST) == first
    assert statements != []


async def test_each_viewer_has_their_own_list(browser: httpx.AsyncClient) -> None:
    every = await post(browser, LIST)
    officers = await post(browser, LIST, **OFFICER)
    assert await post(browser, LIST, **OFFICER) == officers != every
    assert await post(browser, LIST) == every


async def test_of_a_server_elsewhere_every_list_is_read(
    campaign: Campaign, statements: list[str]
) -> None:
    elsewhere = Gateway(campaign.graph.directory.driver, seen=statements.append)
    async with browsing(elsewhere) as client:
        await post(client, LIST)
        statements.clear()
        await post(client, LIST)
    assert statements != []


async def test_two_of_one_department_do_not_share_answers(
    browser: httpx.AsyncClient, campaign: Campaign
) -> None:
    await campaign.graph.directory.write(IMPORT, by="ann", within=COUNTY)
    shown = [
        (await post(browser, "query($i: ID!) { node(id: $i) { id } }", IMPORT_ID, **who))["data"]
        for who in (ANN, BOB, ANN)
    ]
    assert shown == [{"node": {"id": "Import:i9"}}, {"node": None}, {"node": {"id": "Import:i9"}}]


async def test_what_is_written_while_the_tree_is_looked_at_shows_in_the_next_answer(
    browser: httpx.AsyncClient, campaign: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"{{ {OF_COUNTY} {{ aliases }} }}"
    monkeypatch.setattr("resolvers.geography.Geography.seen", lambda _: None)  # of coming days

    async def look(store: Store) -> Heads:
        found = await real(store)
        monkeypatch.setattr("rollup.look.look", real)
        await store.write(ALIAS, code=COUNTY)
        return found

    real = rollup.look.look
    monkeypatch.setattr("rollup.look.look", look)
    await campaign.graph.directory.write("MERGE (s:Sequence {key: 'x'}) SET s.n = 1")
    await post(browser, text)
    assert (await post(browser, text))["data"]["jurisdiction"]["aliases"] == ["又名"]


async def test_variables_nested_too_deep_are_answered_as_before(browser: httpx.AsyncClient) -> None:
    deep: object = 1
    for _ in range(300):
        deep = [deep]
    body = {"query": "{ notices { totalCount } }", "variables": {"x": deep}}
    answer = await browser.post("/graphql", json=body)
    assert answer.json() == {"data": {"notices": {"totalCount": 0}}}


def test_of_a_long_text_nothing_is_kept() -> None:
    before = _is_quiet.cache_info().currsize
    assert not is_quiet("{ notices { totalCount } }" + " " * 5_000, None)
    assert not is_quiet("{ notices { totalCount } }", "n" * 5_000)
    assert _is_quiet.cache_info().currsize == before


@pytest.mark.parametrize("text", NEVER)
def test_what_passes_is_never_kept(text: str) -> None:
    assert not is_quiet(text, None)


def test_what_passes_is_in_the_schema() -> None:
    known = set(schema._schema.type_map)
    for kind in schema._schema.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            known |= kind.fields.keys()
    assert known >= PASSING
