"""Subscriptions by real clients, over a WebSocket and as server-sent events."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

import httpx
import pytest
from starlette.requests import Request
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from api.address import base, bind
from api.app import create_app
from api.live import Streams
from api.server import Server
from graph.gateway import Gateway
from graph.settings import Settings
from policy.viewer import EVERYBODY, OPERATOR
from resolvers.pulse import Pulse
from schema.context import Context
from schema.errors import ApiError, Code
from schema.root import context_of, schema
from tests.campaigns import COUNTY, VILLAGES, Campaign, small_campaign, today

PAID = date(2021, 10, 8)
QUERY = 'subscription { progressChanged(jurisdiction: "%s", year: 2022) { paid unpaid } }'
EVENTS = {"Accept": "text/event-stream"}
PROTOCOL: Any = "graphql-transport-ws"
FIRST = {"paid": 0, "unpaid": 8}
THEN = {"paid": 1, "unpaid": 7}


@dataclass
class Service:
    """A service on a port of its own, over the graph of the test."""

    address: str
    pulse: Pulse
    server: Server
    serving: "asyncio.Task[None]"
    campaign: Campaign

    async def pay(self, person: str) -> None:
        payment = self.campaign.payment(PAID, person)
        assert await self.campaign.post(f"pay {person}", [payment]) == []

    async def stop(self) -> None:
        self.server.should_exit = True
        await self.serving


@asynccontextmanager
async def service(campaign: Campaign) -> AsyncIterator[Service]:
    async def context(request: Request) -> Context:
        if request.headers.get("authorization") == "Bearer old":
            raise ApiError(Code.UNAUTHENTICATED, "令牌已过期")
        is_known = request.headers.get("authorization") == "Bearer operator"
        return context_of(OPERATOR if is_known else EVERYBODY, campaign.graph, today())

    async def look() -> None: ...

    pulse = Pulse(campaign.graph.directory, seconds=0.1)
    listening: socket.socket = bind(Settings(port=0))
    ready = asyncio.Event()
    server = Server(create_app(schema, context, look, pulse=pulse), ready.set)
    serving = asyncio.create_task(server.serve([listening]))
    await ready.wait()
    one = Service(base(listening), pulse, server, serving, campaign)
    try:
        yield one
    finally:
        await one.stop()


@pytest.fixture
async def running(graph: Gateway) -> AsyncIterator[Service]:
    async with service(await small_campaign(graph)) as one:
        yield one


@asynccontextmanager
async def connected(one: Service, **payload: str) -> AsyncIterator[ClientConnection]:
    address = one.address.replace("http", "ws") + "/graphql"
    async with connect(address, subprotocols=[PROTOCOL], proxy=None) as client:
        await client.send(json.dumps({"type": "connection_init", "payload": payload}))
        yield client


async def subscribe(client: ClientConnection, name: str = "1", query: str = QUERY % COUNTY) -> None:
    message = {"id": name, "type": "subscribe", "payload": {"query": query}}
    await client.send(json.dumps(message))


async def told(client: ClientConnection) -> Any:
    async with asyncio.timeout(20):
        return json.loads(await client.recv())


async def shown(client: ClientConnection) -> Any:
    return (await told(client))["payload"]["data"]["progressChanged"]


async def test_a_socket_tells_the_present_state_and_each_change(running: Service) -> None:
    async with connected(running) as client:
        assert await told(client) == {"type": "connection_ack"}
        await subscribe(client)
        assert await shown(client) == FIRST
        await running.pay("h1a")
        assert await shown(client) == THEN


async def test_who_reconnects_is_told_the_present_state_again(running: Service) -> None:
    for expected in (FIRST, THEN):
        async with connected(running) as client:
            await told(client)
            await subscribe(client)
            assert await shown(client) == expected
        if expected == FIRST:
            await running.pay("h1a")


async def test_a_change_elsewhere_is_not_told(running: Service) -> None:
    async with connected(running) as client:
        await told(client)
        await subscribe(client, "1", QUERY % VILLAGES[1])
        assert await shown(client) == {"paid": 0, "unpaid": 3}
        await running.pay("h1a")
        await running.pay("h3a")
        assert await shown(client) == {"paid": 1, "unpaid": 2}


async def test_two_subscriptions_share_one_look(running: Service) -> None:
    async with connected(running) as client:
        await told(client)
        await subscribe(client, "county")
        await subscribe(client, "village", QUERY % VILLAGES[0])
        first = [await told(client), await told(client)]
        await running.pay("h1a")
        then = [await told(client), await told(client)]
    assert {one["id"] for one in first} == {one["id"] for one in then} == {"county", "village"}
    paid = [one["payload"]["data"]["progressChanged"]["paid"] for one in first + then]
    assert paid == [0, 0, 1, 1]


async def test_nobody_looks_while_nobody_listens(running: Service) -> None:
    await asyncio.sleep(0.5)
    assert running.pulse.looks == 0
    async with connected(running) as client:
        await told(client)
        await subscribe(client)
        await told(client)
        await asyncio.sleep(0.5)
    await asyncio.sleep(0.5)
    before = running.pulse.looks
    assert before > 0
    await asyncio.sleep(0.5)
    assert running.pulse.looks == before


async def test_a_token_that_is_none_is_refused_at_the_start(running: Service) -> None:
    async with connected(running, Authorization="Bearer old") as client:
        with pytest.raises(ConnectionClosed) as closed:
            await told(client)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403


async def test_queries_and_unknown_places_are_told_as_errors(running: Service) -> None:
    async with connected(running) as client:
        await told(client)
        await subscribe(client, "1", "{ __typename }")
        refused = await told(client)
        await subscribe(client, "2", QUERY % "990199")
        unknown = await told(client)
        ended = await told(client)
    assert (refused["type"], refused["id"]) == ("error", "1")
    assert unknown["payload"]["errors"][0]["extensions"]["code"] == "UNKNOWN"
    assert ended == {"id": "2", "type": "complete"}


async def events(answer: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    """Kind and content of each event."""
    kind = ""
    async for line in answer.aiter_lines():
        name, _, content = line.partition(":")
        if name == "event":
            kind = content.strip()
        elif name == "data":
            yield kind, json.loads(content) if content.strip() else None


async def test_events_tell_the_present_state_and_each_change(running: Service) -> None:
    async with (
        httpx.AsyncClient(base_url=running.address, trust_env=False, timeout=20) as client,
        client.stream("POST", "/graphql", json={"query": QUERY % COUNTY}, headers=EVENTS) as answer,
    ):
        assert answer.headers["content-type"].startswith("text/event-stream")
        coming = events(answer)
        assert await anext(coming) == ("next", {"data": {"progressChanged": FIRST}})
        await running.pay("h1a")
        assert await anext(coming) == ("next", {"data": {"progressChanged": THEN}})


async def test_events_end_when_the_service_stops(running: Service) -> None:
    async with (
        httpx.AsyncClient(base_url=running.address, trust_env=False, timeout=20) as client,
        client.stream(
            "GET", "/graphql", params={"query": QUERY % COUNTY}, headers=EVENTS
        ) as answer,
    ):
        coming = events(answer)
        await anext(coming)
        await running.stop()
        assert [one async for one in coming] == [("complete", None)]


async def test_who_may_not_ask_for_events_is_told_by_the_status(running: Service) -> None:
    async with httpx.AsyncClient(base_url=running.address, trust_env=False) as client:
        old = {**EVENTS, "Authorization": "Bearer old"}
        refused = await client.post("/graphql", json={"query": QUERY % COUNTY}, headers=old)
        wrong = await client.post("/graphql", json={"query": "{ __typename }"}, headers=EVENTS)
    assert refused.status_code == 401
    assert refused.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert '"code":"BAD_INPUT"' in wrong.text
    assert wrong.text.endswith("event: complete\ndata:\n\n")


async def test_a_process_has_room_for_so_many_subscriptions(graph: Gateway) -> None:
    streams = Streams(schema, most=0)
    [refused] = [one async for one in await streams.stream(QUERY % COUNTY)]
    assert [error.extensions for error in refused.errors or ()] == [
        {"code": Code.LIMIT, "what": "subscriptions", "limit": 0}
    ]


BEGUN: LiteralString = """
CREATE (:Import {key: 'k', kind: 'ROSTER', file_name: 'x.csv', within: '341302', year: 2022,
  dry_run: false, status: 'APPLYING', rows: 9, processed: 0, created: 0, changed: 0, unchanged: 0,
  rejected: 0, rejections: 0, started_at: 0, alive: datetime.transaction().epochMillis})
