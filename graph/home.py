"""The data directory of an embedded engine: its files, its lock, who holds it.

data/graph     the stores          data/lock         held by whoever runs the engine
data/logs      java's and neo4j's  data/engine.json  who that is, and the port
data/password  of user neo4j       data/conf         written anew at each start
data/writers   who is writing (graph/stillness.py)
data/restored  a backup that has opened and takes the place of what is there (change_over)
"""

import fcntl
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graph.errors import EngineBusy, EngineDamaged, EngineFailed

ROOM_BYTES = 1_000_000_000
LOG_BYTES = 10_000_000
STORES = "graph"
SECRETS = ("password", "identity.key")
OURS = (
    *(STORES, "logs", "conf", "run", "import", "plugins", "certificates", "licenses"),
    *("restoring", "restored", "replaced"),
)
# use_parameter_size: else a statement is planned anew for each power of ten of its lists' lengths
CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.directories.data=graph
server.memory.pagecache.size=256m
db.tx_log.rotation.size=64m
db.tx_log.rotation.retention_policy=256M size
db.transaction.timeout=30s
db.lock.acquisition.timeout=10s
db.memory.transaction.max=384m
dbms.usage_report.enabled=false
dbms.fleet_manager.enabled=false
internal.cypher.use_parameter_size=false
internal.dbms.bolt.netty_server_shutdown_quiet_period_duration=0s
internal.dbms.bolt.netty_server_shutdown_timeout=5s
"""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who runs the engine of a data directory, as told by its warden."""

    state: str
    owner: int
    warden: int
    java: int
    port: int


class Home:
    """One data directory, there and writable."""

    def __init__(self, path: Path) -> None:
        """Raises EngineDamaged or EngineFailed."""
        self.path = path.absolute()
        self.password, self.key = (self.path / name for name in SECRETS)
        self.trial = self.path / "restoring"
        self.state = self.path / "engine.json"
        self.log = self.path / "logs" / "engine.log"
        self.debug = self.path / "logs" / "debug.log"
        try:
            (self.path / "logs").mkdir(parents=True, exist_ok=True)
            (self.path / "conf").mkdir(exist_ok=True)
            (self.path / "lock").open("ab").close()
        except OSError as error:
            raise EngineDamaged(
                f"{self.path} cannot hold the graph ({error.strerror}: {error.filename}); remove "
                "what is in the way, or name another folder in ZEREN_DATA"
            ) from error
        if not os.access(self.path, os.W_OK):
            raise EngineDamaged(f"{self.path} is not writable; change its rights or ZEREN_DATA")

    def hold(self) -> IO[bytes] | None:
        """The lock, for as long as the file or an inherited copy is open; None if taken."""
        file = (self.path / "lock").open("ab")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    def holder(self) -> Holder | None:
        """Who holds it, when that is known and its warden lives."""
        try:
            holder = Holder(**json.loads(self.state.read_text()))
        except (OSError, ValueError, TypeError):
            return None
        return holder if lives(holder.warden) else None

    def prepare(self, port: int) -> None:
        """What the engine reads when it starts."""
        self.change_over()
        free = shutil.disk_usage(self.path).free
        if free < ROOM_BYTES:
            raise EngineFailed(
                f"{self.path} has room for {free // 10**6} MB, the graph needs "
                f"{ROOM_BYTES // 10**6} MB; make room, or name another folder in ZEREN_DATA"
            )
        (self.path / "conf" / "neo4j.conf").write_text(CONF.format(port=port))
        if self.log.is_file() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old"))

    def reset(self) -> None:
        """Delete the graph; raises EngineBusy when an engine runs on it."""
        lock = self.hold()
        if lock is None:
            raise self.busy("reset")
        with lock:
            for name in OURS:
                shutil.rmtree(self.path / name, ignore_errors=True)
            self.password.unlink(missing_ok=True)
            self.state.unlink(missing_ok=True)

    def change_over(self, trial: Path | None = None) -> Path | None:
        """A restored graph takes the place of what is there; taken up again where it broke off.

        The caller holds the lock. Returns where an identity key went that was there before.
        """
        restored, replaced = self.path / "restored", self.path / "replaced"
        if trial is not None:
            trial.rename(restored)  # from here on it happens, whatever comes in between
        kept = self._keep_key(restored / self.key.name)
        for name in (STORES, *SECRETS):
            if (restored / name).exists():
                if (self.path / name).exists():
                    replaced.mkdir(exist_ok=True)
                    (self.path / name).rename(replaced / name)
                (restored / name).rename(self.path / name)
        shutil.rmtree(replaced, ignore_errors=True)
        shutil.rmtree(restored, ignore_errors=True)
        return kept

    def _keep_key(self, new: Path) -> Path | None:
        """Other backups may need the key that is there: it goes beside, it is never deleted."""
        if not (new.is_file() and self.key.is_file()):
            return None
        old = self.key.read_bytes()
        if old.strip() == new.read_bytes().strip():
            return None
        beside = self.key.with_suffix(f".key.{hashlib.sha256(old).hexdigest()[:8]}")
        self.key.rename(beside)
        return beside

    def busy(self, wish: str) -> EngineBusy:
        holder = self.holder()
        who = f"process {holder.owner} (engine {holder.java})" if holder else "another process"
        return EngineBusy(
            f"{self.path} is held by {who}, cannot {wish}; stop it, or name another folder in "
            "ZEREN_DATA"
        )


def lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
