"""The service as a process would run it: real sockets, real signals."""

import asyncio
import signal
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette

from api.__main__ import main, welcome
from api.address import base, bind, is_loopback
from api.server import run
from graph.settings import Settings, SettingsError


def ask_and_stop(address: str, answers: list[httpx.Response]) -> None:
    """What a client does while the main thread serves."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        answers.append(client.post("/graphql", json={"query": "{ place { name } }"}))
    signal.raise_signal(signal.SIGTERM)


@pytest.fixture
def here() -> Settings:
    return Settings(port=0)


def test_the_service_answers_and_closes_its_graph_when_stopped(
    toy_app: Starlette, here: Settings
) -> None:
    events: list[str] = []
    answers: list[httpx.Response] = []
    listening = bind(here)
    client = threading.Thread(target=ask_and_stop, args=(base(listening), answers))

    @asynccontextmanager
    async def opened() -> AsyncIterator[Starlette]:
        events.append("opened")
        yield toy_app
        await asyncio.sleep(0)
        events.append("closed")

    before = signal.getsignal(signal.SIGTERM)
    run(opened(), listening, client.start)
    signal.signal(signal.SIGTERM, before)
    client.join()
    assert answers[0].json() == {"data": {"place": {"name": "某地"}}}
    assert events == ["opened", "closed"]


def test_a_taken_port_is_named_with_the_remedy(here: Settings) -> None:
    with bind(here) as first:
        port = first.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port} of 127.0.0.1 is taken.*ZEREN_PORT="):
            bind(Settings(port=port))


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::", "example.org"])
def test_only_loopback_is_listened_to_with_the_demo_key(host: str) -> None:
    with pytest.raises(SettingsError, match=f"ZEREN_HOST: {host} can be reached"):
        bind(Settings(host=host, port=0))


def test_others_are_listened_to_once_a_key_of_ones_own_is_set() -> None:
    with bind(Settings(host="0.0.0.0", port=0, token_key=bytes(32))) as listening:
        assert listening.getsockname()[0] == "0.0.0.0"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback_has_several_names(host: str) -> None:
    assert is_loopback(host)


def test_an_address_can_be_opened() -> None:
    with socket.socket(socket.AF_INET) as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        assert base(listening) == f"http://127.0.0.1:{port}"
        assert f"http://127.0.0.1:{port}/graphql?query=" in welcome(base(listening))


def test_a_wrong_setting_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZEREN_HOST", "0.0.0.0")
    assert main(["run"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "zeren: ZEREN_HOST: 0.0.0.0 can be reached from other machines, where the demo's key is"
        " not enough; set ZEREN_TOKEN_KEY or ZEREN_OIDC_ISSUER, or unset ZEREN_HOST"
    ]
