"""R6: sanctions that a figure has triggered, for whom, by which clause; people decide."""

from datetime import date
from typing import Any

import pytest

from graph.gateway import Gateway
from tests.drawn import add, ask, set_quota

FINDINGS = """query($code: JurisdictionCode!, $year: Int, $kind: FindingKind = SANCTION) {
  jurisdiction(code: $code) { findings(year: $year, kind: $kind, first: 1000) {
    key kind severity message found expected subject jurisdiction { code }
    clause { number notice { key } } node { id } } } }"""
QIXIAN = tuple(f"341302113{number}" for number in (201, 202, 203, 204))


async def sanctions(graph: Gateway, code: str, year: int | None, rule: str) -> list[dict[str, Any]]:
    """Those of one rule, by key."""
    found = await ask(graph, FINDINGS, code=code, year=year)
    return [one for one in found["jurisdiction"]["findings"] if one["key"].split("|")[2] == rule]


@pytest.fixture
async def qixian(drawn: Gateway) -> Gateway:
    """Four villages with a quota of 100: two that share the last place in the end."""
    stages = {(10, 31): (80, 65, 51, 50), (11, 15): (90, 75, 60, 55), (11, 30): (100, 99, 70, 70)}
    last = [0, 0, 0, 0]
    for village in QIXIAN:
        await set_quota(drawn, village, 2022, 100)
    for (month, day), counts in stages.items():
        for place, (village, count) in enumerate(zip(QIXIAN, counts, strict=True)):
            gained = {"paid": count - last[place]}
            await add(drawn, 2022, (village, "all", date(2021, month, day), gained))
            last[place] = count
    return drawn


async def test_r6_the_last_three_of_a_stage_answer_to_the_meeting(qixian: Gateway) -> None:
    found = await sanctions(qixian, "341302113", 2022, "statement_first_stage")
    assert [(one["jurisdiction"]["code"], one["message"]) for one in found] == [
        (QIXIAN[1], "2021-10-31：后3名，第2名，65 / 100，包村干部、村书记：在镇大会上表态发言"),
        (QIXIAN[2], "2021-10-31：后3名，第3名，51 / 100，包村干部、村书记：在镇大会上表态发言"),
        (QIXIAN[3], "2021-10-31：后3名，第4名，50 / 100，包村干部、村书记：在镇大会上表态发言"),
    ]
    assert found[0]["clause"] == {"number": "十一(三)", "notice": {"key": "qixian-2022"}}
    assert (found[0]["kind"], found[0]["severity"]) == ("SANCTION", "WARNING")
    assert found[0]["node"] == {"id": f"Jurisdiction:{QIXIAN[1]}"}


async def test_r6_a_fine_that_a_tie_leaves_open_says_so(qixian: Gateway) -> None:
    found = await sanctions(qixian, "341302113", 2022, "secretary_fine")
    assert [(one["jurisdiction"]["code"], one["found"]) for one in found] == [
        (QIXIAN[1], "村书记处罚，99 / 100，300.00元"),
        (QIXIAN[2], "村书记处罚，70 / 100"),
        (QIXIAN[3], "村书记处罚，70 / 100"),
    ]
    assert "名次并列" in found[1]["message"]


async def test_r6_the_star_rating_is_told_of_a_target_missed(qixian: Gateway) -> None:
    found = await sanctions(qixian, "341302", None, "star_rating")
    assert [one["found"] for one in found] == [f"{n} / 100 < 100%" for n in (99, 70, 70)]
    assert {one["severity"] for one in found} == {"INFO"}


async def test_r6_a_village_shows_its_own_sanctions_alone(qixian: Gateway) -> None:
    found = (await ask(qixian, FINDINGS, code=QIXIAN[3], year=2022))["jurisdiction"]["findings"]
    assert {one["jurisdiction"]["code"] for one in found} == {QIXIAN[3]}
    assert sorted(one["key"].split("|")[2] for one in found) == [
        "secretary_fine",
        "star_rating",
        "statement_first_stage",
        "statement_second_stage",
    ]


SHUANGPAI = ("431123100", "431123101")
GRANT = """mutation { grantExtension(input: {idempotencyKey: "x", jurisdiction: "431123",
  year: 2022, until: "2022-02-28", on: "2021-12-30", document: "双医保〔2021〕9号"}) {
  userErrors { code } } }"""


@pytest.fixture
async def shuangpai(drawn: Gateway) -> Gateway:
    """Two townships with a quota of 200: 193 enrolled by 12-31; 180, and 185 in February."""
    for township, first, later in zip(SHUANGPAI, (193, 180), (0, 5), strict=True):
        await set_quota(drawn, township, 2022, 200)
        village = f"{township}001"
        await add(drawn, 2022, (village, "all", date(2021, 12, 31), {"paid": first}))
        await add(drawn, 2022, (village, "all", date(2022, 2, 10), {"paid": later}))
    return drawn


async def test_r6_who_misses_the_task_loses_public_funds_and_points(shuangpai: Gateway) -> None:
    cut = "2021-12-31：所差人数扣减，13，180 / 200，19.50元，乡镇（管理局）："
    [funds] = await sanctions(shuangpai, "431123", 2022, "public_funds_cut")
    assert funds["jurisdiction"] == {"code": "431123101"}
    assert funds["message"] == f"{cut}不享受以奖代补，并按所差人数扣减公用经费"
    assert len(await sanctions(shuangpai, "431123", 2022, "points_cut")) == 1


