"""Answers that a process keeps, and gives again as long as they hold.

    places and their sums    until a sequence moves (api/stamped.py): one look tells
    all else that is read    while nothing at all is written (graph/stillness.py)
    what shows more than the graph and the day, or writes while it is read: never

Who may see what is part of the question: nobody is given the answer to another one's.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

import orjson
from starlette.responses import Response

from api.media import Media
from api.operation import Operation
from api.stamped import is_quiet, is_stamped
from policy.viewer import Role, Viewer
from resolvers.answers import Answers

MOST_BYTES = 64_000_000  # of answers that are kept: a hundred trees of a city
MOST_ANSWERS = 4_000
STANDS_SECONDS = 60  # while nothing is written; for what is written by other programs than ours

Rights = tuple[Role, tuple[str, ...], str | None, str | None]  # the last: who, where it matters


@dataclass(frozen=True, slots=True)
class Question:
    """All that an answer depends on besides the graph."""

    asked: bytes  # a hash of the text, its variables, and the operation's name
    media: Media
    rights: Rights
    today: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A question, and how far the graph had come before it was answered.

    is_stamped: as sequences tell, so that it shows no people.
    """

    question: Question
    seen: object
    is_stamped: bool = True


@dataclass(slots=True)
class Answer:
    """As it was given, with how far the graph had come before it was worked out."""

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
    """Of one process and graph. The latest asked ones, so many bytes in all."""

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
        self.size -= len(gone.body) if gone else 0
        if len(answer.body) > self.most:
            return
        self._kept[question] = answer
        self.size += len(answer.body)
        while self.size > self.most or len(self._kept) > MOST_ANSWERS:
            _, gone = self._kept.popitem(last=False)
            self.size -= len(gone.body)


async def standing_of(operation: Operation, media: Media, context: object) -> Standing | None:
    """Read before the answer; None where nothing tells whether it will hold."""
    asked = _asked(operation)
    if asked is None or not isinstance(context, Answers):
        return None
    moment, minute = context.store.moment(), time.monotonic() // STANDS_SECONDS
    if is_stamped(operation.query, operation.name):
        await context.places.ensure()
        seen = context.places.seen()
        if seen is not None:
            rights = _rights(context.viewer, None)
            return Standing(Question(asked, media, rights, context.today), seen)
    if moment is None or not is_quiet(operation.query, operation.name):
        return None
    rights = _rights(context.viewer, context.viewer.subject)
    question = Question(asked, media, rights, context.today)
    return Standing(question, (moment, minute), is_stamped=False)


def _asked(operation: Operation) -> bytes | None:
    parts = [operation.query, operation.name, operation.variables, operation.extensions]
    try:
        return blake2b(orjson.dumps(parts), digest_size=32).digest()
    except TypeError:  # nested too deep
        return None


def _rights(viewer: Viewer, who: str | None) -> Rights:
    return viewer.role, viewer.jurisdictions, viewer.department, who
