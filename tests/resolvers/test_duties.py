"""Duties of places, completed and reported, on the drawn tree with the five notices."""

import asyncio
from datetime import date
from typing import Any

import pytest

from facts.duties import settle_duty
from graph.gateway import Gateway, Transaction
from policy.completion import Refused
from policy.viewer import Role, Viewer
from schema.root import context_of
from tests.drawn import TODAY, add, ask, refused

LIST = """query($code: JurisdictionCode!, $year: Int!, $on: Date, $status: DutyStatus,
    $department: ID, $below: Boolean) {
  jurisdiction(code: $code) { duties(year: $year, on: $on, status: $status,
      department: $department, below: $below) {
    id text deadline recurring note status doneOn evidence amount amountDone
    department { id name kind jurisdiction { code } } jurisdiction { code }
    about { id } clause { number notice { key } } } } }"""
COMPLETE = """mutation($input: CompleteDutyInput!) { completeDuty(input: $input) {
  duty { id status doneOn evidence amount amountDone }
  userErrors { code field message candidates clause { number } } } }"""
MARK = "Duty:431123|2022|mark_identities|HEALTHCARE_SECURITY"
FISCAL = "Duty:431123|2022|fiscal_subsidy_in_place|FINANCE"
DONE = {"idempotencyKey": "d1", "duty": MARK, "on": "2021-09-14", "evidence": "双医保〔2021〕3号"}


async def duties(graph: Gateway, code: str, year: int, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ask(graph, LIST, code=code, year=year, **asked))[
        "jurisdiction"
    ]["duties"]
    return found


async def complete(graph: Gateway, **change: object) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(graph, COMPLETE, input=DONE | change))["completeDuty"]
    return found


async def test_r1_a_duty_names_who_answers_by_when_and_where_it_stands(drawn: Gateway) -> None:
    found = await duties(drawn, "431123", 2022, on="2021-09-16")
    [marking] = [one for one in found if one["id"] == MARK]
    assert (marking["deadline"], marking["status"]) == ("2021-09-15", "LATE")
    assert marking["department"] == {
        "id": "Department:431123|HEALTHCARE_SECURITY",
        "name": "地431123医疗保障局",
        "kind": "HEALTHCARE_SECURITY",
        "jurisdiction": {"code": "431123"},
    }
    assert marking["clause"] == {"number": "七", "notice": {"key": "shuangpai-2022"}}


@pytest.mark.parametrize(("on", "status"), [("2021-09-15", "DUE"), ("2021-09-16", "LATE")])
async def test_r1_the_status_is_that_of_the_day(drawn: Gateway, on: str, status: str) -> None:
    text = "query($id: ID!, $on: Date) { node(id: $id) { ... on Duty { status(on: $on) } } }"
    assert await ask(drawn, text, id=MARK, on=on) == {"node": {"status": status}}


async def test_q6_an_occurrence_is_there_once_its_period_has_begun(drawn: Gateway) -> None:
    found = await duties(drawn, "431123", 2022, on="2021-10-04")
    weekly = [one for one in found if "weekly_unpaid_list" in one["id"]]
    assert [(one["deadline"], one["status"], one["recurring"]) for one in weekly] == [
        ("2021-09-26", "LATE", "每周"),
        ("2021-10-03", "LATE", "每周"),
        ("2021-10-10", "DUE", "每周"),
    ]


async def test_r1_a_unit_has_the_duties_of_its_level_in_the_nearest_notice(drawn: Gateway) -> None:
    keys = {
        code: {one["id"].split("|")[2] for one in await duties(drawn, code, year)}
        for code, year in (
            ("43", 2022),
            ("4311", 2022),
            ("431122", 2022),  # no notice of its own that year: the province's
            ("431123100", 2022),
            ("341302113", 2022),
            ("341302", 2022),
        )
    }
    assert keys["43"] == set()
    assert keys["4311"] == {"work_plan", "fiscal_subsidy_in_place"}
    assert "transfer_subsidies" in keys["431122"]
    assert keys["431123100"] == {"publicity_township", "check_entries", "pay_by_card"}
    assert {"daily_ranking", "weekly_dispatch"} <= keys["341302113"]
    assert keys["341302"] == set()


