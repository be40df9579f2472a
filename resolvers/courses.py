"""The course of subsidies: their values day by day, and the batches that moved them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, LiteralString

from strawberry.dataloader import DataLoader

from graph.gateway import Row, Store
from policy.claims import SubsidyTerms, known_steps
from policy.ledger import Station, SubsidySteps, SubsidyValue
from policy.stations import ORDER
from policy.steps import Step

# (:Subsidy)<-[:CHANGED]-(:Change), (:Subsidy)<-[:MOVED {from, to, amount_fen}]-(:Advance)
COURSES: LiteralString = """
UNWIND $keys AS key
MATCH (s:Subsidy {key: key})
RETURN collect({key: key,
  changes: COLLECT {
    MATCH (s)<-[:CHANGED]-(c:Change)
    RETURN [c.on,
      [c.before_village, c.before_subsidies, c.before_unset, c.before_amount_fen,
        c.before_payable_fen, c.before_requested_fen, c.before_disbursed_fen,
        c.before_received_fen],
      [c.after_village, c.after_subsidies, c.after_unset, c.after_amount_fen, c.after_payable_fen,
        c.after_requested_fen, c.after_disbursed_fen, c.after_received_fen]]
  },
  moves: COLLECT {
    MATCH (s)<-[m:MOVED]-(a:Advance)
    RETURN {source: m.from, target: m.to, amount_fen: m.amount_fen, advance: a {.*}}
    ORDER BY a.on, a.recorded, a.key
  }}) AS courses
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """Money came to a station on a day, by a batch (its row) or because of the person's facts."""

    station: Station
    on: date
    amount_fen: int | None
    advance: Row | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """The values of a subsidy, and its moves: source, target, amount_fen, advance."""

    steps: SubsidySteps = ()
    moves: Sequence[Row] = ()

    def taken(self, terms: SubsidyTerms) -> list[Taken]:
        """Each station that it came to, or left, oldest first; those that the notice knows."""
        found = [*self._by_facts(), *self._by_batches(terms)]
        return sorted(found, key=lambda one: (one.on, ORDER.index(one.station)))

    def _by_facts(self) -> list[Taken]:
        found, amount, payable = [], 0, 0
        was_unset = False
        for step in self.steps:
            value = step.value
            is_unset = value is not None and value.unset > 0
            is_now = (value.amount_fen, value.payable_fen) if value else (0, 0)
            if is_unset and not was_unset and is_now[0] == 0:
                found.append(Taken(Station.MARKED, step.on, None))
            if is_now[0] != amount:
                found.append(Taken(Station.MARKED, step.on, is_now[0] - amount))
            if is_now[1] != payable:
                found.append(Taken(Station.PAYABLE, step.on, is_now[1] - payable))
            (amount, payable), was_unset = is_now, is_unset
        return found

    def _by_batches(self, terms: SubsidyTerms) -> list[Taken]:
        found = []
        for move in self.moves:
            source, target = Station(move["source"]), Station(move["target"])
            for station in ORDER[ORDER.index(source) + 1 : ORDER.index(target) + 1]:
                if station is target or station in known_steps(terms):
                    on = move["advance"]["on"].to_native()
                    found.append(Taken(station, on, move["amount_fen"], move["advance"]))
        return found


@dataclass(slots=True)
class Courses:
    """Those of one request; asked for together, read in one statement."""

    store: Store
    by_key: DataLoader[str, Course] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = DataLoader(self._by_key)

    async def _by_key(self, keys: list[str]) -> list[Course]:
        row = await self.store.one(COURSES, keys=keys)
        found = {
            one["key"]: Course(_folded(one["changes"]), one["moves"])
            for one in (row or {"courses": []})["courses"]
        }
        return [found.get(key, Course()) for key in keys]


def _folded(changes: Sequence[tuple[Any, list[Any], list[Any]]]) -> SubsidySteps:
    """The values that Changes leave, day by day; those that were taken back cancel out."""
    by_day: dict[date, Counter[SubsidyValue]] = defaultdict(Counter)
    for on, before, after in changes:
        for plain, sign in ((before, -1), (after, 1)):
            if plain[0] is not None:
                by_day[on.to_native()][SubsidyValue(*plain)] += sign
    left: Counter[SubsidyValue] = Counter()
    found: list[Step[SubsidyValue]] = []
    for day in sorted(by_day):
        left.update(by_day[day])
        value = next((one for one, number in left.items() if number > 0), None)
        if (found[-1].value if found else None) != value:
            found.append(Step(day, value))
    return tuple(found)
