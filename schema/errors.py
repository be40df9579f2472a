"""Why an operation or a field is refused: one exception, one closed set of codes.

    ApiError(code, message, **facts)      any resolver may raise it; the API never masks it

Clients decide by the code, people read the message. docs/errors.md explains each code.
"""

from enum import StrEnum


class Code(StrEnum):
    """`extensions.code` of a top-level error and `code` of a userError."""

    # top-level errors: faults and missing rights
    BAD_INPUT = "BAD_INPUT"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    UNKNOWN = "UNKNOWN"
    AMBIGUOUS = "AMBIGUOUS"
    LIMIT = "LIMIT"
    NO_SCHEME = "NO_SCHEME"
    UNAVAILABLE = "UNAVAILABLE"
    OUTCOME_UNKNOWN = "OUTCOME_UNKNOWN"
    INTERNAL = "INTERNAL"
    # userErrors of mutations besides
    IDEMPOTENCY_CONFLICT = "IDEMPOTENCY_CONFLICT"
    OUTSIDE_WINDOW = "OUTSIDE_WINDOW"
    AMOUNT_MISMATCH = "AMOUNT_MISMATCH"
    ALREADY_ENROLLED = "ALREADY_ENROLLED"
    LOCKED = "LOCKED"
    WRONG_STEP = "WRONG_STEP"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    DUPLICATE = "DUPLICATE"
    FUTURE_DATE = "FUTURE_DATE"
    BEFORE_ENTRY = "BEFORE_ENTRY"


class ApiError(Exception):
    """The message names the value, the place and the remedy; facts go into `extensions`."""

    def __init__(self, code: Code, message: str, **facts: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.facts = facts
