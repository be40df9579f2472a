"""The villages and units that a file names, as codes within the unit of the import (J3)."""

from collections.abc import Collection
from dataclasses import replace
from typing import LiteralString

from graph.gateway import Store
from graph_seed.imports.rejection import Fault, Rejection
from graph_seed.imports.spool import Spool
from policy.places import Level, level_of
from resolvers.places import Named, Resolved, UnknownPlace, Unresolved, choose, resolve

# (below)-[:PART_OF*0..5]->(:Jurisdiction {code})
BELOW: LiteralString = """
MATCH (within:Jurisdiction {code: $within})
MATCH (within)(()<-[part:PART_OF WHERE part.to IS NULL]-()){0,5}(place)
RETURN collect(DISTINCT [place.code, place.level, place.name, place.aliases]) AS places
"""


async def units_below(store: Store, within: str) -> dict[str, Named]:
    """The unit itself and all below it, by code; raises UnknownPlace for a code without a unit."""
    row = await store.one(BELOW, within=within)
    places = row["places"] if row else []
    if not places:
        raise UnknownPlace(f"{within}: the graph has no such place; load its province first")
    return {code: Named(code, (name, *aliases)) for code, _, name, aliases in places}


async def place_lines(
    store: Store,
    spool: Spool,
    within: str,
    units: Collection[str],
    sheet: str | None,
    any_level: bool,
) -> None:
    """Codes in the place of names; lines of a name that is none, or several, are turned down."""
    names = spool.villages()
    codes = {name: name for name in names if name in units}
    unsure = [name for name in names if name not in codes]
    meanings = await _meanings(store, unsure, within, units, any_level) if unsure else {}
    for name, meaning in meanings.items():
        if isinstance(meaning, Resolved):
            codes[name] = meaning.code
            continue
        rejection = Rejection(
            0,
            Fault(meaning.code),
            meaning.message,
            sheet,
            value=name,
            candidates=tuple(f"{one.matched}({one.code})" for one in meaning.candidates),
        )
        for row in spool.in_village(name):
            spool.turn_down(row, replace(rejection, row=row))
    spool.rename_villages({name: code for name, code in codes.items() if name != code})


async def _meanings(
    store: Store, names: list[str], within: str, units: Collection[str], any_level: bool
) -> dict[str, Resolved | Unresolved]:
    if level_of(within) is Level.VILLAGE:
        own = (await units_below(store, within))[within]
        return choose(names, within, [own])
    level = None if any_level else Level.VILLAGE
    return await resolve(store, names, within, level)
