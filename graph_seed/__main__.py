"""What fills a graph, one command each: `python -m graph_seed <command> --help`.

Add a command by a line in COMMANDS: a module with `configure(parser)` and
`run(gateway, options) -> exit code`.
"""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from graph.errors import GraphError
from graph.gateway import Gateway
from graph.opening import open_graph
from graph.settings import Settings, SettingsError
from graph_seed import law_load, reconcile, season, verify
from graph_seed.demo import load as demo
from graph_seed.divisions import load as divisions
from graph_seed.divisions.listing import UnknownProvince
from graph_seed.imports import command as imports
from graph_seed.quotas import load as quotas
from graph_seed.quotas.fields import BadAnnex
from graph_seed.typed import LawFileError
from resolvers.places import UnknownPlace


@dataclass(frozen=True, slots=True)
class Command:
    """A word of the command line and the module behind it."""

    word: str
    about: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Gateway, argparse.Namespace], Awaitable[int]]


COMMANDS = (
    Command("divisions", "the tree of places", divisions.configure, divisions.run),
    Command("season", "opens a campaign's year", season.configure, season.run),
    Command("quotas", "the notices' annexes, as printed", quotas.configure, quotas.run),
    Command("law", "the notices: clauses, rules and schemes", law_load.configure, law_load.run),
    Command("demo", "four campaigns of made-up people", demo.configure, demo.run),
    Command("import", "a file of rosters, payments, lists, …", imports.configure, imports.run),
    Command("reconcile", "sums against facts", reconcile.configure, reconcile.run),
    Command("verify", "proofs of what must always hold", verify.configure, verify.run),
)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line; `command` holds the Command."""
    parser = argparse.ArgumentParser(prog="python -m graph_seed", description=__doc__)
    words = parser.add_subparsers(required=True, metavar="command")
    for command in COMMANDS:
        word = words.add_parser(command.word, help=command.about, description=command.about)
        word.set_defaults(command=command)
        command.configure(word)
    return parser.parse_args(arguments)


async def main(arguments: list[str]) -> int:
    """Open the graph of the settings, run the command, close it."""
    options = parse(arguments)
    try:
        async with open_graph(Settings.read()) as gateway:
            code: int = await options.command.run(gateway, options)
            return code
    except (
        GraphError,
        SettingsError,
        UnknownProvince,
        BadAnnex,
        LawFileError,
        UnknownPlace,
    ) as error:
        print(f"{options.command.word}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
