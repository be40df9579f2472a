"""Keeps one engine alive as long as its owner lives, and no longer.

    owner ──pipe──> warden ──> java
                      └ "k": it is up, start it again when it falls; end of file: stop it

A process of its own, run by path with the standard library alone: an owner killed with -9 cannot
stop its engine, but its end of the pipe closes. The lock on the data directory is inherited by
java, so that nobody enters before the last of the three is gone.
"""

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

FALLS = 5  # more of them in FALL_SECONDS and it is not started again
FALL_SECONDS = 600.0
STOP_SECONDS = 60.0  # recording the start-up cache takes 15 of them
CHECK_SECONDS = 60.0
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of Linux


@dataclass(frozen=True, slots=True)
class Orders:
    """What the owner wants done."""

    command: list[str]  # java and its arguments
    port: int
    owner: int
    lock: int  # the descriptor that holds the data directory
    log: str
    state: str
    recorded: str  # where java writes its start-up cache when it ends; "" when it does not
    cache: str  # what that becomes when it is whole
    check: list[str]  # java's own test of it


class Warden:
    """One java at a time."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._kept = False
        self._falls: list[float] = []
        self._wake, alarm = os.pipe()
        os.set_blocking(alarm, False)
        signal.set_wakeup_fd(alarm)
        for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        self._java = self._start()

    def watch(self) -> int:
        """Until the owner goes, or java falls too often; the exit code."""
        while self._owned():
            if self._java.poll() is not None:
                if not self._kept or self._fell_too_often():
                    return 1
                self._java = self._start()
        self._tell("stopping")
        self._stop()
        self._keep_cache()
        return 0

    def _owned(self) -> bool:
        """Wait for something to happen; False if that is the end."""
        ready, _, _ = select.select([0, self._wake], [], [])
        if self._wake in ready:
            signals = os.read(self._wake, 512)
            if signal.SIGTERM in signals or signal.SIGINT in signals:
                return False
        if 0 in ready:
            self._kept = bool(os.read(0, 1))
            return self._kept
        return True

    def _fell_too_often(self) -> bool:
        now = time.monotonic()
        self._falls = [fall for fall in self._falls if now - fall < FALL_SECONDS] + [now]
        return len(self._falls) > FALLS

    def _start(self) -> subprocess.Popen[bytes]:
        libc = ctypes.CDLL(None) if sys.platform == "linux" else None

        def follow() -> None:
            if libc:
                libc.prctl(DEATH_SIGNAL, signal.SIGTERM)

        with Path(self._orders.log).open("ab") as log:
            self._java = subprocess.Popen(
                self._orders.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[self._orders.lock],
                preexec_fn=follow,
            )
        self._tell("running")
        return self._java

    def _tell(self, state: str) -> None:
        """For whoever finds the data directory taken."""
        told = {
            "state": state,
            "owner": self._orders.owner,
            "warden": os.getpid(),
            "java": self._java.pid,
            "port": self._orders.port,
        }
        path = Path(self._orders.state)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(told))
        fresh.replace(path)

    def _stop(self) -> None:
        self._java.terminate()
        try:
            self._java.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._java.kill()
            self._java.wait()

    def _keep_cache(self) -> None:
        """A cache that was cut off would be read in vain at every start."""
        if not self._orders.recorded:
            return
        recorded = Path(self._orders.recorded)
        if recorded.is_file() and self._checked():
            recorded.replace(self._orders.cache)
        for left in recorded.parent.glob(f"{recorded.name}*"):
            left.unlink(missing_ok=True)

    def _checked(self) -> bool:
        try:
            check = subprocess.run(
                self._orders.check,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=CHECK_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return check.returncode == 0


def written(orders: Orders) -> str:
    """The one argument of the command line."""
    return json.dumps(asdict(orders))


if __name__ == "__main__":
    sys.exit(Warden(Orders(**json.loads(sys.argv[1]))).watch())
