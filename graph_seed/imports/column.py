"""What the columns of a kind of file are, as data.

Form ── columns ── Column ── parse ──> value ─┐
     └─ line ─────────────────────────────────┴──> a typed line of the kind ── faults
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

from graph_seed.imports.cells import Cell
from graph_seed.imports.rejection import BadCell
from policy.imports import ImportKind
from policy.names import normal

LineT = TypeVar("LineT")


@dataclass(frozen=True, slots=True)
class Against:
    """What cells are checked against: the civil day, and the groups by every name they have."""

    today: date
    categories: Mapping[str, str] = field(default_factory=dict)  # name -> key


Parse = Callable[[Cell, Against], object]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `names` are other headers that people give it, `choices` the drop-down."""

    key: str
    header: str
    parse: Parse
    help: str
    example: str
    names: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    width: int = 14


@dataclass(frozen=True, slots=True)
class Place:
    """A line's place in the file's order: the text of its village, its household's number."""

    village: str = ""
    household: str = ""
    is_head: bool = False


@lru_cache(maxsize=4096)
def same_village(name: str) -> str:
    """What two spellings of one village have in common."""
    return normal(name)


def no_faults(line: object, against: Against) -> Iterator[BadCell]:
    """For kinds whose cells do not hang together."""
    return iter(())


def by_columns(values: Mapping[str, Any]) -> Place:
    """The village and household that a line names; other kinds have neither."""
    return Place(same_village(values.get("village") or ""), values.get("household") or "")


@dataclass(frozen=True, slots=True)
class Form(Generic[LineT]):
    """A kind of file. `identity`: what may stand in a file once, and what it is called.

    `either`: groups of columns of which one set must be there. `place` reads the values of a line,
    also of one that is rejected. `households`: lines of a household stand or fall by its head.
    """

    kind: ImportKind
    title: str
    columns: tuple[Column, ...]
    line: Callable[..., LineT]
    identity: Callable[[LineT], tuple[str, Hashable]]
    faults: Callable[[LineT, Against], Iterable[BadCell]] = no_faults
    place: Callable[[Mapping[str, Any]], Place] = by_columns
    either: tuple[tuple[tuple[str, ...], ...], ...] = ()
    households: bool = False
    notes: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def make(self, values: Mapping[str, Any]) -> LineT:
        """A line from the values of its columns; what is left out is None."""
        return self.line(**values)
