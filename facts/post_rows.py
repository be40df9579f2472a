"""Posts of a file: made where they are not there yet, handed over, given what they answer for."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import LiteralString

from facts.holdings import (
    LONGEST_DUTY,
    LONGEST_NAME,
    PostRefused,
    Target,
    check_day,
    check_text,
    hand_over,
    present,
)
from facts.posts import Ledger, Standing, Targets, check_target, lock_posts, read_targets
from facts.receipt import answer, take_receipt, today
from graph.gateway import Row, Store, Transaction
from policy.terms import DepartmentKind

DUTY = "辖内居民的参保缴费"  # where a file gives a post a place and no duty
LAST_PLACE = 1_000  # posts of notices come first


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of a unit, since a day. holder None: whoever holds it stays.

    department: where it belongs, that of the unit or the nearest above. village, grid, household
    (by key): what it answers for, where not the unit. clause: notice|number, where one says so.
    """

    title: str
    unit: str
    department: DepartmentKind | None
    holder: str | None
    since: date
    duty: str | None = None
    village: str | None = None
    grid: str | None = None
    household: str | None = None
    clause: str | None = None

    @property
    def target(self) -> Target:
        if self.household is not None:
            return Target(None, self.grid, self.household)
        return Target(self.village or self.unit, self.grid)

    @property
    def names_target(self) -> bool:
        """Whether it says itself what the post answers for."""
        return any((self.duty, self.village, self.grid, self.household))


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row that was not taken; `row` counts from 0."""

    row: int
    code: str
    message: str
    field: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostsRecorded:
    """created, changed, unchanged and refused add up to the rows; `became`: row by row."""

    created: int
    changed: int
    unchanged: int
    refused: tuple[RowRefused, ...]
    became: tuple[str, ...] = field(default=(), compare=False)


class _DryRun(Exception):
    """Takes everything back."""

    def __init__(self, found: PostsRecorded) -> None:
        super().__init__()
        self.found = found


async def record_posts(
    store: Store, receipt: str, rows: Sequence[PostRow], dry_run: bool = False
) -> PostsRecorded:
    """Good rows go in, the others come back; the same receipt and rows give the first answer."""
    lines = [repr(row) for row in rows]

    async def body(transaction: Transaction) -> PostsRecorded:
        known = await take_receipt(transaction, receipt, lines)
        if known is not None:
            return _answer_of(known)
        found = await _record(transaction, receipt, rows)
        if dry_run:
            raise _DryRun(found)
        await answer(transaction, receipt, json.dumps(asdict(found), ensure_ascii=False))
        return found

    try:
        return await store.transact(body)
    except _DryRun as done:
        return done.found


def _answer_of(text: str) -> PostsRecorded:
    row = json.loads(text)
    refused = tuple(
        RowRefused(**{**one, "candidates": tuple(one["candidates"])}) for one in row["refused"]
    )
    counts = (row["created"], row["changed"], row["unchanged"])
    return PostsRecorded(*counts, refused, tuple(row.get("became", ())))


async def _record(transaction: Transaction, receipt: str, rows: Sequence[PostRow]) -> PostsRecorded:
    places = await read_targets(transaction, [row.target for row in rows])
    day = await today(transaction)
    writing = Writing(places, day, Ledger(receipt))
    seats = await _seats(transaction, rows)
    chosen = list(writing.choose(rows, seats))
    fresh = {seat.key: seat.row for seat in chosen if seat is not None and seat.fresh}
    await transaction.run(CREATE_POSTS, rows=list(fresh.values()))
    standing = await lock_posts(transaction, [seat.key for seat in chosen if seat])
    for at, (row, seat) in enumerate(zip(rows, chosen, strict=True)):
        if seat is not None:
            writing.take(at, row, standing[seat.key], seat.key in fresh)
    await writing.ledger.write(transaction)
    return writing.done()


# (:Post {unit, title}); (:Department {kind})-[:SERVES]->(unit or above)
SEATS: LiteralString = """
UNWIND range(0, size($rows) - 1) AS at
WITH at, $rows[at] AS row
OPTIONAL MATCH (j:Jurisdiction {code: row.unit})
WITH at, row, j, COLLECT {
  MATCH (j) (()-[e:PART_OF WHERE e.to IS NULL]->()){0,5} (a)<-[:SERVES]-(d:Department)
  WHERE d.kind = row.department
  RETURN d.key ORDER BY size(e), d.slug IS NOT NULL, d.slug
} AS departments
WITH at, row, j, departments, COLLECT {
  MATCH (p:Post {unit: row.unit, title: row.title})
  WHERE (row.department IS NULL OR p.department IN departments)
    AND coalesce(p.village, '') = row.village AND coalesce(p.grid, '') = row.grid
  RETURN p.key ORDER BY p.key
} AS posts
ORDER BY at
RETURN collect([j IS NOT NULL, head(departments), posts]) AS seats
"""

# (:Post)-[:IN]->(:Jurisdiction), -[:IN]->(:Department)
CREATE_POSTS: LiteralString = """
UNWIND $rows AS row
MATCH (j:Jurisdiction {code: row.unit})
MERGE (p:Post {key: row.key})
  ON CREATE SET p.title = row.title, p.slug = row.title, p.unit = row.unit,
    p.department = row.department, p.village = row.village, p.grid = row.grid, p.place = row.place
