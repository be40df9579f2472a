"""R5: the households behind what a post answers for."""

from datetime import date

from facts.post_rows import PostRow
from graph.gateway import Gateway
from tests.answering import appoint
from tests.campaigns import TOWNSHIP, VILLAGES, small_campaign
from tests.drawn import ask

ANSWERS = """query($id: ID!, $year: Int!) { node(id: $id) { ... on Post {
  answersFor { households(year: $year) { totalCount nodes { number } pageInfo { hasNextPage } }
    unpaid: households(year: $year, unpaidOnly: true) { totalCount } } } } }"""


async def test_r5_behind_a_post_stand_the_households_that_it_answers_for(graph: Gateway) -> None:
    made = await small_campaign(graph)
    since = date(2021, 9, 1)
    await appoint(
        graph,
        PostRow("包村干部", TOWNSHIP, None, "甲", since, village=VILLAGES[0]),
        PostRow("代征员", VILLAGES[0], None, "乙", since, grid="第2组"),
        PostRow("帮扶责任人", VILLAGES[1], None, "丙", since, household="h3"),
    )
    await made.post("paid", [made.payment(date(2021, 10, 8), "h2a", "h2b")])
    counts = {}
    for key in (f"{TOWNSHIP}|包村干部|{VILLAGES[0]}", f"{VILLAGES[0]}|代征员|第2组"):
        counts[key] = await _counts(graph, key)
    helper = f"{VILLAGES[1]}|帮扶责任人"
    assert list(counts.values()) == [(2, ["001", "002"], 1), (1, ["002"], 0)]
    assert await _counts(graph, helper) == (1, ["003"], 1)


async def _counts(graph: Gateway, key: str) -> tuple[int, list[str], int]:
    found = await ask(graph, ANSWERS, id=f"Post:{key}", year=2022)
    (one,) = found["node"]["answersFor"]
    numbers = [home["number"] for home in one["households"]["nodes"]]
    return one["households"]["totalCount"], numbers, one["unpaid"]["totalCount"]
