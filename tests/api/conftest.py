"""A small schema in the place of the real one: the service is tested without a graph."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest
import strawberry
from graphql import GraphQLError
from starlette.applications import Starlette
from starlette.requests import Request

from api.app import create_app
from graph.errors import Unavailable
from schema.errors import ApiError, Code


class Broken:
    """A value that has no text."""

    def __str__(self) -> str:
        raise RuntimeError("broken")


@strawberry.type
class Household:
    number: str
    members: list[str]


@strawberry.type
class HouseholdConnection:
    nodes: list[Household]


@strawberry.type
class Place:
    code: str
    name: str = "某地"
    quota: int = 100
    registered: int = 99
    enrolled: int = 98
    unpaid: int = 1
    rate: str = "0.9800"
    paid: str = "31360.00"
    below: strawberry.Private[tuple[int, ...]] = ()

    @strawberry.field
    def children(self) -> "list[Place]":
        width, rest = (self.below[0], self.below[1:]) if self.below else (0, ())
        return [Place(code=f"{self.code}{n:02}", below=rest) for n in range(width)]

    @strawberry.field
    def households(self, first: int = 50) -> HouseholdConnection:
        return HouseholdConnection(nodes=[])


@strawberry.type
class Query:
    @strawberry.field
    def hello(self) -> str:
        return "你好"

    @strawberry.field
    async def place(self, code: str = "4311") -> Place:
        await asyncio.sleep(0)
        return Place(code=code, below=(12, 15, 19))  # 1 + 12 + 180 + 3,420 places

    @strawberry.field
    def places(self, codes: list[str]) -> list[Place]:
        return [Place(code=code) for code in codes]

    @strawberry.field
    def day(self, on: date) -> date:
        return on

    @strawberry.field
    def sum(self) -> Decimal:
        return Decimal("320.10")

    @strawberry.field
    def faults(self) -> list[str | None]:
        return [None, Broken(), Broken()]  # type: ignore[list-item]  # what has no text

    @strawberry.field
    def fault(self, kind: str) -> str | None:
        raise FAULTS[kind]()


@strawberry.type
class Mutation:
    @strawberry.mutation
    def note(self) -> str:
        return "noted"


FAULTS: dict[str, Callable[[], Exception]] = {
    "bug": lambda: RuntimeError("password is hunter2"),
    "forbidden": lambda: ApiError(Code.FORBIDDEN, "无权查看", place="4311"),
    "graph": lambda: Unavailable("bolt://10.0.0.7 does not answer"),
    "coded": lambda: GraphQLError("未知", extensions={"code": "UNKNOWN"}),
}


async def make_context(request: Request) -> object:
    token = request.headers.get("authorization")
    if token == "Bearer broken":
        raise RuntimeError("no context")
    if token == "Bearer away":
        raise Unavailable("bolt://10.0.0.7 does not answer")
    if token:
        raise ApiError(Code.UNAUTHENTICATED, "令牌已过期")
    return None


async def look() -> None:
    """The graph that always answers."""


@pytest.fixture
def toy_app() -> Starlette:
    return create_app(strawberry.Schema(Query, Mutation), make_context, look)


@pytest.fixture
async def client(toy_app: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(toy_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


Ask = Callable[..., Any]
STRICT = {"Accept": "application/graphql-response+json"}


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Ask:
    """Posts a query; the answer's status and JSON."""

    async def post(query: str, **more: object) -> tuple[int, Any]:
        answer = await client.post("/graphql", json={"query": query, **more}, headers=STRICT)
        return answer.status_code, answer.json()

    return post