async def test_r6_with_an_extension_its_last_day_decides(shuangpai: Gateway) -> None:
    await ask(shuangpai, GRANT)
    [funds] = await sanctions(shuangpai, "431123", 2022, "public_funds_cut")
    assert funds["message"].startswith("2022-02-28：所差人数扣减，8，185 / 200，12.00元")


COMPLETE = """mutation($input: CompleteDutyInput!) { completeDuty(input: $input) {
  userErrors { code } } }"""


async def test_r6_a_late_fiscal_subsidy_is_withheld_by_the_province(drawn: Gateway) -> None:
    [late] = await sanctions(drawn, "431123", 2022, "fiscal_withheld")
    assert (late["severity"], late["clause"]["number"]) == ("ERROR", "二(二)")
    assert late["subject"] == "Duty:431123|2022|fiscal_subsidy_in_place|FINANCE"
    assert late["message"] == (
        "地431123财政局逾期未完成1项职责，最早应于2022-07-31前完成：县级财政补助资金全部到位；"
        "市、县财政部门：省扣减中央和省级财政补助资金，扣减部分由市县自行补足"
    )
    done = {"idempotencyKey": "f", "duty": late["subject"], "on": "2022-07-29", "of": "5000000.00"}
    await ask(drawn, COMPLETE, input=done | {"evidence": "拨款单"})
    assert await sanctions(drawn, "431123", 2022, "fiscal_withheld") == []


async def test_r6_late_duties_of_a_department_are_one_finding(drawn: Gateway) -> None:
    found = await sanctions(drawn, "430502", 2023, "bulletin")
    [office] = [one for one in found if "|430502|GOVERNMENT|430502|" in one["key"]]
    assert office["found"] == "18"  # 14 weeks and 4 months
    assert office["expected"] == "2022-09-30"


async def test_r6_hardship_people_left_out_are_pursued(drawn: Gateway) -> None:
    village = "430502001001"
    await add(drawn, 2023, (village, "all", date(2022, 12, 1), {"paid": 90, "vouchers": 50}))
    record = """mutation($input: RecordAssessmentInputInput!) {
      recordAssessmentInput(input: $input) { userErrors { code } } }"""
    figures = {"insured_residents": 90, "residents": 100, "insured": 100, "hardship": 10}
    for item, count in (figures | {"hardship_enrolled": 9}).items():
        given = {
            "idempotencyKey": item,
            "jurisdiction": "430502001",
            "year": 2023,
            "rule": "work_funds",
            "item": item,
            "on": "2023-02-28",
            "count": count,
            "because": "统计",
        }
        await ask(drawn, record, input=given)
    found = {
        rule: [one["found"] for one in await sanctions(drawn, "430502", 2023, rule)]
        for rule in ("work_funds_enrolment", "work_funds_hardship", "work_funds_vouchers")
    }
    assert found == {
        "work_funds_enrolment": ["90 / 100 < 95%"],
        "work_funds_hardship": ["9 / 10 < 100%"],
        "work_funds_vouchers": ["50 / 100 < 60%"],
    }
    [pursued] = await sanctions(drawn, "430502", 2023, "not_covered")
    assert (pursued["severity"], pursued["clause"]["number"]) == ("ERROR", "三(三)a")


async def test_r6_the_last_one_that_missed_its_task_is_named_and_barred(drawn: Gateway) -> None:
    other = "431122101"
    await drawn.directory.write(
        """MATCH (p:Jurisdiction {code: '431122'})
        MERGE (j:Jurisdiction {code: $code}) SET j.name = $code, j.level = 'TOWNSHIP',
          j.placeholder = false, j.acting = false, j.aliases = []
        MERGE (j)-[:PART_OF]->(p)""",
        code=other,
    )
    record = """mutation($input: RecordAssessmentInputInput!) {
      recordAssessmentInput(input: $input) { userErrors { code } } }"""
    for unit, score, enrolled in (("431122100", 97, 120), (other, 80, 60)):
        await set_quota(drawn, unit, 2020, 100)
        for item, count in (("score", score), ("enrolled", enrolled)):
            given = {
                "idempotencyKey": f"{unit}{item}",
                "jurisdiction": unit,
                "year": 2020,
                "rule": "score_money",
                "item": item,
                "on": "2020-12-31",
                "count": count,
                "because": "考核",
            }
            done = await ask(drawn, record, input=given)
            assert done["recordAssessmentInput"]["userErrors"] == []
    found = await sanctions(drawn, "431122", 2020, "named_and_barred")
    await drawn.directory.write("MATCH (j:Jurisdiction {code: $code}) DETACH DELETE j", code=other)
    assert [(one["jurisdiction"]["code"], one["clause"]["number"]) for one in found] == [
        (other, "附件2四")
    ]
    assert "60 / 100" in found[0]["found"]


async def test_findings_on_record_alone_are_asked_for_without_sanctions(qixian: Gateway) -> None:
    found = await ask(qixian, FINDINGS, code="341302113", year=2022, kind="SOURCE")
    assert [one for one in found["jurisdiction"]["findings"] if one["kind"] == "SANCTION"] == []


async def test_the_number_of_statements_does_not_grow_with_the_places(
    qixian: Gateway, statements: list[str]
) -> None:
    await ask(qixian, FINDINGS, code="341302113", year=2022)
    few = len(statements)
    statements.clear()
    await ask(qixian, FINDINGS, code="3413", year=2022)
    assert len(statements) <= few + 1
