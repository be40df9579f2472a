"""What was read and stands as long as nobody writes (graph/stillness.py).

Seen ── nothing was written since? ──> as good as read now
     └─ one own write, known not to change it ── after_ours ──> it stands on
"""

import time
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from graph.gateway import Store

T = TypeVar("T")

STANDS_SECONDS = 1.0  # no longer: other programs write too, and say nothing


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """A value of one store; `moment`, `began`: before it was read."""

    store: Store
    value: T
    moment: bytes | None
    began: float

    @property
    def stands(self) -> bool:
        """Whether a reading that begins now would find the same."""
        if self.moment is None or time.monotonic() - self.began >= STANDS_SECONDS:
            return False
        return self.moment == self.store.moment()

    def after_ours(self, value: T) -> "Seen[T] | None":
        """What it is since this process wrote once; None where anybody wrote besides."""
        now = self.store.after_ours(self.moment) if self.moment is not None else None
        return None if now is None else replace(self, value=value, moment=now)
