"""The service that is measured: one that runs already, or one started for the run."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPConnection, HTTPException
from socket import socket
from urllib.parse import urlencode

from bench.client import BenchError
from bench.workload import Target

START_SECONDS = 600.0  # the first start fills the graph


@contextmanager
def started() -> Iterator[Target]:
    """The service on a free port, in a process of its own; stopped afterwards.

    It works out each answer, also where the same was asked before.
    """
    port = free_port()
    address = {"ZEREN_HOST": "127.0.0.1", "ZEREN_PORT": str(port)}
    environ = {"ZEREN_KEPT": "off", **os.environ, **address}
    service = subprocess.Popen(
        [sys.executable, "-m", "bench.service"], env=environ, stdout=subprocess.DEVNULL
    )
    try:
        _wait(service, port)
        chain_ms = partial(_chain_ms, port)
        yield Target(f"http://127.0.0.1:{port}", lambda: _statements(port), chain_ms)
    finally:
        service.terminate()
        service.wait()


def _statements(port: int) -> int:
    return _number(port, "/statements")


def _chain_ms(port: int, household: str, on: str) -> int:
    return _number(port, f"/chain_ms?{urlencode({'household': household, 'on': on})}")


def _number(port: int, address: str) -> int:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", address)
    return int(connection.getresponse().read())


def free_port() -> int:
    with socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _wait(service: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if service.poll() is not None:
            raise BenchError("the service could not start; its reason stands above")
        with suppress(OSError, HTTPException):
            connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.2)
    raise BenchError(f"the service was not ready after {START_SECONDS:g} s")
