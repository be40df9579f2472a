"""Runs the service on a socket until it is told to stop."""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager

import uvicorn
from starlette.types import ASGIApp

from api.frame import roomy
from resolvers.pulse import Pulse

GRACE_SECONDS = 10  # for answers under way when the service stops
COLLECT_AFTER = (50_000, 20, 50)  # an answer of thousands of places makes that many objects at once
STOPPING = (signal.SIGINT, signal.SIGTERM)


class Server(uvicorn.Server):
    """Says when it answers; gives signals back when it ends, so that the graph closes in peace."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        config = uvicorn.Config(
            app,
            lifespan="off",  # the graph is opened and closed around the server
            log_config=None,  # as the process has it
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        super().__init__(config)
        self._app = app
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.set_threshold(*COLLECT_AFTER)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends what lasts first: whoever waits for news is told that there will be none."""
        pulse = getattr(getattr(self._app, "state", None), "pulse", None)
        if isinstance(pulse, Pulse):
            pulse.close()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's own, does not raise the signal again: that would end us at once."""
        before = {number: signal.signal(number, self.handle_exit) for number in STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def run(
    opened: AbstractAsyncContextManager[ASGIApp],
    listening: socket.socket,
    ready: Callable[[], None],
) -> None:
    """Opens the service, answers, closes it; in a loop of its own below a roomy frame."""

    async def serve() -> None:
        handler = signal.getsignal(signal.SIGINT)  # the loop's own: cancels this
        if callable(handler):
            signal.signal(signal.SIGTERM, handler)  # also while it opens
        async with opened as app:
            await Server(app, ready).serve([listening])

    def loop() -> None:
        factory = uvicorn.Config("").get_loop_factory()  # uvloop where there is one
        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(serve())

    roomy(loop)
