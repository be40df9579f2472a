"""The stand: all stacks of a run side by side, with the same data, until the run ends.

    made-up campaign ── our write path ──> our engine <── service (ours), service (plain path)
                     └─ plain rows ──┬──> an engine ──── mercurius, @neo4j/graphql
                                     └──> PostgreSQL ─── PostGraphile

What cannot run here is left out, with a line that says why.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from api.tokens import issue, own_key
from bench.made_up import MadeUp
from bench.province import fill
from bench.rivals import bolt, node, postgres
from bench.rivals.dialect import Dialect
from bench.rivals.link import Door
from bench.rivals.own_dialect import OURS
from bench.rivals.process import Program, await_answer, running
from bench.rivals.rows import Rows, rows_of
from bench.rivals.stack import ANEW, OWN, PLAIN, Paid, Stack, own_paid
from bench.rivals.their_dialects import MERCURIUS, NEO4J_GRAPHQL, POSTGRAPHILE
from bench.rivals.told import stage, tell
from bench.target import START_SECONDS, free_port
from graph.gateway import Gateway
from graph.opening import open_graph
from graph.settings import ROOT, Settings
from policy.viewer import OPERATOR

SWITCHES: Mapping[str, Mapping[str, str]] = {
    OWN: {},
    PLAIN: {"ZEREN_COMPILED": "off", "ZEREN_ROLLUP": "off", "ZEREN_KEPT": "off"},
}
ON_BOLT: Mapping[str, Dialect] = {"mercurius": MERCURIUS, "neo4j_graphql": NEO4J_GRAPHQL}
ON_POSTGRES: Mapping[str, Dialect] = {"postgraphile": POSTGRAPHILE}
NAMES = {"ours": OWN, "plain": PLAIN} | {name: name for name in (*ON_BOLT, *ON_POSTGRES)}
LIFETIME = timedelta(hours=6)


@dataclass
class Stand:
    """`folder`: for all that the run keeps; `wanted`: names of stacks."""

    folder: Path
    made: MadeUp
    wanted: Collection[str]
    stacks: list[Stack] = field(default_factory=list)

    @asynccontextmanager
    async def up(self) -> AsyncIterator[list[Stack]]:
        """Ours first; whatever has been started is ended with the block."""
        async with AsyncExitStack() as kept:
            rows = await asyncio.to_thread(rows_of, self.made)
            await self._open_own(kept)
            await self._open_bolt(kept, rows)
            await self._open_postgres(kept, rows)
            yield self.stacks

    def _room(self, name: str) -> Path:
        room = self.folder / name
        room.mkdir()
        return room

    async def _open_own(self, kept: AsyncExitStack) -> None:
        names = [name for name in SWITCHES if name in self.wanted]
        if not names:
            return
        own = replace(Settings.read(), neo4j_uri=None, databases={}, demo=False)
        settings = replace(own, data=self._room("own"))
        gateway = await kept.enter_async_context(open_graph(settings))
        await fill(gateway, settings, self.made, lambda step: stage(f"our graph: {step}"))
        for name in names:
            stage(name)
            await self._serve(kept, name, gateway, settings)

    async def _serve(
        self, kept: AsyncExitStack, name: str, gateway: Gateway, settings: Settings
    ) -> None:
        port, log = free_port(), self.folder / f"{name}.log"
        told = {
            **SWITCHES[name],
            "NEO4J_URI": "",
            "ZEREN_DATABASES": "",
            "ZEREN_DATA": str(settings.data),
            "ZEREN_DEMO": "off",
            "ZEREN_HOST": "127.0.0.1",
            "ZEREN_PORT": str(port),
        }
        command = [sys.executable, "-m", "api", "run"]
        process = kept.enter_context(running(Program(command, log, ROOT, told)))
        await asyncio.to_thread(await_answer, process, port, log, START_SECONDS)
        token = issue(own_key(settings), OPERATOR, LIFETIME)
        door = Door(port, f"Bearer {token}")
        paid = partial(own_paid, gateway.directory, door)
        engine = bolt.java_of(settings.data)
        same = [OWN, ANEW] if name == OWN else [name]
        self.stacks += [Stack(one, OURS, door, process.pid, engine, paid) for one in same]

    async def _open_bolt(self, kept: AsyncExitStack, rows: Rows) -> None:
        names = [name for name in ON_BOLT if name in self.wanted and await _ready(name, None)]
        if not names:
            return
        stage("a graph for rivals")
        graph = await kept.enter_async_context(bolt.opened(Settings.read(), self._room("bolt")))
        await bolt.load(graph.store, rows)

        async def paid() -> Paid:
            return Paid(*await bolt.paid(graph.store))

        for name in names:
            port, process = kept.enter_context(node.served(name, graph.environ, self.folder))
            door = Door(port)
            self.stacks.append(Stack(name, ON_BOLT[name], door, process, graph.process, paid))

    async def _open_postgres(self, kept: AsyncExitStack, rows: Rows) -> None:
        lacking = postgres.lacking()
        wanted = [name for name in ON_POSTGRES if name in self.wanted]
        names = [name for name in wanted if await _ready(name, lacking)]
        if not names:
            return
        stage("tables for rivals")
        if os.geteuid() == 0:
            self.folder.chmod(0o711)  # whom it runs as goes through to its own folder
        base = kept.enter_context(postgres.cluster(self._room("postgres"), self.folder))
        await asyncio.to_thread(postgres.load, base, rows)

        async def paid() -> Paid:
            return Paid(*await asyncio.to_thread(postgres.paid, base))

        for name in names:
            told = {"PG": base.address}
            port, process = kept.enter_context(node.served(name, told, self.folder))
            door = Door(port)
            self.stacks.append(Stack(name, ON_POSTGRES[name], door, process, base.process, paid))


async def _ready(name: str, lacking: str | None) -> bool:
    """Whether a rival can run here; says why not."""
    reason = lacking or node.lacking() or await asyncio.to_thread(node.install, name)
    if reason:
        tell(f"{name} is left out: {reason}")
    return not reason
