"""Clients that send deeds, remember what was acknowledged, and send again what was not.

A request that is cut off, or answered by an error that says so, goes again with the same key until
it is acknowledged; only a refusal ends the run.
"""

import threading
import time
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

import orjson

from bench.client import HEADERS, BenchError
from bench.deeds import Deed

PAUSE_SECONDS = 0.25  # between two deeds of a client: a load, not a race
AGAIN_SECONDS = 0.2
TIMEOUT_SECONDS = 60
WARM_SECONDS = 120.0
UNSURE = ("UNAVAILABLE", "OUTCOME_UNKNOWN")


@dataclass
class Load:
    """Side by side; `refused` holds the first answer that was neither yes nor cut off."""

    port: int
    token: str
    waiting: deque[Deed]
    acknowledged: dict[str, Deed] = field(default_factory=dict)
    resent: int = 0
    refused: str | None = None
    _ends: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, clients: int) -> None:
        for _ in range(clients):
            thread = threading.Thread(target=self._run, daemon=True)
            thread.start()
            self._threads.append(thread)

    def await_more(self, number: int) -> None:
        """Until so many more are acknowledged, so that a kill meets work; raises BenchError."""
        aim, deadline = len(self.acknowledged) + number, time.monotonic() + WARM_SECONDS
        while len(self.acknowledged) < aim and self.refused is None:
            if time.monotonic() > deadline or not self.waiting:
                raise BenchError(f"no {number} requests were acknowledged in {WARM_SECONDS:g} s")
            time.sleep(0.05)

    def finish(self) -> None:
        """What is under way is sent until it is acknowledged."""
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        link = Link(self.port, self.token)
        while not self._ends.is_set() and self.refused is None:
            try:
                deed = self.waiting.popleft()
            except IndexError:
                return
            self._see_through(link, deed)

    def _see_through(self, link: "Link", first: Deed) -> None:
        """A deed and those that follow from its answer."""
        deed: Deed | None = first
        while deed is not None and self.refused is None:
            answer = link.ask(deed.body)
            verdict = read(answer, deed.kind.value) if answer is not None else None
            if answer is not None and verdict == "":
                self.acknowledged[deed.key] = deed
                payload = orjson.loads(answer)["data"][deed.kind.value]
                deed = deed.follow(payload) if deed.follow else None
                time.sleep(PAUSE_SECONDS)
            elif verdict is not None:
                self.refused = f"{deed.key}: {verdict}"
            else:
                self.resent += 1
                time.sleep(AGAIN_SECONDS)


def read(answer: bytes, name: str) -> str | None:
    """ "" where it was done, None where nobody can say, else why not."""
    with suppress(orjson.JSONDecodeError, AttributeError):
        said = orjson.loads(answer)
        codes = [error.get("extensions", {}).get("code") for error in said.get("errors") or ()]
        if any(code in UNSURE for code in codes):
            return None
        payload = (said.get("data") or {}).get(name)
        if payload is not None and not payload["userErrors"] and not codes:
            return ""
    return answer[:300].decode(errors="replace")


class Link:
    """One kept connection, made anew when it broke."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._headers = {**HEADERS, "Authorization": f"Bearer {token}"}
        self._connection: HTTPConnection | None = None

    def ask(self, body: bytes) -> bytes | None:
        """None when it was cut off."""
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)
        try:
            self._connection.request("POST", "/graphql", body, self._headers)
            return self._connection.getresponse().read()
        except (OSError, HTTPException):
            self._connection.close()
            self._connection = None
            return None


def queue(deeds: Iterable[Deed]) -> deque[Deed]:
    """In the order given, from which all clients take."""
    return deque(deeds)
