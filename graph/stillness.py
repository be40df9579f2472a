"""Whether anything was written since a moment: told by those who write, without asking the graph.

    data/writers       of each process: how many writes it has begun, how many of them are over
    moment()           all of that, while nobody writes; None while somebody does
    moment_of_others() the same of all writes but those of money alone (payments, their reversals)

Two moments that are equal: nothing was written in between, by whatever process of this data
folder. A statement that is sent after a moment sees all that was written before it.
"""

import asyncio
import fcntl
import os
import secrets
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from graph.errors import EngineDamaged, OutcomeUnknown
from graph.home import lives

NAME = "writers"
MOST_SLOTS = 1_000  # with more of them nobody trusts the file
UNSURE_SECONDS = 60.0  # longer than any transaction whose end nobody heard of may take
SLOT = struct.Struct("=qqqqqqq")
LIFE = secrets.randbits(62)  # of this process: another one may have had its number before

Others = tuple[int, ...]  # a moment of all but money: writes begun, all of them over


@dataclass(slots=True)
class Slot:
    """What one process says; 0: nobody's any more. Those about money alone are counted apart."""

    process: int
    life: int = LIFE
    begun: int = 0
    over: int = 0
    since: int = 0  # when the last write began, seconds of the clock
    money_begun: int = 0
    money_over: int = 0

    @property
    def is_free(self) -> bool:
        """Left by its process, and whatever that may have sent is over."""
        if self.process == 0:
            return True
        is_left = self.life != LIFE if self.process == os.getpid() else not lives(self.process)
        return is_left and time.time() - self.since > UNSURE_SECONDS

    @property
    def is_still(self) -> bool:
        return (self.begun, self.money_begun) == (self.over, self.money_over) or self.is_free

    @property
    def is_still_of_others(self) -> bool:
        return self.begun == self.over or self.is_free

    @property
    def all_over(self) -> int:
        """However many it wrote, money or not."""
        return self.over + self.money_over


class Stillness:
    """Of one data folder, as one of its processes sees it and adds to it."""

    def __init__(self, path: Path) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise EngineDamaged(
                f"{path} cannot be read and written ({error.strerror}); change its rights, or "
                "remove it while no service runs"
            ) from error
        self._at: int | None = None  # where the own slot stands; who only reads has none
        self._own = Slot(os.getpid())
        self._still = b""  # what was said when it was looked at, and nobody wrote

    def moment(self) -> bytes | None:
        """To be compared with others; None while somebody writes, or may still do so."""
        said = self._said()
        if said is not None and said != self._still:
            if not all(one.is_still for one in _slots(said)):
                return None
            self._still = said
        return said

    def moment_of_others(self) -> Others | None:
        """The same of all but payments; None while something else is written."""
        said = self._said()
        if said is None:
            return None
        slots = list(_slots(said))
        if not all(one.is_still_of_others for one in slots):
            return None
        return tuple(one.begun for one in slots)

    def _said(self) -> bytes | None:
        """By all; None where it tells nothing."""
        if self._file < 0 or os.fstat(self._file).st_nlink == 0:  # others may have another file
            return None
        said = os.pread(self._file, MOST_SLOTS * SLOT.size + 1, 0)
        return None if len(said) % SLOT.size else said

    def is_next(self, before: bytes, after: bytes) -> bool:
        """Whether between two moments lies one write of this process, and nothing else."""
        at = self._at
        if at is None or len(before) != len(after):
            return False
        end = at + SLOT.size
        if before[:at] != after[:at] or before[end:] != after[end:]:
            return False
        return next(_slots(before[at:end])).all_over + 1 == self._own.all_over

    @contextmanager
    def writing(self, is_money: bool = False) -> Iterator[None]:
        """Around all of a write; where nobody heard of its end it counts for a while longer."""
        self._begin(is_money)
        try:
            yield
        except (OutcomeUnknown, asyncio.CancelledError):
            asyncio.get_running_loop().call_later(UNSURE_SECONDS, self._end, is_money)
            raise
        except BaseException:
            self._end(is_money)
            raise
        self._end(is_money)

    def close(self) -> None:
        """Nothing is written any more."""
        if self._at is not None and self._own.is_still:
            self._own.process = 0
            self._say()
        os.close(self._file)
        self._file = -1

    def _begin(self, is_money: bool) -> None:
        if self._at is None:
            self._claim()
        before = replace(self._own)
        self._own.begun += not is_money
        self._own.money_begun += is_money
        self._own.since = int(time.time())
        try:
            self._say()
        except OSError:
            self._own = before  # it does not begin
            raise

    def _end(self, is_money: bool) -> None:
        self._own.over += not is_money
        self._own.money_over += is_money
        if self._file >= 0:
            self._say()

    def _say(self) -> None:
        assert self._at is not None
        os.pwrite(self._file, SLOT.pack(*astuple(self._own)), self._at)

    def _claim(self) -> None:
        """A slot that nobody needs, or a new one; counts go on from where they are."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            said = os.pread(self._file, os.fstat(self._file).st_size, 0)
            slots = list(_slots(said))
            at = next((at for at, one in enumerate(slots) if one.is_free), len(slots))
            if at < len(slots):
                self._own.begun = self._own.over = slots[at].begun
                self._own.money_begun = self._own.money_over = slots[at].money_begun
            self._at = at * SLOT.size
            self._say()
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def _slots(said: bytes) -> Iterator[Slot]:
    """Those that are whole."""
    whole = len(said) - len(said) % SLOT.size
    return (Slot(*one) for one in SLOT.iter_unpack(said[:whole]))
