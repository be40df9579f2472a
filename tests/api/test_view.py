"""GraphQL over HTTP: what each request gets, in both media types."""

from typing import Any

import httpx
import pytest

STRICT = "application/graphql-response+json"
LEGACY = "application/json"
HELLO = {"query": "{ hello }"}
WRONG = {
    "text": {"query": "{"},
    "field": {"query": "{ nothing }"},
    "variable": {"query": "query($on: Date!) { day(on: $on) }", "variables": {"on": "tomorrow"}},
    "missing variable": {"query": "query($on: Date!) { day(on: $on) }"},
}


async def post(client: httpx.AsyncClient, body: Any, accept: str = STRICT) -> httpx.Response:
    return await client.post("/graphql", json=body, headers={"Accept": accept})


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (STRICT, STRICT),
        (LEGACY, LEGACY),
        ("*/*", LEGACY),
        ("application/*", LEGACY),
        ("", LEGACY),
        (f"{LEGACY};q=0.5, {STRICT}", STRICT),
        (f"{STRICT};q=0, */*;q=0.1", LEGACY),
    ],
)
async def test_the_answer_has_the_media_type_that_the_client_likes_best(
    client: httpx.AsyncClient, accept: str, expected: str
) -> None:
    answer = await post(client, HELLO, accept)
    assert answer.headers["content-type"] == f"{expected}; charset=utf-8"
    assert (answer.status_code, answer.json()) == (200, {"data": {"hello": "你好"}})


async def test_a_media_type_we_do_not_have_is_refused(client: httpx.AsyncClient) -> None:
    answer = await post(client, HELLO, "image/png")
    assert answer.status_code == 406
    assert "image/png" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(("accept", "status"), [(STRICT, 400), (LEGACY, 200)])
@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
async def test_a_wrong_request_has_errors_and_no_data(
    client: httpx.AsyncClient, body: Any, accept: str, status: int
) -> None:
    answer = await post(client, body, accept)
    assert (answer.status_code, list(answer.json())) == (status, ["errors"])
    assert answer.json()["errors"][0]["extensions"] == {"code": "BAD_INPUT"}


@pytest.mark.parametrize("accept", [STRICT, LEGACY])
@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ({"notquery": "{ hello }"}, "缺少 query"),
        ({"query": ""}, "缺少 query"),
        ({"query": 0}, "query 须是字符串"),
        ({"query": ["{ hello }"]}, "query 须是字符串"),
        ({**HELLO, "variables": "x"}, "variables 须是对象"),
        ({**HELLO, "variables": [1]}, "variables 须是对象"),
        ({**HELLO, "operationName": False}, "operationName 须是字符串"),
        ({**HELLO, "extensions": 0}, "extensions 须是对象"),
        ({"query": "query A { hello }", "operationName": "B"}, "没有名为“B”的操作"),
        ([HELLO, HELLO], "不支持批量请求（收到 2 个）"),
        ("text", "须是 JSON 对象"),
    ],
)
async def test_a_malformed_request_says_what_is_wrong(
    client: httpx.AsyncClient, body: Any, hint: str, accept: str
) -> None:
    answer = await post(client, body, accept)
    assert answer.status_code == 400
    assert hint in answer.json()["errors"][0]["message"]


async def test_null_members_count_as_absent(client: httpx.AsyncClient) -> None:
    body = {**HELLO, "variables": None, "operationName": None, "extensions": None}
    assert (await post(client, body)).json() == {"data": {"hello": "你好"}}


async def test_extensions_may_hold_anything(client: httpx.AsyncClient) -> None:
    assert (await post(client, {**HELLO, "extensions": {"any": "thing"}})).status_code == 200


@pytest.mark.parametrize("content", [b'{"query": ', b"", b"\xff{}"])
async def test_what_is_not_json_is_refused_with_its_place(
    client: httpx.AsyncClient, content: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await client.post("/graphql", content=content, headers=headers)
    assert answer.status_code == 400
    assert "请求正文不是 JSON（第 1 行" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", ""],
)
async def test_other_content_types_are_refused(
    client: httpx.AsyncClient, content_type: str
) -> None:
    headers = {"Content-Type": content_type}
    answer = await client.post("/graphql", content=b'{"query": "{ hello }"}', headers=headers)
    assert answer.status_code == 415
    assert answer.json()["errors"][0]["extensions"]["contentType"] == content_type


async def test_utf8_may_be_named(client: httpx.AsyncClient) -> None:
    headers = {"Content-Type": 'Application/JSON; charset="UTF-8"'}
    answer = await client.post("/graphql", content=b'{"query": "{ hello }"}', headers=headers)
    assert answer.status_code == 200


async def test_a_large_body_is_refused_with_limit_and_figure(client: httpx.AsyncClient) -> None:
    answer = await post(client, {"query": "{ hello }" + " " * 999_980})
    facts = answer.json()["errors"][0]["extensions"]
    assert answer.status_code == 413
    assert facts == {"code": "LIMIT", "what": "body", "limit": 1_000_000, "figure": 1_000_001}


async def test_a_large_body_of_unknown_length_is_refused(client: httpx.AsyncClient) -> None:
    async def chunks() -> Any:
        for _ in range(100):
            yield b" " * 300_000

    headers = {"Content-Type": "application/json"}
    answer = await client.post("/graphql", content=chunks(), headers=headers)
    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["figure"] == 1_200_000


async def test_queries_may_come_by_get(client: httpx.AsyncClient) -> None:
    query = "query Q($on: Date!) { day(on: $on) }"
    given = {"query": query, "variables": '{"on": "2021-12-31"}', "operationName": "Q"}
    answer = await client.get("/graphql", params=given)
    assert answer.json() == {"data": {"day": "2021-12-31"}}


async def test_empty_parameters_of_the_address_count_as_absent(client: httpx.AsyncClient) -> None:
    given = {"query": "{ hello }", "variables": "", "operationName": "", "extensions": ""}
    assert (await client.get("/graphql", params=given)).status_code == 200


async def test_variables_of_the_address_must_be_json(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": "{ hello }", "variables": "{"})
    assert answer.status_code == 400
    assert "地址参数 variables不是 JSON" in answer.json()["errors"][0]["message"]


async def test_mutations_may_not_come_by_get(client: httpx.AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": "mutation { note }"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert (await post(client, {"query": "mutation { note }"})).json() == {
        "data": {"note": "noted"}
    }


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_refused(client: httpx.AsyncClient, method: str) -> None:
    answer = await client.request(method, "/graphql", json=HELLO)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")
    assert "access-control-allow-origin" not in answer.headers


async def test_exact_numbers_leave_as_text(client: httpx.AsyncClient) -> None:
    assert (await post(client, {"query": "{ sum }"})).text == '{"data":{"sum":"320.10"}}'
