"""The memory of a service for as long as it runs, loaded beside its first answers."""

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from graph.errors import GraphError
from graph.gateway import Store
from rollup.memory import Rollup

logger = logging.getLogger("zeren.rollup")


@asynccontextmanager
async def kept(store: Store, wanted: bool = True) -> AsyncIterator[Rollup | None]:
    """Of one process; None where it is switched off. Until it is loaded the graph answers."""
    if not wanted:
        yield None
        return
    rollup = Rollup(store)
    loading = asyncio.create_task(_load(rollup))
    try:
        yield rollup
    finally:
        loading.cancel()
        with suppress(asyncio.CancelledError):
            await loading


async def _load(rollup: Rollup) -> None:
    try:
        await rollup.load()
        gc.collect()
        gc.freeze()  # what stays is not to be looked through again and again for what goes
    except GraphError as error:
        logger.warning("not loaded, the first question tries again: %s", error)
