"""What is read along with something else is what is read alone, for whoever asks."""

from typing import Any

import pytest
from graphql import get_named_type, is_leaf_type, is_required_argument

from facts.bookshelf import book_of, versions_of
from graph.gateway import Gateway
from policy.viewer import OPERATOR, Role, Viewer
from schema.root import context_of, schema
from tests.campaigns import COUNTY, PLAIN, VILLAGES, Campaign, small_campaign, today
from tests.drawn import draw

CLERK = Viewer("clerk", Role.OFFICER, (VILLAGES[0],))
DEPARTMENT = Viewer("desk", Role.DEPARTMENT, (COUNTY,), f"{COUNTY}|CIVIL_AFFAIRS")
ANALYST = Viewer("analyst", Role.ANALYST)
EVERYBODY = pytest.mark.parametrize("viewer", [OPERATOR, CLERK, DEPARTMENT, ANALYST])
PERSON = "{ id name birthDate sex idNumber }"
MORE = "{ ... on Person { birthDate sex idNumber eVoucher } }"
CHAIN = "on gaps links { direction distance duty jurisdiction { name } clause { number } }"
HOMES = f"""{{ jurisdiction(code: "{COUNTY}") {{ households(year: 2022, unpaidOnly: %s) {{
  totalCount nodes {{ number %s }} }} }} }}"""


@pytest.fixture
async def campaign(graph: Gateway) -> Campaign:
    return await small_campaign(graph)


async def ask(graph: Gateway, viewer: Viewer, text: str) -> Any:
    context = context_of(viewer, graph, today())
    found = await schema.execute(text, context_value=context)
    assert found.errors is None
    return found.data


@pytest.mark.parametrize("viewer", [OPERATOR, CLERK])
@pytest.mark.parametrize("unpaid", ["true", "false"])
async def test_members_of_a_page_are_those_of_each_household(
    campaign: Campaign, viewer: Viewer, unpaid: str
) -> None:
    along = HOMES % (unpaid, f"members {PERSON} head {PERSON}")
    alone = HOMES % (unpaid, f'members(on: "{today()}") {PERSON}')
    found = (await ask(campaign.graph, viewer, along))["jurisdiction"]["households"]
    for home in found["nodes"]:
        assert home.pop("head") == home["members"][0]
    assert found == (await ask(campaign.graph, viewer, alone))["jurisdiction"]["households"]
    assert len(found["nodes"]) == (4 if viewer is OPERATOR else 2)


def leaves(kind: str) -> list[str]:
    """The fields of a type that are values and need no argument."""
    found: Any = schema._schema.type_map[kind]
    return [
        name
        for name, one in found.fields.items()
        if is_leaf_type(get_named_type(one.type))
        and not any(is_required_argument(given) for given in one.args.values())
    ]


async def test_each_field_of_a_member_of_a_page_is_that_of_the_person(campaign: Campaign) -> None:
    for asked in leaves("Person"):
        page = HOMES % ("true", f"members {{ key: id {asked} }}")
        found = await ask(campaign.graph, OPERATOR, page)
        [member, *_] = found["jurisdiction"]["households"]["nodes"][0]["members"]
        text = f'{{ node(id: "{member["key"]}") {{ key: id ... on Person {{ {asked} }} }} }}'
        assert (await ask(campaign.graph, OPERATOR, text))["node"] == member


async def test_people_of_a_page_are_whole_where_another_field_asks_more(
    campaign: Campaign,
) -> None:
    alone = f'{{ node(id: "Person:h1a") {MORE} }}'
    page = HOMES % ("true", "head { name }")
    both = f"{page.rstrip()[:-1]} {alone[1:]}"
    found = await ask(campaign.graph, OPERATOR, both)
    assert found["node"] == (await ask(campaign.graph, OPERATOR, alone))["node"]
    assert found["node"]["birthDate"] is not None


@PLAIN
async def test_members_of_a_page_take_no_statement_of_their_own(
    campaign: Campaign, statements: list[str]
) -> None:
    await ask(campaign.graph, OPERATOR, HOMES % ("true", "members { id } head { id }"))
    assert len([one for one in statements if "MEMBER_OF" in one]) == 1


@EVERYBODY
@pytest.mark.parametrize("subject", ["Household:h1", "Household:h3", "Person:h3a", "Person:none"])
async def test_a_subject_with_its_chain_is_the_same_as_each_alone(
    campaign: Campaign, viewer: Viewer, subject: str
) -> None:
    asked = f"""id ... on Household {{ number village {{ name parent {{ name }} }}
      accountability {{ {CHAIN} }} }} ... on Person {{ name accountability {{ {CHAIN} }} }}"""
    along = await ask(campaign.graph, viewer, f'{{ node(id: "{subject}") {{ {asked} }} }}')
    alone = await ask(campaign.graph, viewer, f'{{ nodes(ids: ["{subject}"]) {{ {asked} }} }}')
    assert [along["node"]] == alone["nodes"]
    assert (along["node"] is None) == (not sees(viewer, subject))


def sees(viewer: Viewer, subject: str) -> bool:
    return subject != "Person:none" and (
        viewer is OPERATOR or (viewer is CLERK and subject == "Household:h1")
    )


async def test_chains_of_two_days_are_both_given(campaign: Campaign) -> None:
    text = '{ node(id: "Household:h1") { ... on Household { a: accountability { on } %s } } }'
    found = await ask(campaign.graph, OPERATOR, text % 'b: accountability(on: "2021-10-08") { on }')
    assert found["node"] == {"a": {"on": str(today())}, "b": {"on": "2021-10-08"}}


async def test_subjects_asked_for_together_are_read_together(
    campaign: Campaign, statements: list[str]
) -> None:
    one = '%s: node(id: "Household:%s") { ... on Household { accountability { gaps } } }'
    text = " ".join(one % (name, name) for name in ("h1", "h2", "h3"))
    await ask(campaign.graph, OPERATOR, f"{{ {text} }}")
    assert len([one for one in statements if "LIVES_IN" in one]) == 1


CHANGE = "MATCH (n:Notice {key: 'shuangpai-2022'}) SET n.title = '新', n.version = 'new'"
VERSIONS = """RETURN
  COLLECT { MATCH (n:Notice) RETURN n.key + ' ' + n.version AS one ORDER BY one } +
  COLLECT { MATCH (c:Category) RETURN c.key + ' ' + c.version AS one ORDER BY one } AS versions"""


async def test_a_book_is_kept_under_the_versions_of_what_it_holds(
    graph: Gateway, statements: list[str]
) -> None:
    store = (await draw(graph)).directory
    [row] = await store.read(VERSIONS)
    book = await book_of(store, row["versions"])
    assert versions_of(book) == tuple(row["versions"])
    statements.clear()
    assert await book_of(store, row["versions"]) is book
    assert statements == []


async def test_a_notice_changed_by_hand_is_read_each_time(graph: Gateway) -> None:
    store = (await draw(graph)).directory
    await store.write(CHANGE)
    [row] = await store.read(VERSIONS)
    for _ in range(2):
        assert (await book_of(store, row["versions"])).notices["shuangpai-2022"].title == "新"
