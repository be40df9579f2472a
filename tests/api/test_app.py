"""The other addresses of the service."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
import strawberry

from api.app import create_app
from graph.errors import Unavailable


@strawberry.type
class Query:
    hello: str = "hello"


async def no_context(request: object) -> object:
    return None


async def away() -> None:
    raise Unavailable("the graph does not answer")


async def broken() -> None:
    raise TimeoutError


async def health(look: Callable[[], Awaitable[object]]) -> httpx.Response:
    app = create_app(strawberry.Schema(Query), no_context, look)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.get("/healthz")


async def test_the_service_is_healthy_while_the_graph_answers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("look", "reason"),
    [(away, "the graph does not answer"), (broken, "the graph did not answer within 5 s")],
)
async def test_the_service_is_not_healthy_without_its_graph(
    look: Callable[[], Awaitable[object]], reason: str
) -> None:
    answer = await health(look)
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "reason": reason}


async def test_the_root_leads_to_the_api(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/graphql")


@pytest.mark.parametrize(("host", "status"), [("evil.example", 400), ("[::1]:8000", 200)])
async def test_no_other_name_of_this_machine_is_answered(
    client: httpx.AsyncClient, host: str, status: int
) -> None:
    answer = await client.get("/healthz", headers={"Host": host})
    assert answer.status_code == status


async def test_other_addresses_are_not_found(client: httpx.AsyncClient) -> None:
    answers = [await client.get(path) for path in ("/nothing", "/static/../app.py", "/static/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