MERGE (p)-[:IN]->(j)
WITH p, row
MATCH (d:Department {key: row.department})
MERGE (p)-[:IN]->(d)
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """The post that a row means: on record, or to be made."""

    key: str
    fresh: bool
    row: Row


async def _seats(transaction: Transaction, rows: Sequence[PostRow]) -> list[list[object]]:
    asked = [
        {
            "title": row.title.strip(),
            "unit": row.unit,
            "department": row.department.value if row.department else None,
            "village": _apart(row) or "",
            "grid": row.grid or "",
        }
        for row in rows
    ]
    [found] = await transaction.run(SEATS, rows=asked)
    seats: list[list[object]] = found["seats"]
    return seats


def _apart(row: PostRow) -> str | None:
    """The village of a post that sits elsewhere."""
    return row.village if row.village != row.unit else None


@dataclass(slots=True)
class Writing:
    """Row by row: what comes of each."""

    places: Targets
    day: date
    ledger: Ledger
    became: dict[int, str] = field(default_factory=dict)  # by row
    refused: tuple[RowRefused, ...] = ()

    def choose(
        self, rows: Sequence[PostRow], seats: Sequence[Sequence[object]]
    ) -> Iterator[Seat | None]:
        """The post of each row; None for a row that is refused."""
        for at, (row, (known, department, posts)) in enumerate(zip(rows, seats, strict=True)):
            try:
                yield self._choose(row, bool(known), department, posts)
            except PostRefused as error:
                self._refuse(at, error)
                yield None

    def _choose(self, row: PostRow, known: bool, department: object, posts: object) -> Seat:
        title = check_text(row.title, "title", LONGEST_NAME)
        if not known:
            raise PostRefused("UNKNOWN", f"没有代码为 {row.unit} 的单位", "unit")
        if row.department is not None and department is None:
            message = f"{row.unit} 及其上级没有登记 {row.department.value} 部门"
            raise PostRefused("UNKNOWN", message, "department")
        check_day(row.since, self.day)
        check_target(self.places, row.target)
        there = [str(key) for key in posts] if isinstance(posts, list) else []
        if len(there) > 1:
            message = f"{row.unit} 有几个岗位都叫{title}，请写明部门"
            raise PostRefused("AMBIGUOUS", message, "title", there)
        if there:
            return Seat(there[0], False, {})
        parts = (str(department or row.unit), title, _apart(row), row.grid)
        key = "|".join(part for part in parts if part)
        return Seat(
            key,
            True,
            {
                "key": key,
                "title": title,
                "unit": row.unit,
                "department": department,
                "village": _apart(row),
                "grid": row.grid,
                "place": LAST_PLACE,
            },
        )

    def take(self, at: int, row: PostRow, post: Standing, fresh: bool) -> None:
        """Hand the post over and give it its duty, as far as it is not so already."""
        try:
            moved = self._take(row, post, fresh)
        except PostRefused as error:
            self._refuse(at, error)
            return
        if fresh and len(post.held) + len(post.assigned) <= moved:
            self.became[at] = "CREATED"
        else:
            self.became[at] = "CHANGED" if moved else "UNCHANGED"

    def _take(self, row: PostRow, post: Standing, fresh: bool) -> int:
        """How many things it changed."""
        now = present(post.held)
        name = None if row.holder is None else check_text(row.holder, "holder", LONGEST_NAME)
        duty = None if row.duty is None else check_text(row.duty, "duty", LONGEST_DUTY)
        handed = name is not None and (now is None or now.name != name)
        if handed:
            hand_over(post.held, name, row.since)  # refused before anything of the row is done
        open_ = [one for one in post.assigned if one.to is None and one.target == row.target]
        given = not any(duty in (None, one.duty) for one in open_)
        given = given and (fresh or row.names_target)
        if given:
            self.ledger.assign(post, duty or DUTY, row.target, row.since, None, row.clause)
        if handed:
            self.ledger.hand_over(post, name, row.since)
        return handed + given

    def _refuse(self, at: int, error: PostRefused) -> None:
        one = RowRefused(at, error.code, error.message, error.field, error.candidates)
        self.refused = (*self.refused, one)
        self.became[at] = "REJECTED"

    def done(self) -> PostsRecorded:
        refused = tuple(sorted(self.refused, key=lambda one: one.row))
        became = tuple(what for _, what in sorted(self.became.items()))
        created, changed, unchanged = map(became.count, ("CREATED", "CHANGED", "UNCHANGED"))
        return PostsRecorded(created, changed, unchanged, refused, became)
