"""R3 and R5: hand-overs keep the past, assignments, and all that a post answers for."""

import asyncio
from typing import Any

import pytest

from graph.gateway import Gateway
from tests.answering import settle, with_posts
from tests.drawn import ask

QIXIAN = "341302113201"
POST = f"Post:{QIXIAN}|village_secretary"
HAND_OVER = """mutation($post: ID!, $name: String, $from: Date!, $key: String!) {
  handOverPost(input: {idempotencyKey: $key, post: $post, name: $name, from: $from}) {
    post { holdings { name from to } } userErrors { code field message } } }"""
ASSIGN = """mutation($input: AssignResponsibilityInput!) { assignResponsibility(input: $input) {
  post { answersFor(on: "2021-12-31") { duty jurisdiction { code } grid household { id } from to
    clause { number } } } userErrors { code field candidates } } }"""
HOLDER = """query($id: ID!, $on: Date) { node(id: $id) { ... on Post {
  holder(on: $on) { name } } } }"""
DEPARTMENTS = """query($code: JurisdictionCode!, $kind: DepartmentKind) {
  departments(jurisdiction: $code, kind: $kind) { id name kind jurisdiction { code }
    parent { id } office { id } posts { title } } }"""
AFTER = 'answersFor(on: "2022-01-01") { duty }'


@pytest.fixture
async def posts(drawn: Gateway) -> Gateway:
    return await with_posts(drawn)


async def hand_over(
    graph: Gateway, name: str | None, on: str, key: str, post: str = POST
) -> dict[str, Any]:
    found = await ask(graph, HAND_OVER, post=post, name=name, **{"from": on}, key=key)
    payload: dict[str, Any] = found["handOverPost"]
    return payload


async def assign(graph: Gateway, **given: Any) -> dict[str, Any]:
    found = await ask(graph, ASSIGN, input={"post": POST, "duty": "督促", **given})
    payload: dict[str, Any] = found["assignResponsibility"]
    return payload


async def test_r3_a_hand_over_keeps_the_past(posts: Gateway) -> None:
    await hand_over(posts, "甲", "2021-10-18", "1")
    done = await hand_over(posts, "乙", "2021-11-15", "2")
    assert done["post"]["holdings"] == [
        {"name": "甲", "from": "2021-10-18", "to": "2021-11-15"},
        {"name": "乙", "from": "2021-11-15", "to": None},
    ]
    days = ("2021-10-17", "2021-10-18", "2021-11-14", "2021-11-15")
    holders = [(await ask(posts, HOLDER, id=POST, on=day))["node"]["holder"] for day in days]
    assert holders == [None, {"name": "甲"}, {"name": "甲"}, {"name": "乙"}]


async def test_r3_a_post_can_be_left_vacant_and_taken_again(posts: Gateway) -> None:
    await hand_over(posts, "甲", "2021-10-18", "1")
    await hand_over(posts, None, "2021-11-01", "2")
    early = await hand_over(posts, "乙", "2021-10-31", "3")
    assert [one["code"] for one in early["userErrors"]] == ["BEFORE_ENTRY"]
    done = await hand_over(posts, "乙", "2021-11-20", "3")
    assert [one["to"] for one in done["post"]["holdings"]] == ["2021-11-01", None]


@pytest.mark.parametrize(
    ("name", "on", "post", "code", "field"),
    [
        ("乙", "2021-10-17", POST, "BEFORE_ENTRY", "from"),
        ("甲", "2021-11-01", POST, "DUPLICATE", "name"),
        (" ", "2021-11-01", POST, "BAD_INPUT", "name"),
        ("乙", "2099-01-01", POST, "FUTURE_DATE", "from"),
        ("乙", "2021-11-01", "Post:nobody", "UNKNOWN", "post"),
        ("乙", "2021-11-01", "Person:p1", "UNKNOWN", "post"),
    ],
)
async def test_r3_a_hand_over_that_cannot_be_leaves_everything_as_it_was(
    posts: Gateway, name: str, on: str, post: str, code: str, field: str
) -> None:
    await hand_over(posts, "甲", "2021-10-18", "1")
    refused = await hand_over(posts, name, on, "2", post)
    assert [(one["code"], one["field"]) for one in refused["userErrors"]] == [
        (code, ["input", field])
    ]
    again = await hand_over(posts, "丙", "2021-12-01", "2")  # its key is free
    assert [one["name"] for one in again["post"]["holdings"]] == ["甲", "丙"]


async def test_r3_the_same_hand_over_again_gives_the_first_answer(posts: Gateway) -> None:
    first = await hand_over(posts, "甲", "2021-10-18", "1")
    assert await hand_over(posts, "甲", "2021-10-18", "1") == first
    other = await hand_over(posts, "乙", "2021-10-18", "1")
    assert [one["code"] for one in other["userErrors"]] == ["IDEMPOTENCY_CONFLICT"]


