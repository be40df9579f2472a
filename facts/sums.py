"""Totals and tallies: what each village adds up to, kept as sums of effects.

    Value, AccountValue, payment ──> Sums {(village, group, on): Counter(column: amount)}
    Sums ── write_sums ──> (:Sequence) n + 1, (:Total) now, (:Tally) what was recorded on `seen`
                           about `on`

Groups: `all`; `c|category`, a person counts in each; `h|channel`, money alone;
`l|department kind|category|fund|rule`, subsidies and how far they have come. A Total is the sum of
its Tally rows. Nothing else is touched after a sequence: who holds it lets go at the commit.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import LiteralString

from facts.written import COLLECT_TOTALS, Written
from graph.gateway import Transaction
from policy.ledger import SubsidyValue
from policy.roll import AccountValue
from policy.steps import Shift
from policy.timeline import Value
from policy.vocabulary import Channel

STATES = (
    "paid",
    "fully_subsidised",
    "covered_elsewhere",
    "departed",
    "refused",
    "unpaid",
)
COLUMNS = (
    *STATES,  # people
    "vouchers",  # people with an activated e-voucher
    "due_fen",  # to be taken at the counter
    "subsidy_fen",
    "paid_fen",  # payments less reversals
    "payments",
    "households",
    "settled",  # households in which nobody is UNPAID
    "changes",  # entries of people and their changes
)

OWED = (
    "subsidies",  # people, in rows of `l|…` alone, like all that follow
    "unset",  # of them, those whose amount the notice leaves open
    "subsidy_fen",
    "payable_fen",  # all that has come that far, here and below
    "requested_fen",
    "disbursed_fen",
    "received_fen",
)


def columns_of(group: str) -> tuple[str, ...]:
    """What the rows of a group hold."""
    return OWED if group.startswith("l|") else COLUMNS


Sums = defaultdict[tuple[str, str, date], Counter[str]]


def no_sums() -> Sums:
    """Sums to which effects can be added."""
    return defaultdict(Counter)


def add_entry(sums: Sums, on: date, value: Value) -> None:
    """Somebody comes onto the roll with this value."""
    _add_value(sums, on, value, 1)
    sums[value.village, "all", on]["changes"] += 1


def add_shifts(sums: Sums, shifts: Iterable[Shift[Value]]) -> None:
    """`before` goes out and `after` comes in, on the day of each shift."""
    for shift in shifts:
        if shift.before:
            _add_value(sums, shift.on, shift.before, -1)
        if shift.after:
            _add_value(sums, shift.on, shift.after, 1)
        at = shift.after or shift.before
        if at:
            sums[at.village, "all", shift.on]["changes"] += 1


def _add_value(sums: Sums, on: date, value: Value, sign: int) -> None:
    state = value.state.value.lower()
    row = sums[value.village, "all", on]
    row[state] += sign
    row["vouchers"] += sign * value.e_voucher
    row["due_fen"] += sign * value.due_fen
    row["subsidy_fen"] += sign * value.subsidy_fen
    for category in value.categories:
        row = sums[value.village, f"c|{category}", on]
        row[state] += sign
        row["vouchers"] += sign * value.e_voucher
    if value.category:
        sums[value.village, f"c|{value.category}", on]["subsidy_fen"] += sign * value.subsidy_fen


def add_households(sums: Sums, shifts: Iterable[Shift[AccountValue]]) -> None:
    """Households come, go, or become settled."""
    for shift in shifts:
        for value, sign in ((shift.before, -1), (shift.after, 1)):
            if value:
                row = sums[value.village, "all", shift.on]
                row["households"] += sign
                row["settled"] += sign * value.settled


def add_subsidies(sums: Sums, group: str, shifts: Iterable[Shift[SubsidyValue]]) -> None:
    """Subsidies of a group come, go, or get further."""
    for shift in shifts:
        for value, sign in ((shift.before, -1), (shift.after, 1)):
            if value:
                row = sums[value.village, f"l|{group}", shift.on]
                for column, amount in zip(OWED, owed_of(value), strict=True):
                    row[column] += sign * amount


def owed_of(value: SubsidyValue) -> tuple[int, ...]:
    """In the order of OWED."""
    return (value.subsidies, value.unset, *value.columns)


def add_money(
    sums: Sums, village: str, on: date, channel: Channel, amount_fen: int, count: int = 1
) -> None:
    """Money came in (or went back: a negative amount) by a channel.

    `count`: 0 for the share of an account where its payment is counted in another one.
    """
    for group in ("all", f"h|{channel.value}"):
        row = sums[village, group, on]
        row["paid_fen"] += amount_fen
        row["payments"] += count


# (:Sequence) first: whoever holds it writes alone
SET_SEQUENCE: LiteralString = """
MERGE (s:Sequence {key: toString($year)})
  ON CREATE SET s.n = 0, s.epoch = randomUUID()
