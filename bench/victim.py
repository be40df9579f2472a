"""The service whose processes are killed: it and its engine, in a data folder of their own."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.client import BenchError
from graph.home import Home
from graph.settings import Settings

BACK_SECONDS = 180.0
LOOK_SECONDS = 0.1


class Kill(Enum):
    """Whose process ends at once."""

    SERVICE = "SERVICE"
    ENGINE = "ENGINE"
    BOTH = "BOTH"


@dataclass
class Victim:
    """`python -m api run`, started again each time it has been killed."""

    settings: Settings
    log: Path
    _service: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        environ = {
            **os.environ,
            "ZEREN_DATA": str(self.settings.data),
            "ZEREN_PORT": str(self.settings.port),
            "ZEREN_HOST": "127.0.0.1",
            "ZEREN_DEMO": "off",
        }
        with self.log.open("ab") as log:
            self._service = subprocess.Popen(
                [sys.executable, "-m", "api", "run"], env=environ, stdout=log, stderr=log
            )

    def kill(self, what: Kill) -> None:
        """With -9, at this moment; a service that is gone is started again."""
        holder = Home(self.settings.data).holder()
        if what is not Kill.SERVICE and holder is not None:
            with suppress(ProcessLookupError):  # it fell by itself
                os.kill(holder.java, signal.SIGKILL)
        if what is not Kill.ENGINE and self._service is not None:
            self._service.kill()
            self._service.wait()
            self.start()

    def await_back(self) -> float:
        """Seconds until it answers from the graph; raises BenchError when it does not."""
        begun = time.monotonic()
        while time.monotonic() - begun < BACK_SECONDS:
            if self._service is None or self._service.poll() is not None:
                raise BenchError(f"the service ended by itself; its reason stands in {self.log}")
            if self._answers():
                return time.monotonic() - begun
            time.sleep(LOOK_SECONDS)
        raise BenchError(f"the service was not back after {BACK_SECONDS:g} s; see {self.log}")

    def _answers(self) -> bool:
        with suppress(OSError, HTTPException):
            connection = HTTPConnection("127.0.0.1", self.settings.port, timeout=10)
            try:
                connection.request("GET", "/healthz")
                return connection.getresponse().status == 200
            finally:
                connection.close()
        return False

    def stop(self) -> None:
        """In peace."""
        if self._service is not None and self._service.poll() is None:
            self._service.terminate()
            self._service.wait()
