"""Keys of what people bring: random, never made from a number."""

import secrets
from base64 import b32encode


def new_key() -> str:
    """128 bits: 26 characters of base32 in lower case."""
    return b32encode(secrets.token_bytes(16))[:26].decode().lower()
