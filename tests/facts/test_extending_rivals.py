"""An extension and a late recognition that are put on record at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import LiteralString

import pytest

from facts.proofs.verify import verify
from facts.sums import WRITE_SUMS
from graph.gateway import Gateway, Transaction
from tests.desks import VILLAGE, do, two_households
from tests.drawn import ask, draw

MARK = {"person": "Person:ha1", "category": "特困人员", "from": "2022-01-10", "list": "1月"}
EARLIER = {**MARK, "person": "Person:hb2", "idempotencyKey": "earlier"}
EXTENSION = {"jurisdiction": "431123", "year": 2022, "until": "2022-02-28", "on": "2021-12-30"}
STATES = """{ ha1: node(id: "Person:ha1") { ... on Person { state(year: 2022) } }
              hb2: node(id: "Person:hb2") { ... on Person { state(year: 2022) } } }"""

Act = Callable[[Gateway], Awaitable[None]]

# (:Sequence {key: year})
HOLD: LiteralString = "MATCH (s:Sequence {key: '2022'}) SET s.look = 1"


async def mark(graph: Gateway) -> None:
    await do(graph, "markCategory", "__typename", **MARK)


async def grant(graph: Gateway) -> None:
    await do(graph, "grantExtension", "__typename", **EXTENSION, document="延长文件")


@pytest.mark.parametrize("turn", [(mark, grant), (grant, mark)])
async def test_whichever_is_first_the_extension_reaches_who_is_recognised_beside_it(
    graph: Gateway, statements: list[str], turn: tuple[Act, Act]
) -> None:
    await two_households(await draw(graph))
    await do(graph, "markCategory", "__typename", **EARLIER)
    first, second = turn

    async def meanwhile(transaction: Transaction) -> list[asyncio.Future[None]]:
        """The first has decided and waits for the sequence; then the second comes."""
        await transaction.run(HOLD)
        del statements[:]
        earlier = asyncio.ensure_future(first(graph))
        while WRITE_SUMS not in statements and not earlier.done():
            await asyncio.wait({earlier}, timeout=0.01)
        later = asyncio.ensure_future(second(graph))
        await asyncio.wait({later}, timeout=1)  # long enough to decide, if nothing holds it
        return [earlier, later]

    await asyncio.gather(*await graph.directory.transact(meanwhile))
    found = await ask(graph, STATES)
    assert [one["state"] for one in found.values()] == ["FULLY_SUBSIDISED"] * 2
    assert (await verify(graph.directory, 2022)).is_clean
    [row] = await graph.directory.read("MATCH (r:Roster) RETURN collect(r.key) AS rolls")
    assert row["rolls"] == [f"{VILLAGE}|2022"]
