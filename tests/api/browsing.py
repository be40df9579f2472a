"""A browser of the whole service over a small campaign, for several viewers."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from starlette.requests import Request

from api.app import create_app
from facts.vault import Vault
from graph.gateway import Gateway
from policy.viewer import OPERATOR, Role, Viewer
from rollup.memory import Rollup
from schema.context import Context
from schema.root import context_of, schema
from tests.campaigns import COUNTY, VILLAGES, today

VAULT = Vault.of(bytes(32))
VIEWERS: Mapping[str | None, Viewer] = {
    None: OPERATOR,
    "Bearer second": Viewer("second", Role.ADMINISTRATOR),
    "Bearer officer": Viewer("officer", Role.OFFICER, (VILLAGES[2],)),
    "Bearer analyst": Viewer("analyst", Role.ANALYST),
    "Bearer ann": Viewer("ann", Role.DEPARTMENT, (COUNTY,), f"{COUNTY}|CIVIL_AFFAIRS"),
    "Bearer bob": Viewer("bob", Role.DEPARTMENT, (COUNTY,), f"{COUNTY}|CIVIL_AFFAIRS"),
}
OF_COUNTY = f'jurisdiction(code: "{COUNTY}")'
TREE = f"{{ {OF_COUNTY} {{ name progress(year: 2022) {{ unpaid paid }} children {{ code }} }} }}"
LIST = (
    f"{{ {OF_COUNTY} {{ households(year: 2022) {{ nodes {{ number settled(year: 2022) }} }} }} }}"
)


@asynccontextmanager
async def browsing(graph: Gateway, keeps: bool = True) -> AsyncIterator[httpx.AsyncClient]:
    rollup = Rollup(graph.directory)
    await rollup.load()

    async def context(request: Request) -> Context:
        viewer = VIEWERS[request.headers.get("authorization")]
        return context_of(viewer, graph, today(), VAULT, rollup=rollup)

    async def look() -> None: ...

    transport = httpx.ASGITransport(create_app(schema, context, look, keeps=keeps))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        yield client


async def post(
    client: httpx.AsyncClient, text: str, variables: object = None, **headers: str
) -> Any:
    body = {"query": text, "variables": variables}
    return (await client.post("/graphql", json=body, headers=headers)).json()
