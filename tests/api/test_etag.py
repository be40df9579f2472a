"""Conditional answers: 304 for what the client has, and never for what has changed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any, LiteralString

import httpx
import pytest
from graphql import GraphQLObjectType

from api.kept import Answer, Kept, Question, Standing
from api.media import Media
from api.stamped import is_stamped
from facts.people import add_people
from facts.quotas import Figure, record_quotas
from facts.records import HouseholdRow, MemberRow
from graph.gateway import Gateway
from policy.identity import check_digit
from policy.viewer import Role
from policy.vocabulary import Sex
from rollup.look import LOOK
from schema.root import schema
from schema.stamped import STAMPED
from tests.api.browsing import LIST, OF_COUNTY, TREE, VAULT, browsing
from tests.campaigns import COUNTY, SEASON, VILLAGES, Campaign, small_campaign

PAID = date(2021, 10, 8)
STEM = "99000119800101001"
NUMBER = STEM + check_digit(STEM)
POSTS = f'{{ departments(jurisdiction: "{COUNTY}") {{ name }} }}'
FULL = '{ node(id: "Person:x1") { ... on Person { idNumber(full: true) } } }'
READS = "{ idReads { totalCount } }"
PLAIN_TEXTS = [
    "{ jurisdiction(code: $c) { progress(year: 2022, asOf: $d) { paid } } }",
    "{ jurisdiction(code: $c) { progress(year: 2022) { targetRate } } }",
    "{ jurisdiction(code: $c) { trend(year: 2022) { paid } } }",
    '{ node(id: "x") { id } }',
    "{ jurisdiction(code: $c) { ...on Jurisdiction { households(year: 2022) { totalCount } } } }",
    "{ jurisdiction(code: $c) { ...f } } fragment f on Jurisdiction { ...g } "
    "fragment g on Jurisdiction { history { on } }",
    "query a { jurisdiction(code: $c) { name } } query b { viewer { role } }",
    "mutation { jurisdiction(code: $c) { name } }",
    "{ jurisdiction(code: $c) { name }",
]


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    return await small_campaign(graph)


@pytest.fixture
async def browser(campaign: Campaign) -> AsyncIterator[httpx.AsyncClient]:
    async with browsing(campaign.graph) as client:
        yield client


async def get(client: httpx.AsyncClient, text: str, tag: str = "", **headers: str) -> Any:
    given = {**headers, "If-None-Match": tag} if tag else headers
    return await client.get("/graphql", params={"query": text}, headers=given)


@pytest.mark.parametrize("text", [TREE, LIST, POSTS])
async def test_the_same_question_twice_is_answered_by_304(
    browser: httpx.AsyncClient, text: str
) -> None:
    first = await get(browser, text)
    again = await get(browser, text, first.headers["etag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == ("private, no-cache" if text == TREE else "no-store")
    assert again.headers["vary"] == "Authorization, Accept"
    assert "content-type" not in again.headers


@pytest.fixture
def looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look stands for a second question (rollup/look.py)."""
    monkeypatch.setattr("graph.seen.STANDS_SECONDS", 0)


@pytest.mark.usefixtures("looking")
async def test_where_sequences_tell_of_changes_only_they_are_read(
    browser: httpx.AsyncClient, statements: list[str]
) -> None:
    tag = (await get(browser, TREE)).headers["etag"]
    statements.clear()
    assert (await get(browser, TREE, tag)).status_code == 304
    assert statements == [LOOK]


@pytest.mark.parametrize("text", [TREE, LIST])
async def test_a_payment_changes_the_tag(
    browser: httpx.AsyncClient, campaign: Campaign, text: str
) -> None:
    before = await get(browser, text)
    await campaign.post("r", [campaign.payment(PAID, "h1a", "h1b", "h1c")])
    after = await get(browser, text, before.headers["etag"])
    assert after.status_code == 200
    assert after.headers["etag"] != before.headers["etag"]
    assert after.json() != before.json()


async def test_what_changed_elsewhere_leaves_the_tag(
    browser: httpx.AsyncClient, campaign: Campaign
) -> None:
    text = f'{{ jurisdiction(code: "{VILLAGES[1]}") {{ progress(year: 2022) {{ paid }} }} }}'
    before = (await get(browser, text)).headers["etag"]
    await campaign.post("r", [campaign.payment(PAID, "h1a")])  # in another village
    assert (await get(browser, text, before)).status_code == 304


async def test_a_figure_and_a_new_name_change_the_tag(
    browser: httpx.AsyncClient, campaign: Campaign
) -> None:
    text = f"{{ {OF_COUNTY} {{ name progress(year: 2022) {{ quota }} }} }}"
    tags = [(await get(browser, text)).headers["etag"]]
    figure = Figure(VILLAGES[0], 2022, "QUOTA", 7, None, "test")
    await record_quotas(campaign.graph.directory, "quota", [figure])
    tags.append((await get(browser, text)).headers["etag"])
    await campaign.graph.directory.write(RENAMED, code=COUNTY)
    tags.append((await get(browser, text)).headers["etag"])
    assert len(set(tags)) == 3


RENAMED: LiteralString = """
MATCH (s:Sequence {key: 'tree'}) SET s.n = s.n + 1
WITH s MATCH (j:Jurisdiction {code: $code}) SET j.name = '新名', j.seq = s.n
"""


async def test_who_sees_something_else_is_answered(browser: httpx.AsyncClient) -> None:
    tag = (await get(browser, LIST)).headers["etag"]
    other = await get(browser, LIST, tag, Authorization="Bearer officer")
    assert other.status_code == 200
    assert other.headers["etag"] != tag


