"""All lines of a file, on disk: memory stays bounded, and they can be taken in any order.

    keep, reject ──> lines, rejections ── mark_doubles, mark_households ──> lines that are left

The file lies beside the one that was sent and is deleted with it: it holds identity numbers.
"""

import copyreg
import json
import pickle
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from typing import Any

from graph_seed.imports.column import Place
from graph_seed.imports.rejection import Fault, Rejection
from policy.identity import IdNumber

BATCH = 1_000
SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE line (number INTEGER PRIMARY KEY, village TEXT, household TEXT, head INTEGER,
  identity BLOB, called TEXT, state TEXT, body BLOB, cells TEXT);
CREATE TABLE rejection (number INTEGER, body TEXT);
"""
INDEXES = """
CREATE INDEX IF NOT EXISTS by_identity ON line (identity, number);
CREATE INDEX IF NOT EXISTS by_place ON line (village, household, number);
CREATE INDEX IF NOT EXISTS by_number ON rejection (number);
"""


class State(StrEnum):
    """What has become of a line so far."""

    TAKEN = "taken"
    REJECTED = "rejected"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Kept:
    """A line that has not been rejected, with the row of the file it stands in."""

    row: int
    place: Place
    line: Any


class Spool:
    """One file's lines; used as a context it closes itself."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._database.executescript(SCHEMA)
        self._database.execute("BEGIN")
        self._lines: list[tuple[object, ...]] = []
        self._rejections: list[tuple[int, str]] = []
        self.path = path

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *error: object) -> None:
        self._database.close()
        self.path.unlink(missing_ok=True)

    def keep(
        self, row: int, place: Place, identity: tuple[str, object], line: Any, cells: bytes
    ) -> None:
        """A good line, for now. `identity`: what it is called and what may be there once."""
        called, value = identity
        digest = blake2b(repr(value).encode(), digest_size=16).digest()
        where = (row, place.village, place.household, place.is_head)
        self._add((*where, digest, called, State.TAKEN, _packed(line), cells))

    def reject(self, row: int, place: Place, rejections: Iterable[Rejection], cells: bytes) -> None:
        """A line with what is wrong with it."""
        where = (row, place.village, place.household, place.is_head)
        self._add((*where, None, None, State.REJECTED, None, cells))
        self._rejections += [(row, _json(one)) for one in rejections]

    def turn_down(self, row: int, rejection: Rejection, state: State = State.REJECTED) -> None:
        """A line that was good by itself."""
        self._flush()
        self._run("UPDATE line SET state = ? WHERE number = ?", state, row)
        self._run("INSERT INTO rejection VALUES (?, ?)", row, _json(rejection))

    def _add(self, line: tuple[object, ...]) -> None:
        self._lines.append(line)
        if len(self._lines) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        if self._lines:
            self._database.executemany(
                "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", self._lines
            )
            self._database.executemany("INSERT INTO rejection VALUES (?, ?)", self._rejections)
            self._lines, self._rejections = [], []

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        return self._database.execute(statement, values)

    def finish(self) -> None:
        """All lines are in."""
        self._flush()
        for statement in INDEXES.split(";"):
            self._run(statement)

    def rename_villages(self, codes: Mapping[str, str]) -> None:
        """Names that were resolved become codes, so that two spellings are one village."""
        for name, code in codes.items():
            self._run("UPDATE line SET village = ? WHERE village = ?", code, name)

    def villages(self) -> list[str]:
        """Those that lines name, each once."""
        found = self._run("SELECT DISTINCT village FROM line WHERE village <> '' ORDER BY village")
        return [name for (name,) in found]

    def in_village(self, name: str) -> list[int]:
        """The rows that are left of a village."""
        found = self._run(
            "SELECT number FROM line WHERE village = ? AND state = 'taken' ORDER BY number", name
        )
        return [number for (number,) in found]

    def doubles(self) -> Iterator[tuple[str, bool, list[int]]]:
        """Rows that claim to be the same: what is the same, whether all of it is, the rows."""
        found = self._run(
            "SELECT called, count(DISTINCT body), json_group_array(number) FROM "
            "(SELECT * FROM line WHERE state = 'taken' ORDER BY number) "
            "GROUP BY identity HAVING count(*) > 1"
        ).fetchall()
        for called, bodies, numbers in found:
            yield called, bodies == 1, sorted(json.loads(numbers))

    def households(self) -> Iterator[tuple[list[int], list[int], list[int]]]:
        """Of households that have not one good head: rows left, heads, heads rejected."""
        found = self._run(
            "SELECT json_group_array(number) FILTER (WHERE state = 'taken'), "
            "json_group_array(number) FILTER (WHERE head), "
            "json_group_array(number) FILTER (WHERE head AND state = 'rejected') "
            "FROM line WHERE household <> '' AND state <> 'repeated' GROUP BY village, household "
            "HAVING sum(head) <> 1 OR sum(head AND state = 'taken') <> 1"
        ).fetchall()
        for groups in found:
            left, heads, rejected = (sorted(json.loads(group)) for group in groups)
            yield left, heads, rejected

    def lines(self, villages: Sequence[str] | None = None) -> Iterator[Kept]:
        """Those that are left (of some villages), by village, household and row."""
        found = self._run(
            "SELECT number, village, household, head, body FROM line WHERE state = 'taken' "
            "AND (?1 IS NULL OR village IN (SELECT value FROM json_each(?1))) "
            "ORDER BY village, household, number",
            None if villages is None else json.dumps(villages),
        )
        for number, village, household, head, body in found:
            yield Kept(number, Place(village, household, bool(head)), _unpacked(body))

    def rejections(self) -> Iterator[Rejection]:
        """By row, in the order in which they were found."""
        for (body,) in self._run("SELECT body FROM rejection ORDER BY number, rowid"):
            said = json.loads(body)
            yield Rejection(
                **{**said, "code": Fault(said["code"]), "candidates": tuple(said["candidates"])}
            )

    def returned(self) -> Iterator[tuple[int, Sequence[str], Sequence[Rejection]]]:
        """Rows that are not taken: number, what stands in their cells, why."""
        reasons = self.rejections()
        reason = next(reasons, None)
        found = self._run("SELECT number, cells FROM line WHERE state <> 'taken' ORDER BY number")
        for number, cells in found:
            why = []
            while reason is not None and reason.row <= number:
                why.append(reason)
                reason = next(reasons, None)
            yield number, json.loads(cells), why

    def counts(self) -> tuple[int, int]:
        """Rows in all, and rows that are not taken."""
        [rows, refused] = self._run(
            "SELECT count(*), count(*) FILTER (WHERE state <> 'taken') FROM line"
        ).fetchone()
        return rows, refused


def _packed(line: Any) -> bytes:
    """A line as its type and values: half the time and space of what dataclasses do."""
    values = [getattr(line, name) for name in line.__slots__]
    return pickle.dumps((type(line), values), protocol=5)


def _unpacked(body: bytes) -> Any:
    made, values = pickle.loads(body)  # written by this process, into a file of its own
    return made(*values)


def _reduced(number: IdNumber) -> tuple[type[IdNumber], tuple[object, ...]]:
    return IdNumber, (number.text, number.birth, number.sex)


copyreg.pickle(IdNumber, _reduced)  # likewise


def _json(rejection: Rejection) -> str:
    return json.dumps(asdict(rejection), ensure_ascii=False)
