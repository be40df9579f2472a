"""Conditional answers: a client that has an answer already is told so, and not sent it again.

    GET, If-None-Match: "…"   ── same bytes as would be sent now? ──> 304, nothing more
                              └─ no, or never asked ──────────────> 200, ETag: "…"

The tag is a strong hash of the bytes, so it is right whatever an answer shows, whoever asks. Where
sequences say when an answer may change (api/stamped.py), the process remembers at which of them it
had which tag: then the answer is not even worked out. Who opened an identity number gets no tag.
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

KEPT = 4_000  # answers whose tags are remembered, 300 bytes each
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
class Tags:
    """What tag an answer had when the graph stood where it stands. Of one process and graph."""

    most: int = KEPT
    _kept: OrderedDict[Question, tuple[object, str]] = field(default_factory=OrderedDict)

    def known(self, standing: Standing) -> str | None:
        """The tag of the answer, if nothing has come on record since it was given."""
        seen, tag = self._kept.get(standing.question, (None, None))
        return tag if seen == standing.seen else None

    def keep(self, standing: Standing, tag: str) -> None:
        self._kept.pop(standing.question, None)
        self._kept[standing.question] = standing.seen, tag
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)


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


def tag_of(response: Response) -> str:
    """Of the bytes and their media type."""
    media = response.headers["content-type"].encode()
    body = bytes(response.body)
    return f'"{blake2b(body, digest_size=18, key=blake2b(media).digest()).hexdigest()}"'


def has(request: Request, tag: str) -> bool:
    """Whether the client has this answer (RFC 9110, 13.1.2)."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return given.strip() == "*" or tag in TAG.findall(given)


def tagged(response: Response, tag: str, *, is_storable: bool) -> Response:
    """To be stored by who asked alone, and only what shows no people; never shown unasked."""
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache" if is_storable else "no-store"
    response.headers["Vary"] = "Authorization, Accept"
    return response


def not_modified(tag: str, *, is_storable: bool) -> Response:
    """Without a body, and without what would describe one."""
    return tagged(Response(status_code=304), tag, is_storable=is_storable)
