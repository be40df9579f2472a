"""What departments owe in 双牌县 and 双清区, drawn small, with literal figures."""

from datetime import date
from typing import Any

import pytest

from graph.gateway import Gateway
from policy.ledger import Station
from policy.steps import Step
from policy.timeline import Value
from policy.vocabulary import State
from tests.drawn import ask
from tests.ledgers import Batch, Entered, put

V1, V2, V3 = "431123100001", "431123101001", "430502001001"
MARKED_ON, PAID_ON, ASKED, GIVEN, ARRIVED = (
    date(2021, 10, 1),
    date(2021, 10, 5),
    date(2021, 11, 1),
    date(2021, 11, 15),
    date(2021, 12, 1),
)
HALF, FULL, OPEN = "subsistence_allowance", "destitute", "child_in_hardship"


def marked(village: str, category: str, fen: int) -> Step[Value]:
    return Step(MARKED_ON, Value(village, State.UNPAID, 32_000, fen, category, (category,)))


def paid(village: str, category: str, fen: int) -> Step[Value]:
    return Step(PAID_ON, Value(village, State.PAID, 32_000, fen, category, (category,)))


def full(village: str) -> Step[Value]:
    return Step(MARKED_ON, Value(village, State.FULLY_SUBSIDISED, 0, 32_000, FULL, (FULL,)))


PEOPLE = [
    Entered("a", V1, (marked(V1, HALF, 16_000), paid(V1, HALF, 16_000))),
    Entered("b", V1, (marked(V1, HALF, 16_000),)),
    Entered("c", V1, (full(V1),)),
    Entered("d", V2, (marked(V2, HALF, 16_000), paid(V2, HALF, 16_000))),
    Entered("e", V2, (marked(V2, OPEN, 0),)),
]
BATCHES = [
    Batch(
        "1", ASKED, Station.PAYABLE, Station.REQUESTED, (("a", HALF, 16_000), ("d", HALF, 6_000))
    ),
    Batch("2", GIVEN, Station.REQUESTED, Station.DISBURSED, (("a", HALF, 16_000),)),
    Batch("3", ARRIVED, Station.DISBURSED, Station.RECEIVED, (("a", HALF, 10_000),)),
]
ROWS = """department { id name } category { key } fund people unsetPeople amount payable requested
  disbursed received outstanding overdue deadline clause { number }"""
LEDGER = f"""query($code: JurisdictionCode!, $year: Int!, $asOf: Date, $knownOn: Date,
  $department: ID, $category: String, $fund: Fund) {{ jurisdiction(code: $code) {{
  liabilities(year: $year, asOf: $asOf, knownOn: $knownOn, department: $department,
    category: $category, fund: $fund) {{
    people unsetPeople amount received outstanding overdue rows {{ {ROWS} }} }} }} }}"""
LIST = """query($code: JurisdictionCode!, $year: Int!, $asOf: Date, $department: ID,
  $category: String, $fund: Fund, $steps: [SubsidyStepKind!], $overdueOn: Date, $first: Int,
  $after: String) { jurisdiction(code: $code) { subsidies(year: $year, asOf: $asOf,
  department: $department, category: $category, fund: $fund, steps: $steps, overdueOn: $overdueOn,
  first: $first, after: $after) { totalCount totalAmount pageInfo { hasNextPage endCursor }
  nodes { person { name } jurisdiction { code } category { key } amount step nextStep
    waitingFor { id } deadline overdue } } } }"""


async def ledger(graph: Gateway, code: str, year: int = 2022, **given: Any) -> Any:
    data = await ask(graph, LEDGER, code=code, year=year, **given)
    return data["jurisdiction"]["liabilities"]


async def listed(graph: Gateway, code: str, year: int = 2022, **given: Any) -> Any:
    data = await ask(graph, LIST, code=code, year=year, **given)
    return data["jurisdiction"]["subsidies"]


def names(found: Any) -> list[str]:
    return [node["person"]["name"] for node in found["nodes"]]


@pytest.fixture
async def county(drawn: Gateway) -> Gateway:
    await put(drawn, 2022, PEOPLE, BATCHES)
    return drawn


async def test_a_row_a_department_group_and_fund(county: Gateway) -> None:
    rows = (await ledger(county, "431123"))["rows"]
    figures = ("people", "amount", "payable", "requested", "disbursed", "received", "outstanding")
    assert [(row["category"]["key"], *(row[name] for name in figures)) for row in rows] == [
        (FULL, 1, "320.00", "320.00", "0.00", "0.00", "0.00", "320.00"),
        (HALF, 3, "480.00", "320.00", "220.00", "160.00", "100.00", "380.00"),
        (OPEN, 1, "0.00", "0.00", "0.00", "0.00", "0.00", "0.00"),
    ]
    assert [row["department"]["id"] for row in rows] == [
        "Department:431123|CIVIL_AFFAIRS",
        "Department:431123|CIVIL_AFFAIRS",
        "Department:431123|HEALTHCARE_SECURITY",
    ]


