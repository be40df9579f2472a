"""A client that costs next to nothing: one kept connection, the same bytes sent each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlsplit

import orjson

from api.tokens import issue, own_key
from graph.settings import Settings
from policy.viewer import OPERATOR

HEADERS = {
    "Content-Type": "application/json",
    "Accept": "application/graphql-response+json",
}


LIFETIME = timedelta(hours=1)


class BenchError(Exception):
    """The service did not give the answer that was to be measured."""


class Client:
    def __init__(self, connection: HTTPConnection) -> None:
        self._connection = connection
        self._headers = {**HEADERS, **_rights(Settings.read())}

    def ask(self, body: bytes) -> bytes:
        """The answer as it came. Raises BenchError unless it is 200."""
        self._connection.request("POST", "/graphql", body, self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise BenchError(f"the service answered {answer.status}: {content[:300].decode()}")
        return content


def _rights(settings: Settings) -> dict[str, str]:
    """An administrator's token, where the key that the service takes is to be had here."""
    if settings.token_key is None and settings.knows_viewers:
        return {}
    return {"Authorization": f"Bearer {issue(own_key(settings), OPERATOR, LIFETIME)}"}


def encoded(query: str) -> bytes:
    """The request of a query."""
    return orjson.dumps({"query": query})


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """One connection, kept for all rounds."""
    place = urlsplit(address)
    connection = HTTPConnection(place.hostname or "127.0.0.1", place.port, timeout=60)
    try:
        yield Client(connection)
    finally:
        connection.close()
