"""A proof: one statement that names whatever contradicts one invariant.

A proof of rolls gets $year, $villages, $opens and $today and returns `wrong`, rows of village, key,
what was found and what was expected, as texts. A proof of pages goes through all nodes of a label
in the order of their keys: it gets $after, $size and $year and returns `last` and `wrong`, rows of
key, found and expected.
"""

from dataclasses import dataclass
from typing import LiteralString


@dataclass(frozen=True, slots=True)
class Proof:
    """`code` is for programs (docs/operations.md), `about` for people."""

    code: str
    about: str
    statement: LiteralString


@dataclass(frozen=True, slots=True)
class Wrong:
    """What contradicts an invariant."""

    code: str
    about: str
    key: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.code} {self.key}：{self.about}；实为 {self.found}，应为 {self.expected}"
