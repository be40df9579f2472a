"""What the API says of the law, on a drawn tree with the five notices."""

import pytest

from graph.gateway import Gateway
from tests.campaigns import PLAIN
from tests.drawn import ask, refused


@pytest.fixture
def law(ground: Gateway) -> Gateway:
    """Nothing here writes."""
    return ground


async def test_a_township_shares_the_scheme_of_its_county(law: Gateway) -> None:
    scheme = (
        await ask(
            law,
            """{ scheme(jurisdiction: "431123100", year: 2022) {
              id jurisdiction { code } notices { key } missingNotices
              personalContribution { value clause { number notice { key } } inheritedFrom { code } }
              fiscalSubsidy { value note }
            } }""",
        )
    )["scheme"]
    assert scheme == {
        "id": "Scheme:431123|2022",
        "jurisdiction": {"code": "431123"},
        "notices": [{"key": "shuangpai-2022"}, {"key": "hunan-2022"}, {"key": "common"}],
        "missingNotices": ["永医保发〔2021〕19号"],
        "personalContribution": {
            "value": "320.00",
            "clause": {"number": "四1", "notice": {"key": "shuangpai-2022"}},
            "inheritedFrom": None,
        },
        "fiscalSubsidy": {"value": None, "note": "2022年的标准按国家规定执行，通知未定金额"},
    }


async def test_what_a_county_leaves_out_comes_from_the_province(law: Gateway) -> None:
    found = await ask(
        law,
        """{ jurisdiction(code: "431123") { scheme(year: 2022) {
          targets { key rate base assessed inheritedFrom { code } }
        } } }""",
    )
    assert found["jurisdiction"]["scheme"]["targets"] == [
        {"key": key, "rate": rate, "base": base, "assessed": judged, "inheritedFrom": above}
        for key, rate, base, judged, above in (
            ("quota", 1.0, "QUOTA", False, None),
            ("quota_assessed", 0.965, "QUOTA", True, None),
            ("residents", 0.95, "RESIDENTS", True, {"code": "43"}),
        )
    ]


async def test_a_county_without_a_notice_of_the_year_follows_the_province(law: Gateway) -> None:
    found = await ask(law, '{ jurisdiction(code: "431122") { scheme(year: 2022) { id } } }')
    assert found["jurisdiction"]["scheme"] == {"id": "Scheme:43|2022"}


async def test_a_year_without_a_notice_has_no_scheme(law: Gateway) -> None:
    assert await ask(law, '{ scheme(jurisdiction: "431123", year: 2019) { id } }') == {
        "scheme": None
    }


async def test_a_notice_comes_with_its_clauses_in_their_order(law: Gateway) -> None:
    found = await ask(
        law,
        '{ notice(key: "hunan-2022") { issuedBy { code } expired(on: "2022-12-31") '
        "clauses { number } } }",
    )
    numbers = [clause["number"] for clause in found["notice"]["clauses"]]
    assert numbers[:4] == ["一", "二(一)", "二(二)", "二(三)"]
    assert found["notice"]["issuedBy"] == {"code": "43"}
    assert found["notice"]["expired"] is False


async def test_pages_of_notices_meet(law: Gateway) -> None:
    page = "{ notices(first: %s) { totalCount nodes { key } pageInfo { endCursor hasNextPage } } }"
    first = (await ask(law, page % "2"))["notices"]
    assert first["totalCount"] == 5
    assert first["pageInfo"] == {"endCursor": "hunan-2022", "hasNextPage": True}
    rest = (await ask(law, page % '3, after: "hunan-2022"'))["notices"]
    keys = [node["key"] for node in (*first["nodes"], *rest["nodes"])]
    assert keys == sorted(keys)
    assert len(keys) == 5


