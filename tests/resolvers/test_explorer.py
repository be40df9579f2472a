"""What surrounds a node, and the way from one to another."""

from datetime import date
from typing import Any

import pytest

from facts.lawbook import category_row
from graph.gateway import Gateway
from policy.law import Category
from policy.terms import DepartmentKind
from policy.viewer import OPERATOR, Role, Viewer
from schema.root import context_of, schema
from tests.campaigns import COUNTY, HALF, TOWNSHIP, VILLAGES, Campaign, listing, small_campaign

PAID = date(2021, 10, 8)
TODAY = date(2100, 1, 1)
CATEGORY = "UNWIND $rows AS row MERGE (c:Category {key: row.key}) SET c = row"
POST = """
MATCH (h:Household {key: 'h1'}), (j:Jurisdiction {code: $village})
CREATE (p:Post {key: 'p', title: '包保干部'})-[:IN]->(j),
  (p)-[:ANSWERS_FOR {from: date('2021-09-10')}]->(h)
"""
CROWD = """
MATCH (v:Jurisdiction {code: $village})
UNWIND range(1, 2000) AS at
CREATE (:Household {key: 'x' + at, number: 'x' + at})-[:LIVES_IN {from: date('2021-09-01')}]->(v)
"""
OFFICER = Viewer("officer", Role.OFFICER, (VILLAGES[0],))
ANALYST = Viewer("analyst", Role.ANALYST)


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    """h1a stands in a group and has paid; a post answers for h1."""
    group = Category(HALF, "低保对象", (), DepartmentKind.CIVIL_AFFAIRS)
    await graph.directory.write(CATEGORY, rows=[category_row(group, 0)])
    made = await small_campaign(graph, listings=[listing("h1a", HALF, date(2021, 9, 1))])
    await made.post("r", [made.payment(PAID, "h1a")])
    await graph.directory.write(POST, village=VILLAGES[0])
    return made


async def ask(campaign: Campaign, text: str, viewer: Viewer = OPERATOR) -> Any:
    fields = "{ nodes { id kind label } edges { from to type since until } truncated }"
    context = context_of(viewer, campaign.graph, TODAY)
    found = await schema.execute(f"{{ found: {text} {fields} }}", context_value=context)
    assert found.errors is None
    assert found.data is not None
    return found.data["found"]


def around(identifier: str, more: str = "") -> str:
    return f'neighbourhood(id: "{identifier}"{more})'


async def test_a_household_is_surrounded_by_what_belongs_to_it(campaign: Campaign) -> None:
    found = await ask(campaign, around("Household:h1"))
    assert found["nodes"][0]["id"] == "Household:h1"
    assert {node["id"]: node["label"] for node in found["nodes"]} == {
        "Household:h1": "001户",
        f"Jurisdiction:{VILLAGES[0]}": VILLAGES[0],
        "Person:h1a": "张h1a",
        "Person:h1b": "张h1b",
        "Person:h1c": "张h1c",
        "Payment:h1a|2021-10-08": "2021-10-08 缴费 160.00元",
        "Post:p": "包保干部",
    }
    assert {
        "from": "Post:p",
        "to": "Household:h1",
        "type": "ANSWERS_FOR",
        "since": "2021-09-10",
        "until": None,
    } in found["edges"]


async def test_a_group_leads_to_its_people_and_back(campaign: Campaign) -> None:
    edge: Any = {"from": "Person:h1a", "to": f"Category:{HALF}", "type": "LISTED_IN"}
    edge |= {"since": "2021-09-01", "until": None}
    assert (await ask(campaign, around(f"Category:{HALF}")))["edges"] == [edge]
    assert edge in (await ask(campaign, around("Person:h1a")))["edges"]


async def test_only_kinds_that_were_asked_for_are_gone_through(campaign: Campaign) -> None:
    found = await ask(campaign, around("Person:h1a", ", depth: 3, kinds: [HOUSEHOLD, POST]"))
    assert [node["id"] for node in found["nodes"]] == ["Person:h1a", "Household:h1", "Post:p"]


async def test_a_node_with_many_neighbours_is_cut_off(
    campaign: Campaign, statements: list[str]
) -> None:
    await campaign.graph.directory.write(CROWD, village=VILLAGES[0])
    statements.clear()
    found = await ask(campaign, around(f"Jurisdiction:{VILLAGES[0]}", ", depth: 3"))
    assert (len(found["nodes"]), found["truncated"]) == (500, True)
    kinds = {node["kind"] for node in found["nodes"]}
    assert kinds == {"JURISDICTION", "HOUSEHOLD", "POST"}
    assert len(statements) == 2


async def test_an_analyst_meets_no_persons(campaign: Campaign) -> None:
    found = await ask(campaign, around(f"Jurisdiction:{VILLAGES[0]}", ", depth: 2"), ANALYST)
    assert {node["kind"] for node in found["nodes"]} == {"JURISDICTION", "POST"}
    assert await ask(campaign, around("Person:h1a"), ANALYST) is None


