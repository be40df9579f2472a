"""The same question of several requests, asked of the graph once.

request ┐
request ┼─ keys ── within one turn of the loop ──> one statement ──> one row for all of them
request ┘
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, LiteralString

Row = dict[str, Any]
Ask = Callable[[LiteralString, list[str]], Awaitable[Row]]
TURNS = 2  # requests that one write has answered come back within them


@dataclass(slots=True)
class Waiting:
    """Who asks together."""

    keys: set[str]
    answer: asyncio.Future[Row]


@dataclass(slots=True)
class Gathering:
    """Of one database; what was asked before the statement begins is in it, nothing else."""

    ask: Ask
    _waiting: dict[LiteralString, Waiting] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def row(self, statement: LiteralString, keys: Iterable[str]) -> Row:
        """Holds what others asked for too; raises what the statement raises."""
        waiting = self._waiting.get(statement)
        if waiting is None:
            waiting = Waiting(set(), asyncio.get_running_loop().create_future())
            self._waiting[statement] = waiting
            task = asyncio.create_task(self._answer(statement, waiting))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        waiting.keys.update(keys)
        return await asyncio.shield(waiting.answer)

    async def _answer(self, statement: LiteralString, waiting: Waiting) -> None:
        for _ in range(TURNS):
            await asyncio.sleep(0)
        del self._waiting[statement]
        try:
            found = await self.ask(statement, sorted(waiting.keys))
        except Exception as error:  # each of those who wait raises it
            waiting.answer.set_exception(error)
            waiting.answer.exception()  # also where none of them waits any longer
        else:
            waiting.answer.set_result(found)
        finally:
            waiting.answer.cancel()  # the process stops; what has its answer keeps it
