"""Whom the service believes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from api.__main__ import main
from api.issuer import Issuer
from api.people import DEMO, write_tokens
from api.tokens import Door, door_of, issue
from graph.settings import Settings
from policy.viewer import EVERYBODY, Role, Viewer
from schema.errors import ApiError, Code

KEY = bytes(range(32))
OFFICER = Viewer("li", Role.OFFICER, ("341302113", "431123"))
CIVIL = Viewer("mz", Role.DEPARTMENT, ("431123",), "431123|CIVIL_AFFAIRS")
HOUR = timedelta(hours=1)
ISSUER, AUDIENCE = "https://sso.example/realms/zeren", "zeren-api"


def claims(**other: object) -> dict[str, object]:
    exp = datetime.now(UTC) + HOUR
    own = {"iss": "zeren", "aud": "zeren", "exp": exp, "sub": "li", "role": "ANALYST"}
    return {**own, **other}


async def refused(door: Door, token: str) -> str:
    with pytest.raises(ApiError) as error:
        await door.viewer(f"Bearer {token}")
    assert error.value.code is Code.UNAUTHENTICATED
    return error.value.message


async def test_without_a_token_one_is_everybody() -> None:
    assert await Door(KEY).viewer(None) == EVERYBODY


@pytest.mark.parametrize("viewer", [OFFICER, CIVIL, *(one.viewer for one in DEMO)])
async def test_a_token_gives_back_the_viewer_it_was_issued_for(viewer: Viewer) -> None:
    assert await Door(KEY).viewer(f"bearer {issue(KEY, viewer, HOUR)}") == viewer


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic bGk6eA==", "Bearer " + "a" * 9_000]
)
async def test_a_header_that_holds_no_token_is_refused(header: str) -> None:
    with pytest.raises(ApiError, match="Authorization 须为 Bearer"):
        await Door(KEY).viewer(header)


async def test_an_expired_token_says_so() -> None:
    assert "令牌已过期" in await refused(Door(KEY), issue(KEY, OFFICER, -HOUR))


@pytest.mark.parametrize(
    "wrong",
    [
        {"aud": "other"},
        {"iss": "other"},
        {"exp": None},
        {"sub": 7},
        {"role": "ROOT"},
        {"role": None},
        {"role": "OFFICER"},
        {"role": "OFFICER", "jurisdictions": "341302113"},
        {"role": "OFFICER", "jurisdictions": ["1"]},
        {"jurisdictions": [["43"]]},
        {"role": "DEPARTMENT", "department": "431123"},
    ],
)
async def test_a_token_with_other_claims_is_refused(wrong: dict[str, object]) -> None:
    told = {name: value for name, value in claims(**wrong).items() if value is not None}
    await refused(Door(KEY), jwt.encode(told, KEY, algorithm="HS256"))


@pytest.mark.parametrize("key", [bytes(32), KEY[:-1] + b"?"])
async def test_a_token_under_another_key_is_refused(key: bytes) -> None:
    assert "令牌无效" in await refused(Door(KEY), issue(key, OFFICER, HOUR))


@pytest.mark.parametrize("algorithm", ["none", "HS384", "HS512"])
async def test_no_other_algorithm_is_taken(algorithm: str) -> None:
    key: Any = None if algorithm == "none" else KEY * 2
    await refused(Door(KEY * 2), jwt.encode(claims(), key, algorithm=algorithm))


class Sso:
    """An issuer with keys that it may change; counts how often they are fetched."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {}
        self.fetched = 0
        self.now = 0.0
        self.away = False
        self.issuer = Issuer(ISSUER, AUDIENCE, self.fetch, lambda: self.now)
        self.door = Door(issuer=self.issuer)

    def fetch(self, address: str) -> bytes:
        if self.away:
            raise OSError("unreachable")
        if address == f"{ISSUER}/.well-known/openid-configuration":
            return orjson.dumps({"issuer": ISSUER, "jwks_uri": "https://sso.example/keys"})
        self.fetched += 1
        return orjson.dumps({"keys": [self.public(kid) for kid in self.keys]})

    def public(self, kid: str) -> dict[str, Any]:
        key = self.keys[kid].public_key()
        algorithm = RSAAlgorithm if isinstance(self.keys[kid], rsa.RSAPrivateKey) else ECAlgorithm
        return {**algorithm.to_jwk(key, as_dict=True), "kid": kid, "use": "sig"}

    def token(self, kid: str, algorithm: str = "RS256", **other: Any) -> str:
        told = claims(**{"iss": ISSUER, "aud": AUDIENCE, **other})
        return jwt.encode(told, self.keys[kid], algorithm=algorithm, headers={"kid": kid})

    async def role(self, token: str) -> Role:
        return (await self.door.viewer(f"Bearer {token}")).role


