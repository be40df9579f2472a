"""What clients are told of faults, and what is kept from them."""

import logging
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from schema.errors import Code

FAULT = "query($kind: String!) { fault(kind: $kind) hello }"


async def fault(ask: Any, kind: str) -> Any:
    status, answer = await ask(FAULT, variables={"kind": kind})
    assert (status, answer["data"]) == (200, {"fault": None, "hello": "你好"})
    assert answer["errors"][0]["path"] == ["fault"]
    return answer["errors"][0]


async def test_a_refusal_is_shown_with_its_code_and_facts(ask: Any) -> None:
    error = await fault(ask, "forbidden")
    assert error["message"] == "无权查看"
    assert error["extensions"] == {"code": "FORBIDDEN", "place": "4311"}


async def test_an_error_that_has_a_code_is_shown(ask: Any) -> None:
    error = await fault(ask, "coded")
    assert (error["message"], error["extensions"]) == ("未知", {"code": "UNKNOWN"})


async def test_a_graph_that_is_away_is_named_without_its_address(ask: Any) -> None:
    error = await fault(ask, "graph")
    assert error["extensions"] == {"code": "UNAVAILABLE"}
    assert "10.0.0.7" not in error["message"]


async def test_a_bug_is_masked_and_logged_under_its_incident(
    ask: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        error = await fault(ask, "bug")
    incident = error["extensions"]["incident"]
    assert "hunter2" not in error["message"]
    assert [record.getMessage() for record in caplog.records] == [f"incident {incident}"]
    assert "RuntimeError: password is hunter2" in caplog.text


async def test_a_query_that_is_wrong_is_not_logged(
    ask: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await ask('{ person(idNumber: "990101199001010000") { name } }')
    assert "990101199001010000" not in caplog.text


async def test_faults_of_one_kind_share_an_incident(
    ask: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        _, answer = await ask("{ faults }")
    assert [error["path"] for error in answer["errors"]] == [["faults", 1], ["faults", 2]]
    assert len({error["extensions"]["incident"] for error in answer["errors"]}) == 1
    assert len(caplog.records) == 1


async def test_a_missing_right_is_told_by_status(client: httpx.AsyncClient) -> None:
    headers = {"Authorization": "Bearer old"}
    answer = await client.post("/graphql", json={"query": "{ hello }"}, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}


async def test_a_bug_before_the_query_is_masked_too(client: httpx.AsyncClient) -> None:
    headers = {"Authorization": "Bearer broken"}
    answer = await client.post("/graphql", json={"query": "{ hello }"}, headers=headers)
    assert answer.status_code == 500
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL"


async def test_a_graph_that_is_away_before_the_query_is_503(client: httpx.AsyncClient) -> None:
    headers = {"Authorization": "Bearer away"}
    answer = await client.post("/graphql", json={"query": "{ hello }"}, headers=headers)
    assert answer.status_code == 503
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}


def test_the_docs_name_each_code_once() -> None:
    text, *_ = Path("docs/errors.md").read_text(encoding="utf-8").split("## Limits")
    assert re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE) == [code.value for code in Code]
