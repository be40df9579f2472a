"""The engine's jars: exactly those of jgo.lock.toml, fetched once, checked by their sha256.

jgo.toml ── lock() ──> jgo.lock.toml ── fetch() ──> .engine/jars/*.jar
"""

import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jgo.constants import MAVEN_CENTRAL_URL
from jgo.env import EnvironmentSpec, LockedDependency, LockFile, compute_spec_hash
from jgo.maven import MavenContext, PythonResolver
from tqdm import tqdm

from graph.errors import EngineMissing
from graph.settings import ROOT, Settings

SPEC = ROOT / "jgo.toml"
LOCK = ROOT / "jgo.lock.toml"
THREADS = 16
TRIES = 3
TIMEOUT_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Jar:
    """One line of the lock."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str

    @property
    def name(self) -> str:
        parts = (self.artifact, self.version, self.classifier)
        return "-".join(part for part in parts if part) + ".jar"


def locked(lock: Path = LOCK) -> list[Jar]:
    """The jars of a lock file, in its order."""
    return [
        Jar(one.groupId, one.artifactId, one.version, one.classifier or "", one.sha256 or "")
        for one in LockFile.load(lock).dependencies
    ]


def fetch(settings: Settings, lock: Path = LOCK) -> Path:
    """The folder with every jar of the lock; raises EngineMissing. At once when complete."""
    folder = settings.engine / "jars"
    marker = folder / ".complete"
    jars = locked(lock)
    wanted = "\n".join(sorted(f"{jar.sha256} {jar.name}" for jar in jars))
    if _text(marker) == wanted:
        return folder
    try:
        with _alone(settings.engine):
            _complete(folder, jars, settings)
            marker.write_text(wanted)
    except OSError as error:
        raise EngineMissing(
            f"{folder}: {error.strerror}; make room or rights, try again"
        ) from error
    return folder


def _text(path: Path) -> str:
    return path.read_text() if path.is_file() else ""


@contextmanager
def _alone(engine: Path) -> Iterator[None]:
    """Two processes must not fetch into one folder; the later one finds the work done."""
    engine.mkdir(parents=True, exist_ok=True)
    with (engine / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _complete(folder: Path, jars: list[Jar], settings: Settings) -> None:
    """Fetch what is not there, many at once: the time goes into waiting for answers."""
    folder.mkdir(exist_ok=True)
    missing = [jar for jar in jars if _sha256(folder / jar.name) != jar.sha256]
    arriving = settings.engine / "arriving"  # what a killed fetch left there may be cut off
    shutil.rmtree(arriving, ignore_errors=True)
    context = _context(arriving, settings.maven)
    pool = ThreadPoolExecutor(THREADS)
    try:
        work = pool.map(lambda jar: _fetch(jar, context, folder), missing)
        for _ in tqdm(work, "engine", len(missing), unit="jar", disable=not missing):
            pass
    finally:
        pool.shutdown(cancel_futures=True)
        shutil.rmtree(arriving, ignore_errors=True)
    os.sync()


def _context(cache: Path, mirror: str | None) -> MavenContext:
    return MavenContext(
        PythonResolver(),
        repo_cache=cache,
        remote_repos={"maven": (mirror or MAVEN_CENTRAL_URL).rstrip("/")},
        timeout=TIMEOUT_SECONDS,
    )


def _fetch(jar: Jar, context: MavenContext, folder: Path) -> None:
    """One jar into the folder, whole and checked; the name appears last."""
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    artifact = component.artifact(jar.classifier)
    path = context.repo_cache / component.path_prefix / jar.name
    for attempt in range(TRIES):
        try:
            path = artifact.resolve()
            break
        except (OSError, RuntimeError) as error:  # jgo says RuntimeError for "not found"
            path.unlink(missing_ok=True)
            if attempt == TRIES - 1 or _is_full(error):
                raise EngineMissing(_why(jar, context, error)) from error
            time.sleep(2**attempt)
    found = _sha256(path)
    if found != jar.sha256:
        raise EngineMissing(
            f"{jar.name} from {_host(context)} has sha256 {found}, the lock says {jar.sha256}; "
            "do not use this source: name another in ZEREN_MAVEN"
        )
    path.replace(folder / jar.name)


def _is_full(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _why(jar: Jar, context: MavenContext, error: Exception) -> str:
    if _is_full(error):
        return f"{jar.name}: no room left in {context.repo_cache.parent}; 400 MB are needed"
    return (
        f"{jar.name} cannot be fetched from {_host(context)} ({type(error).__name__}); "
        "see to the network, or name a mirror of Maven Central in ZEREN_MAVEN"
    )


def _host(context: MavenContext) -> str:
    """Where from, without the password that a mirror's address may carry."""
    address = context.remote_repos["maven"]
    return urlsplit(address).hostname or address


def _sha256(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def lock(settings: Settings) -> bool:
    """Resolve jgo.toml anew into jgo.lock.toml; True if it changed. Takes minutes."""
    cache = settings.engine / "resolving"
    try:
        fresh = _resolved(_context(cache, settings.maven))
    except (OSError, RuntimeError) as error:
        raise EngineMissing(f"{SPEC} cannot be resolved ({error}); see to the network") from error
    finally:
        shutil.rmtree(cache, ignore_errors=True)
    if LOCK.is_file() and _content(LockFile.load(LOCK)) == _content(fresh):
        return False  # so that its date does not change needlessly
    fresh.save(LOCK)
    return True


def _resolved(context: MavenContext) -> LockFile:
    spec = EnvironmentSpec.load(SPEC)
    inputs = [context.create_dependency(coordinate) for coordinate in spec.coordinates]
    given, needed = context.resolver.resolve(inputs)
    run = [one for one in (*given, *needed) if one.scope in ("compile", "runtime", None)]
    return LockFile(
        [LockedDependency.from_dependency(one) for one in run],
        environment_name=spec.name,
        spec_hash=compute_spec_hash(SPEC),
    )


def _content(lock: LockFile) -> tuple[str | None, list[dict[str, object]]]:
    return lock.spec_hash, [one.to_dict() for one in lock.dependencies]