async def test_r1_below_a_county_are_its_townships_and_villages(drawn: Gateway) -> None:
    found = await duties(drawn, "431123", 2022, below=True, status="LATE", on="2021-11-01")
    entries = [one for one in found if "check_entries" in one["id"]]
    assert [one["jurisdiction"]["code"] for one in entries] == [
        "431123100",
        "431123100001",
        "431123101",
        "431123101001",
    ]
    assert entries[1]["department"]["name"] == "地431123100001"  # a village answers itself


async def test_r5_a_departments_duties_are_its_own_alone(drawn: Gateway) -> None:
    key = "Department:431123|TAXATION"
    found = await duties(drawn, "431123", 2022, department=key)
    assert {one["department"]["id"] for one in found} == {key}
    assert len(found) == 23  # 15 weeks, 4 months, publicity, closing, collection, grid
    code, message = await refused(drawn, LIST, code="431123", year=2022, department="x")
    assert code == "BAD_INPUT"
    assert "x" in message


async def test_r1_a_duty_done_stays_done_and_is_done_once(drawn: Gateway) -> None:
    first = await complete(drawn)
    assert first["duty"] == {
        "id": MARK,
        "status": "DONE",
        "doneOn": "2021-09-14",
        "evidence": "双医保〔2021〕3号",
        "amount": None,
        "amountDone": None,
    }
    assert await complete(drawn) == first
    [error] = (await complete(drawn, idempotencyKey="d2"))["userErrors"]
    assert (error["code"], error["field"]) == ("DUPLICATE", ["input", "duty"])
    [error] = (await complete(drawn, evidence="另一份"))["userErrors"]
    assert error["code"] == "IDEMPOTENCY_CONFLICT"
    before = await duties(drawn, "431123", 2022, on="2021-09-13", status="DUE")
    assert MARK in [one["id"] for one in before]


async def test_s4_money_in_parts_is_done_when_all_of_it_is_there(drawn: Gateway) -> None:
    part = {"duty": FISCAL, "amount": "600000.00", "of": "1000000.00", "on": "2022-03-01"}
    first = await complete(drawn, **part)
    assert first["userErrors"] == []
    assert first["duty"]["status"] == "LATE"  # today all deadlines are past
    assert (first["duty"]["amount"], first["duty"]["amountDone"]) == ("1000000.00", "600000.00")
    [due] = [
        one for one in await duties(drawn, "431123", 2022, on="2022-07-31") if one["id"] == FISCAL
    ]
    assert due["status"] == "DUE"
    over = await complete(drawn, duty=FISCAL, idempotencyKey="d2", amount="400000.01")
    assert over["userErrors"][0]["code"] == "AMOUNT_MISMATCH"
    last = await complete(drawn, duty=FISCAL, idempotencyKey="d3", on="2022-07-30")
    assert (last["duty"]["status"], last["duty"]["amountDone"]) == ("DONE", "1000000.00")


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"on": "2200-01-01"}, "FUTURE_DATE", "on"),
        ({"evidence": " "}, "BAD_INPUT", "evidence"),
        ({"amount": "1.00"}, "BAD_INPUT", "amount"),
        ({"duty": FISCAL}, "BAD_INPUT", "of"),
        ({"duty": "Duty:431123|2022|no_such|FINANCE"}, "UNKNOWN", "duty"),
        ({"duty": "Duty:nowhere"}, "UNKNOWN", "duty"),
        ({"duty": "Person:1"}, "UNKNOWN", "duty"),
        (
            {"duty": "Duty:431123|2022|weekly_unpaid_list|TAXATION|2021-10-10"},
            "BEFORE_ENTRY",
            "on",
        ),
    ],
)
async def test_a_completion_that_cannot_be_is_refused_and_leaves_nothing(
    drawn: Gateway, change: dict[str, object], code: str, field: str
) -> None:
    done = await complete(drawn, **change)
    [error] = done["userErrors"]
    assert (done["duty"], error["code"], error["field"]) == (None, code, ["input", field])
    [row] = await drawn.directory.read(
        "MATCH (n:Duty|Completion|Receipt) RETURN count(n) AS written"
    )
    assert row["written"] == 0


async def test_an_unknown_duty_is_answered_with_those_of_the_unit(drawn: Gateway) -> None:
    done = await complete(drawn, duty="Duty:4311|2022|fiscal|FINANCE")
    assert done["userErrors"][0]["candidates"] == [
        "Duty:4311|2022|fiscal_subsidy_in_place|FINANCE",
        "Duty:4311|2022|work_plan|GOVERNMENT",
    ]