@pytest.fixture(scope="session")
def rsa_keys() -> list[rsa.RSAPrivateKey]:
    return [rsa.generate_private_key(65537, 2048) for _ in range(2)]


@pytest.fixture
def sso(rsa_keys: list[rsa.RSAPrivateKey]) -> Sso:
    made = Sso()
    made.keys = {"first": rsa_keys[0], "curve": ec.generate_private_key(ec.SECP256R1())}
    return made


@pytest.mark.parametrize(
    ("kid", "algorithm"), [("first", "RS256"), ("first", "PS256"), ("curve", "ES256")]
)
async def test_an_issuers_tokens_are_taken_and_its_keys_kept(
    sso: Sso, kid: str, algorithm: str
) -> None:
    for _ in range(3):
        assert await sso.role(sso.token(kid, algorithm)) is Role.ANALYST
    assert sso.fetched == 1


async def test_a_new_key_is_fetched_once_it_is_used(
    sso: Sso, rsa_keys: list[rsa.RSAPrivateKey]
) -> None:
    assert await sso.role(sso.token("first")) is Role.ANALYST
    sso.keys = {"second": rsa_keys[1]}
    sso.now += 31
    assert await sso.role(sso.token("second")) is Role.ANALYST
    assert sso.fetched == 2


async def test_made_up_key_ids_do_not_fetch_again_and_again(
    sso: Sso, rsa_keys: list[rsa.RSAPrivateKey]
) -> None:
    stranger = Sso()
    stranger.keys = {"made up": rsa_keys[1]}
    for _ in range(5):
        await refused(sso.door, stranger.token("made up"))
    assert sso.fetched == 1


async def test_a_withdrawn_key_is_believed_no_longer_than_an_hour(sso: Sso) -> None:
    token = sso.token("first")
    assert await sso.role(token) is Role.ANALYST
    del sso.keys["first"]
    sso.now += 3_601
    assert "令牌无效" in await refused(sso.door, token)


async def test_without_the_issuers_keys_nobody_gets_in_and_it_is_no_fault_of_theirs(
    sso: Sso,
) -> None:
    sso.away = True
    with pytest.raises(ApiError) as error:
        await sso.role(sso.token("first"))
    assert error.value.code is Code.UNAVAILABLE


@pytest.mark.parametrize("other", [{"aud": "other"}, {"iss": "https://else.example"}])
async def test_a_token_of_the_issuer_for_somebody_else_is_refused(
    sso: Sso, other: dict[str, Any]
) -> None:
    await refused(sso.door, sso.token("first", **other))


async def test_a_public_key_is_no_secret_and_one_kind_of_key_no_other(sso: Sso) -> None:
    own = issue(KEY, OFFICER, HOUR)
    assert "签名方式不被接受" in await refused(sso.door, own)
    await refused(sso.door, jwt.encode(claims(), sso.keys["curve"], "ES256", {"kid": "first"}))


def test_the_demos_key_is_not_believed_beside_an_issuer(tmp_path: Path) -> None:
    assert door_of(Settings(data=tmp_path)).key is not None
    named = Settings(data=tmp_path, oidc_issuer=ISSUER, oidc_audience=AUDIENCE)
    assert door_of(named).key is None


def test_the_demos_tokens_are_for_their_owner_alone(tmp_path: Path) -> None:
    places = write_tokens(KEY, tmp_path)
    assert [path.stat().st_mode & 0o777 for path in places.values()] == [0o600] * 5
    assert write_tokens(KEY, tmp_path) == places


async def test_the_command_prints_a_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ZEREN_DATA", str(tmp_path))
    given = ["token", "--role", "OFFICER", "--subject", "li", "--jurisdictions", "431123"]
    assert main([*given, "341302113"]) == 0
    door = door_of(Settings(data=tmp_path))
    assert await door.viewer(f"Bearer {capsys.readouterr().out.strip()}") == OFFICER
    assert main(given[:3]) == 1
    assert "an OFFICER needs at least one" in capsys.readouterr().err


async def test_a_bad_token_is_answered_with_a_challenge(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/graphql", json={"query": "{ hello }"}, headers={"Authorization": "Bearer x"}
    )
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="zeren", error="invalid_token"'
    assert answer.json()["errors"][0]["extensions"] == {"code": "UNAUTHENTICATED"}
