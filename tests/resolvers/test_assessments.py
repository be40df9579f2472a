"""Assessments out of the facts, on a drawn tree, with figures worked out by hand."""

from datetime import date
from typing import Any

import pytest

from graph.gateway import Gateway
from tests.drawn import add, ask, set_quota

SHUANGPAI = ("431123100001", "431123101001")
QIXIAN = tuple(f"341302113{number}" for number in (201, 202, 203, 204))
JUDGED = """query($code: JurisdictionCode!, $year: Int!, $on: Date) {
  jurisdiction(code: $code) { children { code assessments(year: $year, on: $on) {
    rule { key } provisional score rank amount ties { code } missingInputs { key }
    figures { key value on } items { key measured points amount because { text arithmetic } }
  } } } }"""


async def judged(graph: Gateway, code: str, year: int, on: str, rule: str) -> dict[str, Any]:
    """By unit, the result of one rule."""
    found = await ask(graph, JUDGED, code=code, year=year, on=on)
    return {
        child["code"]: one
        for child in found["jurisdiction"]["children"]
        for one in child["assessments"]
        if one["rule"]["key"] == rule
    }


@pytest.fixture
async def shuangpai(drawn: Gateway) -> Gateway:
    """Two townships with a quota of 200: 193 enrolled by 12-31; 180, and 195 in February."""
    for village, first, later in zip(SHUANGPAI, (193, 180), (0, 15), strict=True):
        await set_quota(drawn, village[:9], 2022, 200)
        await add(
            drawn,
            2022,
            (village, "all", date(2021, 12, 31), {"paid": first, "unpaid": 15}),
            (village, "all", date(2022, 2, 10), {"paid": later, "unpaid": -later}),
        )
    return drawn


async def test_a1_who_reaches_the_rate_earns_and_who_does_not_loses(shuangpai: Gateway) -> None:
    found = await judged(shuangpai, "431123", 2022, "2022-03-01", "collection_bonus")
    assert [(one["amount"], one["rank"], one["provisional"]) for one in found.values()] == [
        ("289.50", 1, False),
        ("-19.50", 2, False),
    ]
    assert found["431123101"]["items"][-1]["because"] == [
        {
            "text": "未达到考核任务，按所差人数扣减公用经费",
            "arithmetic": "193 − 180 = 13; 13 × 1.50 = 19.50",
        }
    ]


GRANT = """mutation($input: GrantExtensionInput!) { grantExtension(input: $input) {
  extension { until grantedOn document jurisdiction { code } clause { number } }
  userErrors { code field message clause { number } } } }"""
GRANTED = {
    "idempotencyKey": "e1",
    "jurisdiction": "431123",
    "year": 2022,
    "until": "2022-02-28",
    "on": "2021-12-30",
    "document": "双医保〔2021〕9号",
}


async def test_a1_with_an_extension_february_counts_too(shuangpai: Gateway) -> None:
    done = (await ask(shuangpai, GRANT, input=GRANTED))["grantExtension"]
    assert done["userErrors"] == []
    assert done["extension"]["jurisdiction"] == {"code": "431123"}
    found = await judged(shuangpai, "431123", 2022, "2022-03-01", "collection_bonus")
    assert [one["amount"] for one in found.values()] == ["289.50", "195.00"]
    before = await judged(shuangpai, "431123", 2022, "2021-12-29", "collection_bonus")
    assert [(one["amount"], one["provisional"]) for one in before.values()] == [
        ("-289.50", True),  # nobody yet: 193 people short of it
        ("-289.50", True),
    ]


async def test_an_extension_holds_below_its_unit_and_nowhere_else(shuangpai: Gateway) -> None:
    await ask(shuangpai, GRANT, input=GRANTED | {"jurisdiction": "431123100"})
    here = "{ jurisdiction(code: %s) { extension(year: 2022) { until jurisdiction { code } } } }"
    below = await ask(shuangpai, here % '"431123100001"')
    assert below["jurisdiction"]["extension"] == {
        "until": "2022-02-28",
        "jurisdiction": {"code": "431123100"},
    }
    beside = await ask(shuangpai, here % '"431123101"')
    assert beside["jurisdiction"]["extension"] is None