SET s.n = s.n + 1, s.latest = CASE WHEN s.latest > $latest THEN s.latest ELSE $latest END
"""
TAKE_SEQUENCE: LiteralString = SET_SEQUENCE + "RETURN s.n AS seq"


async def take_sequence(transaction: Transaction, year: int, latest: date) -> int:
    """The next number of the year, held until the commit; `latest`: the last day written about."""
    [taken] = await transaction.run(TAKE_SEQUENCE, year=year, latest=latest)
    seq: int = taken["seq"]
    return seq


# (:Total {key: village|year|group}), (:Tally {key: village|year|group|on|seen}): no edges
ADD_SUMS: LiteralString = """
WITH toString(date(datetime({
  epochMillis: datetime.transaction().epochMillis, timezone: '+08:00'}))) AS seen
UNWIND $tallies AS row
MERGE (d:Tally {key: row.key + '|' + toString(row.on) + '|' + seen})
  ON CREATE SET d.village = row.village, d.year = $year, d.group = row.group, d.on = row.on,
    d.seen = date(seen), d.paid = 0, d.fully_subsidised = 0, d.covered_elsewhere = 0,
    d.departed = 0, d.refused = 0, d.unpaid = 0, d.vouchers = 0, d.due_fen = 0,
    d.subsidy_fen = 0, d.paid_fen = 0, d.payments = 0, d.households = 0, d.settled = 0,
    d.changes = 0
SET d.seq = seq, d.paid = d.paid + row.paid,
  d.fully_subsidised = d.fully_subsidised + row.fully_subsidised,
  d.covered_elsewhere = d.covered_elsewhere + row.covered_elsewhere,
  d.departed = d.departed + row.departed, d.refused = d.refused + row.refused,
  d.unpaid = d.unpaid + row.unpaid, d.vouchers = d.vouchers + row.vouchers,
  d.due_fen = d.due_fen + row.due_fen, d.subsidy_fen = d.subsidy_fen + row.subsidy_fen,
  d.paid_fen = d.paid_fen + row.paid_fen, d.payments = d.payments + row.payments,
  d.households = d.households + row.households, d.settled = d.settled + row.settled,
  d.changes = d.changes + row.changes
"""

ADD_TOTALS: LiteralString = """
UNWIND $totals AS row
MERGE (t:Total {key: row.key})
  ON CREATE SET t.village = row.village, t.year = $year, t.group = row.group, t.paid = 0,
    t.fully_subsidised = 0, t.covered_elsewhere = 0, t.departed = 0, t.refused = 0, t.unpaid = 0,
    t.vouchers = 0, t.due_fen = 0, t.subsidy_fen = 0, t.paid_fen = 0, t.payments = 0,
    t.households = 0, t.settled = 0, t.changes = 0
SET t.seq = seq, t.paid = t.paid + row.paid,
  t.fully_subsidised = t.fully_subsidised + row.fully_subsidised,
  t.covered_elsewhere = t.covered_elsewhere + row.covered_elsewhere,
  t.departed = t.departed + row.departed, t.refused = t.refused + row.refused,
  t.unpaid = t.unpaid + row.unpaid, t.vouchers = t.vouchers + row.vouchers,
  t.due_fen = t.due_fen + row.due_fen, t.subsidy_fen = t.subsidy_fen + row.subsidy_fen,
  t.paid_fen = t.paid_fen + row.paid_fen, t.payments = t.payments + row.payments,
  t.households = t.households + row.households, t.settled = t.settled + row.settled,
  t.changes = t.changes + row.changes
