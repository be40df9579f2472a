"""Clients that cost next to nothing: each sends again as soon as it has its answer.

Nothing is parsed while they measure: an answer counts as taken by its status, its length, and by
what must stand in it (`done`) or must not (`refused`).
"""

import selectors
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field

from bench.client import BenchError
from bench.rivals.dialect import REFUSED
from bench.rivals.link import PATIENCE_SECONDS, Closed, Door, Link

LOOK_AT = 50  # one of so many answers is looked through, where not each has to be


@dataclass
class Load:
    """What came of it: a time for each answer in ms, how long all took, which were no good."""

    times: list[float] = field(default_factory=list)
    seconds: float = 0.0
    size: int = 0  # of the last answer that was looked through
    errors: int = 0
    example: str = ""  # of an error
    reopened: int = 0  # connections that the service closed before it had answered


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
                if not self._took(link, waiting):
                    continue
                last = self._note(link)
                if last - begun >= self.seconds or not self._send(link):
                    waiting.unregister(link.socket)  # idle: the service may close it
                    active -= 1
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
