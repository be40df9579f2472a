"""The desk at which facts are handed in: a deed goes to the write path, its answer comes back.

    input ── Desk.do(idempotency key, deed) ──> Done(answer) or the reason why not, as a userError

What is shown afterwards is read anew: nothing that was read before the write counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import strawberry

from facts.receipt import IdempotencyConflict
from facts.request import Deed, Refused, Request
from facts.writer import Writer
from graph.gateway import Row
from policy.viewer import Viewer
from resolvers.law import LawShown
from resolvers.refusal import check_key, conflict, refusal
from schema.context import Context
from schema.errors import ApiError, Code
from schema.node import key_of
from schema.payload import UserError


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a deed: the answer, or why it was refused."""

    answer: Row
    errors: list[UserError]
    decision: object = None  # what the law said to a deed that it does not allow

    @property
    def is_done(self) -> bool:
        return not self.errors


@dataclass(slots=True)
class Desk:
    """Of one viewer; `afresh`: a context in which nothing was read yet."""

    viewer: Viewer
    writer: Writer
    law: LawShown
    afresh: Callable[[], Context]

    async def do(self, key: str, given: object, deed: Deed) -> Done:
        """Once for each key of a viewer; the same key and input give the first answer again."""
        check_key(key)
        subject = self.viewer.subject
        request = Request(f"{subject}|{key}", (deed,), repr(given), subject)
        try:
            outcome = await self.writer.submit(request)
        except IdempotencyConflict:
            return Done({}, [conflict()])
        [answer] = outcome.answers
        if isinstance(answer, Refused):
            return Done({}, [await self.error(answer)], answer.decision)
        return Done(answer, [])

    async def error(self, refused: Refused) -> UserError:
        """As clients see it, with the clause in the way."""
        book = await self.law.book()
        clause = book.clause(*refused.clause) if refused.clause else None
        code = Code(refused.code)
        return refusal(code, refused.message, refused.field, clause, refused.candidates)


def needed_key(identifier: str, kind: str, field: str) -> str:
    """The key within an id; BAD_INPUT for the id of another thing."""
    key = key_of(identifier, kind)
    if key is None:
        raise ApiError(Code.BAD_INPUT, f"{field}: {identifier} 不是 {kind} 的 id", field=field)
    return key


def needed_keys(
    identifiers: Sequence[strawberry.ID] | None, kind: str, field: str
) -> tuple[str, ...]:
    return tuple(needed_key(one, kind, field) for one in identifiers or ())


def needed_text(text: str, field: str) -> str:
    """Without blanks around it; BAD_INPUT where nothing is left."""
    found = text.strip()
    if not found:
        raise ApiError(Code.BAD_INPUT, f"{field} 不能为空：须写明依据", field=field)
    return found
