"""The book of the law by the versions that a statement has read along with something else.

    statement ... RETURN ..., ALONG ── versions ──> the book that has them ──> LawBook
                                    └─ not here: read it as everybody does (facts/bookshelf.py)

A book is kept under versions only where they are those of what it holds, worked out from it.
"""

from collections.abc import Sequence
from typing import LiteralString

from facts.bookshelf import MOST_BOOKS, read_book
from facts.lawbook import LawBook, category_row, notice_row
from graph.gateway import Store

# (:Notice {version}), (:Category {version}); the last of a RETURN
ALONG: LiteralString = """
  COLLECT { MATCH (n:Notice) RETURN n.key + ' ' + n.version AS one ORDER BY one } +
  COLLECT { MATCH (c:Category) RETURN c.key + ' ' + c.version AS one ORDER BY one } AS versions
"""

_books: dict[tuple[str, ...], LawBook | None] = {}  # None: no book has these, read it each time


async def book_of(store: Store, versions: Sequence[str]) -> LawBook:
    """The law of which a statement saw these versions, or a newer one."""
    key = tuple(versions)
    if (found := _books.get(key)) is not None:
        return found
    book = await read_book(store)
    if key not in _books:
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
