from typing import Any

import pytest

from facts.proofs.verify import verify
from facts.reconcile import reconcile
from graph.gateway import Gateway
from policy.identity import check_digit
from tests.desks import VILLAGE, codes, do, two_households
from tests.drawn import ask

STEM = "99010120211005002"
NUMBER = STEM + check_digit(STEM)
CHILD = {
    "household": "Household:ha",
    "name": "李小",
    "idNumber": NUMBER,
    "from": "2021-10-05",
    "year": 2022,
    "relation": "女",
}
COUNTS = f"""{{ jurisdiction(code: "{VILLAGE}") {{
  progress(year: 2022) {{ registered enrolled unpaid departed }} }} }}"""


@pytest.fixture
async def homes(drawn: Gateway) -> Gateway:
    return await two_households(drawn)


async def counts(graph: Gateway) -> dict[str, int]:
    data = await ask(graph, COUNTS)
    found: dict[str, int] = data["jurisdiction"]["progress"]
    return found


async def is_sound(graph: Gateway) -> bool:
    proofs = await verify(graph.directory, 2022)
    return proofs.is_clean and (await reconcile(graph.directory, 2022, repair=False)).is_right


async def test_a_newborn_is_registered_once_and_counted(homes: Gateway) -> None:
    got = await do(homes, "registerPerson", "person { id idNumber birthDate }", **CHILD)
    assert got["person"]["idNumber"] == f"{NUMBER[:6]}********{NUMBER[-4:]}"
    assert got["person"]["birthDate"] == "2021-10-05"
    assert (await counts(homes))["registered"] == 5
    twice = {**CHILD, "idempotencyKey": "other"}
    assert await codes(homes, "registerPerson", **twice) == ["DUPLICATE"]
    assert await is_sound(homes)


async def test_after_the_confirmation_a_newborn_comes_by_special_enrolment(homes: Gateway) -> None:
    confirm = {"village": VILLAGE, "year": 2022, "on": "2021-10-01"}
    got = await do(
        homes, "confirmRoster", "village { roster(year: 2022) { confirmed } }", **confirm
    )
    assert got["village"] == {"roster": {"confirmed": 1}}
    assert await codes(homes, "confirmRoster", **confirm, idempotencyKey="2") == ["DUPLICATE"]
    child = await do(homes, "registerPerson", "person { id }", **CHILD)
    assert (await counts(homes))["registered"] == 4
    special: dict[str, Any] = {
        "person": child["person"]["id"],
        "year": 2022,
        "event": "NEWBORN",
        "eventOn": "2021-10-05",
        "on": "2021-11-01",
        "amount": "320.00",
        "channel": "BANK_COUNTER",
    }
    done = await do(homes, "enrolSpecially", "enrolment { basis } decision { allowed }", **special)
    assert done["userErrors"] == []
    assert done["decision"] == {"allowed": True}
    assert (await counts(homes)) == {"registered": 5, "enrolled": 2, "unpaid": 3, "departed": 0}
    assert await is_sound(homes)


async def test_a_move_before_the_confirmation_takes_the_roll_along(homes: Gateway) -> None:
    move = {"person": "Person:ha2", "on": "2021-10-02", "reason": "结婚"}
    new = {**move, "village": "431123101001", "householdNumber": "9号", "relation": "配偶"}
    got = await do(homes, "moveMember", "person { household { number } }", **new)
    assert got["person"] == {"household": {"number": "9号"}}
    assert (await counts(homes))["registered"] == 3
    assert await is_sound(homes)
    for village in (VILLAGE, new["village"]):  # each proved alone, though one roll counts in both
        assert (await verify(homes.directory, 2022, village)).is_clean


async def test_a_move_after_the_confirmation_leaves_the_count(homes: Gateway) -> None:
    await do(homes, "confirmRoster", "__typename", village=VILLAGE, year=2022, on="2021-10-01")
    move = {"person": "Person:ha2", "household": "Household:hb", "on": "2021-10-02"}
    await do(homes, "moveMember", "__typename", **move, reason="分户")
    assert (await counts(homes))["registered"] == 4
    assert await is_sound(homes)


async def test_striking_off_and_taking_back_a_disposition(homes: Gateway) -> None:
    gone = {"person": "Person:ha2", "year": 2022, "on": "2021-10-03"}
    away = {**gone, "state": "DEPARTED", "evidence": "外出"}
    await do(homes, "recordDisposition", "person { state(year: 2022) }", **away)
    assert (await counts(homes))["departed"] == 1
    back = {**away, "state": "UNPAID", "idempotencyKey": "back"}
    got = await do(homes, "recordDisposition", "person { state(year: 2022) }", **back)
    assert got["person"] == {"state": "UNPAID"}
    off = {**gone, "onRoll": False, "cause": "重复登记"}
    await do(homes, "correctRoster", "progress { registered }", **off)
    assert (await counts(homes))["registered"] == 3
    on = {**off, "onRoll": True, "idempotencyKey": "on"}
    await do(homes, "correctRoster", "progress { registered }", **on)
    assert (await counts(homes))["registered"] == 4
    assert await is_sound(homes)


async def test_a_group_that_begins_and_ends_moves_its_counts(homes: Gateway) -> None:
    mark = {"person": "Person:ha1", "category": "特困人员", "from": "2021-09-20", "list": "9月"}
    got = await do(homes, "markCategory", "person { state(year: 2022) }", **mark)
    assert got["person"] == {"state": "FULLY_SUBSIDISED"}
    assert await codes(homes, "markCategory", **mark, idempotencyKey="2") == ["DUPLICATE"]
    end = {"person": "Person:ha1", "category": "特困人员", "to": "2021-10-20", "reason": "不符合"}
    await do(homes, "endCategory", "__typename", **end)
    assert (await counts(homes))["enrolled"] in (1, 2)
    assert await is_sound(homes)


async def test_a_name_is_mended_and_a_locked_household_is_not(homes: Gateway) -> None:
    mend = {"person": "Person:ha1", "name": "李改", "on": "2021-10-03", "evidence": "户口本"}
    got = await do(homes, "correctPerson", "person { name }", **mend)
    assert got["person"] == {"name": "李改"}
    pay = {"household": "Household:ha", "year": 2022, "amount": "640.00", "paidOn": "2021-10-08"}
    await do(homes, "recordPayment", "__typename", **pay, channel="APP")
    again = {**mend, "name": "李三", "idempotencyKey": "2"}
    assert await codes(homes, "correctPerson", **again) == ["LOCKED"]


async def test_an_extension_granted_later_reaches_who_was_recognised_in_it(homes: Gateway) -> None:
    mark = {"person": "Person:ha1", "category": "特困人员", "from": "2022-01-10", "list": "1月"}
    got = await do(homes, "markCategory", "person { state(year: 2022) }", **mark)
    assert got["person"] == {"state": "UNPAID"}  # too late without an extension
    extension = {"jurisdiction": "431123", "year": 2022, "until": "2022-02-28", "on": "2021-12-30"}
    await do(homes, "grantExtension", "__typename", **extension, document="延长文件")
    data = await ask(homes, '{ node(id: "Person:ha1") { ... on Person { state(year: 2022) } } }')
    assert data["node"]["state"] == "FULLY_SUBSIDISED"
    assert (await counts(homes))["enrolled"] == 2
    assert await is_sound(homes)