"""


# (:Tally) of `l|…`
ADD_OWED: LiteralString = """
WITH toString(date(datetime({
  epochMillis: datetime.transaction().epochMillis, timezone: '+08:00'}))) AS seen
UNWIND $owed_tallies AS row
MERGE (d:Tally {key: row.key + '|' + toString(row.on) + '|' + seen})
  ON CREATE SET d.village = row.village, d.year = $year, d.group = row.group, d.on = row.on,
    d.seen = date(seen), d.subsidies = 0, d.unset = 0, d.subsidy_fen = 0, d.payable_fen = 0,
    d.requested_fen = 0, d.disbursed_fen = 0, d.received_fen = 0
SET d.seq = seq, d.subsidies = d.subsidies + row.subsidies, d.unset = d.unset + row.unset,
  d.subsidy_fen = d.subsidy_fen + row.subsidy_fen, d.payable_fen = d.payable_fen + row.payable_fen,
  d.requested_fen = d.requested_fen + row.requested_fen,
  d.disbursed_fen = d.disbursed_fen + row.disbursed_fen,
  d.received_fen = d.received_fen + row.received_fen
"""

ADD_OWED_TOTALS: LiteralString = """
UNWIND $owed_totals AS row
MERGE (t:Total {key: row.key})
  ON CREATE SET t.village = row.village, t.year = $year, t.group = row.group, t.subsidies = 0,
    t.unset = 0, t.subsidy_fen = 0, t.payable_fen = 0, t.requested_fen = 0, t.disbursed_fen = 0,
    t.received_fen = 0
SET t.seq = seq, t.subsidies = t.subsidies + row.subsidies, t.unset = t.unset + row.unset,
  t.subsidy_fen = t.subsidy_fen + row.subsidy_fen, t.payable_fen = t.payable_fen + row.payable_fen,
  t.requested_fen = t.requested_fen + row.requested_fen,
  t.disbursed_fen = t.disbursed_fen + row.disbursed_fen,
  t.received_fen = t.received_fen + row.received_fen
"""

# the sequence first, then each sum under its number; one statement, for it is held to the commit
WRITE_SUMS: LiteralString = (
    SET_SEQUENCE
    + "WITH s, s.n AS seq\nCALL (seq) {"
    + ADD_SUMS
    + "}\nCALL (seq) {"
    + ADD_OWED
    + "}\nCALL (seq) {"
    + ADD_TOTALS
    + COLLECT_TOTALS
    + "totals}\nCALL (seq) {"
    + ADD_OWED_TOTALS
    + COLLECT_TOTALS
    + "owed}\nRETURN seq AS n, s.epoch AS epoch, s.latest AS latest, totals + owed AS rows"
)


async def write_sums(
    transaction: Transaction, year: int, sums: Sums, is_told: bool = False
) -> Written:
    """Last of all statements of a write: take the year's sequence, add to totals and tallies.

    `is_told`: with the rows of the totals as they are then.
    """
    [row] = await transaction.run(WRITE_SUMS, **lists_of(year, sums, is_told))
    return Written.of(year, row)


def lists_of(year: int, sums: Sums, is_told: bool) -> dict[str, object]:
    """What WRITE_SUMS is given."""
    over_days = _over_days(sums)
    return {
        "year": year,
        "is_told": is_told,
        "latest": max((on for _, _, on in sums), default=date.min),
        "tallies": _rows(year, sums, COLUMNS),
        "owed_tallies": _rows(year, sums, OWED),
        "totals": _rows(year, over_days, COLUMNS),
        "owed_totals": _rows(year, over_days, OWED),
    }


def _over_days(sums: Sums) -> Sums:
    totals = no_sums()
    for (village, group, _), row in sums.items():
        totals[village, group, date.min].update(row)
    return totals


def _rows(year: int, sums: Sums, columns: tuple[str, ...]) -> list[dict[str, object]]:
    """Rows in the order of their keys, so that two writers never wait for each other in a ring."""
    is_owed = columns is OWED
    rows: list[dict[str, object]] = [
        {
            "key": f"{village}|{year}|{group}",
            "village": village,
            "group": group,
            "on": on,
            **{column: row[column] for column in columns},
        }
        for (village, group, on), row in sorted(sums.items())
        if group.startswith("l|") == is_owed and any(row.values())
    ]
    return rows
