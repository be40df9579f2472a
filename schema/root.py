"""The whole API: its queries, and who answers them. Only this module names the resolvers."""

from datetime import date

import strawberry
from strawberry.schema.config import StrawberryConfig

from graph.gateway import Gateway
from resolvers.campaigns import CampaignsShown
from resolvers.findings import FindingsShown
from resolvers.geography import Geography
from resolvers.people import PeopleShown
from resolvers.progress import Sums
from resolvers.tree import Forest
from schema.context import Context, Info
from schema.errors import ApiError, Code
from schema.household import Household
from schema.jurisdiction import Jurisdiction, JurisdictionMatch
from schema.node import Node, key_of
from schema.person import Person
from schema.reach import questions, reach
from schema.scalars import SCALARS, JurisdictionCode
from schema.terms import Level

MATCHES = 10
MOST_MATCHES = 50
MOST_NODES = 100


@strawberry.type(description="Questions. Nothing here changes anything.")
class Query:
    @strawberry.field(description="A unit by its code; null when there is none.")
    async def jurisdiction(self, info: Info, code: JurisdictionCode) -> Jurisdiction | None:
        return await _place(info, code)

    @strawberry.field(
        description="Units whose name or alias matches, best first; never a silent guess."
    )
    async def find_jurisdictions(
        self,
        info: Info,
        name: str,
        within: JurisdictionCode | None = None,
        level: Level | None = None,
        first: int | None = MATCHES,
    ) -> list[JurisdictionMatch]:
        size = MATCHES if first is None else first
        if not 0 <= size <= MOST_MATCHES:
            raise ApiError(Code.LIMIT, f"first: {size}，应为 0 到 {MOST_MATCHES}")
        found = await info.context.places.find(name, within, level, size)
        await _read(info, *(match.jurisdiction.code for match in found))
        return found

    @strawberry.field(description="Anything by its id; null when there is none.")
    async def node(self, info: Info, id: strawberry.ID) -> Node | None:
        return await _node(info, id)

    @strawberry.field(description="Several by their ids, in the order asked for; at most 100.")
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> list[Node | None]:
        if len(ids) > MOST_NODES:
            raise ApiError(Code.LIMIT, f"ids: {len(ids)}，一次最多 {MOST_NODES}")
        await _read(info, *(code for one in ids if (code := key_of(one, "Jurisdiction"))))
        return [await _node(info, one) for one in ids]


async def _read(info: Info, *codes: str) -> None:
    """Read what the operation asks of these places, all of them at once."""
    raw = info._raw_info
    context = info.context
    context.places.look(reach(raw.operation, raw.fragments))
    await context.places.ensure(*codes)
    asked = questions(raw.operation, raw.fragments, info.variable_values)
    known = [code for code in codes if context.places.known(code)]
    await context.campaigns.prepare(known, asked)


async def _place(info: Info, code: str) -> Jurisdiction | None:
    await _read(info, code)
    return info.context.places.known(code)


async def _node(info: Info, identifier: str) -> Node | None:
    if code := key_of(identifier, "Jurisdiction"):
        return await _place(info, code)
    if key := key_of(identifier, "Person"):
        return await info.context.people.person(key)
    if key := key_of(identifier, "Household"):
        return await info.context.people.household(key)
    return None


def make_context(gateway: Gateway, today: date) -> Context:
    """What one request is answered from; `today`: the civil day in China."""
    store = gateway.directory
    geography = Geography(Forest(store), today)
    sums = Sums(store, geography, today)
    return Context(
        today=today,
        places=geography,
        campaigns=CampaignsShown(sums),
        people=PeopleShown(store, sums, today),
        findings=FindingsShown(geography),
    )


schema = strawberry.Schema(
    query=Query,
    types=[Person, Household],
    config=StrawberryConfig(scalar_map=SCALARS),
)
