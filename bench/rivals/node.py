"""Rivals that run on Node.js: their packages, as their lock files name them, and their processes.

A folder here holds package.json, package-lock.json and server.js; all is copied to a folder of the
same name in .rivals/, where `npm ci` puts the packages. It stays for the next run.
"""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.rivals.process import Program, await_answer, running
from bench.target import free_port
from graph.settings import ROOT

HERE = Path(__file__).parent
CACHE = ROOT / ".rivals"
LEAST_NODE = 20
LOCK = "package-lock.json"
COPIED = ("package.json", "server.js", LOCK)
INSTALL_SECONDS = 300


def lacking() -> str | None:
    """What to install before any of them can run; None: nothing."""
    wanted = f"install Node.js {LEAST_NODE} or newer with npm"
    if not (shutil.which("node") and shutil.which("npm")):
        return f"no node or no npm; {wanted}"
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    number = said.strip().removeprefix("v").partition(".")[0]
    if not number.isdigit() or int(number) < LEAST_NODE:
        return f"node {said.strip() or '?'} is too old; {wanted}"
    return None


def install(name: str) -> str | None:
    """The packages of a rival, unless they are there; why not, where npm could not."""
    home = CACHE / name
    home.mkdir(parents=True, exist_ok=True)
    marker = home / "installed.json"  # the lock file that npm has followed to the end
    wanted = (HERE / name / LOCK).read_bytes()
    for file in COPIED:
        shutil.copyfile(HERE / name / file, home / file)
    if marker.is_file() and marker.read_bytes() == wanted:
        return None
    command = ["npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--ignore-scripts"]
    try:
        subprocess.run(
            command, cwd=home, capture_output=True, text=True, check=True, timeout=INSTALL_SECONDS
        )
    except subprocess.CalledProcessError as error:
        lines = [line for line in error.stderr.splitlines() if line.startswith("npm error")]
        return f"npm ci failed ({(lines or ['no reason given'])[0]}); see that npm can download"
    except subprocess.TimeoutExpired:
        return f"npm ci took over {INSTALL_SECONDS} s; see that npm can download"
    marker.write_bytes(wanted)
    return None


@contextmanager
def served(name: str, environ: Mapping[str, str], logs: Path) -> Iterator[tuple[int, int]]:
    """The port and the id of a rival's process, once it answers."""
    port, log = free_port(), logs / f"{name}.log"
    told = {"NODE_ENV": "production", "PORT": str(port), **environ}
    with running(Program(["node", "server.js"], log, CACHE / name, told)) as process:
        await_answer(process, port, log)
        yield port, process.pid
