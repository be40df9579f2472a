"""Conditional answers: a client that has an answer already is told so, and not sent it again.

    GET, If-None-Match: "…"   ── same bytes as would be sent now? ──> 304, nothing more
                              └─ no, or never asked ──────────────> 200, ETag: "…"

The tag is a strong hash of the bytes, so it is right whatever an answer shows, whoever asks. Where
sequences say when an answer may change (api/stamped.py), the process keeps it with them: asked
again, by whatever method, it is not worked out. Who opened an identity number gets no tag.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.media import Media
from api.operation import Operation
from api.stamped import is_stamped
from policy.viewer import Role
from resolvers.answers import Answers

MOST_BYTES = 64_000_000  # of answers that are kept: a hundred trees of a city
MOST_ANSWERS = 4_000
TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
READING = ("GET", "HEAD")
OPENING = ("personByIdNumber", "idReads")  # identity numbers, besides idNumber(full: …)

Rights = tuple[Role, tuple[str, ...], str | None]


@dataclass(frozen=True, slots=True)
class Question:
    """All that an answer depends on besides the graph."""

    asked: bytes  # a hash of the text, its variables, and the operation's name
    media: Media
    rights: Rights
    today: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A question, and how far all sequences had come before it was answered."""

    question: Question
    seen: object


@dataclass(slots=True)
class Answer:
    """As it was given, with how far all sequences had come before it was worked out."""

    seen: object
    body: bytes
    content_type: str
    _tag: str = ""

    @property
    def tag(self) -> str:
        """Of the bytes and their media type."""
        if not self._tag:
            key = blake2b(self.content_type.encode()).digest()
            self._tag = f'"{blake2b(self.body, digest_size=18, key=key).hexdigest()}"'
        return self._tag

    def response(self) -> Response:
        return Response(self.body, 200, {"Content-Type": self.content_type})


@dataclass(slots=True)
class Kept:
    """Answers that hold until a sequence moves: given again as they are. Of one process and graph.

    The latest asked ones, so many bytes in all.
    """

    most: int = MOST_BYTES
    size: int = 0
    _kept: OrderedDict[Question, Answer] = field(default_factory=OrderedDict)

    def known(self, standing: Standing) -> Answer | None:
        """The answer, if nothing has come on record since it was given."""
        found = self._kept.get(standing.question)
        if found is None or found.seen != standing.seen:
            return None
        self._kept.move_to_end(standing.question)
        return found

    def keep(self, question: Question, answer: Answer) -> None:
        gone = self._kept.pop(question, None)
        self._kept[question] = answer
        self.size += len(answer.body) - (len(gone.body) if gone else 0)
        while self.size > self.most or len(self._kept) > MOST_ANSWERS:
            _, gone = self._kept.popitem(last=False)
            self.size -= len(gone.body)


async def standing_of(operation: Operation, media: Media, context: object) -> Standing | None:
    """Read before the answer; None where no sequence tells of all that it shows."""
    if not isinstance(context, Answers) or not is_stamped(operation.query, operation.name):
        return None
    await context.places.ensure()
    seen = context.places.seen()
    if seen is None:
        return None
    viewer = context.viewer
    rights = viewer.role, viewer.jurisdictions, viewer.department
    return Standing(Question(_asked(operation), media, rights, context.today), seen)


def _asked(operation: Operation) -> bytes:
    parts = [operation.query, operation.name, operation.variables, operation.extensions]
    return blake2b(orjson.dumps(parts), digest_size=32).digest()


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
