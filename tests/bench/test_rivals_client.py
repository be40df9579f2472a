"""The client against a toy service on a real port: what it counts, and what it bears."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import repeat
from typing import ClassVar

import pytest

from bench.rivals.client import Run
from bench.rivals.link import Door, once

ANSWERS = {b"good": b'{"data": {"paid": 1}}', b"bad": b'{"errors": [], "data": {"paid": 1}}'}


class Toy(BaseHTTPRequestHandler):
    """Answers by the body.

    chunked   in pieces        bye        and closes the connection
    slow      after a while    closing    and each tenth time closes it before it answers
    """

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append(body)
        if body == b"closing" and len(self.asked) % 10 == 0:
            self.close_connection = True
            return
        content = ANSWERS.get(body, ANSWERS[b"good"])
        self.send_response(200)
        if body == b"chunked":
            self.send_header("Transfer-Encoding", "chunked")
            content = b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)
        else:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        time.sleep(0.2 if body == b"slow" else 0)
        self.wfile.write(content)
        self.close_connection = body == b"bye"

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""


@pytest.fixture
def door() -> Iterator[Door]:
    Toy.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Toy) as service:
        threading.Thread(target=service.serve_forever, args=(0.01,)).start()
        yield Door(service.server_port)
        service.shutdown()


@pytest.mark.parametrize(("body", "errors"), [(b"good", 0), (b"bad", 20), (b"chunked", 0)])
def test_each_answer_is_counted_and_looked_through(door: Door, body: bytes, errors: int) -> None:
    load = Run(door, iter([body] * 20), 60, done=b'"paid"').go(4)
    assert (len(load.times), load.errors, load.reopened) == (20, errors, 0)
    assert len(Toy.asked) == 20


def test_a_connection_that_was_closed_while_it_waited_is_opened_again(door: Door) -> None:
    load = Run(door, iter([b"closing"] * 30), 60).go(1)
    assert (len(load.times), load.errors, load.reopened) == (30, 0, 3)


def test_a_client_that_has_nothing_left_to_send_may_be_let_go(door: Door) -> None:
    load = Run(door, iter([b"bye", b"slow"]), 60).go(2)
    assert (len(load.times), load.errors, load.reopened) == (2, 0, 0)


def test_a_run_ends_when_its_time_is_over(door: Door) -> None:
    load = Run(door, repeat(b"good"), 0.05).go(2)
    assert load.seconds >= 0.05
    assert len(load.times) == len(Toy.asked)


def test_one_answer_can_be_had_alone(door: Door) -> None:
    assert once(door, b"chunked") == ANSWERS[b"good"]
