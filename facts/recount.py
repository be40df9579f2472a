"""What a village's facts come to, counted anew from nothing but what is on record.

    Participation entry, Account entry, Changes, Payments ── recount ──> Count
        rows      (village, group, on, seen) -> sums, as the Tally rows must be
        subjects  what `now_…` and `paid_fen` of its people, households, subsidies must be

A Change counts in the village of its values: a move makes facts of one roll count in another.
Subsidies begin from nothing: all of theirs is Changes.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, LiteralString

from facts.account import seen_on
from facts.sums import Sums, add_households, add_money, add_shifts, add_subsidies, no_sums
from graph.gateway import Row, Store, Transaction
from policy.ledger import SubsidyValue
from policy.roll import AccountValue
from policy.steps import Shift
from policy.timeline import Value
from policy.vocabulary import Channel, State

Place = tuple[str, str, date, date]  # village, group, on, seen
Rows = defaultdict[Place, Counter[str]]
Plain = tuple[Any, ...]  # the properties of a value, in the order of the statement
Net = Counter[tuple[str, Plain]]  # by day: what comes into a value less what leaves it


class Kind(Enum):
    """What a subject is."""

    PERSON = "PERSON"
    HOUSEHOLD = "HOUSEHOLD"
    SUBSIDY = "SUBSIDY"


@dataclass(frozen=True, slots=True)
class Subject:
    """A participation, household or subsidy: what entry and Changes leave, and what it says."""

    key: str
    kind: Kind
    net: Net
    says: Plain | None
    paid_fen: int = 0  # the shares of its payments
    says_paid_fen: int = 0
    says_step: str | None = None

    @property
    def left(self) -> Plain | None:
        """The value after all days: one, or none of who is not on the roll; () if Changes clash."""
        counts: Counter[Plain] = Counter()
        for (_, value), number in self.net.items():
            counts[value] += number
        standing = [(value, number) for value, number in counts.items() if number]
        if not standing:
            return None
        return standing[0][0] if len(standing) == 1 and standing[0][1] == 1 else ()

    @property
    def step(self) -> str | None:
        """Where a subsidy stands."""
        value = _owed(self.left or None) if self.kind is Kind.SUBSIDY else None
        return value.station.value if value else None

    @property
    def agrees(self) -> bool:
        is_there = self.says_paid_fen == self.paid_fen and self.says_step == self.step
        return is_there and self.left == self.says


@dataclass(frozen=True, slots=True)
class Count:
    """One roll: its rows may be of other villages too."""

    village: str
    rows: Rows
    subjects: list[Subject] = field(default_factory=list)


# (:Roster)<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:CHANGED]-(:Change)
# (:Account)<-[:CHANGED]-(:Change), (:Account)<-[:ON]-(:Payment)-[:SETTLES]->(:Participation)
# (:Participation)<-[:FOR]-(:Subsidy)<-[:CHANGED]-(:Change)
READ_FACTS: LiteralString = """
UNWIND $villages AS village
MATCH (r:Roster {key: village + '|' + toString($year)})
RETURN collect({
  village: village,
  accounts: COLLECT {
    MATCH (r)<-[:ON]-(a:Account)
    RETURN [a.key, toString(a.entered_on), a.recorded, a.entry_village, a.entry_settled,
      a.now_village, a.now_settled]
  },
  account_changes: COLLECT {
    MATCH (r)<-[:ON]-(a:Account)<-[:CHANGED]-(c:Change)
    RETURN [a.key, toString(c.on), c.recorded, c.before_village, c.before_settled,
      c.after_village, c.after_settled]
  },
  people: COLLECT {
    MATCH (r)<-[:ON]-(:Account)<-[:IN]-(n:Participation)
    RETURN [n.key, toString(n.entered_on), n.recorded, n.entry_village, n.entry_state,
      n.entry_due_fen, n.entry_subsidy_fen, n.entry_category, n.entry_categories, n.entry_e_voucher,
      n.now_village, n.now_state, n.now_due_fen, n.now_subsidy_fen, n.now_category,
      n.now_categories, n.now_e_voucher, n.paid_fen,
      reduce(paid = 0, fen IN [(n)<-[s:SETTLES]-(:Payment) | s.amount_fen] | paid + fen)]
  },
  changes: COLLECT {
    MATCH (r)<-[:ON]-(:Account)<-[:IN]-(n:Participation)<-[:CHANGED]-(c:Change)
    RETURN [n.key, toString(c.on), c.recorded, c.before_village, c.before_state, c.before_due_fen,
      c.before_subsidy_fen, c.before_category, c.before_categories, c.before_e_voucher,
      c.after_village, c.after_state, c.after_due_fen, c.after_subsidy_fen, c.after_category,
      c.after_categories, c.after_e_voucher]
  },
  subsidies: COLLECT {
    MATCH (r)<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:FOR]-(s:Subsidy)
    RETURN [s.key, s.now_village, s.now_subsidies, s.now_unset, s.now_amount_fen,
      s.now_payable_fen, s.now_requested_fen, s.now_disbursed_fen, s.now_received_fen, s.step]
  },
  subsidy_changes: COLLECT {
    MATCH (r)<-[:ON]-(:Account)<-[:IN]-(:Participation)<-[:FOR]-(s:Subsidy)<-[:CHANGED]-(c:Change)
    RETURN [s.key, toString(c.on), c.recorded, c.before_village, c.before_subsidies,
      c.before_unset, c.before_amount_fen, c.before_payable_fen, c.before_requested_fen,
      c.before_disbursed_fen, c.before_received_fen, c.after_village, c.after_subsidies,
      c.after_unset, c.after_amount_fen, c.after_payable_fen, c.after_requested_fen,
      c.after_disbursed_fen, c.after_received_fen]
  },
  payments: COLLECT {
    MATCH (r)<-[:ON]-(a:Account)<-[o:ON]-(y:Payment)
    RETURN [a.village, toString(y.paid_on), y.channel, coalesce(o.amount_fen, y.amount_fen),
      coalesce(o.counted, 1), y.recorded]
  }
}) AS rolls
"""


async def recount(
    reader: Store | Transaction, year: int, villages: Sequence[str]
) -> dict[str, Count]:
    """The counts of rolls; a village without a roll is left out."""
    read = reader.read if isinstance(reader, Store) else reader.run
    [row] = await read(READ_FACTS, year=year, villages=list(villages))
    return {roll["village"]: _count(roll) for roll in row["rolls"]}


def _count(roll: Row) -> Count:
    ledger = _Ledger()
    subjects: list[Subject] = []
    for row in roll["people"]:
        net = ledger.enter(ledger.people, row, _person(row[3:10]))
        says = _person(row[10:17])
        subjects.append(Subject(row[0], Kind.PERSON, net, says, row[18], row[17]))
    for row in roll["accounts"]:
        net = ledger.enter(ledger.households, row, _if_any(row[3:5]))
        subjects.append(Subject(row[0], Kind.HOUSEHOLD, net, _if_any(row[5:7])))
    for key, *says, step in roll["subsidies"]:
        net = ledger.nets[key] = Counter()
        subjects.append(Subject(key, Kind.SUBSIDY, net, _if_any(says), says_step=step))
    for row in roll["changes"]:
        ledger.change(ledger.people, row, _person(row[3:10]), _person(row[10:17]))
    for row in roll["account_changes"]:
        ledger.change(ledger.households, row, _if_any(row[3:5]), _if_any(row[5:7]))
    for row in roll["subsidy_changes"]:
        group = row[0].split("|", 2)[2]
        ledger.change(ledger.subsidies[group], row, _if_any(row[3:11]), _if_any(row[11:19]))
    for village, *payment, recorded in roll["payments"]:
        ledger.payments[village, *payment, _seen(recorded)] += 1
    return Count(roll["village"], ledger.rows(), subjects)


def _person(row: list[Any]) -> Plain | None:
    """None where nobody is on the roll, as in `value_of`."""
    if row[1] is None:
        return None
    row[5] = tuple(row[5] or ())
    return tuple(row)


def _if_any(row: list[Any]) -> Plain | None:
    return tuple(row) if row[0] is not None else None


Effects = Counter[tuple[str, Plain | None, Plain | None, date]]  # on, before, after, seen


class _Ledger:
    """Collects equal effects first, so that each kind is worked out once."""

    def __init__(self) -> None:
        self.people: Effects = Counter()
        self.households: Effects = Counter()
        self.subsidies: defaultdict[str, Effects] = defaultdict(Counter)  # by group
        self.payments: Counter[tuple[Any, ...]] = (
            Counter()
        )  # village, on, channel, fen, count, seen
        self.nets: dict[str, Net] = {}

    def enter(self, effects: Effects, row: list[Any], value: Plain | None) -> Net:
        """An entry is a change from nothing; rows begin with key, day, instant."""
        net = self.nets[row[0]] = Counter()
        if value is not None:
            self.change(effects, row, None, value)
        return net

    def change(
        self, effects: Effects, row: list[Any], before: Plain | None, after: Plain | None
    ) -> None:
        key, on, recorded, *_ = row
        net = self.nets[key]
        if before is not None:
            net[on, before] -= 1
        if after is not None:
            net[on, after] += 1
        effects[on, before, after, _seen(recorded)] += 1

    def rows(self) -> Rows:
        """What all effects add up to."""
        rows: Rows = defaultdict(Counter)
        for (on, before, after, recorded), times in self.people.items():
            sums = no_sums()
            add_shifts(sums, [Shift(date.fromisoformat(on), _value(before), _value(after))])
            _add(rows, sums, recorded, times)
        for (on, before, after, recorded), times in self.households.items():
            sums, day = no_sums(), date.fromisoformat(on)
            add_households(sums, [Shift(day, _account_value(before), _account_value(after))])
            _add(rows, sums, recorded, times)
        for group, effects in self.subsidies.items():
            for (on, before, after, recorded), times in effects.items():
                sums, day = no_sums(), date.fromisoformat(on)
                add_subsidies(sums, group, [Shift(day, _owed(before), _owed(after))])
                _add(rows, sums, recorded, times)
        for (village, on, channel, amount_fen, count, recorded), times in self.payments.items():
            sums, day = no_sums(), date.fromisoformat(on)
            add_money(sums, village, day, Channel(channel), amount_fen, count)
            _add(rows, sums, recorded, times)
        return rows


def _add(rows: Rows, sums: Sums, recorded: date, times: int) -> None:
    for (village, group, on), row in sums.items():
        into = rows[village, group, on, recorded]
        for column, amount in row.items():
            into[column] += amount * times


def _value(plain: Plain | None) -> Value | None:
    if plain is None:
        return None
    village, state, *rest = plain
    return Value(village, State(state), *rest)


def _account_value(plain: Plain | None) -> AccountValue | None:
    return AccountValue(*plain) if plain is not None else None


def _owed(plain: Plain | None) -> SubsidyValue | None:
    """A Change may lack a number that somebody took away."""
    if plain is None:
        return None
    village, *numbers = plain
    return SubsidyValue(village, *(number or 0 for number in numbers))


_seen = lru_cache(maxsize=1_024)(seen_on)  # a transaction has one instant
