"""A backup as one file: a tar packed by gzip, the manifest first, then the files that it names.

    manifest.json    format, layout, counts, and size and sha256 of each file
    graph/…          the stores          password    of the engine's user
    identity.key     unless it was left out

Written beside its final name and read back whole before it gets that name; nothing of an archive is
believed before its checksum fits.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import IO

from graph.errors import ArchiveError
from graph.home import SECRETS, STORES

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_BYTES = 50_000_000
BLOCK = 1 << 20
SPEED = 3  # of gzip: stores pack well at any level, and 6 takes twice as long


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it was when it was packed."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    layout: int  # the newest migration of the graph
    nodes: int
    edges: int
    made: str  # instant, ISO 8601
    key: str | None  # what the identity key is known by; None where there was none
    files: Mapping[str, Stored] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def bytes(self) -> int:
        return sum(file.bytes for file in self.files.values())


def pack(archive: Path, folder: Path, names: list[str], manifest: Manifest) -> Manifest:
    """Write the named files of a folder; the archive is there whole or not at all."""
    if archive.exists():
        raise ArchiveError(f"{archive} is there already; name another file, or remove it")
    sums = {name: _sum(folder / name) for name in names}
    manifest = replace(manifest, files=sums)
    fresh = archive.with_name(f".{archive.name}.{os.getpid()}")
    try:
        with _created(fresh) as file:
            _write(file, folder, manifest)
        unpack(fresh)
        fresh.replace(archive)
        _settle(archive.parent)
    except OSError as error:
        raise ArchiveError(
            f"{archive} cannot be written ({error.strerror}); make room there, or name another file"
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


@contextmanager
def _created(path: Path) -> Iterator[IO[bytes]]:
    """For its owner alone: it holds a password; on the disk when the block ends."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write(file: IO[bytes], folder: Path, manifest: Manifest) -> None:
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=SPEED) as tar:
        text = json.dumps(asdict(manifest), indent=1).encode()
        about = tarfile.TarInfo(MANIFEST)
        about.size = len(text)
        tar.addfile(about, io.BytesIO(text))
        for name, stored in manifest.files.items():
            about = tarfile.TarInfo(name)
            about.size, about.mode = stored.bytes, 0o600
            with (folder / name).open("rb") as source:
                tar.addfile(about, source)


def unpack(archive: Path, folder: Path | None = None) -> Manifest:
    """Check an archive, into a folder that is empty, or only check it; raises ArchiveError."""
    try:
        with gzip.open(archive) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            members = iter(tar)
            manifest = _manifest(tar, next(members, None))
            found = [_take(tar, member, manifest, folder) for member in members]
            while packed.read(BLOCK):  # gzip's own checksum stands at the very end
                pass
    except OSError as error:
        if error.errno is None:  # gzip says so of what is no gzip
            raise _damaged(archive, str(error)) from error
        where = error.filename or folder
        raise ArchiveError(f"{where} cannot be read or written: {error.strerror}") from error
    except (tarfile.TarError, EOFError, zlib.error, _Odd) as error:
        raise _damaged(archive, str(error)) from error
    missing = sorted(set(manifest.files) - set(found))
    if missing or len(found) != len(manifest.files):
        raise _damaged(archive, f"{', '.join(missing) or 'a file'} is not in it just once")
    return manifest


class _Odd(Exception):
    """An archive is not what `pack` writes."""


def _damaged(archive: Path, why: str) -> ArchiveError:
    return ArchiveError(f"{archive} is damaged or no backup of zeren ({why}); use another one")


def _manifest(tar: tarfile.TarFile, member: tarfile.TarInfo | None) -> Manifest:
    if member is None or member.name != MANIFEST or member.size > MANIFEST_BYTES:
        raise _Odd(f"it does not begin with {MANIFEST}")
    try:
        said = json.loads(_opened(tar, member).read())
        form = said["format"]
        if form == FORMAT:
            files = {name: Stored(**stored) for name, stored in said.pop("files").items()}
            return Manifest(**said, files=files)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _Odd(f"{MANIFEST}: {error}") from error
    raise ArchiveError(
        f"the backup has format {form}, this program knows {FORMAT}: use the program that made it"
    )


def _take(
    tar: tarfile.TarFile, member: tarfile.TarInfo, manifest: Manifest, folder: Path | None
) -> str:
    """One file of the archive; what is not as the manifest says is refused."""
    name = member.name
    stored = manifest.files.get(name)
    if stored is None or not _is_ours(name):
        raise _Odd(f"{name} has no place in it")
    digest = hashlib.sha256()
    with _opened(tar, member) as source, _sink(folder, name) as sink:
        while block := source.read(BLOCK):
            digest.update(block)
            sink.write(block)
    if Stored(member.size, digest.hexdigest()) != stored:
        raise _Odd(f"{name} does not have the checksum of the manifest")
    return name


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return name in SECRETS or (len(parts) > 1 and parts[0] == STORES and ".." not in parts)


def _opened(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    source = tar.extractfile(member) if member.isreg() else None
    if source is None:
        raise _Odd(f"{member.name} is no file")
    return source


@contextmanager
def _sink(folder: Path | None, name: str) -> Iterator[IO[bytes]]:
    """Where a file goes; nowhere, where it is only checked."""
    if folder is None:
        with open(os.devnull, "wb") as file:
            yield file
        return
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with _created(path) as file:
        yield file


def _sum(path: Path) -> Stored:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Stored(path.stat().st_size, digest)


def _settle(folder: Path) -> None:
    """The name is on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