async def test_an_officer_meets_the_people_of_the_area_alone(campaign: Campaign) -> None:
    township = around(f"Jurisdiction:{TOWNSHIP}", ", depth: 3")
    found = await ask(campaign, township, OFFICER)
    homes = {node["id"] for node in found["nodes"] if node["kind"] == "HOUSEHOLD"}
    assert homes == {"Household:h1", "Household:h2"}
    assert "Person:h1a" in {node["id"] for node in found["nodes"]}
    assert await ask(campaign, around("Household:h3"), OFFICER) is None


REFUND = """
MATCH (a:Account {key: 'h1|2022'})<-[:ON]-(y:Payment)
CREATE (:Refund {key: 'r', year: 2022, people: ['h1a'], opened_on: date('2021-10-20')})-[:OF]->(y)
"""


async def test_a_refund_is_met_by_who_may_see_its_people(campaign: Campaign) -> None:
    await campaign.graph.directory.write(REFUND)
    found = await ask(campaign, around("Refund:r"), OFFICER)
    assert [node["id"] for node in found["nodes"]] == ["Refund:r", "Payment:h1a|2021-10-08"]
    neighbour = Viewer("neighbour", Role.OFFICER, (VILLAGES[1],))
    assert await ask(campaign, around("Refund:r"), neighbour) is None


async def test_a_path_leads_over_the_villages(campaign: Campaign) -> None:
    way = 'path(from: "Person:h1a", to: "Person:h3a")'
    found = await ask(campaign, way)
    assert [node["id"] for node in found["nodes"]] == [
        "Person:h1a",
        "Household:h1",
        f"Jurisdiction:{VILLAGES[0]}",
        f"Jurisdiction:{TOWNSHIP}",
        f"Jurisdiction:{VILLAGES[1]}",
        "Household:h3",
        "Person:h3a",
    ]
    types = ["MEMBER_OF", "LIVES_IN", "PART_OF", "PART_OF", "LIVES_IN", "MEMBER_OF"]
    assert [edge["type"] for edge in found["edges"]] == types
    assert found["edges"][3]["from"] == f"Jurisdiction:{VILLAGES[1]}"
    assert await ask(campaign, way, OFFICER) is None


async def test_a_path_to_itself_is_one_node_and_to_nowhere_none(campaign: Campaign) -> None:
    here = f"Jurisdiction:{COUNTY}"
    found = await ask(campaign, f'path(from: "{here}", to: "{here}")')
    assert ([node["id"] for node in found["nodes"]], found["edges"]) == ([here], [])
    assert await ask(campaign, f'path(from: "{here}", to: "Person:nobody")') is None


async def test_a_node_is_the_thing_itself(campaign: Campaign) -> None:
    text = '{ neighbourhood(id: "Person:h1a") { nodes { node { id ... on Person { name } } } } }'
    text = text.replace('a")', 'a", kinds: [HOUSEHOLD])')
    context = context_of(OPERATOR, campaign.graph, TODAY)
    found = await schema.execute(text, context_value=context)
    assert found.errors is None
    assert found.data is not None
    nodes = found.data["neighbourhood"]["nodes"]
    assert nodes[0]["node"] == {"id": "Person:h1a", "name": "张h1a"}
    assert [one["node"]["id"] for one in nodes] == ["Person:h1a", "Household:h1"]


async def test_depth_is_limited(campaign: Campaign) -> None:
    context = context_of(OPERATOR, campaign.graph, TODAY)
    text = '{ neighbourhood(id: "Person:h1a", depth: 4) { truncated } }'
    found = await schema.execute(text, context_value=context)
    assert [error.message for error in found.errors or ()] == ["depth: 4，应为 1 到 3"]


@pytest.mark.parametrize("viewer", [OPERATOR, OFFICER, ANALYST])
async def test_every_node_that_is_met_can_be_opened(campaign: Campaign, viewer: Viewer) -> None:
    nodes = "{ nodes { id node { __typename id } } }"
    text = f'{{ neighbourhood(id: "Jurisdiction:{VILLAGES[0]}", depth: 3) {nodes} }}'
    context = context_of(viewer, campaign.graph, TODAY)
    found = await schema.execute(text, context_value=context)
    assert found.errors is None
    assert found.data is not None
    met = found.data["neighbourhood"]["nodes"]
    # whoever is not enrolled stands for their place on the roll
    assert [one["node"]["id"] for one in met if not one["id"].startswith("Enrolment")] == [
        one["id"] for one in met if not one["id"].startswith("Enrolment")
    ]
    assert {one["node"]["__typename"] for one in met} >= {"Jurisdiction", "Post"}
