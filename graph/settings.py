"""All settings of zeren: one frozen object, read once from the environment (docs/operations.md)."""

import os
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

SECRET_BYTES = 32
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A setting has a value that it cannot have; the message names both and the remedy."""


@dataclass(frozen=True)
class Settings:
    neo4j_uri: str | None = None  # None: the embedded engine
    neo4j_user: str = "neo4j"
    neo4j_password: str = field(default="", repr=False)
    databases: Mapping[str, str] = field(default_factory=dict)  # province digits -> database
    database: str = "neo4j"  # for every province not named
    data: Path = ROOT / "data"
    engine: Path = ROOT / ".engine"  # jars and start-up cache, shared by all data directories
    maven: str | None = None  # a mirror of Maven Central, for closed networks
    identity_key: str | None = field(default=None, repr=False)  # None: made once in `data`
    token_key: bytes | None = field(default=None, repr=False)  # signs tokens (HS256)
    oidc_issuer: str | None = None  # whose tokens are taken
    oidc_audience: str | None = None  # what they must be meant for
    host: str = "127.0.0.1"
    hosts: tuple[str, ...] = ()  # further names by which clients reach the service
    port: int = 8000
    demo: bool = True  # fill an empty graph with the demo
    rollup: bool = True  # keep the tree and its sums in memory
    kept: bool = True  # give answers again that still hold (api/kept.py)
    compiled: bool = True  # answer queries by plans (execution/); off: by graphql-core alone

    @classmethod
    def read(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Raises SettingsError. Unset variables keep the defaults above."""
        given = {name: environ[key] for name, key in _TEXTS.items() if environ.get(key)}
        paths = {name: Path(environ[key]) for name, key in _PATHS.items() if environ.get(key)}
        found = cls(
            **given,  # type: ignore[arg-type]  # each of these fields is text
            **paths,  # type: ignore[arg-type]  # and each of these a path
            databases=_databases(environ.get("ZEREN_DATABASES", "")),
            token_key=_secret(environ.get("ZEREN_TOKEN_KEY", "")),
            hosts=tuple(name for name in environ.get("ZEREN_HOSTS", "").split(",") if name),
            port=_port(environ.get("ZEREN_PORT", "8000")),
            demo=_switch("ZEREN_DEMO", environ.get("ZEREN_DEMO", "on")),
            rollup=_switch("ZEREN_ROLLUP", environ.get("ZEREN_ROLLUP", "on")),
            kept=_switch("ZEREN_KEPT", environ.get("ZEREN_KEPT", "on")),
            compiled=_switch("ZEREN_COMPILED", environ.get("ZEREN_COMPILED", "on")),
        )
        _check_issuer(found)
        return found

    @property
    def knows_viewers(self) -> bool:
        """Whether tokens rest on more than the key that is made for the demo."""
        return self.token_key is not None or self.oidc_issuer is not None


_TEXTS = {
    "neo4j_uri": "NEO4J_URI",
    "neo4j_user": "NEO4J_USER",
    "neo4j_password": "NEO4J_PASSWORD",
    "database": "ZEREN_DATABASE",
    "maven": "ZEREN_MAVEN",
    "identity_key": "ZEREN_IDENTITY_KEY",
    "oidc_issuer": "ZEREN_OIDC_ISSUER",
    "oidc_audience": "ZEREN_OIDC_AUDIENCE",
    "host": "ZEREN_HOST",
}
_PATHS = {"data": "ZEREN_DATA", "engine": "ZEREN_ENGINE"}


def _databases(text: str) -> dict[str, str]:
    """`43=hunan,34=anhui` -> {"43": "hunan", "34": "anhui"}."""
    pairs = dict(part.partition("=")[::2] for part in text.split(",") if part)
    for province, name in pairs.items():
        if not (len(province) == 2 and province.isdigit() and name):
            raise SettingsError(
                f"ZEREN_DATABASES: {province}={name} is not a province; write 43=hunan,34=anhui"
            )
    return pairs


def _secret(text: str) -> bytes | None:
    """At least 32 bytes in base64."""
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""
    if text and len(key) < SECRET_BYTES:
        raise SettingsError(
            f"ZEREN_TOKEN_KEY: not a key; give at least {SECRET_BYTES} random bytes in base64"
        )
    return key or None


def _check_issuer(settings: Settings) -> None:
    """Keys come from the issuer, so nobody may stand between; a token is meant for somebody."""
    issuer, audience = settings.oidc_issuer, settings.oidc_audience
    if bool(issuer) != bool(audience):
        raise SettingsError("ZEREN_OIDC_ISSUER and ZEREN_OIDC_AUDIENCE: set both or neither")
    if issuer and urlsplit(issuer).scheme != "https":
        raise SettingsError(f"ZEREN_OIDC_ISSUER: {issuer} is not an address with https://")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 <= int(text) < 65536):
        raise SettingsError(f"ZEREN_PORT: {text} is not a port; give a number from 0 to 65535")
    return int(text)


def _switch(name: str, text: str) -> bool:
    if text not in ("on", "off"):
        raise SettingsError(f"{name}: {text} is no switch; write on or off")
    return text == "on"
