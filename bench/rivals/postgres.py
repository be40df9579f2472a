"""PostgreSQL for the run alone: a cluster in a folder of its own, filled with the rows of rows.py.

It refuses to run as root: then it runs as the user `postgres` (or `nobody`), who owns the folder.
"""

import csv
import io
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.client import BenchError
from bench.rivals.node import HERE
from bench.rivals.process import Program, running
from bench.rivals.rows import Household, Person, Place, Post, Rows
from bench.target import free_port

NEEDED = ("initdb", "postgres", "psql")
ELSEWHERE = Path("/usr/lib/postgresql")  # Debian and Ubuntu: <version>/bin, not on the path
TABLES = HERE / "postgraphile" / "tables.sql"
OPTIONS = ("listen_addresses=127.0.0.1", "shared_buffers=256MB")
START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running cluster."""

    address: str
    process: int
    psql: str

    def run(self, statement: str, rows: str = "") -> str:
        """What psql prints of one statement; `rows` go to its standard input."""
        command = [self.psql, self.address, "-qtAX", "-v", "ON_ERROR_STOP=1", "-c", statement]
        done = subprocess.run(command, input=rows, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BenchError(f"psql: {done.stderr.strip()[:300]}")
        return done.stdout.strip()


def find(name: str) -> str | None:
    """A program of PostgreSQL; of several versions the newest."""
    if found := shutil.which(name):
        return found
    folders = sorted(ELSEWHERE.glob("*/bin"), key=lambda folder: folder.parent.name)
    return next((str(one / name) for one in reversed(folders) if (one / name).is_file()), None)


def lacking() -> str | None:
    """What to install before it can run; None: nothing."""
    missing = [name for name in NEEDED if find(name) is None]
    if missing:
        return f"no {', '.join(missing)}; install PostgreSQL 14 or newer, client and server"
    if os.geteuid() == 0 and _user() is None:
        return "it does not run as root; add a user postgres, or run this as another user"
    return None


def _user() -> str | None:
    """As whom it runs; None: as ourselves, or where root finds nobody."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


@contextmanager
def cluster(folder: Path, logs: Path) -> Iterator[Postgres]:
    """For as long as the block runs; `folder` is there, and empty."""
    user, port = _user(), free_port()
    folder.chmod(0o700)
    if user is not None:
        shutil.chown(folder, user)
    initdb, server, psql = (find(name) or name for name in NEEDED)
    command = [initdb, "-U", "postgres", "-D", str(folder), "-A", "trust", "-E", "UTF8"]
    made = subprocess.run(
        [*command, "--locale=C"], user=user, cwd="/", capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise BenchError(f"initdb: {made.stderr.strip()[:300]}")
    options = [part for one in OPTIONS for part in ("-c", one)]
    command = [server, "-D", str(folder), "-p", str(port), "-k", str(folder), *options]
    log = logs / "postgres.log"
    program = Program(command, log, Path("/"), user=user, stop=signal.SIGINT)  # a fast end
    with running(program) as process:
        address = f"postgres://postgres@127.0.0.1:{port}/postgres"
        started = Postgres(address, process.pid, psql)
        _await(started, log)
        yield started


def _await(started: Postgres, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(BenchError):
            started.run("SELECT 1")
            return
        time.sleep(0.1)
    raise BenchError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-300:]}")


def load(into: Postgres, rows: Rows) -> None:
    """Tables, rows, statistics for its planner."""
    into.run(TABLES.read_text())
    for table, fields, part in (
        ("place", Place._fields, rows.places),
        ("household", Household._fields, rows.households),
        ("person", Person._fields, rows.people),
        ("post", Post._fields, rows.posts),
    ):
        into.run(f"COPY {table} ({', '.join(fields)}) FROM STDIN CSV", _lines(part))
    into.run("ANALYZE")


def _lines(rows: Sequence[tuple[object, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def paid(store: Postgres) -> tuple[int, int]:
    """Payments on record, and the fen that the villages count."""
    said = store.run("SELECT (SELECT count(*) FROM payment), sum(village_fen) FROM place")
    payments, fen = map(int, said.split("|"))
    return payments, fen
