"""Bearer tokens (JWT): who sent a request, as a key of one's own or an OIDC issuer vouches.

    Authorization: Bearer …   ── alg HS256 ──> ZEREN_TOKEN_KEY, or the key made for the demo
                              └─ alg RS256 … > the issuer's published keys
    nothing                   ──> everybody

Claims: sub, role, jurisdictions, department; exp, iss and aud are checked. Which algorithms are
taken is ours to say, never the token's: a public key can then not be passed off as a secret.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from jwt.exceptions import ExpiredSignatureError, PyJWTError

from api.issuer import ALGORITHMS, Issuer
from facts.vault import kept_key
from graph.settings import Settings
from policy.viewer import EVERYBODY, UnfitViewer, Viewer, viewer_of
from schema.errors import ApiError, Code

OWN = "zeren"  # issuer and audience of tokens under a key of one's own
HS256 = "HS256"
LEEWAY_SECONDS = 30  # clocks differ
NEEDED = ["exp", "iss", "aud", "sub"]
MOST_CHARACTERS = 8_000
MOST_KEPT = 1_000  # tokens that were found good a moment ago
KEPT_SECONDS = 60.0  # then the signature is checked again

logger = logging.getLogger("zeren.api")


@dataclass(frozen=True, slots=True)
class Door:
    """Whom the service believes: a secret key, an issuer, or both."""

    key: bytes | None = None
    issuer: Issuer | None = None
    _good: dict[str, tuple[float, Viewer]] = field(  # by token: until when, who; never in a log
        default_factory=dict, repr=False, compare=False
    )

    async def viewer(self, authorization: str | None) -> Viewer:
        """Of the header of a request; raises UNAUTHENTICATED for a token that is not good."""
        if authorization is None:
            return EVERYBODY
        scheme, _, token = authorization.strip().partition(" ")
        if scheme.lower() != "bearer" or not 0 < len(token.strip()) <= MOST_CHARACTERS:
            raise _refused("Authorization 须为 Bearer 加令牌")
        until, viewer = self._good.get(token, (0.0, EVERYBODY))
        return viewer if time.time() < until else await self._checked(token)

    async def _checked(self, token: str) -> Viewer:
        """By its signature and its claims; where no issuer may withdraw its key, for a moment."""
        claims = await self._claims(token.strip())
        viewer = _viewer(claims)
        if self.issuer is None:
            if len(self._good) >= MOST_KEPT:
                self._good.clear()
            ends = float(claims["exp"]) + LEEWAY_SECONDS
            self._good[token] = min(time.time() + KEPT_SECONDS, ends), viewer
        return viewer

    async def _claims(self, token: str) -> dict[str, Any]:
        try:
            head = jwt.get_unverified_header(token)
            algorithm = head.get("alg")
            if algorithm == HS256 and self.key is not None:
                return _verified(token, self.key, HS256, OWN, OWN)
            if algorithm in ALGORITHMS and self.issuer is not None:
                key = await self.issuer.key(head.get("kid"), algorithm)
                names = self.issuer.name, self.issuer.audience
                return _verified(token, key, algorithm, *names)
        except ExpiredSignatureError:
            raise _refused("令牌已过期") from None
        except (PyJWTError, ValueError) as error:
            logger.info("token refused: %s", error)
            raise _refused("令牌无效") from None
        raise _refused("令牌的签名方式不被接受")


def own_key(settings: Settings) -> bytes:
    """The secret of the settings, else the one made once beside the graph, for the demo."""
    return settings.token_key or kept_key(settings.data / "token.key")


def door_of(settings: Settings) -> Door:
    """Whom the settings say to believe; the demo's key only where they name nobody."""
    key = own_key(settings) if settings.token_key or not settings.knows_viewers else None
    if settings.oidc_issuer is None or settings.oidc_audience is None:
        return Door(key)
    return Door(key, Issuer(settings.oidc_issuer, settings.oidc_audience))


def _verified(token: str, key: Any, algorithm: str, issuer: str, audience: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=[algorithm],
        issuer=issuer,
        audience=audience,
        leeway=LEEWAY_SECONDS,
        options={"require": NEEDED},
    )
    return claims


def _viewer(claims: dict[str, Any]) -> Viewer:
    """What the claims say; a token that names no role or an impossible one is not good."""
    codes, department = claims.get("jurisdictions") or [], claims.get("department")
    role, subject = claims.get("role"), claims.get("sub")
    texts = [*(codes if isinstance(codes, list) else [codes]), role, subject, department or ""]
    if not all(isinstance(one, str) for one in texts) or not isinstance(codes, list):
        raise _refused("令牌的 role、jurisdictions、department 格式不对")
    try:
        return viewer_of(str(subject), str(role), codes, department or None)
    except UnfitViewer as error:
        raise _refused(f"令牌的内容不能用：{error}") from None


def _refused(message: str) -> ApiError:
    return ApiError(Code.UNAUTHENTICATED, f"{message}；请重新登录或换一个令牌")


def issue(key: bytes, viewer: Viewer, lifetime: timedelta) -> str:
    """A token under a key of one's own."""
    now = datetime.now(UTC)
    claims: dict[str, object] = {
        "iss": OWN,
        "aud": OWN,
        "iat": now,
        "exp": now + lifetime,
        "sub": viewer.subject,
        "role": viewer.role.value,
        "jurisdictions": list(viewer.jurisdictions),
    }
    if viewer.department is not None:
        claims["department"] = viewer.department
    return jwt.encode(claims, key, algorithm=HS256)
