from typing import Any

import pytest

from facts.proofs.verify import verify
from facts.reconcile import reconcile
from graph.gateway import Gateway
from tests.desks import codes, do, two_households
from tests.drawn import ask

PAY = {
    "household": "Household:ha",
    "year": 2022,
    "amount": "640.00",
    "paidOn": "2021-10-08",
    "channel": "APP",
}
PROGRESS = "progress { enrolled paid unpaid contributionPaid contributionDue householdsSettled }"


@pytest.fixture
async def homes(drawn: Gateway) -> Gateway:
    return await two_households(drawn)


async def test_a_payment_is_in_the_progress_that_comes_back(homes: Gateway) -> None:
    got = await do(
        homes,
        "recordPayment",
        f"payment {{ id amount people {{ name }} }} household {{ settled(year: 2022) }} {PROGRESS}",
        **PAY,
    )
    assert got["userErrors"] == []
    assert got["payment"]["amount"] == "640.00"
    assert len(got["payment"]["people"]) == 2
    assert got["household"] == {"settled": True}
    assert got["progress"] == {
        "enrolled": 3,
        "paid": 2,
        "unpaid": 1,
        "contributionPaid": "640.00",
        "contributionDue": "960.00",
        "householdsSettled": 1,
    }
    assert (await verify(homes.directory, 2022)).is_clean
    assert (await reconcile(homes.directory, 2022, repair=False)).is_right


async def test_the_same_key_gives_the_first_answer_again(homes: Gateway) -> None:
    first = await do(homes, "recordPayment", f"payment {{ id }} {PROGRESS}", **PAY)
    assert await do(homes, "recordPayment", f"payment {{ id }} {PROGRESS}", **PAY) == first
    other = {**PAY, "amount": "641.00"}
    assert await codes(homes, "recordPayment", **other) == ["IDEMPOTENCY_CONFLICT"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": "320.00"}, "AMOUNT_MISMATCH"),
        ({"paidOn": "2022-03-01"}, "OUTSIDE_WINDOW"),
        ({"paidOn": "2101-03-01"}, "FUTURE_DATE"),
        ({"paidOn": "2021-08-01"}, "BEFORE_ENTRY"),
        ({"household": "Household:no"}, "UNKNOWN"),
        ({"people": ["Person:ha1"], "amount": "320.00"}, "NOT_ELIGIBLE"),
        ({"year": 2031}, "UNKNOWN"),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_code(
    homes: Gateway, change: dict[str, Any], code: str
) -> None:
    assert await codes(homes, "recordPayment", **{**PAY, **change}) == [code]
    assert await codes(homes, "recordPayment", **PAY) == []  # the key is free again


async def test_a_reversal_by_person_leaves_the_others_paid(homes: Gateway) -> None:
    paid = await do(homes, "recordPayment", "payment { id }", **PAY)
    back = {"payment": paid["payment"]["id"], "on": "2021-10-20", "reason": "错收"}
    one = {**back, "people": ["Person:ha1"]}
    got = await do(homes, "reversePayment", "payment { amount reverses { id } }", **one)
    assert got["payment"] == {"amount": "-320.00", "reverses": {"id": paid["payment"]["id"]}}
    again = {**one, "idempotencyKey": "again"}
    assert await codes(homes, "reversePayment", **again) == ["WRONG_STEP"]
    rest = await do(homes, "reversePayment", "payment { amount }", **back, idempotencyKey="rest")
    assert rest["payment"]["amount"] == "-320.00"
    assert (await verify(homes.directory, 2022)).is_clean
    assert (await reconcile(homes.directory, 2022, repair=False)).is_right


async def test_a_refund_is_opened_paid_back_and_ends_the_enrolment(homes: Gateway) -> None:
    paid = await do(homes, "recordPayment", "payment { id }", **PAY)
    asked = {
        "payment": paid["payment"]["id"],
        "people": ["Person:ha2"],
        "reason": "EMPLOYEES_SCHEME",
        "on": "2021-12-01",
        "evidence": "职工参保证明",
    }
    opened = await do(homes, "openRefund", "refund { id amount } decision { allowed }", **asked)
    assert opened["refund"]["amount"] == "320.00"
    close = {"refund": opened["refund"]["id"], "on": "2021-12-05", "paidBack": True}
    got = await do(homes, "closeRefund", "refund { paidBack closedOn }", **close, document="退1号")
    assert got["refund"] == {"paidBack": True, "closedOn": "2021-12-05"}
    data = await ask(homes, '{ node(id: "Person:ha2") { ... on Person { state(year: 2022) } } }')
    assert data["node"]["state"] == "COVERED_ELSEWHERE"
    assert (await verify(homes.directory, 2022)).is_clean
    assert (await reconcile(homes.directory, 2022, repair=False)).is_right


LEDGER = "ledger { amount received outstanding rows { requested category { key } } }"


async def test_subsidies_are_requested_and_the_batch_comes_back(homes: Gateway) -> None:
    batch = {
        "department": "Department:431123|CIVIL_AFFAIRS",
        "jurisdiction": "431123",
        "year": 2022,
        "to": "REQUESTED",
        "on": "2022-01-10",
        "document": "民请1号",
        "amount": "320.00",
    }
    wrong = {**batch, "amount": "480.00"}
    refused = await do(homes, "advanceSubsidies", "__typename", **wrong)
    assert [one["code"] for one in refused["userErrors"]] == ["AMOUNT_MISMATCH"], refused
    got = await do(homes, "advanceSubsidies", f"advance {{ id }} people amount {LEDGER}", **batch)
    assert (got["people"], got["amount"]) == (1, "320.00")
    assert got["ledger"]["amount"] == "480.00"  # 低保 has not paid first
    back = {
        "advance": got["advance"]["id"],
        "on": "2022-01-12",
        "reason": "错",
        "document": "退1号",
    }
    gone = await do(homes, "reverseAdvance", f"advance {{ amount }} {LEDGER}", **back)
    assert gone["advance"]["amount"] == "-320.00"
    assert {row["requested"] for row in gone["ledger"]["rows"]} == {"0.00"}
    assert (await verify(homes.directory, 2022)).is_clean
    assert (await reconcile(homes.directory, 2022, repair=False)).is_right


async def test_a_subsidy_whose_id_is_made_up_is_refused(homes: Gateway) -> None:
    batch = {
        "department": "Department:431123|CIVIL_AFFAIRS",
        "jurisdiction": "431123",
        "year": 2022,
        "to": "REQUESTED",
        "on": "2022-01-10",
        "document": "民请1号",
        "subsidies": ["Subsidy:hb1|2022|made-up"],
    }
    assert await codes(homes, "advanceSubsidies", **batch) == ["WRONG_STEP"]
