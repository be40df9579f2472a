"""Conditional answers: a client that has an answer already is told so, and not sent it again.

    GET, If-None-Match: "…"   ── same bytes as would be sent now? ──> 304, nothing more
                              └─ no, or never asked ──────────────> 200, ETag: "…"

The tag is a strong hash of the bytes, so it is right whatever an answer shows, whoever asks. Who
opened an identity number gets no tag.
"""

import re

from starlette.requests import Request
from starlette.responses import Response

from api.kept import Answer
from api.operation import Operation

TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
READING = ("GET", "HEAD")
OPENING = ("personByIdNumber", "idReads")  # identity numbers, besides idNumber(full: …)


def is_kept_back(operation: Operation) -> bool:
    """Whether an answer may hold identity numbers in full: nobody stores it."""
    text = operation.query
    return ("idNumber" in text and "full" in text) or any(name in text for name in OPENING)


def has(request: Request, tag: str) -> bool:
    """Whether the client has this answer (RFC 9110, 13.1.2)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or tag in TAG.findall(given)


def conditional(request: Request, answer: Answer, *, is_storable: bool) -> Response:
    """With its tag, or 304 without a body for who has it.

    To be stored by who asked alone, and only what shows no people; never shown unasked.
    """
    response = Response(status_code=304) if has(request, answer.tag) else answer.response()
    response.headers["ETag"] = answer.tag
    response.headers["Cache-Control"] = "private, no-cache" if is_storable else "no-store"
    response.headers["Vary"] = "Authorization, Accept"
    return response