async def test_the_ledger_adds_up_its_rows(county: Gateway) -> None:
    found = await ledger(county, "43")
    assert found["people"] == 5
    assert found["unsetPeople"] == 1
    assert (found["amount"], found["received"], found["outstanding"]) == (
        "800.00",
        "100.00",
        "700.00",
    )


async def test_without_a_day_in_the_notice_nothing_is_overdue(county: Gateway) -> None:
    found = await ledger(county, "431123")
    assert found["overdue"] == "0.00"
    assert {(row["deadline"], row["clause"]["number"]) for row in found["rows"]} == {
        (None, "五"),
        (None, "二(四)"),
    }


async def test_the_ledger_of_a_past_day_is_what_had_happened_by_then(county: Gateway) -> None:
    found = await ledger(county, V1, asOf="2021-11-20", category="低保对象")
    [row] = found["rows"]
    assert (row["amount"], row["payable"], row["disbursed"], row["received"]) == (
        "320.00",
        "160.00",
        "160.00",
        "0.00",
    )


async def test_what_was_not_yet_known_is_not_in_the_ledger_of_that_knowledge(
    county: Gateway,
) -> None:
    assert (await ledger(county, "431123", knownOn="2022-05-31"))["rows"] == []
    assert (await ledger(county, "431123", knownOn="2022-06-01"))["people"] == 5


async def test_a_ledger_is_read_for_one_department_or_fund(county: Gateway) -> None:
    civil = "Department:431123|CIVIL_AFFAIRS"
    assert (await ledger(county, "43", department=civil))["people"] == 4
    assert (await ledger(county, "43", fund="UNSPECIFIED"))["people"] == 1
    elsewhere = "Department:430502|CIVIL_AFFAIRS"
    assert (await ledger(county, "43", department=elsewhere))["rows"] == []


async def test_b9_what_is_payable_in_march_2023_is_overdue_by_its_clause(drawn: Gateway) -> None:
    people = [
        Entered("x", V3, (marked(V3, HALF, 17_500), paid(V3, HALF, 17_500))),
        Entered("y", V3, (marked(V3, HALF, 17_500),)),
    ]
    batch = Batch("9", ARRIVED, Station.PAYABLE, Station.RECEIVED, (("x", HALF, 10_000),))
    await put(drawn, 2023, people, [batch])
    in_time = await ledger(drawn, "430502", 2023, asOf="2023-02-28")
    late = await ledger(drawn, "430502", 2023, asOf="2023-03-01")
    assert (in_time["overdue"], late["overdue"]) == ("0.00", "75.00")
    [row] = late["rows"]
    assert (row["deadline"], row["clause"]["number"]) == ("2023-02-28", "二(四)8")
    found = await listed(drawn, "430502", 2023, overdueOn="2023-03-01")
    assert (found["totalCount"], found["totalAmount"], names(found)) == (1, "75.00", ["x"])
    assert found["nodes"][0]["overdue"] is True
    before = await listed(drawn, "430502", 2023, overdueOn="2023-02-28")
    assert before["totalCount"] == 0


@pytest.mark.parametrize(
    ("steps", "people", "amount"),
    [
        ([], "cabed", "800.00"),
        (["MARKED"], "be", "160.00"),
        (["PAYABLE"], "cd", "420.00"),
        (["REQUESTED"], "d", "60.00"),
        (["REQUESTED", "DISBURSED", "RECEIVED"], "ad", "220.00"),
        (["RECEIVED"], "a", "100.00"),
    ],
)
async def test_a_list_of_steps_sums_to_what_stands_there(
    county: Gateway, steps: list[str], people: str, amount: str
) -> None:
    for day in (None, "2021-12-31"):
        found = await listed(county, "431123", steps=steps, asOf=day)
        assert sorted(names(found)) == sorted(people)
        assert (found["totalCount"], found["totalAmount"]) == (len(people), amount)


async def test_pages_follow_place_and_household(county: Gateway) -> None:
    for day in (None, "2021-12-31"):
        found, after = [], None
        while True:
            page = await listed(county, "431123", first=2, after=after, asOf=day)
            found += names(page)
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
        assert found == ["a", "b", "c", "d", "e"]


async def test_each_subsidy_says_where_it_stands_and_for_whom_it_waits(county: Gateway) -> None:
    nodes = (await listed(county, "431123"))["nodes"]
    waits = {
        node["person"]["name"]: (
            node["amount"],
            node["step"],
            node["nextStep"],
            node["waitingFor"] and node["waitingFor"]["id"].partition("|")[2],
        )
        for node in nodes
    }
    assert waits == {
        "a": ("160.00", "DISBURSED", "RECEIVED", "CIVIL_AFFAIRS"),
        "b": ("160.00", "MARKED", "PAYABLE", None),
        "c": ("320.00", "PAYABLE", "REQUESTED", "CIVIL_AFFAIRS"),
        "d": ("160.00", "PAYABLE", "REQUESTED", "CIVIL_AFFAIRS"),
        "e": (None, "MARKED", "PAYABLE", None),
    }


