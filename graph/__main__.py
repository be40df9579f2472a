"""`python -m graph fetch | lock | reset`: the engine's jars, their lock, the graph's files."""

import argparse
import asyncio
import sys
from dataclasses import replace

from graph.errors import GraphError
from graph.home import Home
from graph.jars import fetch, lock
from graph.java import fits
from graph.opening import rehearse
from graph.settings import Settings, SettingsError


def _fetch(settings: Settings) -> None:
    """fetch the engine's jars and make it start fast, unless a server is named"""
    if settings.neo4j_uri is None and not fits(fetch(settings)):
        print("engine: recording its start-up cache, once", file=sys.stderr)
        asyncio.run(rehearse(replace(settings, databases={})))


def _lock(settings: Settings) -> None:
    """resolve jgo.toml anew into jgo.lock.toml (minutes)"""
    print("jgo.lock.toml is changed" if lock(settings) else "jgo.lock.toml is as it was")


def _reset(settings: Settings) -> None:
    """delete the graph in the data directory"""
    if settings.neo4j_uri is not None:
        raise SettingsError("NEO4J_URI is set: this deletes the embedded graph only; unset it")
    Home(settings.data).reset()
    print(f"{settings.data}: the next run makes the graph anew")


COMMANDS = {"fetch": _fetch, "lock": _lock, "reset": _reset}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m graph", description=__doc__)
    words = parser.add_subparsers(dest="command", required=True, metavar="command")
    for word, command in COMMANDS.items():
        words.add_parser(word, help=command.__doc__)
    options = parser.parse_args(arguments)
    try:
        COMMANDS[options.command](Settings.read())
    except (GraphError, SettingsError) as error:
        print(f"{options.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
