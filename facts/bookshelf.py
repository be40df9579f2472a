"""The book of the law, read from the graph once for each version of it.

(:Notice {version}) ── the same as before? ──> the book of this process
                    └─ else ───────────────> (:Notice)<-[:OF]-(:Clause), (:Rule) ──> LawBook

A book is kept under versions only where they are those of what it holds, worked out from it: it may
have changed between the two statements.
"""

from collections.abc import Sequence
from typing import Any, LiteralString

from facts.lawbook import LawBook, Row, category_of, category_row, notice_of, notice_row
from graph.gateway import Store

MOST_BOOKS = 8  # versions kept: one for each database, and one while it changes
DAYS = ("issued_on", "valid_from", "valid_to")

# (:Notice {version}), (:Category {version}); also read along with something else
ALONG: LiteralString = """
  COLLECT { MATCH (n:Notice) RETURN n.key + ' ' + n.version AS one ORDER BY one } +
  COLLECT { MATCH (c:Category) RETURN c.key + ' ' + c.version AS one ORDER BY one } AS versions
"""
VERSIONS: LiteralString = "RETURN" + ALONG

# (:Notice {key})<-[:OF]-(:Clause), (:Rule {notice})
BOOK: LiteralString = """
RETURN COLLECT {
  MATCH (n:Notice)
  RETURN n {.*,
    clauses: COLLECT { MATCH (n)<-[:OF]-(c:Clause)
      WITH c ORDER BY c.place RETURN c {.number, .text} },
    rules: COLLECT { MATCH (n)<-[:OF]-(:Clause)<-[:CITES]-(r:Rule {notice: n.key})
      WITH DISTINCT r ORDER BY r.place RETURN r {.*} }}
  ORDER BY n.key
} AS notices, COLLECT { MATCH (c:Category) RETURN c {.*} ORDER BY c.place } AS categories
"""

_books: dict[tuple[str, ...], LawBook | None] = {}  # None: no book has these, read it each time


async def read_book(store: Store) -> LawBook:
    """The law as it stands in the graph now."""
    row = await store.one(VERSIONS)
    return await book_of(store, row["versions"] if row else ())


async def book_of(store: Store, versions: Sequence[str]) -> LawBook:
    """The law of which a statement saw these versions, or a newer one."""
    key = tuple(versions)
    if (found := _books.get(key)) is not None:
        return found
    book = _book(await store.one(BOOK) or {"notices": [], "categories": []})
    while len(_books) >= MOST_BOOKS:
        del _books[next(iter(_books))]
    _books[key] = book if versions_of(book) == key else None
    return book


def versions_of(book: LawBook) -> tuple[str, ...]:
    """What `ALONG` reads of a graph that holds this book."""
    notices = (notice_row(one) for one in book.notices.values())
    groups = (category_row(one, place) for place, one in enumerate(book.categories.values()))
    return (*sorted(map(_version, notices)), *sorted(map(_version, groups)))


def _version(row: dict[str, object]) -> str:
    return f"{row['key']} {row['version']}"


def _book(row: Row) -> LawBook:
    notices = [notice_of(_native(one)) for one in row["notices"]]
    categories = [category_of(one) for one in row["categories"]]
    return LawBook({one.key: one for one in notices}, {one.key: one for one in categories})


def _native(row: Row) -> Row:
    """A notice with days of Python; what the graph leaves out is None."""
    head: Row = {"number": None, "year": None, "parent": None, **row}
    rules = [{"note": None, **rule, **_days(rule)} for rule in row["rules"]]
    return {**head, **_days(row), "rules": rules}


def _days(row: Row) -> dict[str, Any]:
    days = {name: row.get(name) for name in DAYS}
    return {name: day.to_native() if day else None for name, day in days.items()}