"""
FURTHER: LiteralString = "MATCH (i:Import {key: 'k'}) SET i += $values"
IMPORT = 'subscription { importProgress(id: "Import:%s") { processed status } }'


async def test_an_import_is_told_as_it_gets_further_until_it_is_through(running: Service) -> None:
    store = running.campaign.graph.directory
    await store.write(BEGUN)
    async with connected(running, Authorization="Bearer operator") as client:
        await told(client)
        await subscribe(client, "1", IMPORT % "k")
        seen = [(await told(client))["payload"]["data"]["importProgress"]]
        for values in ({"processed": 4}, {"processed": 9, "status": "APPLIED", "finished_at": 1}):
            await store.write(FURTHER, values=values)
            seen.append((await told(client))["payload"]["data"]["importProgress"])
        assert (await told(client))["type"] == "complete"
    assert [(one["processed"], one["status"]) for one in seen] == [
        (0, "APPLYING"),
        (4, "APPLYING"),
        (9, "APPLIED"),
    ]


async def test_an_import_whose_process_died_is_told_as_broken_off(running: Service) -> None:
    store = running.campaign.graph.directory
    await store.write(BEGUN)
    async with connected(running, Authorization="Bearer operator") as client:
        await told(client)
        await subscribe(client, "1", IMPORT % "k")
        seen = [(await told(client))["payload"]["data"]["importProgress"]]
        await store.write(FURTHER, values={"alive": 0})
        seen.append((await told(client))["payload"]["data"]["importProgress"])
        assert (await told(client))["type"] == "complete"
    assert [one["status"] for one in seen] == ["APPLYING", "FAILED"]


async def test_an_import_that_is_none_is_an_error(running: Service) -> None:
    async with connected(running, Authorization="Bearer operator") as client:
        await told(client)
        await subscribe(client, "1", IMPORT % "none")
        [error] = (await told(client))["payload"]["errors"]
    assert error["extensions"]["code"] == "UNKNOWN"
