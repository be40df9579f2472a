"""The drawn tree with the law in it, made once a module; facts are cleared for each test."""

from typing import LiteralString

import pytest

from graph.gateway import Gateway
from tests.drawn import draw

# (n) of every label but the places, the seasons and the law
CLEAR: LiteralString = """
MATCH (n)
WHERE NOT n:Migration|Jurisdiction|Season|Notice|Clause|Rule|Scheme|Category
DETACH DELETE n
"""


@pytest.fixture(scope="module")
async def ground(emptied: Gateway) -> Gateway:
    return await draw(emptied)


@pytest.fixture
async def drawn(ground: Gateway) -> Gateway:
    await ground.directory.write(CLEAR)
    return ground
