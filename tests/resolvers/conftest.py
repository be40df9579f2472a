"""The drawn tree with the law in it: made once a module, its facts cleared for each test."""

from typing import LiteralString

import pytest

from graph.gateway import Gateway
from tests.drawn import draw


@pytest.fixture(scope="module")
async def ground(emptied: Gateway) -> Gateway:
    """For tests that only read, and below those that clear what they wrote."""
    return await draw(emptied)


# (n) of every label but the places, the seasons and the law
CLEAR: LiteralString = """
MATCH (n)
WHERE NOT n:Migration|Jurisdiction|Season|Notice|Clause|Rule|Scheme|Category
DETACH DELETE n
"""


@pytest.fixture
async def drawn(ground: Gateway) -> Gateway:
    """The same without any fact, for tests that write."""
    await ground.directory.write(CLEAR)
    return ground