async def test_of_rivals_one_completes_a_duty(drawn: Gateway) -> None:
    answers = await asyncio.gather(*(complete(drawn, idempotencyKey=f"r{n}") for n in range(6)))
    codes = sorted(error["code"] for one in answers for error in one["userErrors"])
    assert codes == ["DUPLICATE"] * 5
    same = await asyncio.gather(
        *(complete(drawn, duty=FISCAL, idempotencyKey="s", of="10.00") for _ in range(4))
    )
    assert [one["duty"]["amountDone"] for one in same] == ["10.00"] * 4
    [row] = await drawn.directory.read("MATCH (c:Completion) RETURN count(c) AS n")
    assert row["n"] == 2


HOUSE = """
MATCH (v:Jurisdiction {code: $village})
CREATE (:Household {key: $key, number: '001'})-[:LIVES_IN {from: date('2019-01-01')}]->(v)
"""
REPORT = """mutation($input: ReportRosterErrorInput!) { reportRosterError(input: $input) {
  duty { id text deadline status recurring department { id } jurisdiction { code }
    about { id } clause { number notice { key } } }
  userErrors { code field } } }"""
ERROR = {
    "idempotencyKey": "e1",
    "household": "Household:h1",
    "year": 2020,
    "on": "2019-11-08",
    "text": "户主姓名写错",
}


async def report(graph: Gateway, **change: object) -> dict[str, Any]:
    found: dict[str, Any] = (await ask(graph, REPORT, input=ERROR | change))["reportRosterError"]
    return found


@pytest.fixture
async def housed(drawn: Gateway) -> Gateway:
    """Households h1 of 东安 and h2 of 蕲县镇."""
    for key, village in (("h1", "431122100001"), ("h2", "341302113201")):
        await drawn.directory.write(HOUSE, key=key, village=village)
    return drawn


async def test_d2_an_error_of_the_roster_is_to_be_mended_in_three_working_days(
    housed: Gateway,
) -> None:
    done = await report(housed)
    assert done["userErrors"] == []
    assert done["duty"] == {
        "id": "Duty:error|e1",
        "text": "修改医保系统中的错误信息：户主姓名写错",
        "deadline": "2019-11-13",  # a Friday; the weekend does not count
        "status": "LATE",
        "recurring": None,
        "department": {"id": "Department:431122|HEALTHCARE_SECURITY"},
        "jurisdiction": {"code": "431122100001"},
        "about": {"id": "Household:h1"},
        "clause": {"number": "七(一)", "notice": {"key": "dongan-2020"}},
    }
    assert await report(housed) == done
    assert (await report(housed, text="住址写错"))["userErrors"] == [
        {"code": "IDEMPOTENCY_CONFLICT", "field": ["input", "idempotencyKey"]}
    ]


async def test_d2_where_the_notice_is_silent_the_common_reading_gives_the_limit(
    housed: Gateway,
) -> None:
    done = await report(housed, household="Household:h2", year=2022, on="2021-10-08")
    assert done["duty"]["deadline"] == "2021-10-12"  # Saturday 9 October is worked
    assert done["duty"]["department"] == {"id": "Department:341302|HEALTHCARE_SECURITY"}
    assert done["duty"]["clause"] == {"number": "名册差错", "notice": {"key": "common"}}


async def test_d2_an_error_is_listed_where_it_is_and_for_who_mends_it(housed: Gateway) -> None:
    await report(housed)
    for code, below in (("431122100001", False), ("431122100", True), ("431122", True)):
        found = await duties(housed, code, 2020, below=below, on="2019-11-13")
        assert [one["status"] for one in found if one["about"]] == ["DUE"]
    bureau = "Department:431122|HEALTHCARE_SECURITY"
    found = await duties(housed, "431122", 2020, below=True, department=bureau)
    assert [one["id"] for one in found if one["about"]] == ["Duty:error|e1"]
    early = await duties(housed, "431122", 2020, below=True, on="2019-11-07")
    assert [one for one in early if one["about"]] == []


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"household": "Household:none"}, "UNKNOWN", "household"),
        ({"household": "h1"}, "UNKNOWN", "household"),
        ({"on": "2200-01-01"}, "FUTURE_DATE", "on"),
        ({"on": "2019-08-31"}, "BEFORE_ENTRY", "on"),
        ({"text": ""}, "BAD_INPUT", "text"),
        ({"year": 1999}, "NO_SCHEME", "year"),
    ],
)
async def test_a_report_that_cannot_be_is_refused(
    housed: Gateway, change: dict[str, object], code: str, field: str
) -> None:
    done = await report(housed, **change)
    assert done == {"duty": None, "userErrors": [{"code": code, "field": ["input", field]}]}