async def test_r3_of_rivals_on_one_post_each_follows_the_other(posts: Gateway) -> None:
    names = [f"某{sign}" for sign in "甲乙丙丁戊"]
    await asyncio.gather(*(hand_over(posts, name, "2021-10-18", name) for name in names))
    found = await hand_over(posts, "己", "2021-10-19", "last")
    held = found["post"]["holdings"]
    assert sorted(one["name"] for one in held[:-1]) == sorted(names)
    assert [one["to"] for one in held].count(None) == 1
    assert sorted(one["to"] for one in held[:-1]) == ["2021-10-18"] * 4 + ["2021-10-19"]


async def test_r3_an_assignment_is_given_and_ended_by_its_last_day(posts: Gateway) -> None:
    await settle(posts, QIXIAN, "h1", "第3组", {})
    given = {"jurisdiction": QIXIAN, "grid": "第3组", "from": "2021-11-01"}
    await assign(posts, idempotencyKey="1", **given)
    done = await assign(posts, idempotencyKey="2", **given, to="2021-12-31")
    shown = [one for one in done["post"]["answersFor"] if one["duty"] == "督促"]
    assert shown == [
        {
            "duty": "督促",
            "jurisdiction": {"code": QIXIAN},
            "grid": "第3组",
            "household": None,
            "from": "2021-11-01",
            "to": "2021-12-31",
            "clause": None,
        }
    ]
    after = await ask(posts, f'{{ node(id: "{POST}") {{ ... on Post {{ {AFTER} }} }} }}')
    assert "督促" not in [one["duty"] for one in after["node"]["answersFor"]]


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"from": "2021-11-02"}, "BAD_INPUT", "jurisdiction"),
        ({"jurisdiction": QIXIAN, "household": "Household:h1"}, "BAD_INPUT", "jurisdiction"),
        ({"household": "Household:h1", "grid": "第3组"}, "BAD_INPUT", "grid"),
        ({"household": "Household:nobody"}, "UNKNOWN", "household"),
        ({"jurisdiction": "999999"}, "UNKNOWN", "jurisdiction"),
        ({"jurisdiction": QIXIAN, "grid": "第9组"}, "UNKNOWN", "grid"),
        ({"jurisdiction": "341302113", "grid": "第3组"}, "BAD_INPUT", "grid"),
        ({"jurisdiction": QIXIAN, "to": "2021-11-01"}, "BAD_INPUT", "to"),
        ({"jurisdiction": QIXIAN, "from": "2099-01-01"}, "FUTURE_DATE", "from"),
        ({"jurisdiction": QIXIAN, "grid": "第4组"}, "DUPLICATE", "from"),
    ],
)
async def test_r3_an_assignment_that_cannot_be_is_refused(
    posts: Gateway, given: dict[str, str], code: str, field: str
) -> None:
    await settle(posts, QIXIAN, "h1", "第3组", {})
    await settle(posts, QIXIAN, "h2", "第4组", {})
    there = {"jurisdiction": QIXIAN, "grid": "第4组", "from": "2021-11-01"}
    await assign(posts, idempotencyKey="1", **there)
    refused = await assign(posts, idempotencyKey="2", **{"from": "2021-11-02", **given})
    assert [(one["code"], one["field"]) for one in refused["userErrors"]] == [
        (code, ["input", field])
    ]


async def test_r5_a_post_of_a_household_answers_for_that_alone(posts: Gateway) -> None:
    await settle(posts, QIXIAN, "h1", "第3组", {})
    given = {"household": "Household:h1", "from": "2021-11-01"}
    done = await assign(posts, idempotencyKey="1", **given)
    found = [one for one in done["post"]["answersFor"] if one["duty"] == "督促"]
    assert [(one["jurisdiction"], one["household"]) for one in found] == [
        (None, {"id": "Household:h1"})
    ]


async def test_r2_a_leading_group_shows_its_office_and_its_seats(posts: Gateway) -> None:
    found = await ask(posts, DEPARTMENTS, code="431123", kind="LEADING_GROUP")
    (group,) = found["departments"]
    assert group["office"] == {"id": "Department:431123|TAXATION"}
    assert group["name"] == "地431123城乡居民基本医疗保险征缴工作领导小组"
    assert len(group["posts"]) == 18


async def test_r1_a_department_knows_the_one_above_it(posts: Gateway) -> None:
    found = await ask(posts, DEPARTMENTS, code="431123", kind=None)
    parents = {one["kind"]: one["parent"] for one in found["departments"]}
    assert parents["TAXATION"] == {"id": "Department:4311|TAXATION"}
    assert parents["SUPERVISION"] is None
    assert {one["jurisdiction"]["code"] for one in found["departments"]} == {"431123"}
