"""A process that is started for the run and ended by its id, whatever happens in between."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from signal import SIGTERM, Signals

from bench.client import HEADERS, BenchError

STOP_SECONDS = 30.0
LOOK_SECONDS = 0.1
ALIVE = b'{"query": "{ __typename }"}'


@dataclass(frozen=True, slots=True)
class Program:
    """What to run; `user`: as whom, where not as ourselves."""

    command: Sequence[str]
    log: Path
    folder: Path | None = None
    environ: Mapping[str, str] | None = None
    user: str | None = None
    stop: Signals = SIGTERM


@contextmanager
def running(program: Program) -> Iterator["subprocess.Popen[bytes]"]:
    """For as long as the block runs. Ctrl-C is for us alone: we end it."""
    with program.log.open("ab") as log:
        process = subprocess.Popen(
            program.command,
            cwd=program.folder,
            env={**os.environ, **(program.environ or {})},
            user=program.user,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.send_signal(program.stop)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def await_answer(
    process: "subprocess.Popen[bytes]", port: int, log: Path, seconds: float = 60.0
) -> None:
    """Until it answers GraphQL; raises BenchError with the end of its log."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(port):
            return
        time.sleep(LOOK_SECONDS)
    told = log.read_text(errors="replace").strip()[-500:]
    raise BenchError(f"a service did not start; the end of its log:\n{told}")


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    with suppress(OSError, HTTPException):
        connection.request("POST", "/graphql", ALIVE, HEADERS | {"Accept": "application/json"})
        return connection.getresponse().status == 200
    connection.close()
    return False
