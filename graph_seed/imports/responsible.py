"""Posts: made where a unit has none of that title, handed over, given what they answer for."""

from collections.abc import Mapping, Sequence

from facts.post_rows import PostRow, record_posts
from graph.gateway import Store
from graph_seed.imports.forms.posts import PostLine
from graph_seed.imports.rejection import Fault
from graph_seed.imports.spool import Kept
from graph_seed.imports.task import Task
from graph_seed.imports.told import Became, Told, rejected
from resolvers.places import Resolved, Unresolved, choose

Units = Mapping[str, Resolved | Unresolved]


async def apply_posts(store: Store, task: Task, lines: Sequence[Kept], receipt: str) -> list[Told]:
    """A line's place is the village where it names one, so its unit is looked up here."""
    names = {one.line.unit for one in lines} - set(task.units)
    units = choose(sorted(names), task.order.within, list(task.units.values())) if names else {}
    told = [said for one in lines if (said := _homeless(one, units)) is not None]
    refused = {one.row for one in told}
    left = [one for one in lines if one.row not in refused]
    found = await record_posts(store, f"{receipt}|posts", [_row(one, units) for one in left])
    why = {one.row: one for one in found.refused}
    for at, (one, became) in enumerate(zip(left, found.became, strict=True)):
        if at in why:
            no = why[at]
            code, names_ = Fault(no.code), no.candidates
            told.append(rejected(one.row, code, no.message, candidates=names_))
        else:
            told.append(Told(one.row, Became(became)))
    return told


def _homeless(one: Kept, units: Units) -> Told | None:
    """Why its unit is none, or several."""
    meaning = units.get(one.line.unit)
    if not isinstance(meaning, Unresolved):
        return None
    names = tuple(f"{place.matched}({place.code})" for place in meaning.candidates)
    return rejected(
        one.row, Fault(meaning.code), meaning.message, "单位", one.line.unit, candidates=names
    )


def _row(one: Kept, units: Units) -> PostRow:
    line: PostLine = one.line
    meaning = units.get(line.unit)
    unit = meaning.code if isinstance(meaning, Resolved) else line.unit
    return PostRow(
        line.title,
        unit,
        line.department,
        line.holder,
        line.since,
        line.duty,
        one.place.village if line.village else None,
        line.grid,
    )
