"""What is asked of the write path, and what it answers.

    Request(key, deeds) ── facts/writing.record ──> Outcome(answers)

A deed is one fact to be recorded. Its answer is a plain row, or a `Refused` that says why nothing
of it was written. The deeds of one request stand for themselves: good ones go in when others
do not.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from graph.gateway import Row


class Deed(Protocol):
    """One fact to be recorded; facts/deeds.py has them all."""

    def needs(self) -> "Needs": ...


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to be locked and read before it can be decided; keys as in the graph.

    `people`: their facts of all years and who they are; `participations`, `accounts`: key|year.
    """

    people: tuple[str, ...] = ()
    participations: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    households: tuple[str, ...] = ()
    payments: tuple[str, ...] = ()
    refunds: tuple[str, ...] = ()
    rosters: tuple[str, ...] = ()  # village|year
    villages: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()  # hashes
    advances: tuple[str, ...] = ()


class Refused(Exception):
    """Why a deed was not done: nothing of it was written."""

    def __init__(
        self,
        code: str,
        message: str,
        field: str | None = None,
        clause: tuple[str, str] | None = None,  # notice, number
        candidates: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.field = code, message, field
        self.clause, self.candidates = clause, tuple(candidates)
        self.decision: object = None  # what the law said, for whoever shows it; not stored

    def plain(self) -> list[object]:
        """As it stands in a receipt."""
        return [self.code, self.message, self.field, self.clause, self.candidates]


Answer: TypeAlias = Row | Refused


@dataclass(frozen=True, slots=True)
class Request:
    """`key` is the receipt's; `body` what it must say when it comes again.

    `keeps_refusals`: also a refusal is answered alike for ever, as of a row of a file.
    """

    key: str
    deeds: tuple[Deed, ...]
    body: str = ""
    by: str | None = None
    keeps_refusals: bool = False

    def said(self) -> list[str]:
        return [self.body] if self.body else [repr(deed) for deed in self.deeds]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer a deed, in their order; `again`: it was recorded at an earlier time."""

    answers: tuple[Answer, ...]
    again: bool = False

    @property
    def refusals(self) -> tuple[tuple[int, Refused], ...]:
        found = enumerate(self.answers)
        return tuple((at, one) for at, one in found if isinstance(one, Refused))


def to_text(answers: Sequence[Answer]) -> str:
    """Answers as a receipt keeps them."""
    plain = [one.plain() if isinstance(one, Refused) else one for one in answers]
    return json.dumps(plain, ensure_ascii=False)


def from_text(text: str) -> Outcome:
    """The way back."""
    answers: list[Answer] = []
    for one in json.loads(text):
        if isinstance(one, list):
            code, message, field, clause, candidates = one
            answers.append(
                Refused(code, message, field, tuple(clause) if clause else None, candidates)
            )
        else:
            answers.append(one)
    return Outcome(tuple(answers), again=True)
