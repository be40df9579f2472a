"""The keys that an OIDC issuer publishes: fetched when needed, kept, fetched again for a new one.

issuer ── /.well-known/openid-configuration ──> jwks_uri ──> keys by kid
"""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.request import Request, urlopen

import orjson
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError

from schema.errors import ApiError, Code

ALGORITHMS = ("RS256", "PS256", "ES256")
FAMILIES = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
KEPT_SECONDS = 3_600.0  # a key that was withdrawn is believed no longer than that
PAUSE_SECONDS = 30.0  # between two fetches, so that made-up key ids cost the issuer nothing
TIMEOUT_SECONDS = 5.0
MOST_BYTES = 1_000_000

logger = logging.getLogger("zeren.api")

Fetch = Callable[[str], bytes]


def fetch(address: str) -> bytes:
    """What stands at an address; raises OSError."""
    request = Request(address, headers={"Accept": "application/json"})
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        body: bytes = answer.read(MOST_BYTES)
    return body


class UnknownKey(ValueError):
    """No key of the issuer has this id, or not for this algorithm."""


@dataclass(slots=True)
class Issuer:
    """One issuer; safe for many requests at once."""

    name: str
    audience: str
    fetch: Fetch = fetch
    clock: Callable[[], float] = time.monotonic
    _keys: dict[str, PyJWK] = field(default_factory=dict)
    _read: float | None = None  # when the keys were fetched
    _tried: float | None = None
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def key(self, kid: object, algorithm: str) -> Any:
        """The public key with that id; raises UnknownKey, or UNAVAILABLE without any keys."""
        if not isinstance(kid, str):
            raise UnknownKey(f"a token of {self.name} does not say which key signed it")
        if self._is_old() or kid not in self._keys:
            async with self._lock:
                if self._is_old() or kid not in self._keys:
                    await self._refresh()
        found = self._keys.get(kid)
        if found is None or found.key_type != FAMILIES[algorithm]:
            raise UnknownKey(f"{self.name} has no key {kid!r:.80} for {algorithm}")
        return found.key

    def _is_old(self) -> bool:
        return self._read is None or self.clock() - self._read > KEPT_SECONDS

    async def _refresh(self) -> None:
        """Fetch the keys, unless that was tried a moment ago; without any, nobody gets in."""
        now = self.clock()
        if self._tried is None or now - self._tried >= PAUSE_SECONDS:
            self._tried = now
            try:
                self._keys = await asyncio.to_thread(self._fetched)
                self._read = now
            except (OSError, KeyError, TypeError, ValueError, PyJWTError) as error:
                logger.warning("%s: its keys cannot be had (%s)", self.name, error)
        if self._is_old():
            raise ApiError(Code.UNAVAILABLE, "暂时取不到令牌签发方的公钥，请稍后再试")

    def _fetched(self) -> dict[str, PyJWK]:
        place = f"{self.name.rstrip('/')}/.well-known/openid-configuration"
        told = orjson.loads(self.fetch(place))
        if told["issuer"] != self.name:
            raise ValueError(f"{place} speaks for {told['issuer']!r:.80}")
        found = PyJWKSet.from_dict(orjson.loads(self.fetch(told["jwks_uri"])))
        used = (key for key in found.keys if key.public_key_use in (None, "sig"))
        return {key.key_id: key for key in used if key.key_id}
