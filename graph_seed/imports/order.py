"""What is asked of an import, and the key under which the same thing asked again is known."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policy.imports import ImportKind

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Order:
    """A file of a kind for a unit and year.

    `complete`: the group whose list this is in full on the day `on`; whom it omits leaves the
    group then. `confirm`: also where that are more than a tenth.
    """

    kind: ImportKind
    within: str
    year: int
    dry_run: bool = False
    complete: str | None = None
    on: date | None = None
    confirm: bool = False
    by: str | None = None

    def key(self, path: Path) -> str:
        """Of content, kind and what else decides what it does; not of the file's name."""
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
        said = (self.kind.value, self.within, self.year, self.complete, self.on, self.confirm)
        digest.update(repr(said).encode())
        return digest.hexdigest()[:32]
