"""What is told as it happens."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Protocol

import strawberry

from schema.asking import place
from schema.context import AsOf, Context
from schema.errors import ApiError, Code
from schema.imports import Import
from schema.node import key_of
from schema.progress import Progress
from schema.scalars import JurisdictionCode


class Live(Protocol):
    """The context of an operation that lasts: it is made anew for every answer."""

    def beats(self, year: int) -> AsyncGenerator[None, None]: ...
    def import_beats(self, key: str) -> AsyncGenerator[None, None]: ...
    async def renew(self) -> Context: ...


@strawberry.type(description="What is told as it happens, the present state first.")
class Subscription:
    @strawberry.subscription(
        description="The progress (进度) of a unit each time it changes, at most once a second."
    )
    async def progress_changed(
        self, info: strawberry.Info[Any, None], jurisdiction: JurisdictionCode, year: int
    ) -> AsyncGenerator[Progress, None]:
        live: Live = info.context
        async with aclosing(live.beats(year)) as beats:
            async for _ in beats:
                context = await live.renew()
                if await place(info, jurisdiction) is None:
                    message = f"没有代码为 {jurisdiction} 的单位"
                    raise ApiError(Code.UNKNOWN, message, jurisdiction=jurisdiction)
                asked = AsOf(year)
                await context.campaigns.prepare([jurisdiction], [asked])
                found: Any = context.campaigns.progress(jurisdiction, asked)
                yield found if isinstance(found, Progress) else await found

    @strawberry.subscription(
        description="How far a file is (导入进度) each time it gets further, at most once a "
        "second; ends when it is through, refused, or broken off."
    )
    async def import_progress(
        self, info: strawberry.Info[Any, None], id: strawberry.ID
    ) -> AsyncGenerator[Import, None]:
        live: Live = info.context
        key = key_of(id, "Import") or ""
        async with aclosing(live.import_beats(key)) as beats:
            async for _ in beats:
                context = await live.renew()
                found = await context.imports.one(key)
                if found is None:
                    raise ApiError(Code.UNKNOWN, f"没有编号为 {id} 的导入", id=str(id))
                yield found
                if found.finished_at is not None:
                    return
