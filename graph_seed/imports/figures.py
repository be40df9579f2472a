"""Quotas: what the newest row of the same source says is nothing new; another figure is a row."""

from collections.abc import Sequence

from graph.gateway import Store
from graph_seed.imports.forms.quotas import QuotaLine
from graph_seed.imports.spool import Kept
from graph_seed.imports.task import Task
from graph_seed.imports.told import Became, Told
from graph_seed.quotas.load import Figure, record
from policy.terms import TargetBase


async def apply_quotas(store: Store, task: Task, lines: Sequence[Kept], receipt: str) -> list[Told]:
    """One by one: there are as many as units."""
    told = []
    for one in lines:
        line: QuotaLine = one.line
        base = (line.base or TargetBase.QUOTA).value
        year = line.year or task.order.year
        said = (year, base, line.people, line.amount_fen, line.source)
        is_new = await record(store, [Figure(one.place.village, *said, notice="", clause="")])
        told.append(Told(one.row, Became.CREATED if is_new else Became.UNCHANGED))
    return told
