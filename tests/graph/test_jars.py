"""A mirror on loopback stands for Maven Central."""

import gc
import hashlib
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.errors import EngineMissing
from graph.jars import fetch, locked
from graph.settings import Settings

GOOD = b"a jar"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def mirror(tmp_path: Path) -> Iterator[str]:
    """Serves cn.zeren:door:1.0."""
    folder = tmp_path / "mirror" / "cn" / "zeren" / "door" / "1.0"
    folder.mkdir(parents=True)
    (folder / "door-1.0.jar").write_bytes(GOOD)
    handler = partial(Quiet, directory=str(tmp_path / "mirror"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://name:secret@127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def settings(tmp_path: Path, mirror: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return Settings(engine=tmp_path / "engine", maven=mirror)


def lock(folder: Path, content: bytes, artifact: str = "door") -> Path:
    path = folder / "jgo.lock.toml"
    path.write_text(
        f'[[dependencies]]\ngroupId = "cn.zeren"\nartifactId = "{artifact}"\nversion = "1.0"\n'
        f'packaging = "jar"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n'
    )
    return path


def test_jars_are_fetched_from_the_mirror(settings: Settings, tmp_path: Path) -> None:
    jars = fetch(settings, lock(tmp_path, GOOD))
    assert (jars / "door-1.0.jar").read_bytes() == GOOD
    assert sorted(path.name for path in settings.engine.iterdir()) == ["jars", "lock"]


def test_a_complete_folder_asks_nobody(settings: Settings, tmp_path: Path) -> None:
    jars = fetch(settings, lock(tmp_path, GOOD))
    (tmp_path / "mirror" / "cn" / "zeren" / "door" / "1.0" / "door-1.0.jar").unlink()
    assert fetch(settings, lock(tmp_path, GOOD)) == jars


def test_a_damaged_jar_is_fetched_again(settings: Settings, tmp_path: Path) -> None:
    (settings.engine / "jars").mkdir(parents=True)
    (settings.engine / "jars" / "door-1.0.jar").write_bytes(GOOD[:2])
    jars = fetch(settings, lock(tmp_path, GOOD))
    assert (jars / "door-1.0.jar").read_bytes() == GOOD


def test_a_jar_with_another_hash_is_refused_and_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match=r"door-1\.0\.jar from 127\.0\.0\.1 has sha256") as told:
        fetch(settings, lock(tmp_path, b"another jar"))
    assert not (settings.engine / "jars" / "door-1.0.jar").exists()
    assert "secret" not in str(told.value)


# jgo does not close an answer of 404
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_jar_that_is_nowhere_is_named(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.jars.TRIES", 1)
    with pytest.raises(EngineMissing, match=r"window-1\.0\.jar cannot be fetched from 127") as told:
        fetch(settings, lock(tmp_path, GOOD, artifact="window"))
    assert "ZEREN_MAVEN" in str(told.value)
    assert "secret" not in str(told.value)
    del told
    gc.collect()


def test_the_lock_has_a_hash_for_each_jar_and_no_name_twice() -> None:
    jars = locked()
    assert all(len(jar.sha256) == 64 for jar in jars)
    assert len({jar.name for jar in jars}) == len(jars)
