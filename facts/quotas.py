"""Quotas: figures that a rate is taken of. Append-only; a correction is a new row.

    Figure ── append ──> (:Quota {key: code|year|n, seq, …})-[:FOR]->(:Jurisdiction)

They are stamped with the year's sequence like its sums: readers in memory see that there are more.
The newest row of a unit, year and base counts. A figure that says what stands there is no new row.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import LiteralString

from facts.receipt import answer, take_receipt
from facts.sums import take_sequence
from graph.gateway import Row, Store, Transaction


class BadQuota(Exception):
    """A figure that cannot be, or of a unit that the graph does not have; the message names it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One quota of a unit as its source prints it."""

    unit: str
    year: int
    base: str
    people: int
    amount_fen: int | None
    source: str
    notice: str | None = None
    clause: str | None = None


async def record_quotas(store: Store, receipt: str, rows: Sequence[Figure]) -> int:
    """Put figures on record once; how many of them are new.

    Sent again with the same receipt it changes nothing. Raises BadQuota, and then nothing was
    written; IdempotencyConflict where the receipt came with other rows.
    """
    for row in rows:
        _check(row)

    async def body(transaction: Transaction) -> int:
        done = await take_receipt(transaction, receipt, [repr(row) for row in rows])
        if done is not None:
            return int(done)
        fresh = await append(transaction, rows)
        await answer(transaction, receipt, str(fresh))
        return fresh

    return await store.transact(body)


def _check(row: Figure) -> None:
    if row.people < 0:
        raise BadQuota(f"{row.unit}/{row.year}: {row.people} people; a quota is at least 0")
    if row.amount_fen is not None and row.amount_fen < 0:
        raise BadQuota(f"{row.unit}/{row.year}: {row.amount_fen} fen; an amount is at least 0")
    if not row.source.strip():
        raise BadQuota(f"{row.unit}/{row.year}: no source; name the document that sets the figure")


# (:Jurisdiction {lock})
LOCK: LiteralString = """
UNWIND $units AS unit
MATCH (place:Jurisdiction {code: unit})
SET place.lock = true
RETURN collect(unit) AS known
"""

# (:Quota)-[:FOR]->(:Jurisdiction); by_source: the newest row of the same source is held against it
NEWEST: LiteralString = """
UNWIND range(0, size($figures) - 1) AS i
WITH i, $figures[i] AS figure
MATCH (place:Jurisdiction {code: figure.unit})
OPTIONAL MATCH (quota:Quota {year: figure.year})-[:FOR]->(place)
WITH i, figure, quota ORDER BY i, quota.n
WITH i, figure, count(quota) AS rows,
     last(collect(CASE WHEN quota.base = figure.base
                        AND (NOT $by_source OR quota.source = figure.source)
                       THEN quota END)) AS said
RETURN collect({i: i, n: rows + 1, same: said IS NOT NULL AND said.people = figure.people
                AND said.source = figure.source
                AND coalesce(said.amount_fen, -1) = coalesce(figure.amount_fen, -1)}) AS seen
"""

# (:Quota {key: code|year|n})-[:FOR]->(:Jurisdiction)
APPEND: LiteralString = """
UNWIND $figures AS figure
MATCH (place:Jurisdiction {code: figure.unit})
CREATE (quota:Quota {key: figure.key})-[:FOR]->(place)
SET quota += figure {.year, .n, .base, .people, .amount_fen, .source, .notice, .clause},
    quota.seq = $seq, quota.recorded = datetime.transaction().epochMillis
"""


async def append(
    transaction: Transaction, figures: Sequence[Figure], *, by_source: bool = False
) -> int:
    """Append the figures that say something new; how many did. Raises BadQuota.

    by_source: for annexes that are loaded again and again; what another source has said since
    stands, as long as the annex itself says nothing new.
    """
    given = [asdict(figure) for figure in sorted(figures, key=lambda figure: figure.unit)]
    units = sorted({figure["unit"] for figure in given})
    [row] = await transaction.run(LOCK, units=units)
    if unknown := sorted(set(units) - set(row["known"])):
        raise BadQuota(f"no place with code {', '.join(unknown)}: load its province first")
    [row] = await transaction.run(NEWEST, figures=given, by_source=by_source)
    fresh = _keyed(given, row["seen"])
    for year in sorted({figure["year"] for figure in fresh}):
        seq = await take_sequence(transaction, year, date.min)
        of_year = [figure for figure in fresh if figure["year"] == year]
        await transaction.run(APPEND, figures=of_year, seq=seq)
    return len(fresh)


def _keyed(given: list[Row], seen: list[Row]) -> list[Row]:
    """Those that say something new, numbered on from the rows that their unit and year have."""
    numbers: dict[tuple[str, int], int] = {}
    fresh = []
    for figure in (given[each["i"]] | {"n": each["n"]} for each in seen if not each["same"]):
        of_year = (figure["unit"], figure["year"])
        n = numbers[of_year] = numbers.get(of_year, figure["n"] - 1) + 1
        fresh.append(figure | {"n": n, "key": f"{figure['unit']}|{figure['year']}|{n}"})
    return fresh
