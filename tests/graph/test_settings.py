from pathlib import Path

import pytest

from graph.settings import ROOT, Settings, SettingsError


def test_without_variables_the_embedded_engine_is_used() -> None:
    settings = Settings.read({})
    assert settings.neo4j_uri is None
    assert settings.data == ROOT / "data"


def test_variables_are_read() -> None:
    given = {"NEO4J_URI": "neo4j://graph:7687", "ZEREN_DATA": "/srv/zeren", "ZEREN_PORT": "80"}
    settings = Settings.read(given)
    assert (settings.neo4j_uri, settings.data, settings.port) == (
        "neo4j://graph:7687",
        Path("/srv/zeren"),
        80,
    )


def test_databases_are_named_by_province() -> None:
    settings = Settings.read({"ZEREN_DATABASES": "43=hunan,34=anhui"})
    assert settings.databases == {"43": "hunan", "34": "anhui"}


@pytest.mark.parametrize("text", ["eighty", "-1", "65536", "80.0", " "])
def test_a_bad_port_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match=f"ZEREN_PORT: {text} is not a port"):
        Settings.read({"ZEREN_PORT": text})


@pytest.mark.parametrize("text", ["4=hunan", "43", "43=", "湖南=hunan", "431=hunan"])
def test_a_bad_database_is_named(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a province; write 43=hunan"):
        Settings.read({"ZEREN_DATABASES": text})


@pytest.mark.parametrize("text", ["geheim", "Z2VoZWlt", "!"])
def test_a_token_key_that_is_short_or_no_base64_is_refused_unseen(text: str) -> None:
    with pytest.raises(SettingsError, match="ZEREN_TOKEN_KEY: not a key; give at least 32"):
        Settings.read({"ZEREN_TOKEN_KEY": text})


def test_an_issuer_needs_an_audience_and_a_safe_address() -> None:
    audience = {"ZEREN_OIDC_AUDIENCE": "zeren"}
    with pytest.raises(SettingsError, match="set both or neither"):
        Settings.read(audience)
    with pytest.raises(SettingsError, match=r"http://sso\.example is not an address with https"):
        Settings.read({**audience, "ZEREN_OIDC_ISSUER": "http://sso.example"})
    assert Settings.read({**audience, "ZEREN_OIDC_ISSUER": "https://sso.example"}).knows_viewers


def test_the_password_is_not_shown() -> None:
    assert "geheim" not in repr(Settings.read({"NEO4J_PASSWORD": "geheim"}))


def test_answers_are_kept_unless_one_setting_says_no() -> None:
    assert Settings.read({}).kept
    assert not Settings.read({"ZEREN_KEPT": "off"}).kept


def test_plans_are_switched_off_by_one_setting() -> None:
    assert Settings.read({}).compiled
    assert not Settings.read({"ZEREN_COMPILED": "off"}).compiled
    with pytest.raises(SettingsError, match="ZEREN_COMPILED: no is no switch; write on or off"):
        Settings.read({"ZEREN_COMPILED": "no"})
