"""Reading what an operation asks for, all at once, before its fields are answered."""

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLResolveInfo

from schema.context import Info
from schema.jurisdiction import Jurisdiction
from schema.reach import names, questions, reach

LAW_FIELDS = frozenset({"targetRate", "missingFromTarget", "targets", "byCategory"})
MOST_TEXTS, MOST_LENGTH = 500, 4_000  # whose look is kept; characters of one


@dataclass(frozen=True, slots=True)
class Look:
    """What the text of an operation says, whatever its variables are."""

    depth: int | None  # levels below a place; None: all of them
    needs_law: bool


_looks: dict[tuple[str, str | None], Look] = {}


def _look(raw: GraphQLResolveInfo[Any]) -> Look:
    """Worked out once for a text: small questions come again and again."""
    operation = raw.operation
    text = operation.loc.source.body if operation.loc else ""
    key = text, operation.name.value if operation.name else None
    found = _looks.get(key) if text else None
    if found is None:
        needs_law = bool(names(operation, raw.fragments) & LAW_FIELDS)
        found = Look(reach(operation, raw.fragments), needs_law)
        if len(_looks) >= MOST_TEXTS:
            _looks.clear()
        if 0 < len(text) <= MOST_LENGTH:
            _looks[key] = found
    return found


def look(info: Info) -> None:
    """Tell the tree how far below a place the operation looks."""
    info.context.places.look(_look(info._raw_info).depth)


async def read(info: Info, *codes: str) -> None:
    """Read what the operation asks of these places, all of them at once."""
    raw, context = info._raw_info, info.context
    look(info)
    if _look(raw).needs_law:
        await context.law.prepare()
    await context.places.ensure(*codes)
    asked = questions(raw.operation, raw.fragments, info.variable_values)
    known = [code for code in codes if context.places.known(code)]
    await context.campaigns.prepare(known, asked)


async def place(info: Info, code: str) -> Jurisdiction | None:
    """A place with all that the operation asks of it."""
    await read(info, code)
    return info.context.places.known(code)
