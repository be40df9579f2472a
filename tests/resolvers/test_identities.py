"""Identity numbers in full: who may, and what is put on record."""

from typing import Any

import pytest

from facts.people import add_people
from facts.records import HouseholdRow, MemberRow
from facts.vault import Vault
from graph.gateway import Gateway
from policy.identity import check_digit
from policy.viewer import OPERATOR, Role, Viewer
from policy.vocabulary import Sex
from schema.root import context_of, schema
from tests.campaigns import SEASON, VILLAGES, small_campaign, today

VAULT = Vault.of(bytes(32))
CLERK = Viewer("clerk", Role.OFFICER, (VILLAGES[2],))
OTHER = Viewer("other", Role.OFFICER, (VILLAGES[0],))
PUBLIC = Viewer("public", Role.PUBLIC)
STEM = "99000119800101001"
NUMBER = STEM + check_digit(STEM)
FULL = """{ node(id: "Person:x1") { ... on Person {
  a: idNumber(full: true) b: idNumber(full: true) } } }"""
FIND = "query ($number: String!) { personByIdNumber(idNumber: $number) { id idNumber } }"
READS = "{ idReads { totalCount nodes { by person { id } } } }"


@pytest.fixture
async def held(graph: Gateway) -> Gateway:
    """x1 of the third village has a number."""
    await small_campaign(graph)
    member = MemberRow("x1", "张", Sex.FEMALE, SEASON.opens.replace(year=1980), NUMBER, "户主")
    home = HouseholdRow("x", "900", VILLAGES[2], None, (member,))
    await add_people(graph.directory, "x", [home], [], [], since=SEASON.opens, vault=VAULT)
    return graph


async def ask(graph: Gateway, viewer: Viewer, text: str, **variables: object) -> Any:
    context = context_of(viewer, graph, today(), VAULT)
    found = await schema.execute(text, variable_values=variables, context_value=context)
    assert found.errors is None
    return found.data


async def refused(graph: Gateway, viewer: Viewer, text: str, **variables: object) -> str:
    context = context_of(viewer, graph, today(), VAULT)
    found = await schema.execute(text, variable_values=variables, context_value=context)
    assert found.errors is not None
    code: str = getattr(found.errors[0].original_error, "code", "none")
    return code


async def test_a_full_read_is_on_record_once_a_request(held: Gateway) -> None:
    node = (await ask(held, CLERK, FULL))["node"]
    assert node == {"a": NUMBER, "b": NUMBER}
    reads = (await ask(held, OPERATOR, READS))["idReads"]
    assert reads == {"totalCount": 1, "nodes": [{"by": "clerk", "person": {"id": "Person:x1"}}]}


async def test_who_is_outside_the_area_is_neither_read_nor_found(held: Gateway) -> None:
    assert (await ask(held, OTHER, FULL))["node"] is None
    assert (await ask(held, OTHER, FIND, number=NUMBER))["personByIdNumber"] is None
    assert (await ask(held, OPERATOR, READS))["idReads"]["totalCount"] == 0


async def test_a_number_finds_its_holder_masked(held: Gateway) -> None:
    found = (await ask(held, CLERK, FIND, number=f" {NUMBER.lower()} "))["personByIdNumber"]
    assert found == {"id": "Person:x1", "idNumber": f"990001********{NUMBER[14:]}"}


async def test_a_number_that_cannot_be_is_named_masked(held: Gateway) -> None:
    wrong = NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2")
    assert await refused(held, CLERK, FIND, number=wrong) == "BAD_INPUT"


async def test_only_who_may_asks_by_number_or_for_the_record(held: Gateway) -> None:
    assert await refused(held, PUBLIC, FIND, number=NUMBER) == "FORBIDDEN"
    assert await refused(held, CLERK, READS) == "FORBIDDEN"


async def test_the_record_is_read_page_by_page_and_by_day(held: Gateway) -> None:
    for _ in range(3):
        await ask(held, CLERK, FULL)
    page = """query ($after: String, $from: Date) { idReads(first: 2, after: $after, from: $from) {
      totalCount nodes { by } pageInfo { endCursor hasNextPage } } }"""
    first = (await ask(held, OPERATOR, page))["idReads"]
    after = first["pageInfo"]["endCursor"]
    second = (await ask(held, OPERATOR, page, after=after))["idReads"]
    sizes = [len(one["nodes"]) for one in (first, second)]
    assert (sizes, first["totalCount"], second["pageInfo"]["hasNextPage"]) == ([2, 1], 3, False)
    later = (await ask(held, OPERATOR, page, **{"from": "2999-01-01"}))["idReads"]
    assert later["totalCount"] == 0
    assert await refused(held, OPERATOR, page, after="x") == "BAD_INPUT"
