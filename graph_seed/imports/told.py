"""What became of one line of a file."""

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from facts.request import Refused
from graph_seed.imports.rejection import Fault, Rejection


class Became(Enum):
    """CREATED brought something new, CHANGED altered what was there, UNCHANGED was there."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    UNCHANGED = "UNCHANGED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class Told:
    """`rejection` where it was rejected."""

    row: int
    became: Became
    rejection: Rejection | None = None

    def plain(self) -> list[Any]:
        """As a receipt keeps it."""
        return [self.row, self.became.value, asdict(self.rejection) if self.rejection else None]

    @classmethod
    def of(cls, plain: list[Any]) -> "Told":
        """The way back."""
        row, became, said = plain
        if said is not None:
            said = Rejection(
                **{**said, "code": Fault(said["code"]), "candidates": tuple(said["candidates"])}
            )
        return cls(row, Became(became), said)


def rejected(
    row: int,
    code: Fault,
    message: str,
    column: str | None = None,
    value: str | None = None,
    candidates: tuple[str, ...] = (),
) -> Told:
    """A line that does not fit what the graph holds."""
    said = Rejection(row, code, message, column=column, value=value, candidates=candidates)
    return Told(row, Became.REJECTED, said)


def refused(row: int, refusal: Refused) -> Told:
    """A line whose deed the write path refused."""
    clause = "|".join(refusal.clause) if refusal.clause else None
    said = Rejection(
        row,
        Fault(refusal.code),
        refusal.message,
        clause=clause,
        candidates=tuple(refusal.candidates),
    )
    return Told(row, Became.REJECTED, said)
