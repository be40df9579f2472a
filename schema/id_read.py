"""Who read which identity number in full."""

from datetime import datetime

import strawberry

from schema.node import PageInfo
from schema.person import Person


@strawberry.type(description="An identity number was read in full.")
class IdRead:
    person: Person = strawberry.field(description="Whose number it is.")
    by: str = strawberry.field(description="Who read it: the subject of the token.")
    at: datetime = strawberry.field(description="When it was put on record, before the answer.")


@strawberry.type(description="A read in a list.")
class IdReadEdge:
    node: IdRead = strawberry.field(description="The read.")
    cursor: str = strawberry.field(description="Give it as after to read on from here.")


@strawberry.type(description="A page of reads, newest first.")
class IdReadConnection:
    edges: list[IdReadEdge] = strawberry.field(description="The page, with cursors.")
    nodes: list[IdRead] = strawberry.field(description="The page.")
    page_info: PageInfo = strawberry.field(description="Where the page stands.")
    total_count: int = strawberry.field(description="Of all pages.")
