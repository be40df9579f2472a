"""`python -m graph fetch | lock | reset | backup | restore`: the engine's jars and files."""

import argparse
import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from graph.backup import Done, backup, restore
from graph.errors import GraphError
from graph.home import Home
from graph.jars import fetch, lock
from graph.java import fits
from graph.opening import rehearse
from graph.settings import Settings, SettingsError

TOKENS_VOID = (
    "备份不含签发令牌的密钥 token.key：换了机器或数据目录，原有令牌全部失效；"
    "请用 python -m api token 重新签发并分发"
)


def _fetch(settings: Settings, options: argparse.Namespace) -> None:
    """fetch the engine's jars and make it start fast, unless a server is named"""
    if settings.neo4j_uri is None and not fits(fetch(settings)):
        print("engine: recording its start-up cache, once", file=sys.stderr)
        asyncio.run(rehearse(replace(settings, databases={})))


def _lock(settings: Settings, options: argparse.Namespace) -> None:
    """resolve jgo.toml anew into jgo.lock.toml (minutes)"""
    print("jgo.lock.toml is changed" if lock(settings) else "jgo.lock.toml is as it was")


def _reset(settings: Settings, options: argparse.Namespace) -> None:
    """delete the graph in the data directory"""
    if settings.neo4j_uri is not None:
        raise SettingsError("NEO4J_URI is set: this deletes the embedded graph only; unset it")
    Home(settings.data).reset()
    print(f"{settings.data}: the next run makes the graph anew")


def _backup(settings: Settings, options: argparse.Namespace) -> None:
    """pack the graph, which nobody uses meanwhile, into a new file"""
    done = asyncio.run(backup(settings, options.file, with_key=not options.without_key))
    print(f"{options.file}: {_size(done)}")
    if done.has_key:
        print(
            "It holds the identity key: whoever has this file can read every identity number. "
            "Keep it locked away, or pack it with --without-key."
        )
    elif done.manifest.key:
        print("It holds no identity key: keep the key elsewhere, it is needed to restore.")


def _restore(settings: Settings, options: argparse.Namespace) -> None:
    """put a backup in place, in that of a graph that is there only with --replace"""
    done = asyncio.run(restore(settings, options.file, over=options.replace))
    print(*restored(settings, done), sep="\n")


def restored(settings: Settings, done: Done) -> list[str]:
    """What is said of a graph that was put in place, line by line."""
    said = [f"{settings.data}: {_size(done)}, as of {done.manifest.made}"]
    if done.kept_key:
        said.append(f"The identity key that was there before is kept in {done.kept_key}.")
    return said if settings.knows_viewers else [*said, TOKENS_VOID]


def _size(done: Done) -> str:
    found = done.manifest
    return f"{found.nodes} nodes, {found.edges} edges, {len(found.files)} files"


COMMANDS = {
    "fetch": _fetch,
    "lock": _lock,
    "reset": _reset,
    "backup": _backup,
    "restore": _restore,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m graph", description=__doc__)
    words = parser.add_subparsers(dest="command", required=True, metavar="command")
    made = {word: words.add_parser(word, help=run.__doc__) for word, run in COMMANDS.items()}
    for word in ("backup", "restore"):
        made[word].add_argument("file", type=Path, help="the archive, e.g. zeren-2022-01-01.tar.gz")
    made["backup"].add_argument(
        "--without-key", action="store_true", help="leave the identity key out"
    )
    made["restore"].add_argument(
        "--replace", action="store_true", help="delete the graph that is there once this one opened"
    )
    return parser


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        COMMANDS[options.command](Settings.read(), options)
    except (GraphError, SettingsError) as error:
        print(f"{options.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