async def test_the_same_key_grants_once_and_another_body_is_a_conflict(
    shuangpai: Gateway,
) -> None:
    first = await ask(shuangpai, GRANT, input=GRANTED)
    assert await ask(shuangpai, GRANT, input=GRANTED) == first
    other = await ask(shuangpai, GRANT, input=GRANTED | {"until": "2022-01-31"})
    [error] = other["grantExtension"]["userErrors"]
    assert (error["code"], error["field"]) == (
        "IDEMPOTENCY_CONFLICT",
        ["input", "idempotencyKey"],
    )
    [row] = await shuangpai.directory.read("MATCH (e:Extension) RETURN count(e) AS n")
    assert row["n"] == 1


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"until": "2022-03-01"}, "OUTSIDE_WINDOW", "until"),
        ({"until": "2021-12-31"}, "OUTSIDE_WINDOW", "until"),
        ({"jurisdiction": "341302113"}, "OUTSIDE_WINDOW", "until"),
        ({"on": "2200-01-01"}, "FUTURE_DATE", "on"),
        ({"document": " "}, "BAD_INPUT", "document"),
        ({"year": 1999}, "NO_SCHEME", "year"),
    ],
)
async def test_an_extension_that_no_notice_knows_is_refused(
    shuangpai: Gateway, change: dict[str, object], code: str, field: str
) -> None:
    done = (await ask(shuangpai, GRANT, input=GRANTED | change))["grantExtension"]
    [error] = done["userErrors"]
    assert (error["code"], error["field"]) == (code, ["input", field])
    [row] = await shuangpai.directory.read("MATCH (e:Extension) RETURN count(e) AS n")
    assert row["n"] == 0


RECORD = """mutation($input: RecordAssessmentInputInput!) {
  recordAssessmentInput(input: $input) {
    assessment { rule { key } amount provisional missingInputs { key } }
    userErrors { code field candidates } } }"""
PRIZE = {
    "idempotencyKey": "p1",
    "jurisdiction": "431123101",
    "year": 2022,
    "rule": "unit_prizes",
    "item": "prize",
    "on": "2022-03-10",
    "count": 2,
    "because": "县人民政府会议纪要",
}


async def test_a2_a_prize_is_proposed_until_people_have_chosen(shuangpai: Gateway) -> None:
    proposed = await judged(shuangpai, "431123", 2022, "2022-03-09", "unit_prizes")
    assert [one["amount"] for one in proposed.values()] == ["8000.00", "10000.00"]
    done = (await ask(shuangpai, RECORD, input=PRIZE))["recordAssessmentInput"]
    assert done["assessment"] == {
        "rule": {"key": "unit_prizes"},
        "amount": "8000.00",
        "provisional": False,
        "missingInputs": [],
    }
    found = await judged(shuangpai, "431123", 2022, "2022-03-09", "unit_prizes")
    assert found == proposed  # the day before, nobody had chosen


async def test_prizes_of_people_and_departments_judge_no_unit(shuangpai: Gateway) -> None:
    assert await judged(shuangpai, "431123", 2022, "2022-03-01", "individual_prizes") == {}
    assert await judged(shuangpai, "431123", 2022, "2022-03-01", "department_prizes") == {}


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"rule": "none"}, "BAD_INPUT", "rule"),
        ({"item": "none"}, "BAD_INPUT", "item"),
        ({"points": 2.0}, "BAD_INPUT", "points"),
        ({"count": None}, "BAD_INPUT", "points"),
        ({"count": -1}, "BAD_INPUT", "points"),
        ({"on": "2200-01-01"}, "FUTURE_DATE", "on"),
        ({"because": ""}, "BAD_INPUT", "because"),
        ({"year": 1999}, "NO_SCHEME", "year"),
    ],
)
async def test_an_input_that_no_rule_asks_for_is_refused(
    shuangpai: Gateway, change: dict[str, object], code: str, field: str
) -> None:
    done = (await ask(shuangpai, RECORD, input=PRIZE | change))["recordAssessmentInput"]
    [error] = done["userErrors"]
    assert (error["code"], error["field"]) == (code, ["input", field])
    [row] = await shuangpai.directory.read("MATCH (i:AssessmentInput) RETURN count(i) AS n")
    assert row["n"] == 0


@pytest.fixture
async def qixian(drawn: Gateway) -> Gateway:
    """Four villages with a quota of 100."""
    reached = {(10, 31): (80, 65, 50, 50), (11, 15): (90, 75, 60, 55), (11, 30): (100, 99, 70, 70)}
    last = [0, 0, 0, 0]
    for (month, day), counts in reached.items():
        for place, (village, count) in enumerate(zip(QIXIAN, counts, strict=True)):
            if not last[place]:
                await set_quota(drawn, village, 2022, 100)
            gained = {"paid": count - last[place]}
            await add(drawn, 2022, (village, "all", date(2021, month, day), gained))
            last[place] = count
    return drawn


async def test_a3_both_stages_add_up(qixian: Gateway) -> None:
    found = await judged(qixian, "341302113", 2022, "2021-11-30", "stage_bonus")
    assert [one["amount"] for one in found.values()] == ["13000.00", "9000.00", "0.00", "0.00"]
    assert found[QIXIAN[0]]["items"][0]["because"] == [
        {"text": "2021-10-31前完成80%", "arithmetic": "80 / 100 ≥ 80% → 8000.00"}
    ]