async def test_every_piece_of_the_law_is_found_by_its_id(law: Gateway) -> None:
    ids = [
        "Notice:hunan-2022",
        "Clause:hunan-2022|二(四)",
        "Scheme:431123|2022",
        "Rule:431123|2022|targets|quota",
        "Category:orphan",
    ]
    found = await ask(law, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
    assert [node["id"] for node in found["nodes"]] == ids


async def test_an_id_of_no_rule_is_null(law: Gateway) -> None:
    ids = ["Rule:431123|2022|targets|none", "Rule:x", "Scheme:43|1999", "Notice:x", "Clause:x|y"]
    found = await ask(law, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
    assert found["nodes"] == [None] * 5


@PLAIN
async def test_a_whole_page_of_the_law_takes_three_statements(
    law: Gateway, statements: list[str]
) -> None:
    question = """{ scheme(jurisdiction: "431123100", year: 2022) {
      parameters { key clause { notice { issuedBy { code } } } inheritedFrom { code } }
      rules { id clause { number } inheritedFrom { code } } subsidyRules { category { key } }
      windows { key } readings { key alternatives clause { number } }
    } }"""
    await ask(law, question)
    statements.clear()
    await ask(law, question)
    assert len(statements) == 2  # the places, and the versions of the notices


SUBSIDY = """query($question: SubsidyQuestion!) { decideSubsidy(question: $question) {
  subsidy ownPayment advancePayment category { key } alsoQualifies { key } fund payFirst
} }"""


async def test_b6_b7_the_better_of_two_groups_counts(law: Gateway) -> None:
    question = {"jurisdiction": "341302113", "year": 2022, "categories": ["低保对象", "五保户"]}
    found = await ask(law, SUBSIDY, question=question)
    assert found["decideSubsidy"] == {
        "subsidy": "320.00",
        "ownPayment": "0.00",
        "advancePayment": "0.00",
        "category": {"key": "destitute"},
        "alsoQualifies": [{"key": "subsistence_allowance"}],
        "fund": "MEDICAL_ASSISTANCE",
        "payFirst": False,
    }


async def test_b12_another_reading_is_tried_for_one_question(law: Gateway) -> None:
    question = {"jurisdiction": "431122", "year": 2020, "categories": ["低保", "建档立卡"]}
    first = await ask(law, SUBSIDY, question=question)
    choice = {"readings": [{"key": "several_groups", "chosen": "first_named"}]}
    other = await ask(law, SUBSIDY, question=question | choice)
    assert (first["decideSubsidy"]["subsidy"], other["decideSubsidy"]["subsidy"]) == (
        "130.00",
        "130.00",
    )
    assert other["decideSubsidy"]["category"] == {"key": "registered_poor"}


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"categories": ["富户"]}, "BAD_INPUT", "subsistence_allowance"),
        ({"year": 1999}, "NO_SCHEME", "431123/2022"),
        ({"jurisdiction": "999999"}, "UNKNOWN", "999999"),
        ({"collectivePays": "-1.00"}, "BAD_INPUT", "collectivePays: -1.00"),
        ({"readings": [{"key": "x", "chosen": "y"}]}, "BAD_INPUT", "没有读法 x；可选："),
        (
            {"readings": [{"key": "several_groups", "chosen": "y"}]},
            "BAD_INPUT",
            "读法 several_groups 没有选项 y；可选：best_one、first_named",
        ),
    ],
)
async def test_a_question_without_sense_names_what_there_is(
    law: Gateway, change: dict[str, object], code: str, said: str
) -> None:
    question = {"jurisdiction": "431123", "year": 2022, "categories": []} | change
    found, message = await refused(law, SUBSIDY, question=question)
    assert found == code
    assert said in message


ENROLMENT = """query($question: EnrolmentQuestion!) { decideEnrolment(question: $question) {
  allowed years rate amount benefitsFrom benefitsInYear because { clause { number } }
} }"""


async def test_e2_a_newborn_is_covered_from_birth(law: Gateway) -> None:
    question = {"jurisdiction": "431123", "year": 2022, "event": "NEWBORN"}
    days = {"eventOn": "2022-01-10", "on": "2022-04-10"}
    found = (await ask(law, ENROLMENT, question=question | days))["decideEnrolment"]
    assert found.pop("because")[0] == {"clause": {"number": "二(五)"}}
    assert found == {
        "allowed": True,
        "years": [2022],
        "rate": "PERSONAL",
        "amount": "320.00",
        "benefitsFrom": "2022-01-10",
        "benefitsInYear": True,
    }


async def test_a_newborn_without_a_day_of_birth_is_asked_for_it(law: Gateway) -> None:
    question = {"jurisdiction": "431123", "year": 2022, "event": "NEWBORN", "on": "2022-04-10"}
    code, message = await refused(law, ENROLMENT, question=question)
    assert code == "BAD_INPUT"
    assert message.startswith("eventOn: 缺少事由发生的日期")


async def test_e12_a_double_payment_goes_back_before_benefits_begin(law: Gateway) -> None:
    question = """{ decideRefund(question: {jurisdiction: "341302113", year: 2022,
      reason: PAID_TWICE, paidOn: "2021-11-01", on: "%s", amount: "320.00"}) {
      allowed amount until endsEnrolment } }"""
    granted = await ask(law, question % "2021-12-31")
    assert granted["decideRefund"] == {
        "allowed": True,
        "amount": "320.00",
        "until": "2021-12-31",
        "endsEnrolment": True,
    }
    late = await ask(law, question % "2022-01-01")
    assert late["decideRefund"]["allowed"] is False
