"""Operations that last: who may have how many, what each answer is made from, what is sent.

    beat ── renew ──> a context as of now ── the whole selection ──> changed? ──> the client

An answer that says the same as the one before is not sent again.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import strawberry
from graphql import GraphQLError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from api.errors import formatted
from resolvers.pulse import IMPORT, Pulse
from schema.context import Context
from schema.errors import Code

MOST = 200  # subscriptions of a process: each asks the graph once a second while facts come in

Make = Callable[[], Awaitable[Context]]  # may raise ApiError: a token ends while one is listening

_now: ContextVar[Context] = ContextVar("now")  # each operation is a task and has its own


@dataclass(frozen=True, slots=True)
class LiveContext:
    """Stands for the newest context of the operation that asks."""

    make: Make
    pulse: Pulse

    def beats(self, year: int) -> AsyncGenerator[None, None]:
        """When the figures of a year may have changed."""
        return self.pulse.beats(str(year))

    def import_beats(self, key: str) -> AsyncGenerator[None, None]:
        """When an import may have got further."""
        return self.pulse.beats(IMPORT + key)

    async def renew(self) -> Context:
        """What the next answer is made from."""
        context = await self.make()
        _now.set(context)
        return context

    def __getattr__(self, name: str) -> Any:
        return getattr(_now.get(), name)


@dataclass(slots=True)
class Streams:
    """All subscriptions of a process; what the handlers of either transport call the schema."""

    schema: strawberry.Schema
    most: int = MOST
    taken: int = 0

    async def stream(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: object = None,
        root_value: object = None,
        operation_name: str | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> AsyncGenerator[ExecutionResult, None]:
        """The answers of one subscription; a query or a mutation is refused."""
        source = await self.schema.stream(
            query,
            variable_values=variable_values,
            context_value=context_value,
            operation_name=operation_name,
            operation_extensions=operation_extensions,
            allowed_operation_types=(OperationType.SUBSCRIPTION,),
        )
        return self._seated(source)

    async def _seated(self, source: Any) -> AsyncGenerator[ExecutionResult, None]:
        if self.taken >= self.most:
            yield PreExecutionError(data=None, errors=[_full(self.most)])
            return
        self.taken += 1
        try:
            async with aclosing(source), aclosing(_changed(source)) as results:
                async for result in results:
                    yield result
        finally:
            self.taken -= 1


async def _changed(source: Any) -> AsyncGenerator[ExecutionResult, None]:
    """Without repetitions, and with errors as clients may see them."""
    last: object = None
    try:
        async for result in source:
            if result.errors:
                result.errors = _masked(result.errors)
            elif result.data == last:
                continue
            last = result.data
            yield result
    except Exception as error:  # the edge: whatever it was, the client is told
        wrapped = GraphQLError(str(error), original_error=error)
        yield ExecutionResult(data=None, errors=_masked([wrapped]))


WRONG: dict[type[Exception], str] = {
    InvalidOperationTypeError: "这里只接受订阅（subscription）：查询和变更请用普通的 POST",
    CannotGetOperationTypeError: "没有这个名字的操作：请检查 operationName",
}


def _masked(found: list[GraphQLError]) -> list[GraphQLError]:
    errors = [_explained(error) for error in found]
    return [
        GraphQLError(entry["message"], path=error.path, extensions=entry["extensions"])
        for error, entry in zip(errors, formatted(errors), strict=True)
    ]


def _explained(error: GraphQLError) -> GraphQLError:
    message = WRONG.get(type(error.original_error))  # type: ignore[arg-type]  # None is no key
    return GraphQLError(message, extensions={"code": Code.BAD_INPUT}) if message else error


def _full(most: int) -> GraphQLError:
    facts = {"code": Code.LIMIT, "what": "subscriptions", "limit": most}
    return GraphQLError(f"订阅已达上限 {most}：请稍后再试，或改为定时查询", extensions=facts)
