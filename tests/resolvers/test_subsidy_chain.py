"""R4: everyone who answers for the money of one person."""

from datetime import date

from graph.gateway import Gateway
from policy.stations import group_of
from policy.steps import Step
from policy.timeline import Value
from policy.vocabulary import State
from tests.answering import Listed, chain, settle, with_posts
from tests.drawn import ask
from tests.ledgers import Entered, put, scheme

V1, HALF, BEGINS = "431123100001", "subsistence_allowance", date(2021, 10, 18)
ABOUT = """query($id: ID!) { node(id: $id) { ... on Subsidy { accountability(on: "2021-11-20") {
  on subject { ... on Subsidy { id person { name } } } } } } }"""


async def test_r4_a_subsidy_leads_sideways_to_the_departments_of_its_group_alone(
    drawn: Gateway,
) -> None:
    await with_posts(drawn)
    marked = Step(BEGINS, Value(V1, State.UNPAID, 32_000, 16_000, HALF, (HALF,)))
    await put(drawn, 2022, [Entered("a", V1, (marked,))])
    listed: list[Listed] = [(HALF, BEGINS, None), ("severe_disability", BEGINS, None)]
    await settle(drawn, V1, "a", None, {"a": listed})
    subsidy = f"Subsidy:a|2022|{group_of(scheme(V1), HALF)}"
    found, persons = [await chain(drawn, one, "2021-11-20") for one in (subsidy, "Person:a")]
    upward, sideways = [
        [link for link in found["links"] if link["direction"] == way]
        for way in ("UPWARD", "SIDEWAYS")
    ]
    assert upward == [link for link in persons["links"] if link["direction"] == "UPWARD"]
    assert [(link["department"]["id"], link["duty"]) for link in sideways] == [
        ("Department:431123|CIVIL_AFFAIRS", "审定低保对象名单"),
        ("Department:431123|CIVIL_AFFAIRS", "为低保对象申请资助资金"),
        ("Department:431123|HEALTHCARE_SECURITY", "落实低保对象的资助资金"),
        ("Department:431123|FINANCE", "拨付低保对象的资助资金"),
    ]
    about = (await ask(drawn, ABOUT, id=subsidy))["node"]["accountability"]
    assert about == {"on": "2021-11-20", "subject": {"id": subsidy, "person": {"name": "张a"}}}
