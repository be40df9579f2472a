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


def test_the_password_is_not_shown() -> None:
    assert "geheim" not in repr(Settings.read({"NEO4J_PASSWORD": "geheim"}))
