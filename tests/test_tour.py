"""The demo, and the tour of the README over it."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any, LiteralString

import httpx
import pytest

from api.examples import EXAMPLES
from api.people import DEMO, LIFETIME
from api.service import app_of
from api.tokens import issue, own_key
from facts.post_rows import PostRow, record_posts
from facts.quotas import Figure, record_quotas
from facts.reconcile import reconcile
from graph.gateway import Gateway
from graph.settings import Settings
from graph_seed.demo.load import load_demo, seed_if_empty
from rollup.memory import Rollup
from schema.root import make_context, schema
from tests.conftest import EMPTY

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2100, 1, 1)
READMES = ["README.md", "README.zh.md"]
PEOPLE = {one.name: one.viewer for one in DEMO}


@pytest.fixture(scope="module")
async def demo(gateway: Gateway, engine: Settings) -> Gateway:
    """All four campaigns, loaded once for the tests of this file; it stays for who comes next."""
    await gateway.directory.schema(EMPTY)
    await load_demo(gateway, engine, quiet=True)
    return gateway


async def ask(graph: Gateway, query: str, **variables: object) -> dict[str, Any]:
    """As a program of our own, which sees all."""
    context = make_context(graph, TODAY)
    result = await schema.execute(query, variable_values=variables, context_value=context)
    assert result.errors is None
    assert result.data is not None
    return result.data


async def send(graph: Gateway, settings: Settings, query: str, token: str) -> dict[str, Any]:
    """Over HTTP, as whoever of the demo's people holds a token."""
    bearer = issue(own_key(settings), PEOPLE[token], LIFETIME)
    transport = httpx.ASGITransport(app_of(graph, settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        headers = {"Authorization": f"Bearer {bearer}"}
        answer = await client.post("/graphql", json={"query": query}, headers=headers)
    found: dict[str, Any] = answer.json()
    assert "errors" not in found, found["errors"]
    return dict(found["data"])


def tour(readme: str) -> list[tuple[str, Any]]:
    """The queries of a README with the answers that it prints."""
    text = (ROOT / readme).read_text(encoding="utf-8")
    blocks = re.findall(r"```graphql\n(.*?)```\s+```json\n(.*?)```", text, re.DOTALL)
    return [(query, json.loads(answer)) for query, answer in blocks]


@pytest.mark.parametrize("readme", READMES)
async def test_the_tour_of_the_readme_is_true_however_often_it_is_taken(
    demo: Gateway, engine: Settings, readme: str
) -> None:
    told = tour(readme)
    assert [query.strip() for query, _ in told] == [
        example.query.partition("\n")[2].strip() for example in EXAMPLES
    ]
    for (query, answer), example in zip(told, EXAMPLES, strict=True):
        assert await send(demo, engine, query, example.token or "administrator") == answer


async def test_a_town_shows_its_villages_as_the_annex_prints_them(demo: Gateway) -> None:
    data = await ask(demo, EXAMPLES[0].query)
    town = data["jurisdiction"]
    quotas = {child["name"]: child["progress"]["quota"] for child in town["children"]}
    ranks = sorted(child["progress"]["rank"] or 99 for child in town["children"])
    assert town["progress"]["quota"] == 63_018
    assert len(quotas) == 15
    assert (quotas["蕲县村委会"], quotas["忠陈村委会"], quotas["蕲南矿居委会"]) == (
        5167,
        4488,
        None,
    )
    assert ranks == [*range(1, 15), 99]


async def test_the_states_of_everybody_add_up_at_every_level(demo: Gateway) -> None:
    figures = "registered paid fullySubsidised coveredElsewhere departed refused unpaid"
    data = await ask(
        demo,
        f"""{{ jurisdiction(code: "43") {{ progress(year: 2022) {{ {figures} }} children {{
        progress(year: 2022) {{ {figures} }} }} }} }}""",
    )
    province, cities = data["jurisdiction"]["progress"], data["jurisdiction"]["children"]
    names = figures.split()
    assert province["registered"] == sum(province[name] for name in names[1:]) > 6_000
    for name in names:
        assert province[name] == sum(city["progress"][name] for city in cities)


async def test_every_sum_of_the_demo_is_what_its_facts_come_to(demo: Gateway) -> None:
    for year in (2020, 2022, 2023):
        found = await reconcile(demo.directory, year, repair=False)
        assert found.differences == []
        assert found.rows > 1_000


async def test_a_whole_city_answers_over_http_in_two_statements(
    demo: Gateway, engine: Settings, statements: list[str]
) -> None:
    fields = "code name level progress(year: 2022) { quota registered enrolled unpaid paid }"
    tree = fields
    for _ in range(3):
        tree = f"{fields} children {{ {tree} }}"
    transport = httpx.ASGITransport(app_of(demo, engine))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answer = await client.post(
            "/graphql", json={"query": f'{{ jurisdiction(code: "4311") {{ {tree} }} }}'}
        )
    assert answer.status_code == 200
    assert answer.text.count('"code"') == 3_541  # the code list's 3,540 and 舜管局
    assert len(statements) == 2


EVERYTHING = """quota registered enrolled unpaid rank siblings targetRate missingFromTarget
  contributionPaid subsidyDue eVouchers targets { rate missing }
  byChannel { channel payments amount }
  byCategory { category { key } registered enrolled subsidyDue subsidyReceived }"""


@pytest.mark.parametrize(
    ("code", "year"),
    [("431123", 2022), ("341302113", 2022), ("430502", 2023), ("431122", 2020)],
)
async def test_memory_says_what_the_graph_says(
    demo: Gateway, statements: list[str], code: str, year: int
) -> None:
    fields = f"code progress(year: {year}) {{ {EVERYTHING} }}"
    query = f'{{ jurisdiction(code: "{code}") {{ {fields} children {{ {fields} }} }} }}'
    rollup, expected = Rollup(demo.directory), await ask(demo, query)
    for _ in range(2):
        statements.clear()
        context = make_context(demo, TODAY, rollup=rollup)
        found = await schema.execute(query, context_value=context)
        assert (found.data, found.errors) == (expected, None)
    assert len(statements) <= 3  # the look, the law, people in hardship


async def test_from_memory_the_same_city_takes_one_look(
    demo: Gateway, engine: Settings, statements: list[str]
) -> None:
    fields = "code name progress(year: 2022) { quota registered enrolled unpaid rank }"
    tree = fields
    for _ in range(3):
        tree = f"{fields} children {{ {tree} }}"
    query = f'{{ jurisdiction(code: "4311") {{ {tree} }} }}'
    rollup = Rollup(demo.directory)
    await rollup.load()
    statements.clear()
    remembered = make_context(demo, TODAY, rollup=rollup)
    found = await schema.execute(query, context_value=remembered)
    assert len(statements) == 1
    assert found.data == await ask(demo, query)
    assert found.errors is None


JUDGED = """query ($code: JurisdictionCode!, $year: Int!, $on: Date!) { jurisdiction(code: $code) {
  children { progress(year: $year) { registered } assessments(year: $year, on: $on) {
    rule { key } amount score rank ties { code } missingInputs { key counted }
    items { points amount because { text arithmetic clause { number } } } } } } }"""


@pytest.mark.parametrize(
    ("code", "year", "on", "rules", "results", "waiting"),
    [
        ("341302113", 2022, "2021-11-30", {"stage_bonus", "final_fines"}, 28, 0),
        ("431123", 2022, "2022-02-28", {"collection_bonus", "unit_prizes"}, 28, 0),
        ("430502", 2023, "2023-02-28", {"work_funds"}, 12, 0),
        # 舜管局 has a printed quota, and nobody on the demo's roll
        ("431122", 2020, "2020-12-31", {"score_sheet", "score_money"}, 36, 2),
    ],
)
async def test_the_demo_gives_every_unit_its_result_with_clauses(
    demo: Gateway, code: str, year: int, on: str, rules: set[str], results: int, waiting: int
) -> None:
    data = await ask(demo, JUDGED, code=code, year=year, on=on)
    found = [one for child in data["jurisdiction"]["children"] for one in child["assessments"]]
    without = [one for one in found if one["amount"] is None and one["score"] is None]
    items = [item for one in found for item in one["items"]]
    assert {one["rule"]["key"] for one in found} == rules
    assert len(found) == results
    assert len([one for one in without if not one["ties"]]) == waiting
    assert len(items) >= results
    assert all(reason["clause"] for item in items for reason in item["because"])


# every node and edge, and the sequences that readers follow
COUNT: LiteralString = """
MATCH (n) WITH count(n) AS nodes, sum(n.seq) AS seqs
MATCH ()-[r]->() WITH nodes, seqs, count(r) AS edges
MATCH (s:Sequence) RETURN nodes, seqs, edges, sum(s.n) AS sequences
"""


async def test_loading_the_demo_again_changes_nothing_whatever_has_come_in_since(
    demo: Gateway, engine: Settings
) -> None:
    village = "341302113201"
    corrected = Figure(village, 2022, "QUOTA", 9_999, None, "更正（演示）")
    await record_quotas(demo.directory, "correction", [corrected])
    posts = [PostRow("联络员", village, None, "林演示", date(2021, 10, 1))]
    assert (await record_posts(demo.directory, "posts", posts)).created == 1
    before = await demo.directory.read(COUNT)
    await load_demo(demo, engine, quiet=True)
    assert await demo.directory.read(COUNT) == before
    assert await seed_if_empty(demo, engine) is True  # it was never marked as complete
    assert await seed_if_empty(demo, engine) is False
