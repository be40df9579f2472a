"""Each viewer in their own area: what is outside it is as if it did not exist.

990101100: h1 and h2 in …201, h3 and h4 in …202
"""

from datetime import date

import pytest

from graph.gateway import Gateway
from policy.viewer import Role, Viewer
from resolvers.people import PeopleShown
from schema.context import AsOf, Context, PeopleFilter
from schema.errors import ApiError, Code
from schema.root import context_of
from tests.campaigns import COUNTY, TOWNSHIP, VILLAGES, Campaign, small_campaign, today
from tests.soon import soon

NOW = AsOf(2022)
CLERK = Viewer("clerk", Role.OFFICER, (VILLAGES[0],))
NEIGHBOUR = Viewer("neighbour", Role.OFFICER, (VILLAGES[1],))
MOVE = """
MATCH (:Jurisdiction {code: $code})-[old:PART_OF]->()
MATCH (below:Jurisdiction {code: $code}), (above:Jurisdiction {code: $to})
SET old.to = $on CREATE (below)-[:PART_OF {from: $on}]->(above)
"""
TOWN = """
MATCH (above:Jurisdiction {code: '990101'})
CREATE (:Jurisdiction {code: '990101101', name: '新', level: 'TOWNSHIP', aliases: [],
  placeholder: false, acting: false})-[:PART_OF]->(above)
"""


def context(graph: Gateway, viewer: Viewer) -> Context:
    return context_of(viewer, graph, today())


def people(graph: Gateway, viewer: Viewer) -> PeopleShown:
    found = context(graph, viewer).people
    assert isinstance(found, PeopleShown)
    return found


async def listed(graph: Gateway, viewer: Viewer, code: str, asked: AsOf = NOW) -> list[str]:
    page = await people(graph, viewer).page(code, PeopleFilter(asked), 50, None)
    assert page.total_count == len(page.nodes)
    return [person.key for person in page.nodes]


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    return await small_campaign(graph)


@pytest.mark.parametrize("code", [COUNTY, TOWNSHIP, VILLAGES[0]])
async def test_a_list_and_its_count_hold_the_area_alone(campaign: Campaign, code: str) -> None:
    assert await listed(campaign.graph, CLERK, code) == ["h1a", "h1b", "h1c", "h2a", "h2b"]
    homes = await people(campaign.graph, CLERK).households(code, NOW, False, None, 50, None)
    assert ([home.key for home in homes.nodes], homes.total_count) == (["h1", "h2"], 2)


async def test_a_list_of_another_place_is_empty(campaign: Campaign) -> None:
    assert await listed(campaign.graph, CLERK, VILLAGES[1]) == []


async def test_who_is_outside_is_not_there(campaign: Campaign) -> None:
    shown = people(campaign.graph, CLERK)
    assert await shown.person("h3a") is None
    assert await shown.household("h3") is None
    assert await soon(shown.members("h3", None)) == []
    assert (await shown.person("h1a")) is not None
    assert [one.key for one in await soon(shown.members("h1", None))] == ["h1a", "h1b", "h1c"]


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.ANALYST])
async def test_who_sees_no_persons_may_not_ask_for_lists(campaign: Campaign, role: Role) -> None:
    viewer = Viewer("a", role, (COUNTY,))
    with pytest.raises(ApiError) as refused:
        await listed(campaign.graph, viewer, COUNTY)
    assert refused.value.code is Code.FORBIDDEN
    assert await people(campaign.graph, viewer).person("h1a") is None


async def test_a_village_that_moved_is_seen_where_it_is_now_and_where_it_was_counted(
    campaign: Campaign,
) -> None:
    graph = campaign.graph
    await graph.directory.write(TOWN)
    await graph.directory.write(MOVE, code=VILLAGES[1], to="990101101", on=date(2023, 1, 1))
    old = Viewer("old", Role.OFFICER, (TOWNSHIP,))
    new = Viewer("new", Role.OFFICER, ("990101101",))
    assert await people(graph, new).person("h3a") is not None
    assert await people(graph, old).person("h3a") is not None  # of the season of 2022
    assert await listed(graph, new, "990101101") == []  # nobody was counted there
    assert "h3a" in await listed(graph, old, TOWNSHIP)
    assert await people(graph, new).person("h1a") is None
