"""One kept connection by raw sockets, over which the same service is asked again and again."""

import socket
import time
from dataclasses import dataclass
from http.client import HTTPConnection

from bench.client import BenchError

AT_ONCE = 1 << 18
PATIENCE_SECONDS = 60
TRIES = 3
PLAIN = {"Content-Type": "application/json", "Accept": "application/json"}


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


def once(door: Door, body: bytes) -> bytes:
    """The content of one answer, whatever it says."""
    connection = HTTPConnection("127.0.0.1", door.port, timeout=PATIENCE_SECONDS)
    rights = {"Authorization": door.authorization} if door.authorization else {}
    try:
        connection.request("POST", "/graphql", body, {**PLAIN, **rights})
        return connection.getresponse().read()
    finally:
        connection.close()


def _connected(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


class Closed(Exception):
    """The connection was closed before the whole answer came."""


class Link:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self.socket = _connected(port)
        self.sent = 0.0
        self._port = port
        self._request = b""
        self._tries = 1
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
        self._request, self._tries = request, 1
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def resend(self) -> None:
        """Over a new connection, some times; the time goes on from when it was first sent."""
        if self._tries == TRIES:
            raise BenchError(f"the connection was closed {TRIES} times before an answer came")
        self._tries += 1
        self._begin()
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
            raise Closed
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
