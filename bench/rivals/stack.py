"""A stack that answers: where, in which dialect, by which processes, and what it has been paid."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import LiteralString, NamedTuple

import orjson

from bench.made_up import COUNTY
from bench.rivals.answers import fen_of
from bench.rivals.dialect import Dialect
from bench.rivals.link import Door, once
from bench.rivals.own_dialect import OURS
from bench.roll import SEASON
from graph.gateway import Store

OWN, ANEW, PLAIN = "ours", "ours, anew", "plain path"  # anew: after a payment in a village


class Paid(NamedTuple):
    """Payments on record, and the fen that the sums of places show."""

    payments: int
    fen: int

    def plus(self, payments: int, each_fen: int) -> "Paid":
        return Paid(self.payments + payments, self.fen + payments * each_fen)


@dataclass(frozen=True, slots=True)
class Stack:
    """`database`: the process that holds its data; `paid`: asked anew each time."""

    name: str
    dialect: Dialect
    door: Door
    service: int
    database: int
    paid: Callable[[], Awaitable[Paid]]

    @property
    def is_anew(self) -> bool:
        """Whether something is written between two questions, so that no answer stands."""
        return self.name == ANEW

    @property
    def is_own(self) -> bool:
        return self.dialect is OURS


PAYMENTS: LiteralString = "MATCH (:Payment) RETURN count(*) AS payments"
SUM = f"""{{ jurisdiction(code: "{COUNTY}") {{
  progress(year: {SEASON.year}) {{ contributionPaid }} }} }}"""


async def own_paid(store: Store, door: Door) -> Paid:
    """Records as the graph has them, their sum as the service shows it."""
    [row] = await store.read(PAYMENTS)
    answer = orjson.loads(once(door, orjson.dumps({"query": SUM})))
    shown: str = answer["data"]["jurisdiction"]["progress"]["contributionPaid"]
    return Paid(row["payments"], fen_of(shown))
