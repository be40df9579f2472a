"""A made-up season over every village: quotas of the townships, three days of each village.

Tallies and totals are in the shape that the write path keeps (facts/sums.py), of the group `all`
alone: a day on which everybody is entered, and two on which people pay.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import LiteralString, TypeVar

from facts.quotas import Figure, record_quotas
from facts.season import Season, open_season
from facts.sums import COLUMNS, take_sequence
from graph.gateway import Gateway, Row, Transaction
from graph_seed.divisions.listing import Division
from graph_seed.divisions.load import BATCH, load_batch
from policy.places import Level

SEASON = Season(2022, date(2021, 9, 1))
VILLAGES_AT_ONCE = 3_000
QUOTAS_AT_ONCE = 2_000
QUOTA = 500  # people of a township
DAYS: dict[date, dict[str, int]] = {  # what a household adds to its village
    date(2021, 9, 1): {"unpaid": 3, "due_fen": 96_000, "households": 1, "changes": 3},
    date(2021, 10, 15): {"unpaid": -2, "paid": 2, "paid_fen": 64_000, "payments": 1, "changes": 2},
    date(2021, 11, 20): {
        "unpaid": -1,
        "paid": 1,
        "paid_fen": 32_000,
        "payments": 1,
        "settled": 1,
        "changes": 1,
    },
}

T = TypeVar("T")

# (:Tally {key: village|year|all|on|seen}), (:Total {key: village|year|all})
TALLIES: LiteralString = """
UNWIND $villages AS village
WITH village, village + '|' + toString($year) + '|all' AS key,
  20 + toInteger(right(village, 2)) AS homes
CALL (village, key, homes) {
  UNWIND $days AS day
  CREATE (t:Tally {key: key + '|' + toString(day.on) + '|' + toString(day.on)})
  SET t.village = village, t.year = $year, t.group = 'all', t.on = day.on, t.seen = day.on,
    t.seq = $seq, t.paid = homes * day.paid, t.fully_subsidised = 0, t.covered_elsewhere = 0,
    t.departed = 0, t.refused = 0, t.unpaid = homes * day.unpaid, t.vouchers = 0,
    t.due_fen = homes * day.due_fen, t.subsidy_fen = 0, t.paid_fen = homes * day.paid_fen,
    t.payments = homes * day.payments, t.households = homes * day.households,
    t.settled = homes * day.settled, t.changes = homes * day.changes
  RETURN sum(t.paid) AS paid, sum(t.unpaid) AS unpaid, sum(t.due_fen) AS due_fen,
    sum(t.paid_fen) AS paid_fen, sum(t.payments) AS payments, sum(t.households) AS households,
    sum(t.settled) AS settled, sum(t.changes) AS changes
}
CREATE (t:Total {key: key})
SET t.village = village, t.year = $year, t.group = 'all', t.seq = $seq, t.paid = paid,
  t.fully_subsidised = 0, t.covered_elsewhere = 0, t.departed = 0, t.refused = 0,
  t.unpaid = unpaid, t.vouchers = 0, t.due_fen = due_fen, t.subsidy_fen = 0,
  t.paid_fen = paid_fen, t.payments = payments, t.households = households, t.settled = settled,
  t.changes = changes
"""


async def load_places(gateway: Gateway, places: Sequence[Division]) -> None:
    """As `graph_seed divisions` does."""
    for batch in parts(places, BATCH):
        await load_batch(gateway.directory, batch)


async def fill(gateway: Gateway, places: Sequence[Division]) -> None:
    """Quotas and sums of these places; the season is opened with the first of them."""
    store = gateway.directory
    await open_season(store, SEASON)
    towns = [one.code for one in places if one.level is Level.TOWNSHIP]
    for codes in parts(towns, QUOTAS_AT_ONCE):
        await record_quotas(store, f"quotas|{codes[0]}", [_quota(code) for code in codes])
    villages = [one.code for one in places if one.level is Level.VILLAGE]
    for codes in parts(villages, VILLAGES_AT_ONCE):
        await _tally(gateway, codes)


def _quota(code: str) -> Figure:
    return Figure(code, SEASON.year, "QUOTA", QUOTA, None, "made up")


async def _tally(gateway: Gateway, villages: Sequence[str]) -> None:
    async def body(transaction: Transaction) -> None:
        seq = await take_sequence(transaction, SEASON.year, max(DAYS))
        await transaction.run(
            TALLIES, villages=villages, year=SEASON.year, seq=seq, days=[*map(_day, DAYS)]
        )

    await gateway.directory.transact(body)


def _day(on: date) -> Row:
    return {"on": on, **dict.fromkeys(COLUMNS, 0), **DAYS[on]}


def parts(rows: Sequence[T], most: int) -> Iterator[list[T]]:
    """So many at a time, in order."""
    source = iter(rows)
    while part := list(islice(source, most)):
        yield part
