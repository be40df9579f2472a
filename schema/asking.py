"""Reading what an operation asks for, all at once, before its fields are answered."""

from schema.context import Info
from schema.jurisdiction import Jurisdiction
from schema.reach import names, questions, reach

LAW_FIELDS = frozenset({"targetRate", "missingFromTarget", "targets", "byCategory"})


def look(info: Info) -> None:
    """Tell the tree how far below a place the operation looks."""
    raw = info._raw_info
    info.context.places.look(reach(raw.operation, raw.fragments))


async def read(info: Info, *codes: str) -> None:
    """Read what the operation asks of these places, all of them at once."""
    raw = info._raw_info
    context = info.context
    look(info)
    if names(raw.operation, raw.fragments) & LAW_FIELDS:
        await context.law.prepare()
    await context.places.ensure(*codes)
    asked = questions(raw.operation, raw.fragments, info.variable_values)
    known = [code for code in codes if context.places.known(code)]
    await context.campaigns.prepare(known, asked)


async def place(info: Info, code: str) -> Jurisdiction | None:
    """A place with all that the operation asks of it."""
    await read(info, code)
    return info.context.places.known(code)