async def settle(graph: Gateway, on: date, household: str = "h1") -> Refused | None:
    async def body(transaction: Transaction) -> Refused | None:
        return await settle_duty(transaction, "error|e1", on, "已更正", household)

    return await graph.directory.transact(body)


async def test_d2_whoever_mends_the_entry_settles_its_duty_once(housed: Gateway) -> None:
    unknown = await settle(housed, date(2019, 11, 12))
    assert unknown is not None
    assert unknown.code == "UNKNOWN"
    await report(housed)
    early, other = await settle(housed, date(2019, 11, 7)), await settle(housed, date.max, "h2")
    assert early is not None
    assert other is not None
    assert (early.code, other.code) == ("BEFORE_ENTRY", "BAD_INPUT")
    assert await settle(housed, date(2019, 11, 12)) is None
    again = await settle(housed, date(2019, 11, 12))
    assert again is not None
    assert again.code == "DUPLICATE"
    found = await duties(housed, "431122100001", 2020)
    assert [(one["status"], one["doneOn"]) for one in found if one["about"]] == [
        ("DONE", "2019-11-12")
    ]


async def test_r1_each_day_of_payments_is_to_be_reviewed_in_three_working_days(
    drawn: Gateway,
) -> None:
    rows = [("431122100001", "all", date(2019, 11, day), {"payments": 2}) for day in (5, 8)]
    await add(drawn, 2020, *rows)
    found = await duties(drawn, "431122", 2020, department="Department:431122|TAXATION")
    review = [one for one in found if "payment_review" in one["id"]]
    assert [(one["id"].split("|")[-1], one["deadline"]) for one in review] == [
        ("2019-11-05", "2019-11-08"),
        ("2019-11-08", "2019-11-13"),
    ]
    assert review[0]["recurring"] == "每日缴款起3个工作日内"


async def test_the_number_of_statements_does_not_grow_with_the_places(
    drawn: Gateway, statements: list[str]
) -> None:
    await duties(drawn, "341302113", 2022)
    few = len(statements)
    statements.clear()
    await duties(drawn, "0", 2022, below=True)
    assert len(statements) <= few  # places, law, what is on record, names of departments
    assert few <= 6


OPEN = """{ jurisdiction(code: "431122") { duties(year: 2020, below: true) { about { id } }
  roster(year: 2020) { villages openErrors { id jurisdiction { code } } } } }"""
ROLL = "CREATE (:Roster {key: '431122100001|2020', village: '431122100001', year: 2020})"


async def test_d2_a_roster_tells_the_errors_that_are_not_mended(housed: Gateway) -> None:
    await housed.directory.write(ROLL)
    await report(housed)
    found = (await ask(housed, OPEN))["jurisdiction"]["roster"]
    error = {"id": "Duty:error|e1", "jurisdiction": {"code": "431122100001"}}
    assert found == {"villages": 1, "openErrors": [error]}
    assert await settle(housed, date(2019, 11, 12)) is None
    assert (await ask(housed, OPEN))["jurisdiction"]["roster"]["openErrors"] == []


@pytest.mark.parametrize(
    ("viewer", "errors"),
    [
        (Viewer("officer", Role.OFFICER, ("431122100",)), 1),
        (Viewer("neighbour", Role.OFFICER, ("431123",)), 0),
        (Viewer("bureau", Role.DEPARTMENT, ("431122",), "431122|HEALTHCARE_SECURITY"), 1),
        (Viewer("other", Role.DEPARTMENT, ("431122",), "431122|CIVIL_AFFAIRS"), 0),
        (Viewer("public", Role.PUBLIC), 0),
    ],
)
async def test_an_error_that_may_name_people_is_for_its_area_and_who_mends_it(
    housed: Gateway, viewer: Viewer, errors: int
) -> None:
    await housed.directory.write(ROLL)
    await report(housed)
    context = context_of(viewer, housed, TODAY)
    duty = await context.duties.by_key("error|e1")
    listed = await context.duties.of("431122", 2020, below=True)
    assert int(duty is not None) == errors
    assert len([one for one in listed if one.household]) == errors
    assert len(await context.duties.open_errors("431122", 2020)) == errors