async def test_an_answer_with_errors_has_no_tag(browser: httpx.AsyncClient) -> None:
    tag = (await get(browser, LIST)).headers["etag"]
    refused = await get(browser, LIST, tag, Authorization="Bearer analyst")
    assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert "etag" not in refused.headers
    assert refused.headers["cache-control"] == "no-store"


@pytest.fixture
async def held(campaign: Campaign) -> Campaign:
    """x1 of the third village has an identity number."""
    member = MemberRow("x1", "张", Sex.FEMALE, date(1980, 1, 1), NUMBER, "户主")
    home = HouseholdRow("x", "900", VILLAGES[2], None, (member,))
    store = campaign.graph.directory
    await add_people(store, "x", [home], [], [], since=SEASON.opens, vault=VAULT)
    return campaign


async def test_each_read_of_an_identity_number_is_answered_and_on_record(
    browser: httpx.AsyncClient, held: Campaign
) -> None:
    answers = [await get(browser, FULL, "*") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 200]
    assert {one.headers["cache-control"] for one in answers} == {"no-store"}
    assert all("etag" not in one.headers for one in answers)
    assert (await get(browser, READS)).json()["data"]["idReads"]["totalCount"] == 3


@pytest.mark.usefixtures("looking")
async def test_a_posted_question_is_worked_out_again_only_when_something_came_on_record(
    browser: httpx.AsyncClient, campaign: Campaign, statements: list[str]
) -> None:
    before = await browser.post("/graphql", json={"query": TREE})
    statements.clear()
    again = await browser.post("/graphql", json={"query": TREE})
    assert (again.content, statements) == (before.content, [LOOK])
    assert again.headers["content-type"] == before.headers["content-type"]
    await campaign.post("r", [campaign.payment(PAID, "h1a")])
    assert await paid(browser) == 1


async def paid(browser: httpx.AsyncClient) -> int:
    answer = await browser.post("/graphql", json={"query": TREE})
    found: int = answer.json()["data"]["jurisdiction"]["progress"]["paid"]
    return found


async def test_each_payment_shows_in_the_next_answer_while_others_ask_too(
    browser: httpx.AsyncClient, campaign: Campaign
) -> None:
    shown: list[int] = []

    async def watch() -> None:
        while True:
            shown.append(await paid(browser))

    watching = [asyncio.create_task(watch()) for _ in range(3)]
    for at, person in enumerate(("h1a", "h1b", "h1c", "h2a"), start=1):
        await campaign.post(f"r{at}", [campaign.payment(PAID, person)])
        assert await paid(browser) == at
    for one in watching:
        one.cancel()
    assert set(shown) <= {0, 1, 2, 3, 4}


async def test_posted_questions_are_never_conditional(browser: httpx.AsyncClient) -> None:
    tag = (await get(browser, TREE)).headers["etag"]
    answer = await browser.post("/graphql", json={"query": TREE}, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


async def test_head_has_the_tag_of_get(browser: httpx.AsyncClient) -> None:
    tag = (await get(browser, TREE)).headers["etag"]
    head = await browser.head("/graphql", params={"query": TREE})
    assert (head.status_code, head.headers["etag"]) == (200, tag)


@pytest.mark.parametrize("given", ["W/{}", '"a", {}', '"a",W/{} , "b"', "*"])
async def test_tags_come_in_lists_and_weak(browser: httpx.AsyncClient, given: str) -> None:
    tag = (await get(browser, TREE)).headers["etag"]
    assert (await get(browser, TREE, given.format(tag))).status_code == 304


@pytest.mark.parametrize("given", ['"a"', "{}x", '"'])
async def test_another_tag_is_answered(browser: httpx.AsyncClient, given: str) -> None:
    tag = (await get(browser, TREE)).headers["etag"]
    assert (await get(browser, TREE, given.format(tag.strip('"')))).status_code == 200


async def test_another_media_type_has_another_tag(browser: httpx.AsyncClient) -> None:
    strict = {"Accept": Media.GRAPHQL.value}
    tag = (await get(browser, TREE, **strict)).headers["etag"]
    assert (await get(browser, TREE, tag, **strict)).status_code == 304
    assert (await get(browser, TREE, tag)).status_code == 200


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_nothing_else_counts_as_stamped(text: str) -> None:
    assert not is_stamped(text, None)


def test_fragments_of_stamped_fields_count_as_stamped() -> None:
    text = """query a($c: JurisdictionCode!) { jurisdiction(code: $c) { ...f ... { __typename } } }
    query b { viewer { role } }
    fragment f on Jurisdiction { children { ...f } progress(year: 2022) { rank } }"""
    assert is_stamped(text, "a")
    assert not is_stamped(text, "b")


def test_what_is_stamped_is_in_the_schema_with_these_arguments() -> None:
    for kind, fields in STAMPED.items():
        known = schema._schema.type_map[kind]
        assert isinstance(known, GraphQLObjectType)
        for name, (_, arguments) in fields.items():
            assert arguments <= known.fields[name].args.keys()


def test_only_the_newest_answers_are_kept() -> None:
    kept, rights = Kept(most=250), (Role.PUBLIC, (), None, None)
    asked = [Question(bytes([at]), Media.GRAPHQL, rights, PAID) for at in range(3)]
    for one in asked:
        kept.keep(one, Answer("n", bytes(100), "text"))
    found = [kept.known(Standing(one, "n")) is not None for one in asked]
    assert (found, kept.size) == ([False, True, True], 200)
    assert kept.known(Standing(asked[2], "later")) is None


def test_an_answer_that_is_given_anew_takes_the_place_of_the_old_one() -> None:
    kept = Kept(most=250)
    asked = Question(b"", Media.GRAPHQL, (Role.PUBLIC, (), None, None), PAID)
    for at in range(5):
        kept.keep(asked, Answer(at, bytes(100), "text"))
    assert kept.size == 100
    assert kept.known(Standing(asked, 4)) is not None
