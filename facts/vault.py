"""Identity numbers at rest: a keyed hash to find a person by, and the number sealed.

Two keys are derived from the one of the settings: HMAC-SHA256 for the hash, AES-256-GCM for the
seal. Whoever has the graph without the key can neither read a number nor try out all of them.
"""

import hashlib
import hmac
import os
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32


class VaultError(Exception):
    """The key has the wrong form, or does not open what was sealed."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Hashes and seals identity numbers."""

    _hashing: bytes
    _sealing: AESGCM

    @classmethod
    def of(cls, key: bytes) -> "Vault":
        if len(key) != KEY_BYTES:
            raise VaultError(f"the identity key has {len(key)} bytes; it needs {KEY_BYTES}")
        return cls(_derive(key, b"hash"), AESGCM(_derive(key, b"seal")))

    def hash(self, number: str) -> str:
        """The key of an `Identity`: the same for the same number, 64 hexadecimal digits."""
        return hmac.digest(self._hashing, number.encode(), "sha256").hex()

    def seal(self, number: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        return b64encode(nonce + self._sealing.encrypt(nonce, number.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """The number in full; who calls this puts the read on record."""
        raw = b64decode(sealed)
        return self._sealing.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()


def _derive(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, b"zeren identity " + purpose, hashlib.sha256).digest()


def open_vault(key: str | None, folder: Path) -> Vault:
    """From the settings' key (base64); without one, from a key made once beside the graph."""
    if key:
        return Vault.of(_decoded(key))
    return Vault.of(kept_key(folder / "identity.key"))


def kept_key(path: Path) -> bytes:
    """32 random bytes beside the graph; made when there are none."""
    if not path.exists():
        _make(path)
    return _decoded(path.read_text())


def _decoded(key: str) -> bytes:
    try:
        return b64decode(key, validate=True)
    except ValueError as error:
        raise VaultError("the identity key is not base64; make one of 32 random bytes") from error


def _make(path: Path) -> None:
    """Readable by its owner alone, and never half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    try:
        os.link(fresh, path)  # another process may have been first: then its key holds
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