async def test_a3_the_last_three_answer_and_pay_a_tie_is_left_to_people(qixian: Gateway) -> None:
    found = await judged(qixian, "341302113", 2022, "2021-12-01", "final_fines")
    amounts = [found[village]["amount"] for village in QIXIAN]
    assert amounts == ["0.00", "-300.00", None, None]
    assert found[QIXIAN[2]]["ties"] == [{"code": QIXIAN[3]}]


async def test_a_village_of_a_township_without_rules_of_its_own_is_not_judged(
    shuangpai: Gateway,
) -> None:
    assert await judged(shuangpai, "431123100", 2022, "2022-03-01", "collection_bonus") == {}


async def test_a5_what_only_people_give_is_named_as_missing(drawn: Gateway) -> None:
    day = date(2019, 12, 1)
    await add(
        drawn,
        2020,
        ("431122100001", "all", day, {"paid": 90, "unpaid": 10}),
        ("431122100001", "c|registered_poor", day, {"paid": 19, "unpaid": 1}),
    )
    found = await judged(drawn, "431122", 2020, "2021-01-01", "score_sheet")
    sheet = found["431122100"]
    assert [one["key"] for one in sheet["missingInputs"]] == [
        "insured_residents",
        "residents",
        "entries_correct",
        "other_work",
        "online_opinion",
    ]
    assert [(one["key"], one["points"]) for one in sheet["items"]] == [
        ("2.1", None),
        ("2.2", None),
        ("2.3", 30.0),  # 95%: five points below at two points each
        ("2.4", None),
    ]


async def test_a5_with_what_people_give_the_hundred_points_add_up(drawn: Gateway) -> None:
    day = date(2019, 12, 1)
    await add(drawn, 2020, ("431122100001", "all", day, {"paid": 90, "unpaid": 10}))
    given = {
        "insured_residents": 190,
        "residents": 200,
        "entries_correct": 90,
        "other_work": 9,
        "online_opinion": 1,
    }
    for item, count in given.items():
        entry = PRIZE | {
            "idempotencyKey": item,
            "jurisdiction": "431122100",
            "year": 2020,
            "rule": "score_sheet",
            "item": item,
            "on": "2020-12-31",
            "count": count,
        }
        done = await ask(drawn, RECORD, input=entry)
        assert done["recordAssessmentInput"]["userErrors"] == []
    found = await judged(drawn, "431122", 2020, "2021-01-01", "score_sheet")
    sheet = found["431122100"]
    assert (sheet["score"], sheet["provisional"]) == (97.0, False)
    assert [one["points"] for one in sheet["items"]] == [40.0, 10.0, 40.0, 7.0]


async def test_a4_a_third_of_the_funds_hangs_on_each_target(drawn: Gateway) -> None:
    village = "430502001001"
    columns = {"paid": 300, "unpaid": 100, "vouchers": 120}
    await add(drawn, 2023, (village, "all", date(2022, 12, 1), columns))
    for item, count in (("insured_residents", 380), ("residents", 400), ("insured", 400)):
        entry = PRIZE | {
            "idempotencyKey": item,
            "jurisdiction": "430502001",
            "year": 2023,
            "rule": "work_funds",
            "item": item,
            "on": "2022-12-31",
            "count": count,
        }
        await ask(drawn, RECORD, input=entry)
    found = await judged(drawn, "430502", 2023, "2023-03-01", "work_funds")
    funds = found["430502001"]
    assert [one["amount"] for one in funds["items"]] == ["300.00", "300.00", "150.00"]
    assert funds["amount"] == "750.00"


async def test_figures_of_an_assessment_give_it_again(shuangpai: Gateway) -> None:
    found = await judged(shuangpai, "431123", 2022, "2022-03-01", "collection_bonus")
    figures = [
        {"jurisdiction": code, **figure} for code, one in found.items() for figure in one["figures"]
    ]
    again = await ask(
        shuangpai,
        """query($figures: [FigureInput!]!) { decideAssessment(question: {
          jurisdiction: "431123", year: 2022, rule: "collection_bonus", on: "2022-03-01",
          figures: $figures}) { amount rank jurisdiction { code } } }""",
        figures=figures,
    )
    assert again["decideAssessment"] == [
        {"amount": "289.50", "rank": 1, "jurisdiction": {"code": "431123100"}},
        {"amount": "-19.50", "rank": 2, "jurisdiction": {"code": "431123101"}},
    ]


async def test_the_number_of_statements_does_not_grow_with_the_villages(
    qixian: Gateway, statements: list[str]
) -> None:
    await ask(qixian, JUDGED, code="341302113", year=2022, on="2021-12-01")
    assert len(statements) <= 6  # places, law twice at most, sums of all days, inputs, extensions
