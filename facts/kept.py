"""The rows of totals and tallies as they are kept, and as they must be; to compare and put right.

(:Total), (:Tally) ── kept ──> {key: Line} <── lines ── Rows of a recount
                                 unlike: the keys that differ
                                 keep: the lines that must be, into the graph, with a Finding
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, LiteralString

from facts.recount import Rows
from facts.sums import columns_of, take_sequence
from graph.gateway import Row, Store, Transaction

NAMED = 20  # lines that a finding spells out


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `on` and `seen` are None for a Total."""

    key: str
    village: str
    group: str
    on: date | None
    seen: date | None
    sums: tuple[int | None, ...]  # in the order of the columns of its group

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.group)

    @property
    def is_nothing(self) -> bool:
        return not any(self.sums)


# (:Total {key: village|year|group}), (:Tally {key: village|year|group|on|seen})
READ_LINES: LiteralString = """
UNWIND $prefixes AS prefix
CALL (prefix) {
  MATCH (t:Total) WHERE t.key STARTS WITH prefix RETURN t
  UNION ALL
  MATCH (t:Tally) WHERE t.key STARTS WITH prefix RETURN t
}
RETURN collect([t.key, t.village, t.group, toString(t.on), toString(t.seen)] +
  CASE WHEN t.group STARTS WITH 'l|' THEN [t.subsidies, t.unset, t.subsidy_fen, t.payable_fen,
    t.requested_fen, t.disbursed_fen, t.received_fen]
  ELSE [t.paid, t.fully_subsidised, t.covered_elsewhere, t.departed, t.refused, t.unpaid,
    t.vouchers, t.due_fen, t.subsidy_fen, t.paid_fen, t.payments, t.households, t.settled,
    t.changes] END) AS lines
"""


async def kept(reader: Store | Transaction, year: int, villages: Sequence[str]) -> dict[str, Line]:
    """The rows of villages, by key."""
    read = reader.read if isinstance(reader, Store) else reader.run
    [row] = await read(READ_LINES, prefixes=[f"{village}|{year}|" for village in villages])
    return {line[0]: _line(*line) for line in row["lines"]}


def _line(
    key: str, village: str, group: str, on: str | None, seen: str | None, *sums: int | None
) -> Line:
    return Line(key, village, group, _day(on), _day(seen), sums)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def lines(rows: Rows, year: int) -> dict[str, Line]:
    """Tallies, and the totals that are their sums; none that is zero throughout."""
    totals: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found: list[Line] = []
    for (village, group, on, seen), row in rows.items():
        totals[village, group].update(row)
        key = f"{village}|{year}|{group}|{on}|{seen}"
        found.append(Line(key, village, group, on, seen, _sums(group, row)))
    for (village, group), row in totals.items():
        key = f"{village}|{year}|{group}"
        found.append(Line(key, village, group, None, None, _sums(group, row)))
    return {line.key: line for line in found if not line.is_nothing}


def _sums(group: str, row: Counter[str]) -> tuple[int, ...]:
    return tuple(row[column] for column in columns_of(group))


@dataclass(frozen=True, slots=True)
class Unlike:
    """A row that is not as it must be; `found` is None where it is missing."""

    found: Line | None
    expected: Line

    @property
    def texts(self) -> tuple[str, str]:
        """What stands there and what must stand there, of the columns that differ."""
        if self.found is None:
            must_be = zip(self.expected.columns, self.expected.sums, strict=True)
            return "无此行", _text([(column, number) for column, number in must_be if number])
        both = zip(self.found.columns, self.found.sums, self.expected.sums, strict=True)
        differing = [(column, is_, must) for column, is_, must in both if is_ != must]
        if not differing:
            return f"{self.found}", f"{self.expected}"
        is_, must = ([(c, pair[side]) for c, *pair in differing] for side in (0, 1))
        return _text(is_), _text(must)


def _text(sums: Iterable[tuple[str, int | None]]) -> str:
    return ", ".join(f"{column} {number}" for column, number in sums)


def unlike(stored: dict[str, Line], expected: dict[str, Line]) -> list[Unlike]:
    """Every row that differs, in the order of their keys."""
    found: list[Unlike] = []
    for key in sorted({*stored, *expected}):
        is_, must = stored.get(key), expected.get(key)
        if must is None and is_ is not None:
            must = replace(is_, sums=(0,) * len(is_.columns))
        if must is not None and is_ != must:
            found.append(Unlike(is_, must))
    return found


# (:Total), (:Tally): absolute values
PUT_TOTALS: LiteralString = """
UNWIND $rows AS row
MERGE (t:Total {key: row.key})
SET t += row, t.year = $year, t.seq = $seq
"""

PUT_TALLIES: LiteralString = """
UNWIND $rows AS row
MERGE (d:Tally {key: row.key})
SET d += row, d.year = $year, d.seq = $seq
"""

# (:Finding)-[:ABOUT]->(village)
SAY: LiteralString = """
MERGE (f:Finding {key: $key})
SET f += $finding, f.kind = 'DATA', f.recorded = datetime.transaction().epochMillis
WITH f
MATCH (v:Jurisdiction {code: $village})
MERGE (f)-[:ABOUT]->(v)
"""


async def keep(transaction: Transaction, year: int, village: str, wrong: Sequence[Unlike]) -> None:
    """Write what must stand there, and a Finding; the caller holds the year's sequence."""
    days = [one.expected.on for one in wrong if one.expected.on]
    seq = await take_sequence(transaction, year, max(days, default=date.min))
    rows = [_properties(one.expected) for one in wrong]
    totals = [row for row in rows if row["on"] is None]
    tallies = [row for row in rows if row["on"] is not None]
    await transaction.run(PUT_TOTALS, year=year, seq=seq, rows=totals)
    await transaction.run(PUT_TALLIES, year=year, seq=seq, rows=tallies)
    texts = [(one.expected.key, *one.texts) for one in wrong]
    await say(transaction, f"recount|{village}|{year}|{seq}", year, village, "汇总", texts)


def _properties(line: Line) -> Row:
    row: dict[str, Any] = asdict(line)
    sums = row.pop("sums")
    return {**row, **dict(zip(line.columns, sums, strict=True))}


async def say(
    transaction: Transaction,
    key: str,
    year: int,
    village: str,
    what: str,
    texts: Sequence[tuple[str, str, str]],
) -> None:
    """A Finding of what differed: by key, what stood there, what stands there now."""
    named = texts[:NAMED]
    more = f"；另有{len(texts) - NAMED}处" if len(texts) > NAMED else ""
    finding = {
        "year": year,
        "severity": "WARNING",
        "subject": village,
        "message": f"{year}年度{what}与事实不符，共{len(texts)}处，已按事实改正",
        "found": "；".join(f"{key}: {found}" for key, found, _ in named) + more,
        "expected": "；".join(f"{key}: {expected}" for key, _, expected in named) + more,
    }
    await transaction.run(SAY, key=key, finding=finding, village=village)
