"""python -m api run: the whole service on this machine."""

import argparse
import logging
import sys
from socket import socket

from api.address import base, bind
from graph.errors import GraphError
from graph.settings import Settings, SettingsError


def main(arguments: list[str]) -> int:
    """0 when it was stopped, 1 when it could not run; the reason goes to stderr."""
    parser = argparse.ArgumentParser(prog="python -m api", description=__doc__)
    parser.add_argument("command", choices=["run"], help="serve until Ctrl-C")
    parser.parse_args(arguments)
    try:
        settings = Settings.read()
        _run(settings, bind(settings))
    except (SettingsError, GraphError) as error:
        print(f"zeren: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass  # Ctrl-C is how it is stopped
    return 0


def _run(settings: Settings, listening: socket) -> None:
    from api.server import run  # these load the whole service, which takes a second
    from api.service import opened

    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    print("zeren: opening the graph …", flush=True)
    run(opened(settings), listening, lambda: print(welcome(base(listening)), flush=True))


def welcome(address: str) -> str:
    """What to try first."""
    from api.examples import EXAMPLES

    tries = "\n".join(f"  {tried.name}  {tried.short().address(address)}" for tried in EXAMPLES)
    return f"""zeren answers at {address}/graphql (open it in a browser; Ctrl-C stops)

{tries}

  curl {address}/graphql -H 'Content-Type: application/json' -d '{{"query": "{{ __typename }}"}}'
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
