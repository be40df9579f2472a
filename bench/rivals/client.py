"""A client that costs next to nothing: raw sockets, kept open, each sends when it has its answer.

Nothing is parsed while it measures: an answer counts as taken by its status, its length, and by
what must stand in it (`done`) or must not (`refused`).
"""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from http.client import HTTPConnection

from bench.client import BenchError
from bench.rivals.dialect import REFUSED

AT_ONCE = 1 << 18
LOOK_AT = 50  # one of so many answers is looked through, where not each has to be
PATIENCE_SECONDS = 60
PLAIN = {"Content-Type": "application/json", "Accept": "application/json"}


@dataclass
class Load:
    """What came of it: a time for each answer in ms, how long all took, which were no good."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0  # of the last answer that was looked through
    errors: int = 0
    example: str = ""  # of an error
    reopened: int = 0  # connections that were closed while they waited, as servers may

    @property
    def taken(self) -> int:
        return len(self.times) - self.errors

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Door:
    """Where a stack answers."""

    port: int
    authorization: str | None = None

    def request(self, body: bytes) -> bytes:
        """With all that HTTP wants around it."""
        more = f"Authorization: {self.authorization}\r\n" if self.authorization else ""
        head = (
            f"POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{more}"
            "Content-Type: application/json\r\nAccept: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _connected(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


class Closed(Exception):
    """The connection was closed before anything of an answer came."""


class Link:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.socket = _connected(port)
        self.sent = 0.0
        self._port = port
        self._request = b""
        self._again = False
        self._room = memoryview(bytearray(AT_ONCE))
        self._begin()

    def _begin(self) -> None:
        self.answer = bytearray()
        self.body_at = 0  # where the body begins; 0: not yet known
        self._ends = -1  # where it ends; -1: it comes in chunks

    def close(self) -> None:
        self.socket.close()

    def send(self, request: bytes) -> None:
        self._begin()
        self._request, self._again = request, False
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def resend(self) -> None:
        """Over a new connection, once; the time goes on from when it was first sent."""
        if self._again:
            raise BenchError("the connection was closed twice before an answer came")
        self._again = True
        self.socket.close()
        self.socket = _connected(self._port)
        self.socket.sendall(self._request)

    def take(self) -> bool:
        """What has arrived; whether the answer is whole."""
        try:
            count = self.socket.recv_into(self._room)
        except ConnectionResetError:
            count = 0
        if not count:
            if not self.answer:
                raise Closed
            raise BenchError(f"the connection was closed within an answer ({len(self.answer)} B)")
        self.answer += self._room[:count]
        if not self.body_at and not self._take_head():
            return False
        if self._ends < 0:
            return self.answer.endswith(b"0\r\n\r\n")
        return len(self.answer) >= self._ends

    def _take_head(self) -> bool:
        at = self.answer.find(b"\r\n\r\n")
        if at < 0:
            return False
        self.body_at = at + 4
        head = bytes(self.answer[:at]).lower()
        _, found, rest = head.partition(b"content-length:")
        if found:
            self._ends = self.body_at + int(rest.partition(b"\r\n")[0])
        return True


@dataclass
class Run:
    """Clients side by side, until the time is over or nothing is left to send."""

    door: Door
    bodies: Iterator[bytes]
    seconds: float
    done: bytes = b""  # looked for in each answer, where given
    load: Load = field(default_factory=Load)

    def go(self, clients: int) -> Load:
        with ExitStack() as kept:
            links = [kept.enter_context(closing(Link(self.door.port))) for _ in range(clients)]
            waiting = kept.enter_context(selectors.DefaultSelector())
            for link in links:
                waiting.register(link.socket, selectors.EVENT_READ, link)
            self._drive(links, waiting)
        return self.load

    def _drive(self, links: Sequence[Link], waiting: selectors.BaseSelector) -> None:
        begun = last = time.perf_counter()
        active = sum(self._send(link) for link in links)
        while active:
            ready = waiting.select(PATIENCE_SECONDS)
            if not ready:
                raise BenchError(f"no answer in {PATIENCE_SECONDS} s")
            for key, _ in ready:
                link: Link = key.data
                if self._took(link, waiting):
                    last = self._note(link)
                    more = last - begun < self.seconds and self._send(link)
                    active -= not more
        self.load.seconds = last - begun

    def _took(self, link: Link, waiting: selectors.BaseSelector) -> bool:
        try:
            return link.take()
        except Closed:
            waiting.unregister(link.socket)
            link.resend()
            waiting.register(link.socket, selectors.EVENT_READ, link)
            self.load.reopened += 1
            return False

    def _send(self, link: Link) -> bool:
        body = next(self.bodies, None)
        if body is None:
            return False
        link.send(self.door.request(body))
        return True

    def _note(self, link: Link) -> float:
        now = time.perf_counter()
        self.load.times.append((now - link.sent) * 1000)
        good = link.answer.startswith(b"HTTP/1.1 200")
        if self.done or len(self.load.times) % LOOK_AT == 1:
            self.load.size = len(link.answer) - link.body_at
            good = good and REFUSED not in link.answer and self.done in link.answer
        if not good:
            self.load.errors += 1
            self.load.example = bytes(link.answer[link.body_at :])[:300].decode(errors="replace")
        return now


def once(door: Door, body: bytes) -> bytes:
    """The content of one answer, whatever it says."""
    connection = HTTPConnection("127.0.0.1", door.port, timeout=PATIENCE_SECONDS)
    rights = {"Authorization": door.authorization} if door.authorization else {}
    try:
        connection.request("POST", "/graphql", body, {**PLAIN, **rights})
        return connection.getresponse().read()
    finally:
        connection.close()
