"""The page for people: complete without the internet, with examples to begin with."""

import re
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import httpx
import orjson
import pytest
from graphql import parse

from api.app import STATIC
from api.examples import EXAMPLES, Example
from api.page import graphiql

LOADS = re.compile(
    r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|"""
    r"""@import|import\s*\(\s*["'](?:https?:)?//|importScripts\(|new Worker\("""
)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Assets(HTMLParser):
    """The addresses that a browser loads by itself, and the tabs."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.tabs = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "link"):
            self.addresses.append(given.get("src") or given.get("href") or "")
        self.tabs = given.get("data-tabs") or self.tabs


def read(page: str) -> Assets:
    assets = Assets()
    assets.feed(page)
    return assets


@pytest.mark.parametrize("params", [{}, {"query": "{ hello }"}])
async def test_a_browser_gets_the_page(client: httpx.AsyncClient, params: dict[str, str]) -> None:
    answer = await client.get("/graphql", params=params, headers=BROWSER)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "GraphiQL" in answer.text


async def test_all_that_the_page_loads_is_served_here(client: httpx.AsyncClient) -> None:
    page = await client.get("/graphql", headers=BROWSER)
    addresses = read(page.text).addresses
    assert len(addresses) == 7
    assert [(await client.get(address)).status_code for address in addresses] == [200] * 7


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.*")), ids=lambda path: path.name)
def test_no_asset_loads_from_elsewhere(path: Path) -> None:
    assert LOADS.findall(path.read_text(encoding="utf-8")) == []


async def test_the_browser_is_told_to_load_from_nowhere_else(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/graphql", headers=BROWSER)).headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")


def test_the_assets_are_those_of_their_packages() -> None:
    folder = STATIC / "graphiql"
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    assert len(sums) == 6
    assert {name: sha256((folder / name).read_bytes()).hexdigest() for name in sums} == sums


def test_examples_are_the_tabs_whatever_they_hold() -> None:
    example = Example("引号", '{ a(b: "</main><script>\'&amp;") }')
    tabs = orjson.loads(read(graphiql([example])).tabs)
    assert tabs == [{"query": example.query, "variables": "{}"}]


def test_a_link_carries_the_query() -> None:
    address = httpx.URL(EXAMPLES[0].address("http://127.0.0.1:8000"))
    assert address.params["query"] == EXAMPLES[0].query


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_are_graphql(example: Example) -> None:
    assert len(parse(example.query).definitions) == 1
