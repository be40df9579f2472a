"""Why a row, or a whole file, is not taken: where it stands, what it says, what to do.

    BadCell        raised by whoever reads a cell; knows neither row nor column
    Rejection      the same with its place, as it is reported
    FileRefused    not one row of the file is read

No value that is shown holds a whole identity number.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from policy.identity import mask

LONGEST_SHOWN = 80
_NUMBERS = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])|(?<![0-9])[0-9]{15}(?![0-9])")


class Fault(StrEnum):
    """`code` of a rejection; docs/errors.md explains each."""

    # the whole file
    FILE_FORMAT = "FILE_FORMAT"
    FILE_EMPTY = "FILE_EMPTY"
    FILE_DAMAGED = "FILE_DAMAGED"
    FILE_LIMIT = "FILE_LIMIT"
    FILE_ENCODING = "FILE_ENCODING"
    NO_HEADER = "NO_HEADER"
    MISSING_COLUMN = "MISSING_COLUMN"
    DOUBLE_COLUMN = "DOUBLE_COLUMN"
    # one row
    REQUIRED = "REQUIRED"
    ROW_SHAPE = "ROW_SHAPE"
    CELL_ERROR = "CELL_ERROR"
    BAD_TEXT = "BAD_TEXT"
    BAD_NUMBER = "BAD_NUMBER"
    BAD_AMOUNT = "BAD_AMOUNT"
    BAD_DATE = "BAD_DATE"
    FUTURE_DATE = "FUTURE_DATE"
    DATE_ORDER = "DATE_ORDER"
    BAD_CHOICE = "BAD_CHOICE"
    UNKNOWN_CATEGORY = "UNKNOWN_CATEGORY"
    ID_NUMBER = "ID_NUMBER"
    ID_DIGITS_LOST = "ID_DIGITS_LOST"
    BIRTH_MISMATCH = "BIRTH_MISMATCH"
    SEX_MISMATCH = "SEX_MISMATCH"
    DUPLICATE = "DUPLICATE"
    CONFLICT = "CONFLICT"
    NO_HEAD = "NO_HEAD"
    SEVERAL_HEADS = "SEVERAL_HEADS"
    HEAD_REJECTED = "HEAD_REJECTED"
    HEAD_MISMATCH = "HEAD_MISMATCH"
    # against the graph; a deed that the write path refuses gives its own code
    UNKNOWN = "UNKNOWN"
    AMBIGUOUS = "AMBIGUOUS"
    ELSEWHERE = "ELSEWHERE"
    LOCKED = "LOCKED"
    NO_SCHEME = "NO_SCHEME"
    NO_SEASON = "NO_SEASON"
    TO_CONFIRM = "TO_CONFIRM"
    LIST_INCOMPLETE = "LIST_INCOMPLETE"
    BAD_INPUT = "BAD_INPUT"
    ALREADY_ENROLLED = "ALREADY_ENROLLED"
    AMOUNT_MISMATCH = "AMOUNT_MISMATCH"
    BEFORE_ENTRY = "BEFORE_ENTRY"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    OUTSIDE_WINDOW = "OUTSIDE_WINDOW"
    WRONG_STEP = "WRONG_STEP"


class BadCell(ValueError):
    """A cell says nothing that can be; `column` is a key where another cell is at fault."""

    def __init__(
        self,
        code: Fault,
        message: str,
        column: str | None = None,
        candidates: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.column = column
        self.candidates = candidates


@dataclass(frozen=True, slots=True)
class Rejection:
    """`row` counts from 1 as a spreadsheet shows it, 0 for the whole file; `clause`: its key."""

    row: int
    code: Fault
    message: str
    sheet: str | None = None
    column: str | None = None
    value: str | None = None
    clause: str | None = None
    candidates: tuple[str, ...] = ()


class FileRefused(Exception):
    """The file cannot be read, or its columns are not those of its kind."""

    def __init__(
        self,
        code: Fault,
        message: str,
        sheet: str | None = None,
        row: int = 0,
        column: str | None = None,
        candidates: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.rejection = Rejection(row, code, message, sheet, column, None, None, candidates)


def shown(text: str) -> str:
    """A value as a report may show it: identity numbers masked, not too long."""
    masked = _NUMBERS.sub(lambda found: mask(found[0]), text)
    return masked if len(masked) <= LONGEST_SHOWN else masked[: LONGEST_SHOWN - 1] + "…"
