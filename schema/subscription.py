"""What is told as it happens."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Protocol

import strawberry

from schema.asking import place
from schema.context import AsOf, Context
from schema.errors import ApiError, Code
from schema.progress import Progress
from schema.scalars import JurisdictionCode


class Live(Protocol):
    """The context of an operation that lasts: it is made anew for every answer."""

    def beats(self, year: int) -> AsyncGenerator[None, None]: ...
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
