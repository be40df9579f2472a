"""What every chunk of an import works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from facts.lawbook import LawBook
from facts.receipt import IdempotencyConflict
from facts.request import Answer, Deed, Refused, Request
from facts.season import Season
from facts.vault import Vault
from facts.writing import record
from graph.gateway import Store
from graph_seed.imports.column import Form
from graph_seed.imports.order import Order
from graph_seed.imports.told import Became, Told, refused
from resolvers.places import Named


@dataclass(frozen=True, slots=True)
class Task:
    """One import; `units`: the unit that it is for and all below it."""

    key: str
    order: Order
    form: Form[Any]
    season: Season
    book: LawBook
    vault: Vault
    units: Mapping[str, Named]

    @property
    def county(self) -> str:
        """Numbers that offices give out are theirs: of a county, or of a larger unit."""
        return self.order.within[:6]


async def do(
    store: Store, task: Task, receipt: str, deeds: list[tuple[int, Deed, Became]]
) -> list[Told]:
    """Deeds of rows through the write path, each told for itself."""
    if not deeds:
        return []
    request = Request(receipt, tuple(deed for _, deed, _ in deeds), by=task.order.by)
    [outcome] = await record(store, [request], task.book)
    if isinstance(outcome, IdempotencyConflict):
        raise outcome
    return [
        _told(row, answer, became)
        for (row, _, became), answer in zip(deeds, outcome.answers, strict=True)
    ]


def _told(row: int, answer: Answer, became: Became) -> Told:
    if isinstance(answer, Refused):
        return refused(row, answer)
    return Told(row, Became.UNCHANGED if answer.get("unchanged") else became)
