import pytest

from graph.errors import Unavailable
from graph.home import Home
from graph.opening import open_graph
from graph.settings import Settings, SettingsError


async def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    settings = Settings(neo4j_uri="bolt://127.0.0.1:1", neo4j_password="geheim")
    with pytest.raises(Unavailable, match=r"bolt://127\.0\.0\.1:1, database neo4j") as told:
        async with open_graph(settings):
            pass
    assert "geheim" not in str(told.value)


async def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(SettingsError, match="NEO4J_URI: redis://graph is no address of a graph"):
        async with open_graph(Settings(neo4j_uri="redis://graph")):
            pass


async def test_databases_need_a_server() -> None:
    with pytest.raises(SettingsError, match="ZEREN_DATABASES needs a server"):
        async with open_graph(Settings(databases={"43": "hunan"})):
            pass


async def test_a_refused_password_is_told(embedded: Settings) -> None:
    holder = Home(embedded.data).holder()
    assert holder is not None
    uri = f"bolt://127.0.0.1:{holder.port}"
    with pytest.raises(Unavailable, match=r"Security\.Unauthorized; see to NEO4J_URI"):
        async with open_graph(Settings(neo4j_uri=uri, neo4j_password="geheim")):
            pass
