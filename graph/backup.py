"""Backup and restore of the embedded engine's graph, while nobody uses it.

    backup    open the graph as it is ─> counts ─> stop it ─> pack data/graph, password, key
    restore   unpack beside the graph ─> open, migrate, count, new epochs ─> stop it ─> change over

Community cannot copy a graph that runs. A restored graph is tried in a folder of its own; the one
that is there stays until the new one has opened, and changing over is taken up where it broke off
(graph/home.py).
"""

import hashlib
import hmac
import os
import shutil
from base64 import b64decode
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import LiteralString

from graph.archive import Manifest, pack, unpack
from graph.engine import Engine, running
from graph.errors import ArchiveError, NewerGraph
from graph.gateway import Gateway, Store, connect
from graph.home import STORES, Home
from graph.migrate import migrate, migrations
from graph.settings import Settings, SettingsError

LOCKS = ("store_lock", "database_lock")


@dataclass(frozen=True, slots=True)
class Done:
    """What was backed up or restored; `kept_key`: where the key is that was there before."""

    manifest: Manifest
    has_key: bool
    kept_key: Path | None = None


# every node and edge; both are kept as counts by the engine
COUNT: LiteralString = """
CALL () { MATCH (n) RETURN count(n) AS nodes }
CALL () { MATCH ()-[r]->() RETURN count(r) AS edges }
RETURN nodes, edges, COLLECT { MATCH (m:Migration) RETURN m.number } AS layouts
"""


async def backup(settings: Settings, archive: Path, with_key: bool = True) -> Done:
    """Pack the graph into a file; raises ArchiveError, EngineBusy, SettingsError."""
    home = _home(settings, "back up")
    _check_place(home, archive)
    async with running(settings) as engine:
        _own(home, "back up")
        manifest = await _described(engine, settings, home)
    lock = home.hold()
    if lock is None:
        raise home.busy("back up")
    with lock:
        has_key = with_key and home.key.is_file()
        return Done(pack(archive, home.path, _names(home, has_key), manifest), has_key)


def _check_place(home: Home, archive: Path) -> None:
    """Something to pack, and a name that is free; before the engine starts."""
    if not (home.path / STORES).is_dir():
        raise ArchiveError(f"{home.path} holds no graph; name its folder in ZEREN_DATA")
    if archive.exists():
        raise ArchiveError(f"{archive} is there already; name another file, or remove it")


def _home(settings: Settings, wish: str) -> Home:
    """The folder of the settings, held by nobody."""
    if settings.neo4j_uri is not None:
        raise SettingsError(
            f"NEO4J_URI is set: this can {wish} the embedded graph only; for a server see "
            "docs/operations.md"
        )
    home = Home(settings.data)
    lock = home.hold()
    if lock is None:
        raise home.busy(wish)
    lock.close()
    return home


def _own(home: Home, wish: str) -> None:
    """Somebody may have been faster: then we are in their engine."""
    holder = home.holder()
    if holder is None or holder.owner != os.getpid():
        raise home.busy(wish)


async def _described(engine: Engine, settings: Settings, home: Home) -> Manifest:
    async with connect(engine.uri, engine.user, engine.password) as driver:
        return await _manifest(Gateway(driver).directory, known_by(settings, home.key))


async def _manifest(store: Store, key: str | None) -> Manifest:
    [row] = await store.read(COUNT)
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(max(row["layouts"], default=0), row["nodes"], row["edges"], made, key)


def _names(home: Home, with_key: bool) -> list[str]:
    """What goes in: all files of the stores but their locks, and what opens them."""
    files = sorted(path for path in (home.path / STORES).rglob("*") if path.is_file())
    stores = [str(path.relative_to(home.path)) for path in files if path.name not in LOCKS]
    return [home.password.name, *([home.key.name] if with_key else []), *stores]


def known_by(settings: Settings, *files: Path) -> str | None:
    """Tells identity keys apart and says nothing else: of the settings', else of the first file."""
    texts = [path.read_text() for path in files if path.is_file()]
    texts = [settings.identity_key] if settings.identity_key else texts
    if not texts:
        return None
    digest = hmac.new(_bytes(texts[0]), b"zeren identity fingerprint", hashlib.sha256)
    return digest.hexdigest()[:16]


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text.strip())
    except ValueError:
        return text.encode()  # whoever opens the vault will say what is wrong with it


async def restore(settings: Settings, archive: Path, over: bool = False) -> Done:
    """Put a packed graph in place, in that of another with `over`.

    Raises ArchiveError, EngineBusy, NewerGraph, SettingsError; then all is as it was.
    """
    home = _home(settings, "restore")
    lock = home.hold()
    if lock is None:
        raise home.busy("restore")
    with lock:
        home.change_over()  # what broke off earlier comes first
        if (home.path / STORES).exists() and not over:
            raise ArchiveError(
                f"{home.path} holds a graph; add --replace to put the backup in its place, or name "
                "another folder in ZEREN_DATA"
            )
        shutil.rmtree(home.trial, ignore_errors=True)
        try:
            manifest = unpack(archive, home.trial)
            _check(manifest, archive)
            _check_key(settings, home, manifest, archive)
            has_key = (home.trial / home.key.name).is_file()
            await _try(settings, home, manifest, archive)
            kept = home.change_over(home.trial)
        finally:
            shutil.rmtree(home.trial, ignore_errors=True)
        return Done(manifest, has_key, kept)


def _check(manifest: Manifest, archive: Path) -> None:
    newest = max(migration.number for migration in migrations())
    if manifest.layout > newest:
        raise NewerGraph(
            f"{archive} is at migration {manifest.layout}, this program knows {newest}: restore it "
            "with the newer program"
        )


def _check_key(settings: Settings, home: Home, manifest: Manifest, archive: Path) -> None:
    """The key that seals this graph must be at hand: of the settings, the archive, the folder."""
    at_hand = known_by(settings, home.trial / home.key.name, home.key)
    if manifest.key in (None, at_hand):
        return
    if settings.identity_key:
        remedy = "ZEREN_IDENTITY_KEY names another one: name that of this graph"
    else:
        remedy = f"put that of this graph into {home.key}, or name it in ZEREN_IDENTITY_KEY"
    raise ArchiveError(
        f"{archive}: the identity key that its numbers were sealed with is not at hand; {remedy}"
    )


NEW_EPOCHS: LiteralString = "MATCH (s:Sequence) SET s.epoch = randomUUID()"


async def _try(settings: Settings, home: Home, manifest: Manifest, archive: Path) -> None:
    """Open it, see that it is what was packed, bring it to this layout, let readers start anew."""
    async with (
        running(replace(settings, data=home.trial)) as engine,
        connect(engine.uri, engine.user, engine.password) as driver,
    ):
        gateway = Gateway(driver)
        found = await _manifest(gateway.directory, manifest.key)
        if (found.nodes, found.edges) != (manifest.nodes, manifest.edges):
            raise ArchiveError(
                f"{archive} holds {found.nodes} nodes and {found.edges} edges once opened, it says "
                f"{manifest.nodes} and {manifest.edges}; use another one"
            )
        await migrate(gateway)
        await gateway.directory.write(NEW_EPOCHS)