async def test_the_steps_of_a_subsidy_name_day_amount_and_document(county: Gateway) -> None:
    asked = """query($id: ID!) { node(id: $id) { ... on Person { subsidies(year: 2022) {
      id steps { kind on amount document department { id } advance { id people } }
      decision { category { key } } } } } }"""
    [found] = (await ask(county, asked, id="Person:a"))["node"]["subsidies"]
    civil = {"id": "Department:431123|CIVIL_AFFAIRS"}
    steps = [(one["kind"], one["on"], one["amount"], one["document"]) for one in found["steps"]]
    assert steps == [
        ("MARKED", "2021-10-01", "160.00", None),
        ("PAYABLE", "2021-10-05", "160.00", None),
        ("REQUESTED", "2021-11-01", "160.00", "文1"),
        ("DISBURSED", "2021-11-15", "160.00", "文2"),
        ("RECEIVED", "2021-12-01", "100.00", "文3"),
    ]
    assert found["steps"][2]["department"] == civil
    assert found["steps"][2]["advance"] == {"id": "Advance:1", "people": 2}
    same = await ask(county, "query($id: ID!) { node(id: $id) { id } }", id=found["id"])
    assert same["node"]["id"] == found["id"]


async def test_batches_of_a_department_newest_first(drawn: Gateway) -> None:
    back = Batch(
        "4", ARRIVED, Station.PAYABLE, Station.REQUESTED, (("d", HALF, -6_000),), reverses="1"
    )
    await put(drawn, 2022, PEOPLE, [*BATCHES[:2], back])
    asked = """query($after: String) { jurisdiction(code: "431123") { liabilities(year: 2022) {
      rows { department { advances(year: 2022, first: 2, after: $after) {
        totalCount totalAmount pageInfo { hasNextPage endCursor }
        nodes { id to on document amount people reverses { id } reversedBy { id }
          subsidies { totalCount totalAmount nodes { person { name } } } } } } } } } }"""
    data = await ask(drawn, asked)
    page = data["jurisdiction"]["liabilities"]["rows"][0]["department"]["advances"]
    assert (page["totalCount"], page["totalAmount"]) == (3, "320.00")
    assert [node["id"] for node in page["nodes"]] == ["Advance:4", "Advance:2"]
    first = page["nodes"][0]
    assert (first["amount"], first["reverses"]) == ("-60.00", {"id": "Advance:1"})
    after = page["pageInfo"]["endCursor"]
    data = await ask(drawn, asked, after=after)
    rest = data["jurisdiction"]["liabilities"]["rows"][0]["department"]["advances"]
    [last] = rest["nodes"]
    assert (last["id"], last["reversedBy"]) == ("Advance:1", {"id": "Advance:4"})
    assert last["subsidies"]["totalAmount"] == "220.00"
    assert [one["person"]["name"] for one in last["subsidies"]["nodes"]] == ["a", "d"]


async def test_a_department_answers_for_what_it_owes_and_the_people_of_its_groups(
    county: Gateway,
) -> None:
    asked = """{ jurisdiction(code: "431123") { liabilities(year: 2022) { rows { department {
      kind responsibility(year: 2022) { liabilities { people amount }
        people { totalCount nodes { name } } } } } } } }"""
    data = await ask(county, asked)
    rows = data["jurisdiction"]["liabilities"]["rows"]
    civil = rows[0]["department"]["responsibility"]
    assert civil["liabilities"] == {"people": 4, "amount": "800.00"}
    # 民政 lists the children in hardship too, whose amount is open
    assert [one["name"] for one in civil["people"]["nodes"]] == ["a", "b", "c", "d", "e"]


async def test_progress_shows_what_arrived(county: Gateway) -> None:
    asked = """{ jurisdiction(code: "43") { progress(year: 2022) { subsidyReceived }
      children { name progress(year: 2022, asOf: "2021-11-30") { subsidyReceived } } } }"""
    place = (await ask(county, asked))["jurisdiction"]
    assert place["progress"]["subsidyReceived"] == "100.00"
    assert {one["progress"]["subsidyReceived"] for one in place["children"]} == {"0.00"}


async def test_a_ledger_is_read_in_a_number_of_statements_that_does_not_grow(
    county: Gateway, statements: list[str]
) -> None:
    await ledger(county, V1)  # the book of the law is kept from now on
    statements.clear()
    await ledger(county, V1)
    few = len(statements)
    statements.clear()
    await ledger(county, "43")
    assert len(statements) == few
    statements.clear()
    nodes = "{ nodes { id department { id } steps { kind advance { id } } overdue } }"
    await ask(county, f'{{ jurisdiction(code: "43") {{ subsidies(year: 2022) {nodes} }} }}')
    assert len(statements) <= 9
