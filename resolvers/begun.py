"""The law of a day: what had begun by then."""

from collections.abc import Sequence
from datetime import date

from facts.lawbook import LawBook
from policy.responsibility import DepartmentTerms
from policy.scheme import Scheme


def scheme_on(book: LawBook, path: Sequence[str], on: date) -> Scheme | None:
    """The law of a day: of the latest year whose notice had begun, that of the nearest unit."""
    begun = [
        (notice.year, -path.index(notice.issuer), notice.key)
        for notice in book.notices.values()
        if notice.year is not None
        and notice.issuer in path
        and (notice.valid_from or notice.issued_on or date.min) <= on
    ]
    return book.scheme(max(begun)[2]) if begun else None


def from_below(book: LawBook, code: str, on: date) -> Scheme | None:
    """A notice of a unit below that gives this one's departments duties; the latest begun."""
    begun = [
        (notice.year, notice.key)
        for notice in book.notices.values()
        if notice.year is not None
        and notice.issuer.startswith(code)
        and (notice.valid_from or notice.issued_on or date.min) <= on
        and book.scheme(notice.key).of(DepartmentTerms)
    ]
    return book.scheme(max(begun)[1]) if begun else None
